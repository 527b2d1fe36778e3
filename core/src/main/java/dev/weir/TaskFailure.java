package dev.weir;

/**
 * The report of one task that threw. Immutable.
 *
 * @param pool the name of the pool
 * @param task the name of the task: what it was named at submission, what its {@link Named#taskName()} says, or the
 *     name of its class
 * @param exception what the task threw
 * @since 0.1.0
 */
public record TaskFailure(String pool, String task, Throwable exception) {

    /**
     * Checks that nothing is missing.
     *
     * @param pool the name of the pool
     * @param task the name of the task
     * @param exception what the task threw
     */
    public TaskFailure {
        Arguments.notNull("pool", pool);
        Arguments.notNull("task", task);
        Arguments.notNull("exception", exception);
    }
}
