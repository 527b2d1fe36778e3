package dev.weir.benchmarks;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
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
 * N3: one task to a pool that has nothing to do, and back: the submitter parks until the task unparks it. The limit is
 * {@link PingPong}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class HandOff {

    private static final int WARM_UPS = 100_000;

    /** The pool. */
    @Param({"WEIR", "TPE_LINKED", "TPE_ARRAY", "FJP", "EQE", "JETTY", "TOMCAT", "NETTY"})
    public Peer peer = Peer.WEIR;

    /** The pool's threads; 0 for as many as there are processors. */
    @Param("0")
    public int workers;

    private ExecutorService pool = Peer.DIRECT.open(1);

    /** Opens the pool. The compiler is done before anything is measured, or else it makes the longest waits. */
    @Setup(Level.Trial)
    public void open() {
        pool = peer.open(workers);
        for (int i = 0; i < WARM_UPS; i++) {
            roundTrip();
        }
    }

    /** Ends the pool. */
    @TearDown(Level.Trial)
    public void close() throws InterruptedException {
        Peer.close(pool);
    }

    private static final class Reply implements Runnable {

        private final Thread submitter = Thread.currentThread();
        private volatile boolean there;

        @Override
        public void run() {
            there = true;
            LockSupport.unpark(submitter);
        }

        void await() {
            while (!there) {
                LockSupport.park(this);
            }
        }
    }

    /** There and back, and at once again: a worker that looks a little before it rests may see the task come. */
    @Benchmark
    public void roundTrip() {
        Reply reply = new Reply();
        pool.execute(reply);
        reply.await();
    }

    /** The same to a pool that has had nothing to do for a while. */
    @Benchmark
    public void afterRest(Rest rested) {
        roundTrip();
    }
}
