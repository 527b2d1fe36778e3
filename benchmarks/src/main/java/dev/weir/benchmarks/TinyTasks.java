package dev.weir.benchmarks;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
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
import org.openjdk.jmh.annotations.Threads;

/**
 * N1: tasks that do next to nothing, from outside. Each submitter submits 10,000 and waits until all are done that were
 * submitted before these. So the pool always has something to do, and it is not measured how soon a submitter wakes up.
 * The submitters are JMH's threads.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class TinyTasks {

    private static final int TASKS = 10_000;

    /** The pool. */
    @Param({"WEIR", "WEIR_UNCOUNTED", "TPE_LINKED", "TPE_ARRAY", "FJP", "EQE", "JETTY", "TOMCAT", "NETTY", "BARE_MPMC"})
    public Peer peer = Peer.WEIR;

    /** The pool's threads; 0 for as many as there are processors. */
    @Param("0")
    public int workers;

    private ExecutorService pool = Peer.DIRECT.open(1);
    private Done done = new Done(false);
    private Runnable task = () -> {};

    /** Opens the pool. */
    @Setup(Level.Trial)
    public void open() {
        pool = peer.open(workers);
        done = new Done(peer.hasPassingThreads());
        task = done::count;
    }

    /** Ends the pool. */
    @TearDown(Level.Trial)
    public void close() throws InterruptedException {
        Peer.close(pool);
    }

    private void submitAndAwait() {
        ExecutorService executor = pool;
        Runnable tiny = task;
        long before = done.announce(TASKS);
        for (int i = 0; i < TASKS; i++) {
            executor.execute(tiny);
        }
        done.await(before);
    }

    /** One submitter. */
    @Benchmark
    @Threads(1)
    @OperationsPerInvocation(TASKS)
    public void from1() {
        submitAndAwait();
    }

    /** Two submitters. */
    @Benchmark
    @Threads(2)
    @OperationsPerInvocation(TASKS)
    public void from2() {
        submitAndAwait();
    }

    /** Four submitters. */
    @Benchmark
    @Threads(4)
    @OperationsPerInvocation(TASKS)
    public void from4() {
        submitAndAwait();
    }

    /** Sixteen submitters. */
    @Benchmark
    @Threads(16)
    @OperationsPerInvocation(TASKS)
    public void from16() {
        submitAndAwait();
    }
}
