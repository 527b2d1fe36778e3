package dev.weir.internal.ledger;

/** The ways in which an accepted task leaves the pool. */
public enum Outcome {
    /** It returned. */
    SUCCEEDED(true),
    /** It threw. */
    FAILED(true),
    /** It was cancelled while it ran, and has ended since. */
    CANCELLED(true),
    /** It was cancelled while it waited. */
    CANCELLED_WAITING(false),
    /** It had waited too long. */
    EXPIRED(false),
    /** It made room for a newer one. */
    DROPPED(false),
    /** It was returned by {@code shutdownNow}. */
    HANDED_BACK(false);

    /** Whether the task had begun. */
    final boolean began;

    Outcome(boolean began) {
        this.began = began;
    }
}
