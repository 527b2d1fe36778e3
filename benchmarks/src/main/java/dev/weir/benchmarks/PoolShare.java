package dev.weir.benchmarks;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
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

/**
 * N4: what a pool adds to the processor time of tasks of a known length. In one invocation the same tasks are run twice: by
 * as many bare threads as the pool has, in a loop, and by the pool, one submitter included. The process's time for each is
 * told as {@code bareNanos} and {@code pooledNanos}; the pool's share is (pooled - bare) / pooled.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class PoolShare {

    private static final long BLOCK_NANOS = 400_000_000;
    private static final int FEW = 2_000;

    /** The pool. */
    @Param({"WEIR", "TPE_LINKED", "FJP", "EQE", "JETTY", "TOMCAT", "NETTY", "THREAD"})
    public Peer peer = Peer.WEIR;

    /** What a task takes by itself: T2. */
    @Param({"1000", "10000", "100000"})
    public long nanos;

    private final int workers = Processors.count();
    private ExecutorService pool = Peer.DIRECT.open(1);
    private Done done = new Done(false);
    private Work work = Work.of(1);
    private int tasks;

    /** What is told beside the time. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Told {
        /** The time of bare threads. */
        public long bareNanos;

        /** The time of the pool and its submitter. */
        public long pooledNanos;
    }

    /** Opens the pool. */
    @Setup(Level.Trial)
    public void open() {
        work = Work.of(nanos);
        pool = peer.open(workers);
        done = new Done(peer.hasPassingThreads());
        long many = workers * BLOCK_NANOS / nanos;
        tasks = (int) (peer.hasPassingThreads() ? Math.min(many, FEW) : many) / workers * workers;
    }

    /** Ends the pool. */
    @TearDown(Level.Trial)
    public void close() throws InterruptedException {
        Peer.close(pool);
    }

    /** Both. */
    @Benchmark
    public void bareAndPooled(Told told) throws InterruptedException {
        told.bareNanos += bare();
        told.pooledNanos += pooled();
    }

    private long bare() throws InterruptedException {
        long before = Processors.nanos();
        Thread[] threads = new Thread[workers];
        for (int i = 0; i < workers; i++) {
            threads[i] = new Thread(this::share, "bare-" + i);
            threads[i].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return Processors.nanos() - before;
    }

    private void share() {
        for (int i = 0; i < tasks / workers; i++) {
            work.run();
        }
    }

    private long pooled() {
        long before = Processors.nanos();
        done.announce(tasks);
        for (int i = 0; i < tasks; i++) {
            pool.execute(() -> {
                work.run();
                done.count();
            });
        }
        done.await();
        return Processors.nanos() - before;
    }
}
