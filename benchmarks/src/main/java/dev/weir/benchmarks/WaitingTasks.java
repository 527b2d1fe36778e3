package dev.weir.benchmarks;

import java.lang.management.ManagementFactory;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** N5: what a waiting task takes up beyond itself. All are the same object, so what is found on the heap is the pool's. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class WaitingTasks {

    /** The pool. */
    @Param({"WEIR", "TPE_LINKED", "TPE_ARRAY", "FJP", "EQE", "JETTY", "TOMCAT"})
    public Peer peer = Peer.WEIR;

    /** How many wait. */
    @Param("10000000")
    public int tasks;

    /** What is told beside the time. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Told {
        /** The bytes of all. */
        public long bytes;

        /** How many they are. */
        public long tasks;
    }

    /** Fills a pool and lets it run empty. */
    @Benchmark
    public void fill(Told told) throws InterruptedException {
        long before = usedBytes();
        ExecutorService pool = peer.open(1, 1, tasks + 1);
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        pool.execute(() -> {
            begun.countDown();
            awaitUninterruptibly(end);
        });
        begun.await();
        Runnable task = () -> {};
        for (int i = 0; i < tasks; i++) {
            pool.execute(task);
        }
        told.bytes += usedBytes() - before;
        told.tasks += tasks;
        end.countDown();
        Peer.close(pool);
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static long usedBytes() {
        System.gc();
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
