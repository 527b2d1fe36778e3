package dev.weir.internal.timer;

/**
 * Something that falls due at a time. It can be scheduled again each time that it has fallen due or was cancelled.
 *
 * <p>Its fields belong to the {@link TimerHeap} that it is in, and are guarded by what guards that; so a scheduled entry
 * costs no object beside itself.
 */
public abstract class Timed {

    /** The index of an entry that is in no heap. */
    static final int NOWHERE = -1;

    /** As of {@link System#nanoTime}. */
    long deadline;

    /** Counts the schedulings; decides between equal deadlines. */
    long sequence;

    /** Its place in the heap. */
    int index = NOWHERE;

    /** Makes an entry that is not scheduled. */
    protected Timed() {}

    /**
     * Called on the timer's thread, with no lock held, once the deadline has come. Must be short and must not block, for
     * all others wait behind it; what takes time belongs to a pool.
     */
    protected abstract void due();
}
