package dev.weir.internal.ledger;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A row of counters that only grow, in cache lines of its own. Any thread may read; either one thread at a time writes
 * (release stores, no atomic instruction) or, if {@code shared}, any thread does (atomic additions).
 */
final class Counters {

    private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);

    /** 128 bytes on either side: two cache lines, which prefetchers treat as one. */
    private static final int PADDING = 16;

    private final long[] cells;
    private final int count;
    private final boolean shared;

    Counters(int count, boolean shared) {
        this.cells = new long[count + 2 * PADDING];
        this.count = count;
        this.shared = shared;
    }

    int count() {
        return count;
    }

    void add(int counter, long amount) {
        int at = counter + PADDING;
        if (shared) {
            LONGS.getAndAdd(cells, at, amount);
        } else {
            LONGS.setRelease(cells, at, (long) LONGS.get(cells, at) + amount);
        }
    }

    /** Writes what is no counter. */
    void set(int cell, long value) {
        LONGS.setRelease(cells, cell + PADDING, value);
    }

    /** Raises the counter to a value that is greater than its present one. */
    void raise(int counter, long value) {
        int at = counter + PADDING;
        for (long seen = get(counter); seen < value; seen = get(counter)) {
            if (LONGS.compareAndSet(cells, at, seen, value)) {
                return;
            }
        }
    }

    long get(int counter) {
        return (long) LONGS.getVolatile(cells, counter + PADDING);
    }
}
