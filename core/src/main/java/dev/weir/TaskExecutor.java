package dev.weir;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * An {@code ExecutorService} whose futures are {@link Task}s: a pool, or a view of one. Thread-safe: every method may be
 * called by any thread, tasks included.
 *
 * <p>Not for implementation by users: methods may be added in any release.
 *
 * @since 0.1.0
 */
public interface TaskExecutor extends ExecutorService, AutoCloseable {

    /**
     * The name of this executor.
     *
     * @return the name, for reports
     */
    String name();

    /**
     * Runs a task at some time. If it throws, that is counted and reported to the failure handler.
     *
     * @param task the task
     * @throws TaskRejectedException if the task is refused; see {@link Overflow}
     */
    @Override
    void execute(Runnable task);

    @Override
    <T extends @Nullable Object> Task<T> submit(Callable<T> task);

    /**
     * Submits a task under a name.
     *
     * @param name the name of the task, for reports
     * @param task the task
     * @param <T> the type of its value
     * @return the task's future
     * @throws TaskRejectedException if the task is refused
     */
    <T extends @Nullable Object> Task<T> submit(String name, Callable<T> task);

    @Override
    Task<?> submit(Runnable task);

    @Override
    <T extends @Nullable Object> Task<T> submit(Runnable task, T value);

    /**
     * Shuts this executor down and waits until every task of it has ended. If the waiting thread is interrupted, tasks that
     * run are interrupted as by {@link #shutdownNow()}, those that have not begun are cancelled, the wait goes on, and the
     * thread gets its interrupt status back at the end. Called by one of its own tasks, it only shuts down.
     */
    @Override
    void close();
}
