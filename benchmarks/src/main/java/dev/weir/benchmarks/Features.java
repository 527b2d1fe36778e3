package dev.weir.benchmarks;

import dev.weir.Overflow;
import dev.weir.Result;
import dev.weir.ResultQueue;
import dev.weir.ThreadPool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What Weir's other ways to submit cost beside {@code execute}. One submitter, 10,000 tiny tasks, as in {@link TinyTasks}. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Features {

    private static final int TASKS = 10_000;
    private static final int POOLS = 1_000;

    /** One pool. */
    @State(Scope.Benchmark)
    public static class One {

        private final Done done = new Done(false);
        private final Runnable task = done::count;
        private final Callable<Integer> callable = () -> {
            done.count();
            return 1;
        };
        private ThreadPool pool = ThreadPool.builder("none").build();
        private ThreadPool narrow = pool;
        private Executor ordered = pool;
        private Executor limited = pool;

        /** Opens the pool and its views. */
        @Setup(Level.Trial)
        public void open() {
            pool.close();
            int workers = Processors.count();
            pool = ThreadPool.builder("wide")
                    .threads(workers, workers)
                    .queueCapacity(Peer.ROOM)
                    .build();
            narrow = ThreadPool.builder("narrow")
                    .threads(workers, workers)
                    .queueCapacity(100)
                    .overflow(Overflow.block(Duration.ofMinutes(1)))
                    .build();
            ordered = pool.ordered("key");
            limited = pool.limited("limited", workers);
        }

        /** Ends the pool. */
        @TearDown(Level.Trial)
        public void close() {
            pool.close();
            narrow.close();
        }

        private void run(Executor executor) {
            done.announce(TASKS);
            for (int i = 0; i < TASKS; i++) {
                executor.execute(task);
            }
            done.await();
        }
    }

    /** A thousand pools of a thread each. */
    @State(Scope.Benchmark)
    public static class Thousand {

        private final List<ThreadPool> pools = new ArrayList<>();
        private final Done done = new Done(false);
        private final Runnable task = done::count;

        /** Opens the pools. */
        @Setup(Level.Trial)
        public void open() {
            for (int i = 0; i < POOLS; i++) {
                pools.add(ThreadPool.builder("pool-" + i).threads(1, 1).build());
            }
        }

        /** Ends the pools. */
        @TearDown(Level.Trial)
        public void close() {
            pools.forEach(ThreadPool::close);
            pools.clear();
        }
    }

    /** What all others are compared with. */
    @Benchmark
    @OperationsPerInvocation(TASKS)
    public void execute(One one) {
        one.run(one.pool);
    }

    /** With a future, which nobody waits for. */
    @Benchmark
    @OperationsPerInvocation(TASKS)
    public void submit(One one) {
        one.done.announce(TASKS);
        for (int i = 0; i < TASKS; i++) {
            one.pool.submit(one.callable);
        }
        one.done.await();
    }

    /** At most 100 may wait, and the submitter waits for room. */
    @Benchmark
    @OperationsPerInvocation(TASKS)
    public void waitingForRoom(One one) {
        one.run(one.narrow);
    }

    /** Through a view of all threads. */
    @Benchmark
    @OperationsPerInvocation(TASKS)
    public void limitedView(One one) {
        one.run(one.limited);
    }

    /** Through a view of one key. */
    @Benchmark
    @OperationsPerInvocation(TASKS)
    public void orderedView(One one) {
        one.run(one.ordered);
    }

    /** Through a result queue, whose results the submitter then takes. */
    @Benchmark
    @OperationsPerInvocation(TASKS)
    public int results(One one) {
        ResultQueue<Integer> results = one.pool.results(TASKS);
        for (int i = 0; i < TASKS; i++) {
            results.submit(one.callable);
        }
        int taken = 0;
        for (Result<Integer> ignored : results) {
            taken++;
        }
        return taken;
    }

    /** Submitted while the pool is paused, and run once it goes on. */
    @Benchmark
    @OperationsPerInvocation(TASKS)
    public void pausedAndResumed(One one) {
        one.done.announce(TASKS);
        one.pool.pause();
        for (int i = 0; i < TASKS; i++) {
            one.pool.execute(one.task);
        }
        one.pool.resume();
        one.done.await();
    }

    /** To a thousand pools in turn: most often one that is idle. */
    @Benchmark
    @OperationsPerInvocation(TASKS)
    public void thousandPools(Thousand thousand) {
        thousand.done.announce(TASKS);
        for (int i = 0; i < TASKS; i++) {
            thousand.pools.get(i % POOLS).execute(thousand.task);
        }
        thousand.done.await();
    }
}
