package dev.weir;

/**
 * Where a task stands. From WAITING it goes to RUNNING and then to SUCCEEDED, FAILED or CANCELLED, or straight to one of
 * the others; the last six are final.
 *
 * @since 0.1.0
 */
public enum TaskState {
    /** It waits for a thread, or for its time. */
    WAITING,
    /** It is being run. */
    RUNNING,
    /** It returned: it has a value. */
    SUCCEEDED,
    /** It threw, or was refused by the pool: it has an exception. */
    FAILED,
    /** It was cancelled. If it was running, its thread may be busy with it still. */
    CANCELLED,
    /** Its time was over before it began: it has an exception, {@link RejectionReason#EXPIRED}. */
    EXPIRED,
    /** It made room for a newer one: it has an exception, {@link RejectionReason#DROPPED}. */
    DROPPED,
    /** {@code shutdownNow()} or {@code drain} returned it: its owner may run or cancel it, the pool never will. */
    HANDED_BACK
}
