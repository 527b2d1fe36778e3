package dev.weir.benchmarks;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** N11: what a tiny task costs when there are many submitters, many workers, or many tasks that wait. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Scaling {

    private static final int TASKS = 1 << 18;

    /** What is the same for all. */
    @State(Scope.Benchmark)
    public static class Load {

        /** The pool. */
        @Param({"WEIR", "FJP"})
        public Peer peer = Peer.WEIR;

        private ExecutorService pool = Peer.DIRECT.open(1);
        private final Done done = new Done(false);
        private Submitters submitters = new Submitters(0, () -> {});

        void start(int workers, int submitting) {
            pool = peer.open(workers, workers, Integer.MAX_VALUE / 2);
            Runnable tiny = done::count;
            submitters = new Submitters(submitting, () -> {
                for (int i = 0; i < TASKS / submitting; i++) {
                    pool.execute(tiny);
                }
            });
        }

        void run() {
            done.announce(TASKS);
            submitters.go();
            done.await();
        }

        void end() throws InterruptedException {
            submitters.end();
            Peer.close(pool);
        }
    }

    /** Many submitters. */
    public static class Submitting extends Load {

        /** How many. */
        @Param({"1", "16", "256"})
        public int submitters;

        /** Opens the pool. */
        @Setup(Level.Trial)
        public void open() {
            start(Processors.count(), submitters);
        }

        /** Ends the pool. */
        @TearDown(Level.Trial)
        public void close() throws InterruptedException {
            end();
        }
    }

    /** Many workers. */
    public static class Working extends Load {

        /** How many. */
        @Param({"1", "32", "1000"})
        public int threads;

        /** Opens the pool. */
        @Setup(Level.Trial)
        public void open() {
            start(threads, 1);
        }

        /** Ends the pool. */
        @TearDown(Level.Trial)
        public void close() throws InterruptedException {
            end();
        }
    }

    /** Many tasks that wait: each that has run submits itself again, so their number stays the same. */
    @State(Scope.Benchmark)
    public static class Waiting {

        /** The pool. */
        @Param({"WEIR", "FJP"})
        public Peer peer = Peer.WEIR;

        /** How many. */
        @Param({"10", "100000", "10000000"})
        public int waiting;

        private final Done done = new Done(false);
        private ExecutorService pool = Peer.DIRECT.open(1);
        private final Runnable task = this::again;
        private final AtomicInteger left = new AtomicInteger();
        private volatile boolean ended;

        /** Fills the pool. */
        @Setup(Level.Trial)
        public void open() {
            int workers = Processors.count();
            pool = peer.open(workers, workers, Integer.MAX_VALUE / 2);
            left.set(waiting);
            for (int i = 0; i < waiting; i++) {
                pool.execute(task);
            }
        }

        private void again() {
            done.count();
            if (ended) {
                left.decrementAndGet();
            } else {
                pool.execute(task);
            }
        }

        private void run() {
            done.awaitMore(TASKS);
        }

        /** Lets the pool run empty. */
        @TearDown(Level.Trial)
        public void close() throws InterruptedException {
            ended = true;
            while (left.get() > 0) {
                Thread.sleep(1);
            }
            Peer.close(pool);
        }
    }

    /** From many submitters. */
    @Benchmark
    @OperationsPerInvocation(TASKS)
    public void submitters(Submitting load) {
        load.run();
    }

    /** With many workers. */
    @Benchmark
    @OperationsPerInvocation(TASKS)
    public void workers(Working load) {
        load.run();
    }

    /** With many tasks that wait. */
    @Benchmark
    @OperationsPerInvocation(TASKS)
    public void waiting(Waiting load) {
        load.run();
    }
}
