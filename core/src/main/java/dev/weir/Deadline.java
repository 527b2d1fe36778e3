package dev.weir;

import dev.weir.internal.park.WaitList;
import java.time.Duration;

/**
 * A moment before which something is to be done. Immutable.
 *
 * @param startNanos when the time began to run, by {@code System.nanoTime()}
 * @param nanos how long it runs; {@link WaitList#FOREVER} for no bound
 */
record Deadline(long startNanos, long nanos) {

    static final Deadline NONE = new Deadline(0, WaitList.FOREVER);

    static Deadline in(Duration duration) {
        return new Deadline(System.nanoTime(), Arguments.nanos(duration));
    }

    long nanosLeft() {
        return nanos == WaitList.FOREVER ? nanos : nanos - (System.nanoTime() - startNanos);
    }

    boolean isOver() {
        return nanosLeft() <= 0;
    }
}
