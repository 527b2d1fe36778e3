package dev.weir;

import dev.weir.internal.watchdog.Watchdog;
import dev.weir.internal.watchdog.Watched;

/**
 * Sees to it that no task waits in a batch for long, behind one that runs, while others take newer ones: looks once a
 * millisecond, while there are batches. Thread-safe.
 */
final class Overdue implements Watched {

    private final WorkerPool pool;

    Overdue(WorkerPool pool) {
        this.pool = pool;
    }

    /** There are batches. Returns whether somebody looks after them from now on. */
    boolean attend() {
        return Watchdog.attend(this);
    }

    @Override
    public boolean tick() {
        return pool.queue().hurryOverdue();
    }

    @Override
    public String toString() {
        return "pool " + pool.name();
    }
}
