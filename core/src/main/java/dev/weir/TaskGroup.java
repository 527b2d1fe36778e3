package dev.weir;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Tasks of a pool that belong together: they are waited for together, and fail together. Thread-safe: any thread may
 * submit, the group's own tasks included, and groups may be nested.
 *
 * <pre>{@code
 * try (TaskGroup group = pool.group().deadline(Duration.ofSeconds(2))) {
 *     Task<Page> page = group.submit(() -> fetch(url));
 *     Task<User> user = group.submit("user", () -> find(id));
 *     group.join();
 *     show(page.resultNow(), user.resultNow());
 * }
 * }</pre>
 *
 * <p>A group <em>fails fast</em>: the first task that fails, be it that it was dropped or that {@code shutdownNow()}
 * handed it back, cancels the others at that moment, interrupting those that run, and {@link #join()} throws what it
 * threw. With {@link #collectAll()} every task is left to its own fate. A task that was cancelled by
 * {@link Task#cancel} is no failure.
 *
 * <p>When the group has failed, or its deadline has passed, {@code submit} still returns a task, but one that is
 * cancelled already and was never given to the pool. So whoever submits several tasks need not expect an exception in
 * between, and learns from {@link #join()} what happened; a loop that submits without end looks at
 * {@link Task#isCancelled()}. Only a closed group refuses tasks.
 *
 * <p>A group that fails fast holds those tasks alone that have not ended; one that collects all holds all.
 *
 * <p>Not for implementation by users: methods may be added in any release.
 *
 * @since 0.1.0
 */
public interface TaskGroup extends AutoCloseable {

    /**
     * Sets how much time there is for all tasks of the group together, counted from this call. The default is no
     * bound. When the time is over, tasks that have not begun expire ({@link TaskState#EXPIRED}), those that run are
     * cancelled and interrupted, and {@link #join()} throws a {@link TimeoutException}.
     *
     * @param deadline the time, from now on
     * @return this group
     * @throws IllegalArgumentException if it is negative
     * @throws IllegalStateException if a task was submitted already, or the group is closed
     */
    TaskGroup deadline(Duration deadline);

    /**
     * Lets a failure be the failure of one task only: the others go on, and {@link #join()} does not throw because of
     * it. The tasks, or {@link #results()}, tell what became of each.
     *
     * @return this group
     * @throws IllegalStateException if a task was submitted already, or the group is closed
     */
    TaskGroup collectAll();

    /**
     * Submits a task to the pool as one of this group.
     *
     * @param task the task
     * @param <T> the type of its value
     * @return the task's future; cancelled if the group has failed or its deadline has passed
     * @throws TaskRejectedException if the pool refuses the task, which then does not belong to the group, or if the group
     *     is closed ({@link RejectionReason#CLOSED})
     */
    <T extends @Nullable Object> Task<T> submit(Callable<T> task);

    /**
     * Submits a task under a name.
     *
     * @param name the name of the task, for reports
     * @param task the task
     * @param <T> the type of its value
     * @return the task's future; cancelled if the group has failed or its deadline has passed
     * @throws TaskRejectedException as {@link #submit(Callable)}
     */
    <T extends @Nullable Object> Task<T> submit(String name, Callable<T> task);

    /**
     * Submits a task that has no value.
     *
     * @param task the task
     * @return the task's future; cancelled if the group has failed or its deadline has passed
     * @throws TaskRejectedException as {@link #submit(Callable)}
     */
    Task<?> submit(Runnable task);

    /**
     * Waits until all tasks of the group are done, those included that its tasks submit meanwhile. May be called again,
     * and more tasks may be submitted in between. Called by a task of the same pool, it is safe as {@link Task#get()} is.
     *
     * @throws ExecutionException if a task failed and the group fails fast; its cause is what the first one threw, and
     *     what others threw before they could be cancelled is suppressed in it
     * @throws TimeoutException if the deadline passed before all were done
     * @throws InterruptedException if the thread is interrupted while it waits; the tasks go on
     * @throws IllegalStateException if called by a task of the group, which would wait for itself, or if the group is
     *     closed
     */
    void join() throws InterruptedException, ExecutionException, TimeoutException;

    /**
     * The results of all tasks, in the order of their submission, for a group that collects all. Can be called after
     * {@link #close()} too.
     *
     * @return a new list; a task that was cancelled has a {@link Result.Failure} with a {@code CancellationException}
     * @throws IllegalStateException if a task is not done yet, or the group does not collect all
     */
    List<Result<?>> results();

    /**
     * Closes the group: cancels its tasks that are not done, interrupting those that run, and waits until every task of
     * it has really ended. So no task of the group runs when this method has returned, however it was left. If the
     * waiting thread is interrupted, the wait goes on, and the thread gets its interrupt status back at the end. Later
     * submissions are refused. May be called again.
     *
     * <p>Called by a task of the group itself, it cancels the other tasks and does not wait.
     */
    @Override
    void close();
}
