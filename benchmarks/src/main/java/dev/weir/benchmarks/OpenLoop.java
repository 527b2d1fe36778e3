package dev.weir.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import org.HdrHistogram.Histogram;

/**
 * An open-loop load: tasks arrive at random times, whatever has become of those before them. A task's wait counts from the
 * time at which it was meant to arrive, so that a generator that is held up hides nothing. The times are drawn before, from
 * a seed: every pool gets the same tasks.
 *
 * <p>Run in a JVM of its own, for one pool.
 */
public final class OpenLoop {

    private static final int WORKERS = 16;
    private static final long SEED = 20_171_122;
    private static final long SLEEP_ABOVE_NANOS = 200_000;
    private static final int FAST_NANOS = 5_000;
    private static final int SLOW_NANOS = 50_000_000;

    /** For so long, and so many at a time: what arrives as rarely as here would be compiled while it is measured. */
    private static final double WARM_UP_SECONDS = 5;

    private static final int WARM_UP_BURST = 100;

    /** What arrives. */
    enum Scenario {
        /** N6: tasks that block, for an exponentially distributed time of 20 ms on average; 16 workers, 80 % busy. */
        ERLANG(0.8 * WORKERS / 20_000_000.0) {
            @Override
            long serviceNanos(Random random) {
                return (long) (-Math.log(1 - random.nextDouble()) * 20_000_000);
            }
        },

        /** N10: one task in a hundred blocks for 50 ms, the others take 5 µs. The workers are busy for half of the time. */
        MIXED(0.5 * WORKERS / (0.01 * SLOW_NANOS + 0.99 * FAST_NANOS)) {
            @Override
            long serviceNanos(Random random) {
                return random.nextInt(100) == 0 ? SLOW_NANOS : FAST_NANOS;
            }
        };

        private final double arrivalsPerNano;

        Scenario(double arrivalsPerNano) {
            this.arrivalsPerNano = arrivalsPerNano;
        }

        abstract long serviceNanos(Random random);
    }

    private final Scenario scenario;
    private final long[] dueNanos;
    private final long[] serviceNanos;
    private final long[] beganNanos;
    private final long[] endedNanos;
    private final Done done = new Done(false);
    private final Work fast = Work.of(FAST_NANOS);

    private OpenLoop(Scenario scenario, double seconds) {
        this.scenario = scenario;
        int tasks = (int) (seconds * 1e9 * scenario.arrivalsPerNano);
        dueNanos = new long[tasks];
        serviceNanos = new long[tasks];
        beganNanos = new long[tasks];
        endedNanos = new long[tasks];
        Random random = new Random(SEED);
        double due = 0;
        for (int i = 0; i < tasks; i++) {
            due -= Math.log(1 - random.nextDouble()) / scenario.arrivalsPerNano;
            dueNanos[i] = (long) due;
            serviceNanos[i] = scenario.serviceNanos(random);
        }
    }

    /**
     * Runs a load and keeps what came of it.
     *
     * @param arguments the pool, the scenario, for how many seconds, and the file for the figures
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Peer peer = Peer.valueOf(arguments[0]);
        Scenario scenario = Scenario.valueOf(arguments[1]);
        double seconds = Double.parseDouble(arguments[2]);
        ExecutorService pool = peer.open(WORKERS, WORKERS, Peer.ROOM);
        warmUp(pool, Math.min(WARM_UP_SECONDS, seconds));
        new OpenLoop(scenario, Math.min(2, seconds)).load(pool);
        OpenLoop measured = new OpenLoop(scenario, seconds);
        measured.load(pool);
        Peer.close(pool);
        String name = "OpenLoop." + scenario.name().toLowerCase(Locale.ROOT);
        RawResults.write(Path.of(arguments[3]), name, Map.of("peer", peer.name()), "us/op", measured.figures());
    }

    /** Has the pool's way of a task compiled; that of those which block is left to the load itself. */
    private static void warmUp(ExecutorService pool, double seconds) {
        OpenLoop own = new OpenLoop(Scenario.MIXED, 1);
        Arrays.fill(own.serviceNanos, FAST_NANOS);
        long began = System.nanoTime();
        for (int round = 0; System.nanoTime() - began < seconds * 1e9; round++) {
            own.done.announce(WARM_UP_BURST);
            for (int i = 0; i < WARM_UP_BURST; i++) {
                int task = (round * WARM_UP_BURST + i) % own.serviceNanos.length;
                pool.execute(() -> own.run(task));
            }
            own.done.await();
        }
    }

