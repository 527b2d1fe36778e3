package dev.weir;

import dev.weir.internal.queue.Segment;

/**
 * A wait, within a task, for a task that stands in a queue and that the waiter cannot run itself: it goes ahead of all
 * others there, and its pool may use a spare worker more. Belongs to the waiter; see {@link Spares}.
 */
final class Stranding {

    private final WorkerPool pool;
    private final Object preference;

    private Stranding(WorkerPool pool, Object preference) {
        this.pool = pool;
        this.preference = preference;
    }

    /** The wait begins. */
    static Stranding begin(WorkerPool pool, Segment segment, int index, Object task) {
        Stranding stranding = new Stranding(pool, pool.queue().first().prefer(segment, index, task));
        boolean begun = false;
        try {
            pool.crew().strand();
            begun = true;
        } finally {
            if (!begun) {
                pool.queue().first().unprefer(stranding.preference);
            }
        }
        return stranding;
    }

    /** The wait is over. */
    void end() {
        pool.queue().first().unprefer(preference);
        pool.crew().unstrand();
    }
}
