package dev.weir;

/**
 * Why a pool refused a task, or gave up one that it had accepted.
 *
 * @since 0.1.0
 */
public enum RejectionReason {
    /** The queue was full, and stayed full for as long as the overflow policy allows. */
    QUEUE_FULL,
    /** The pool had been shut down. */
    SHUT_DOWN,
    /** No thread existed that could ever run the task, and none could be created. */
    NO_THREAD,
    /** The submitter was interrupted while it waited for room. */
    INTERRUPTED,
    /** The task had been accepted and was dropped in favour of a newer one. */
    DROPPED,
    /** What the task was submitted through, a result queue or a group, is closed. */
    CLOSED
}