    private void load(ExecutorService pool) {
        int tasks = dueNanos.length;
        Runnable[] all = new Runnable[tasks];
        for (int i = 0; i < tasks; i++) {
            int task = i;
            all[i] = () -> run(task);
        }
        done.announce(tasks);
        long start = System.nanoTime();
        for (int i = 0; i < tasks; i++) {
            dueNanos[i] += start;
            awaitTime(dueNanos[i]);
            pool.execute(all[i]);
        }
        done.await();
    }

    private static void awaitTime(long nanoTime) {
        for (long left = nanoTime - System.nanoTime(); left > 0; left = nanoTime - System.nanoTime()) {
            if (left > SLEEP_ABOVE_NANOS) {
                LockSupport.parkNanos(left - SLEEP_ABOVE_NANOS / 2);
            } else {
                Thread.onSpinWait();
            }
        }
    }

    private void run(int task) {
        long began = System.nanoTime();
        beganNanos[task] = began;
        if (serviceNanos[task] == FAST_NANOS) {
            fast.run();
        } else {
            long until = began + serviceNanos[task];
            for (long left = serviceNanos[task]; left > 0; left = until - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
        }
        endedNanos[task] = System.nanoTime();
        done.count();
    }

    // What came of it

    private Map<String, Double> figures() {
        Histogram waits = new Histogram(3);
        Histogram ideal = new Histogram(3);
        Histogram overtaken = new Histogram(3);
        for (int i = 0; i < dueNanos.length; i++) {
            waits.recordValue(Math.max(0, beganNanos[i] - dueNanos[i]));
        }
        ideal(ideal::recordValue);
        overtaken(overtaken::recordValue);
        Map<String, Double> figures = new LinkedHashMap<>();
        tell(figures, "", waits);
        tell(figures, "ideal ", ideal);
        tell(figures, "overtaken ", overtaken);
        double erlang = scenario == Scenario.ERLANG ? erlangMeanNanos() : -1;
        if (erlang >= 0) {
            figures.put("Erlang-C mean", erlang / 1e3);
        }
        return figures;
    }

    private static void tell(Map<String, Double> figures, String what, Histogram nanos) {
        figures.put(what + "mean", nanos.getMean() / 1e3);
        figures.put(what + "p50", nanos.getValueAtPercentile(50) / 1e3);
        figures.put(what + "p99", nanos.getValueAtPercentile(99) / 1e3);
        figures.put(what + "p99.9", nanos.getValueAtPercentile(99.9) / 1e3);
        figures.put(what + "max", nanos.getMaxValue() / 1e3);
    }

    /** The waits in a queue that costs nothing: each task begins as soon as it is there and a worker is free. */
    private void ideal(LongConsumer wait) {
        PriorityQueue<Long> free = new PriorityQueue<>();
        for (int i = 0; i < WORKERS; i++) {
            free.add(Long.MIN_VALUE);
        }
        for (int i = 0; i < dueNanos.length; i++) {
            long begins = Math.max(dueNanos[i], free.remove());
            free.add(begins + endedNanos[i] - beganNanos[i]);
            wait.accept(begins - dueNanos[i]);
        }
    }

    /** How much later than the first of those that were submitted after it each task began; 0 for most. */
    private void overtaken(LongConsumer late) {
        long earliestLater = Long.MAX_VALUE;
        for (int i = beganNanos.length - 1; i >= 0; i--) {
            late.accept(Math.max(0, beganNanos[i] - earliestLater));
            earliestLater = Math.min(earliestLater, beganNanos[i]);
        }
    }

    /**
     * The mean wait in a queue with exponential arrivals and services: A. K. Erlang, "Solution of some problems in the theory
     * of probabilities of significance in automatic telephone exchanges", 1917. With the times that came about; negative if
     * the workers could not keep up with these.
     */
    private double erlangMeanNanos() {
        int tasks = dueNanos.length;
        double service = 0;
        for (int i = 0; i < tasks; i++) {
            service += (double) (endedNanos[i] - beganNanos[i]) / tasks;
        }
        double between = (double) (Arrays.stream(dueNanos).max().orElseThrow() - dueNanos[0]) / (tasks - 1);
        double offered = service / between;
        double blocked = 1; // Erlang-B, by recursion
        for (int i = 1; i <= WORKERS; i++) {
            blocked = offered * blocked / (i + offered * blocked);
        }
        double busy = offered / WORKERS;
        double waits = blocked / (1 - busy + busy * blocked);
        return waits * service / (WORKERS - offered);
    }
}
