package dev.weir;

/**
 * Is told of every task that ends by throwing. Called by the thread that ran the task, so by several at once: an
 * implementation must be thread-safe, and quick.
 *
 * <p>By then the failure is in the ledger. What the handler throws is logged and goes no further.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface FailureHandler {

    /**
     * Takes note of a failure.
     *
     * @param failure what failed, and how
     */
    void failed(TaskFailure failure);
}
