package dev.weir;

/**
 * A task with a name of its own, for reports and statistics. Implement it next to {@link Runnable} or
 * {@link java.util.concurrent.Callable}; it is called by any thread that wants to name the task.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface Named {

    /**
     * The name of the task.
     *
     * @return the name
     */
    String taskName();
}
