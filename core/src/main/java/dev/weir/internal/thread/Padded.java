package dev.weir.internal.thread;

/**
 * What is written all the time, or read all the time and must not be disturbed, lies apart from what is in front of it: the
 * fields of a subclass come 128 bytes behind the object's beginning, for the pairs of cache lines that prefetchers treat as
 * one. As safe for threads as the subclass is.
 *
 * <p>Objects that are made one after the other lie side by side, and garbage collectors move together what is found
 * together. Two workers that write to one cache line cost each other more than a tiny task takes. Room in front is enough
 * where the next object has it too, or is not written.
 */
public abstract class Padded {

    /** Fills the gap behind the header, into which a subclass's field would go otherwise. */
    int a;

    long b;
    long c;
    long d;
    long e;
    long f;
    long g;
    long h;
    long i;
    long j;
    long k;
    long l;
    long m;
    long n;
    long o;
    long p;
    long q;

    /** Makes the room. */
    protected Padded() {}
}
