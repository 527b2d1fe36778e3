package dev.weir.benchmarks;

import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
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
 * N4: what a pool adds to the processor time of tasks of a known length. In one invocation the same tasks are run twice, in
 * slices and in turns, so that a machine whose speed drifts is unfair to neither: by as many bare threads as the pool has, in
 * a loop, and by the pool, one submitter included, who is never more than {@value #AHEAD} tasks ahead: else what is measured
 * is how fast memory fills. The process's time for each is told as {@code bareNanos} and {@code pooledNanos}; the pool's
 * share is (pooled - bare) / pooled.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class PoolShare {

    private static final int SLICES = 12;
    private static final long SLICE_NANOS = 40_000_000;
    private static final int AHEAD = 4_000;
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
    private final CyclicBarrier bareThreads = new CyclicBarrier(workers + 1);
    private int tasks;
    private volatile boolean isOver;

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
        long many = workers * SLICE_NANOS / nanos;
        tasks = (int) (peer.hasPassingThreads() ? Math.min(many, FEW) : many) / workers * workers;
        for (int i = 0; i < workers; i++) {
            Thread bare = new Thread(this::shares, "bare-" + i);
            bare.setDaemon(true);
            bare.start();
        }
    }

    /** Ends the pool. */
    @TearDown(Level.Trial)
    public void close() throws InterruptedException, BrokenBarrierException {
        isOver = true;
        bareThreads.await();
        Peer.close(pool);
    }

    /** Both. */
    @Benchmark
    public void bareAndPooled(Told told) throws InterruptedException, BrokenBarrierException {
        for (int i = 0; i < SLICES; i++) {
            long before = now();
            bare();
            long between = now();
            pooled();
            told.bareNanos += between - before;
            told.pooledNanos += now() - between;
        }
    }

    private long now() {
        return peer.hasPassingThreads() ? Processors.nanos() : Processors.nanosOfPresentThreads();
    }

    private void bare() throws InterruptedException, BrokenBarrierException {
        done.announce(tasks);
        bareThreads.await();
        bareThreads.await();
    }

    /** What a bare thread does. */
    private void shares() {
        try {
            for (bareThreads.await(); !isOver; bareThreads.await()) {
                for (int i = 0; i < tasks / workers; i++) {
                    work.run();
                    done.count();
                }
                bareThreads.await();
            }
        } catch (InterruptedException | BrokenBarrierException over) {
            throw new IllegalStateException(over);
        }
    }

    private void pooled() {
        long first = done.announce(tasks);
        for (int i = 1; i <= tasks; i++) {
            pool.execute(() -> {
                work.run();
                done.count();
            });
            if (i % (AHEAD / 2) == 0) {
                done.await(first + i - AHEAD / 2, nanos / workers);
            }
        }
        done.await(first + tasks, nanos / workers);
    }
}
