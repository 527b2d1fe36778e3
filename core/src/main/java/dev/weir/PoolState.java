package dev.weir;

/**
 * Where a pool stands in its life; it only ever moves down this list, but for pausing and resuming.
 *
 * @since 0.1.0
 */
public enum PoolState {
    /** Accepts tasks and runs them. */
    RUNNING,
    /** Accepts tasks as far as the queue has room, and begins none. */
    PAUSED,
    /** Shut down: accepts no task, and runs those that it had accepted. */
    DRAINING,
    /** Shut down at once: accepts and begins no task; those that were running have been interrupted. */
    STOPPING,
    /** Shut down; every task has ended and every thread has left. */
    TERMINATED
}
