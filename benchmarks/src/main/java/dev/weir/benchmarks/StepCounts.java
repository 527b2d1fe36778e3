package dev.weir.benchmarks;

import java.util.concurrent.atomic.LongAdder;

/** What threads did, counted by {@link CountedClasses}. Thread-safe. */
public final class StepCounts {

    /** Atomic instructions, failed ones included: compare-and-set, get-and-set, get-and-add. */
    static final LongAdder ATOMIC = new LongAdder();

    /** Of these, the compare-and-sets that failed. */
    static final LongAdder FAILED = new LongAdder();

    /** Calls of {@code LockSupport.unpark}. */
    static final LongAdder UNPARKS = new LongAdder();

    private StepCounts() {}

    /** An atomic instruction. */
    public static void atomic() {
        ATOMIC.increment();
    }

    /** A compare-and-set. */
    public static void compareAndSet(boolean success) {
        ATOMIC.increment();
        if (!success) {
            FAILED.increment();
        }
    }

    /** An unpark. */
    public static void unpark() {
        UNPARKS.increment();
    }
}
