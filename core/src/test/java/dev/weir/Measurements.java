package dev.weir;

import dev.weir.support.Await;
import dev.weir.support.Gate;
import dev.weir.support.LiveThreads;
import dev.weir.support.Team;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Measures what the tests, which assert no times, show only as facts: run {@code main} with the test class path. Not
 * thread-safe.
 *
 * <p>Machines differ and are shared, so each figure is printed as smallest / median / largest of its repetitions.
 */
final class Measurements {

    private static final int TASK_NANOS = 1_000;

    private Measurements() {}

    /** Prints all figures. */
    public static void main(String[] arguments) throws InterruptedException {
        print("Java %s, %d processors", Runtime.version(), Runtime.getRuntime().availableProcessors());
        for (int round = 0; round < 3; round++) { // the first one has nothing compiled yet
            spreadOfBareThreads(40);
            spreadOfBlockingTasks(40);
        }
        threadsForTinyTasks(60);
        shrinking(5, Duration.ofMillis(200));
        shrinking(2, Duration.ofSeconds(2));
        idleCpu(Duration.ofSeconds(2));
        pausingAndStopping(100);
    }

    /** What the machine itself takes at this moment, to compare with. */
    private static void spreadOfBareThreads(int repetitions) {
        double[] spread = new double[repetitions];
        for (int i = 0; i < repetitions; i++) {
            long[] begun = new long[16];
            CountDownLatch all = new CountDownLatch(16);
            Team.run(16, number -> {
                begun[number] = System.nanoTime();
                all.countDown();
                Await.zero(all);
            });
            Arrays.sort(begun);
            spread[i] = (begun[15] - begun[0]) / 1e6;
        }
        print("16 bare threads that block, first to last start:          %s ms", of(spread));
    }

    private static void spreadOfBlockingTasks(int repetitions) throws InterruptedException {
        double[] spread = new double[repetitions];
        double[] whole = new double[repetitions];
        for (int i = 0; i < repetitions; i++) {
            try (ThreadPool pool = ThreadPool.builder("measured").threads(2, 16).build()) {
                Await.until("the minimum rests", () -> pool.stats().idleThreads() == 2);
                long[] begun = new long[16];
                CountDownLatch all = new CountDownLatch(16);
                long submitted = System.nanoTime();
                for (int task = 0; task < 16; task++) {
                    int number = task;
                    pool.execute(() -> {
                        begun[number] = System.nanoTime();
                        all.countDown();
                        Await.zero(all);
                    });
                }
                Await.zero(all);
                Arrays.sort(begun);
                spread[i] = (begun[15] - begun[0]) / 1e6;
                whole[i] = (begun[15] - submitted) / 1e6;
            }
        }
        print("16 blocking tasks on pool(2,16), first to last start:    %s ms (at most 10)", of(spread));
        print("  the first repetition, with nothing compiled yet:        %.3f ms", spread[0]);
        print("  from the first submission to the last start:            %s ms", of(sorted(whole)));
    }

    private static void threadsForTinyTasks(int repetitions) throws InterruptedException {
        double[] created = new double[repetitions];
        for (int i = 0; i < repetitions; i++) {
            try (ThreadPool pool =
                    ThreadPool.builder("measured").threads(2, 200).build()) {
                for (int task = 0; task < 10_000; task++) {
                    pool.execute(Measurements::spin);
                }
                pool.join();
                created[i] = pool.stats().threadsCreated();
            }
        }
        print("threads created by 10,000 tasks of 1 us on pool(2,200):   %s (at most 8)", of(created));
    }

    private static void spin() {
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < TASK_NANOS) {
            Thread.onSpinWait();
        }
    }

    private static void shrinking(int repetitions, Duration keepAlive) throws InterruptedException {
        double[] part = new double[repetitions];
        for (int i = 0; i < repetitions; i++) {
            try (ThreadPool pool = ThreadPool.builder("measured")
                    .threads(2, 32)
                    .keepAlive(keepAlive)
                    .build()) {
                Gate gate = new Gate();
                for (int task = 0; task < 32; task++) {
                    pool.execute(gate);
                }
                gate.awaitInside(32);
                gate.open();
                pool.join();
                long loadEnded = System.nanoTime();
                Await.until("the surplus has left", () -> pool.stats().threads() == 2);
                part[i] = (System.nanoTime() - loadEnded) / (double) keepAlive.toNanos();
            }
        }
        print("30 surplus threads gone after, in keep-alives of %-7s  %s (at most 1.1)", keepAlive, of(part));
    }

    private static void idleCpu(Duration watched) throws InterruptedException {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        try (ThreadPool pool = ThreadPool.builder("idle").threads(16, 16).build()) {
            for (int i = 0; i < 10_000; i++) {
                pool.execute(Measurements::spin);
            }
            pool.join();
            Await.until("all rest", () -> pool.stats().idleThreads() == 16);
            TimeUnit.MILLISECONDS.sleep(200); // for the compilers to come to rest as well
            long[] ids = LiveThreads.named("idle-").stream()
                    .mapToLong(Measurements::idOf)
                    .toArray();
            long before = cpu(threads, ids);
            long processBefore = processCpu();
            TimeUnit.NANOSECONDS.sleep(watched.toNanos());
            long process = processCpu() - processBefore;
            long workers = cpu(threads, ids) - before;
            print(
                    "CPU of %d idle workers over %s:                         %.3f ms",
                    ids.length, watched, workers / 1e6);
            print("  of the whole process meanwhile:                         %.3f ms", process / 1e6);
        }
    }

    @SuppressWarnings("deprecation") // threadId() is of Java 19
    private static long idOf(Thread thread) {
        return thread.getId();
    }

    private static long cpu(ThreadMXBean threads, long[] ids) {
        long sum = 0;
        for (long id : ids) {
            sum += threads.getThreadCpuTime(id);
        }
        return sum;
    }

    private static long processCpu() {
        return ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .map(Duration::toNanos)
                .orElse(0L);
    }

    private static void pausingAndStopping(int repetitions) throws InterruptedException {
        double[] pause = new double[repetitions];
        double[] stop = new double[repetitions];
        for (int i = 0; i < repetitions; i++) {
            ThreadPool pool = ThreadPool.builder("measured").threads(8, 8).build();
            Await.until("all rest", () -> pool.stats().idleThreads() == 8);
            long begin = System.nanoTime();
            pool.pause();
            pause[i] = (System.nanoTime() - begin) / 1e6;
            pool.resume();
            Await.until("all rest", () -> pool.stats().idleThreads() == 8);
            begin = System.nanoTime();
            pool.shutdown();
            boolean ended = pool.awaitTermination(60, TimeUnit.SECONDS);
            stop[i] = (System.nanoTime() - begin) / 1e6;
            if (!ended) {
                throw new AssertionError("the pool did not end");
            }
        }
        print("pause() of an idle pool of 8:                             %s ms (under 50)", of(pause));
        print("shutdown() and awaitTermination() of an idle pool of 8:   %s ms (under 50)", of(stop));
    }

    private static double[] sorted(double[] values) {
        double[] copy = values.clone();
        Arrays.sort(copy);
        return copy;
    }

    private static String of(double[] values) {
        double[] sorted = sorted(values);
        return String.format(
                Locale.ROOT, "%.3f / %.3f / %.3f", sorted[0], sorted[sorted.length / 2], sorted[sorted.length - 1]);
    }

    private static void print(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
