package dev.weir.internal.queue;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A volatile long that shares no cache line with anything else: 128 bytes of room on either side, for the pairs of
 * lines that prefetchers treat as one. Thread-safe.
 */
final class PaddedLong {

    private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);
    private static final int AT = 16;

    private final long[] room = new long[2 * AT + 1];

    long get() {
        return (long) LONGS.getVolatile(room, AT);
    }

    long getPlain() {
        return room[AT];
    }

    void setPlain(long value) {
        room[AT] = value;
    }

    boolean compareAndSet(long expected, long value) {
        return LONGS.compareAndSet(room, AT, expected, value);
    }

    void add(long amount) {
        LONGS.getAndAdd(room, AT, amount);
    }

    void set(long value) {
        LONGS.setVolatile(room, AT, value);
    }

    long getAndBitwiseOr(long mask) {
        return (long) LONGS.getAndBitwiseOr(room, AT, mask);
    }

    long getAndBitwiseAnd(long mask) {
        return (long) LONGS.getAndBitwiseAnd(room, AT, mask);
    }
}
