package dev.weir.internal.queue;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * Places of a segment whose tickets one taker has taken in one step, to take their tasks one after the other.
 * Thread-safe: immutable but for a note of the one who watches.
 *
 * <p>Nobody has a right to the tasks until they are taken out of their places, which anybody may do: by
 * {@link Segment#withdraw} or {@link Segment#take(int)}. A taker shows its batch before it tries for the tickets, so that
 * no task is ever out of sight. If it does not get them, the batch says where tasks may be, as it does once they are taken.
 */
final class Batch {

    /** The oldest first. */
    static final Comparator<Batch> BY_AGE = (one, other) -> Long.signum(one.shownNanos - other.shownNanos);

    final Segment segment;

    /** The first place. */
    final int from;

    /** Behind the last place. */
    final int to;

    private final long shownNanos = System.nanoTime();

    /** For {@link Batches#findOverdue} only: whether the batch has been found to be overdue. */
    boolean hurried;

    Batch(Segment segment, int from, int to) {
        this.segment = segment;
        this.from = from;
        this.to = to;
    }

    /** Whether it was there at that time, for so long. */
    boolean isOlderThan(long nanos, long now) {
        return now - shownNanos >= nanos;
    }

    /** Whether all tickets have been taken, by this batch's taker or another. */
    boolean isTaken() {
        return segment.isTaken(to - 1);
    }

    /** The first place that holds a task; {@link #to} if none does. */
    int firstWaiting() {
        int index = from;
        while (index < to && !segment.holdsTask(index)) {
            index++;
        }
        return index;
    }

    boolean holdsTask() {
        return firstWaiting() < to;
    }

    /** How many tasks are left. */
    int waiting() {
        int count = 0;
        for (int index = from; index < to; index++) {
            count += segment.holdsTask(index) ? 1 : 0;
        }
        return count;
    }

    /** Takes one of the tasks back out; false if it is not there any more. */
    boolean withdraw(Object task) {
        for (int index = from; index < to; index++) {
            if (segment.holds(index, task) && segment.withdraw(index, task)) {
                return true;
            }
        }
        return false;
    }

    /** Whether this was there before; of one stripe, its tickets then are the lower ones. */
    boolean isOlderThan(@Nullable Batch other) {
        return other == null || shownNanos - other.shownNanos < 0;
    }
}
