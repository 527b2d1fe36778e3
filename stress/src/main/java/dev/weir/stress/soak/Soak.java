package dev.weir.stress.soak;

import dev.weir.ThreadPool;
import dev.weir.stress.BugLog;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/**
 * Tiny tasks, faults and random programs at the same time, for so many minutes; then a report. Used once.
 *
 * <pre>
 *   stress/soak --minutes N [--seed S]
 * </pre>
 *
 * <p>Ends with status 1 if a task was lost or ran twice, if a wait of more than a second has no explanation, if the heap grew
 * or threads were left, or if anything else was wrong. What was seen so far is printed once a minute.
 */
public final class Soak {

    private static final long MINUTE_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final long GLANCE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long STANDSTILL_NANOS = TimeUnit.SECONDS.toNanos(90);
    private static final long THREADS_END_NANOS = TimeUnit.SECONDS.toNanos(20);
    private static final long MOST_GROWTH = 12L << 20;
    private static final int WARM_UP_PROGRAMS = 30;

    private final long seed;
    private final Duration time;
    private final UnaryOperator<ThreadPool> between;
    private final Account account = new Account();
    private final Pulse pulse = new Pulse();
    private volatile boolean stopped;

    /**
     * Prepares a soak.
     *
     * @param between what the load of tiny tasks uses instead of a pool: the pool itself, or one that spoils something on
     *     purpose
     */
    Soak(long seed, Duration time, UnaryOperator<ThreadPool> between) {
        this.seed = seed;
        this.time = time;
        this.between = between;
    }

    /** Soaks, and ends the process. */
    public static void main(String[] args) {
        Options options = Options.parse(args);
        System.out.printf(
                "soak of %s minutes, seed %d, Java %s%n", options.minutes(), options.seed(), Runtime.version());
        boolean good = new Soak(options.seed(), options.time(), pool -> pool).run();
        System.out.flush();
        System.exit(good ? 0 : 1);
    }

    Account account() {
        return account;
    }

    /** Soaks; whether all was well. */
    boolean run() {
        long began = System.nanoTime();
        int threadsBefore = threads().size();
        Thread pulsing = start("soak-pulse", pulse);
        try (BugLog log = BugLog.open(account::wrong)) {
            long heap = soak(began);
            pulse.stop();
            join(pulsing);
            List<String> left = awaitThreads(threadsBefore);
            report(began, heap, threadsBefore, left);
            log.flush();
        }
        return account.isGood();
    }

    /** The load; gives by how much the heap grew. */
    private long soak(long began) {
        Random random = new Random(seed);
        BooleanSupplier goesOn = () -> !stopped;
        Faults faults = new Faults(new Random(random.nextLong()), pulse, account, goesOn);
        Programs programs = new Programs(random.nextLong(), pulse, account, goesOn);
        try (Torrent torrent = new Torrent(new Random(random.nextLong()), pulse, account, goesOn, between)) {
            torrent.oneOfEach();
            faults.oneOfEach();
            programs.some(WARM_UP_PROGRAMS);
            long heapBefore = heap();
            System.out.printf("heap at the beginning %,d bytes%n", heapBefore);
            List<Thread> load = List.of(
                    start("soak-torrent", torrent), start("soak-faults", faults), start("soak-programs", programs));
            watch(began);
            stopped = true;
            load.forEach(this::join);
            return heap() - heapBefore;
        }
    }

    private static Thread start(String name, Runnable job) {
        Thread thread = new Thread(job, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void join(Thread thread) {
        try {
            thread.join(TimeUnit.NANOSECONDS.toMillis(STANDSTILL_NANOS));
        } catch (InterruptedException e) {
            throw new IllegalStateException("the soak was interrupted", e);
        }
        if (thread.isAlive()) {
            standstill(thread.getName());
        }
    }

    /** Waits for the end of the time, and tells of the progress. */
    private void watch(long began) {
        long told = began;
        long moved = began;
        long tasks = -1;
        long programs = -1;
        for (long now = began; now - began < time.toNanos(); now = System.nanoTime()) {
            LockSupport.parkNanos(GLANCE_NANOS);
            if (account.tasks.sum() != tasks && account.programs.sum() != programs) {
                tasks = account.tasks.sum();
                programs = account.programs.sum();
                moved = now;
            } else if (now - moved > STANDSTILL_NANOS) {
                standstill("the soak");
            }
            if (now - told >= MINUTE_NANOS) {
                told = now;
                progress((now - began) / 1e9);
            }
        }
    }

    private void progress(double seconds) {
        System.out.printf(
                "%5.0f s: %,d tasks (%,.0f a second), %d programs, lost %d, twice %d, %s%n",
                seconds,
                account.tasks.sum(),
                account.tasks.sum() / seconds,
                account.programs.sum(),
                account.lost.sum(),
                account.twice.sum(),
                account.isGood() ? "nothing wrong" : "something WRONG");
        System.out.flush();
    }

    /** Nothing can be expected any more: says so, and ends the process. */
    private void standstill(String what) {
        account.wrong(what + " stands still");
        Thread.getAllStackTraces().forEach((thread, frames) -> {
            System.out.println(thread.getName() + ' ' + thread.getState());
            for (StackTraceElement frame : frames) {
                System.out.println("    at " + frame);
            }
        });
        account.lines().forEach(System.out::println);
        System.out.flush();
        Runtime.getRuntime().halt(1);
    }

    private static long heap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** The threads that live, but for those that the JDK keeps for virtual threads. */
    private static List<String> threads() {
        List<String> names = new ArrayList<>();
        for (Map.Entry<Thread, StackTraceElement[]> each :
                Thread.getAllStackTraces().entrySet()) {
            String name = each.getKey().getName();
            if (!name.startsWith("ForkJoinPool-1-") && !name.startsWith("VirtualThread-")) {
                names.add(name);
            }
        }
        return names;
    }

    private static List<String> awaitThreads(int before) {
        long began = System.nanoTime();
        List<String> left = threads();
        while (left.size() > before && System.nanoTime() - began < THREADS_END_NANOS) {
            LockSupport.parkNanos(GLANCE_NANOS);
            left = threads();
        }
        return left;
    }

    private void report(long began, long growth, int threadsBefore, List<String> left) {
        if (growth > MOST_GROWTH) {
            account.wrong(String.format("the heap grew by %,d bytes", growth));
        }
        if (left.size() > threadsBefore) {
            account.wrong("threads are left: " + left);
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        System.out.println();
        System.out.println("seed                  " + seed);
        System.out.printf("minutes               %.1f%n", seconds / 60);
        System.out.printf("tasks a second        %,.0f%n", account.tasks.sum() / seconds);
        account.lines().forEach(System.out::println);
        System.out.println("longest stall         " + pulse.longestStallMillis() + " ms, measured by the pulse");
        System.out.printf("heap grew by          %,d bytes after collection%n", growth);
        System.out.println(
                "threads               " + threadsBefore + " at the beginning, " + left.size() + " at the end");
        System.out.println(account.isGood() ? "GOOD" : "WRONG");
        System.out.flush();
    }
}
