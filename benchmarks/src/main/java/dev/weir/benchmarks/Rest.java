package dev.weir.benchmarks;

import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** So long a while before each call that whoever waits for work has parked; it is not part of what is measured. */
@State(Scope.Thread)
public class Rest {

    private static final long NANOS = 50_000;

    /** Waits, and keeps its processor meanwhile. */
    @Setup(Level.Invocation)
    public void rest() {
        for (long since = System.nanoTime(); System.nanoTime() - since < NANOS; ) {
            Thread.onSpinWait();
        }
    }
}
