package dev.weir.benchmarks;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The limit of {@link HandOff}: two threads that do nothing but unpark each other and park. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PingPong {

    private volatile @Nullable Thread caller;
    private volatile boolean ended;
    private Thread other = new Thread();

    /** Starts the other thread. */
    @Setup(Level.Trial)
    public void open() {
        ended = false;
        other = new Thread(this::answer, "pong");
        other.start();
    }

    private void answer() {
        while (!ended) {
            Thread waiting = caller;
            if (waiting == null) {
                LockSupport.park(this);
            } else {
                caller = null;
                LockSupport.unpark(waiting);
            }
        }
    }

    /** Ends the other thread. */
    @TearDown(Level.Trial)
    public void close() throws InterruptedException {
        ended = true;
        LockSupport.unpark(other);
        other.join();
    }

    /** There and back. */
    @Benchmark
    public void roundTrip() {
        caller = Thread.currentThread();
        LockSupport.unpark(other);
        while (caller != null) {
            LockSupport.park(this);
        }
    }

    /** The same to a thread that has been parked for a while. */
    @Benchmark
    public void afterRest(Rest rested) {
        roundTrip();
    }
}
