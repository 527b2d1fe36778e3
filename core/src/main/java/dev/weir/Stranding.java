package dev.weir;

import dev.weir.internal.queue.Segment;
import org.jspecify.annotations.Nullable;

/**
 * A wait, within a task, for a task that stands in a queue and that the waiter cannot run itself: it goes ahead of all
 * others there, and its pool may use a spare worker more. Belongs to the waiter; see {@link Spares}.
 */
final class Stranding {

    private final WorkerPool pool;
    private final @Nullable Object preference;

    private Stranding(WorkerPool pool, @Nullable Object preference) {
        this.pool = pool;
        this.preference = preference;
    }

    /** The wait begins. */
    static Stranding begin(WorkerPool pool, Segment segment, int index, Object task) {
        return new Stranding(pool, pool.queue().first().prefer(segment, index, task)).begun();
    }

    /** The wait begins for a task whose time has come, and which does not stand in the queue yet. */
    static Stranding beginUnplaced(WorkerPool pool) {
        return new Stranding(pool, null).begun();
    }

    private Stranding begun() {
        boolean begun = false;
        try {
            pool.crew().strand();
            begun = true;
        } finally {
            if (!begun) {
                unprefer();
            }
        }
        return this;
    }

    /** The wait is over. */
    void end() {
        unprefer();
        pool.crew().unstrand();
    }

    private void unprefer() {
        if (preference != null) {
            pool.queue().first().unprefer(preference);
        }
    }
}
