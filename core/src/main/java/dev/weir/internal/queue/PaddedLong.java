package dev.weir.internal.queue;

import dev.weir.internal.thread.Padded;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A volatile long that shares no cache line with anything else: 128 bytes of room on either side, for the pairs of
 * lines that prefetchers treat as one. Thread-safe.
 */
final class PaddedLong extends PaddedValue {

    private static final VarHandle VALUE;

    static {
        try {
            VALUE = MethodHandles.lookup().findVarHandle(PaddedValue.class, "value", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** The room behind: fields of a subclass lie behind those of its superclass. */
    long r;

    long s;
    long t;
    long u;
    long v;
    long w;
    long x;
    long y;
    long z;
    long r2;
    long s2;
    long t2;
    long u2;
    long v2;
    long w2;
    long x2;

    long get() {
        return value;
    }

    long getPlain() {
        return (long) VALUE.get(this);
    }

    void setPlain(long next) {
        VALUE.set(this, next);
    }

    boolean compareAndSet(long expected, long next) {
        return VALUE.compareAndSet(this, expected, next);
    }

    void add(long amount) {
        VALUE.getAndAdd(this, amount);
    }

    void set(long next) {
        value = next;
    }

    long getAndBitwiseOr(long mask) {
        return (long) VALUE.getAndBitwiseOr(this, mask);
    }

    long getAndBitwiseAnd(long mask) {
        return (long) VALUE.getAndBitwiseAnd(this, mask);
    }
}

/** The value of a {@link PaddedLong}, behind the room in front of it. */
abstract class PaddedValue extends Padded {

    volatile long value;
}
