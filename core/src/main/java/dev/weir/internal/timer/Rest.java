package dev.weir.internal.timer;

/**
 * What the timer's thread has made up its mind to: to look at the heap again, or to rest until a time or for ever. Not
 * thread-safe.
 *
 * <p>Written by that thread alone, so none that fails half-way can leave it wrong. It tells for which entries the thread
 * must be woken. That is not the same as to be first in the heap: where one entry after the other is scheduled and
 * cancelled, as with time-outs, each is the first, but the thread already rests until the time of the earliest and need
 * not hear of the later ones.
 */
final class Rest {

    private boolean begun;
    private boolean timed;
    private long until;

    /** The thread looks at the heap, and will do so again before it rests. */
    void end() {
        begun = false;
    }

    /** The thread rests, unless it is woken before. */
    void until(long nanoTime) {
        begun = true;
        timed = true;
        until = nanoTime;
    }

    /** The thread rests until it is woken. */
    void untilWoken() {
        begun = true;
        timed = false;
    }

    /** Whether the thread would not look by itself at this time. */
    boolean lastsPast(long nanoTime) {
        return begun && (!timed || nanoTime - until < 0);
    }
}
