package dev.weir;

import dev.weir.internal.ledger.Tally;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * A task that was submitted through a result queue or a group, which may revoke it at any moment, even before its
 * submitter has its future. Thread-safe.
 *
 * <p>A task that is still on its way into the pool must not be cancelled: its end would be counted, and then perhaps the
 * pool would refuse it. So whoever revokes a task first says so and then asks whether the pool has it; whoever learns that
 * the pool has it first says so and then asks whether it was revoked. One of the two sees the other, and cancels it.
 */
abstract class RevocableTask<T extends @Nullable Object> extends PooledTask<T> {

    private volatile boolean admitted;
    private volatile boolean revoked;

    RevocableTask(WorkerPool pool, @Nullable String name, Callable<? extends T> work) {
        super(pool, name, work);
    }

    /** What the task is submitted through, in a word or two. */
    abstract String door();

    /** The pool has the task for good: it will be counted in one way or another. */
    final void admitted() {
        admitted = true;
        if (revoked) {
            cancelNow();
        }
    }

    final boolean isAdmitted() {
        return admitted;
    }

    /** Cancels the task, interrupting it if it runs; if it is still on its way into the pool, as soon as it has arrived. */
    final void revoke() {
        revoked = true;
        if (admitted) {
            cancelNow();
        } else {
            pool().admission().closed(); // its submitter may be waiting for room
        }
    }

    /** Revokes several: first those that wait, so that none of them begins because another one ends. */
    static void revokeAll(Iterable<? extends RevocableTask<?>> tasks) {
        for (RevocableTask<?> task : tasks) {
            if (task.isWaiting()) {
                task.revoke();
            }
        }
        tasks.forEach(RevocableTask::revoke);
    }

    /** Whoever revokes has others to revoke as well, and perhaps a task of its own to end. */
    private void cancelNow() {
        try {
            cancel(true);
        } catch (Throwable strange) {
            Log.warn("What runs ", this, " cannot be interrupted", strange);
        }
    }

    final boolean isRevoked() {
        return revoked;
    }

    /** Whether what it was submitted through is over, so that it must not begin any more. Calls nothing of a user's. */
    abstract boolean isTooLate();

    /** Ends the task, since what it was submitted through is over. */
    void giveUp() {
        revoke();
    }

    /**
     * It may begin, and even end, before its submitter is back from its admission. If it is too late, it is ended by
     * {@link #over}: here nothing of a user's may run, since a worker still has its hand out, for which whoever pauses or
     * stops the pool waits.
     */
    @Override
    boolean begin(Tally tally) {
        if (tally == pool().ledger().callers()) {
            boolean begun = super.begin(tally); // this is its admission
            if (begun) {
                admitted();
            }
            return begun;
        }
        admitted = true;
        return !revoked && !isTooLate() && super.begin(tally);
    }

    @Override
    boolean over(boolean began) {
        if (!began && isWaiting()) {
            giveUp();
        }
        return super.over(began);
    }
}
