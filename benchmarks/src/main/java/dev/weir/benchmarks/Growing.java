package dev.weir.benchmarks;

import java.lang.management.ManagementFactory;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** N8: a pool gets its threads quickly when its tasks block, and does not get those that tiny tasks do not need. */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class Growing {

    private static final int BLOCKING = 16;
    private static final int MOST = 200;
    private static final int TINY = 10_000;
    private static final long LONGEST_MILLIS = 100;
    private static final long SETTLE_NANOS = 2_000_000;

    /** Until the compiler has nothing more to do: a thread that waits for it holds up those that it would start. */
    private static final long WARM_UP_NANOS = TimeUnit.SECONDS.toNanos(6);

    /** A pool of two threads, which have come to rest. */
    @State(Scope.Benchmark)
    public static class Small {

        /** The pool. */
        @Param({"WEIR", "EQE", "JETTY", "TOMCAT"})
        public Peer peer = Peer.WEIR;

        ExecutorService pool = Peer.DIRECT.open(1);
        CountDownLatch end = new CountDownLatch(1);

        void start(int max) {
            pool = peer.open(2, max, TINY);
            end = new CountDownLatch(1);
            LockSupport.parkNanos(SETTLE_NANOS);
        }

        void end() throws InterruptedException {
            end.countDown();
            Peer.close(pool);
        }
    }

    /** One that may have 16. */
    public static class UpTo16 extends Small {

        /** Has it all compiled, for which the measured time is too short. */
        @Setup(Level.Trial)
        public void warmUp() throws InterruptedException {
            long began = System.nanoTime();
            while (System.nanoTime() - began < WARM_UP_NANOS) {
                open();
                runAll();
                close();
            }
        }

        void runAll() throws InterruptedException {
            CountDownLatch begun = new CountDownLatch(BLOCKING);
            CountDownLatch until = end;
            for (int i = 0; i < BLOCKING; i++) {
                pool.execute(() -> {
                    begun.countDown();
                    try {
                        until.await();
                    } catch (InterruptedException interrupted) {
                        Thread.currentThread().interrupt();
                    }
                });
            }
            begun.await(LONGEST_MILLIS, TimeUnit.MILLISECONDS);
        }

        /** Opens it. */
        @Setup(Level.Invocation)
        public void open() {
            start(BLOCKING);
        }

        /** Ends it. */
        @TearDown(Level.Invocation)
        public void close() throws InterruptedException {
            end();
        }
    }

    /** One that may have 200. */
    public static class UpTo200 extends Small {

        private final Work work = Work.of(1_000);

        /** Opens it. */
        @Setup(Level.Invocation)
        public void open() {
            start(MOST);
        }

        /** Ends it. */
        @TearDown(Level.Invocation)
        public void close() throws InterruptedException {
            end();
        }
    }

    /** What is told beside the time. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Told {
        /** Threads created. */
        public long threads;

        /** How many times the burst was. */
        public long bursts;
    }

    /** The time until 16 tasks that block run all at once: 100 ms at most, since some pools never come to that. */
    @Benchmark
    public void blocking(UpTo16 small) throws InterruptedException {
        small.runAll();
    }

    /** The time of 10,000 tasks of 1 µs, and how many threads they make. */
    @Benchmark
    public void burst(UpTo200 small, Told told) {
        long before = ManagementFactory.getThreadMXBean().getTotalStartedThreadCount();
        CountDownLatch left = new CountDownLatch(TINY);
        Work work = small.work;
        for (int i = 0; i < TINY; i++) {
            small.pool.execute(() -> {
                work.run();
                left.countDown();
            });
        }
        try {
            left.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        told.threads += ManagementFactory.getThreadMXBean().getTotalStartedThreadCount() - before;
        told.bursts++;
    }
}
