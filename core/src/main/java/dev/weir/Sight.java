package dev.weir;

import dev.weir.internal.ledger.Tally;
import org.jspecify.annotations.Nullable;

/**
 * What others can see of one worker, which does nothing for it: they read what it keeps anyway. Thread-safe.
 *
 * <p>A worker notes the tasks that have a future, and plain ones while they are slow ({@link RunTimer}). Of all others its
 * tally says that there is one, and which it is in the row; since when it runs, observers have to find out themselves.
 */
final class Sight {

    private final Tally tally;
    private final RunTimer timer;

    /** Set once by the worker; all that is in it is final but for the running task. */
    private volatile @Nullable WorkScope scope;

    /** Of observers, who may overwrite each other's: then the task seems some moments younger. */
    private volatile @Nullable FirstSeen firstSeen;

    private record FirstSeen(long number, long nanos) {}

    Sight(Tally tally, RunTimer timer) {
        this.tally = tally;
        this.timer = timer;
    }

    void scope(WorkScope own) {
        scope = own;
    }

    /**
     * One task of the worker, as seen at one moment.
     *
     * @param number which task it is in the row of all, those within tasks included; 0 if the worker does not count alone
     * @param submitted the task, if it has a future
     * @param plain the task, if it is a noted one
     * @param sinceNanos when it began; of a task that is not timed, when it was first seen
     */
    record Glimpse(
            long number,
            @Nullable PooledTask<?> submitted,
            @Nullable Runnable plain,
            long sinceNanos) {

        /** Whether the worker has been in this task all the time between two glimpses. */
        boolean isSameTaskAs(@Nullable Glimpse later) {
            if (later == null || submitted != later.submitted || plain != later.plain) {
                return false;
            }
            return submitted != null || (plain != null ? sinceNanos == later.sinceNanos : number == later.number);
        }
    }

    /** Looks at the worker; null if it has no task. */
    @Nullable
    Glimpse glimpse() {
        WorkScope own = scope;
        PooledTask<?> submitted = own == null ? null : own.running();
        if (submitted != null) {
            return new Glimpse(0, submitted, null, submitted.beganNanos());
        }
        long number = tally.isShared() ? 0 : tally.atWorkOn();
        Runnable plain = timer.noted();
        long began = timer.beganNanos();
        if (plain != null && began != 0) {
            return new Glimpse(number, null, plain, began);
        }
        if (number == 0) {
            return null;
        }
        return new Glimpse(number, null, null, began != 0 ? began : firstSeenNanos(number));
    }

    private long firstSeenNanos(long number) {
        FirstSeen known = firstSeen;
        if (known == null || known.number != number) {
            known = new FirstSeen(number, System.nanoTime());
            firstSeen = known;
        }
        return known.nanos;
    }
}
