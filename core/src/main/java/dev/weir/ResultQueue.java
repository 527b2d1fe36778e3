package dev.weir;

import java.time.Duration;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Submits tasks to a pool and gives their results in the order of completion. Thread-safe: any number of threads may
 * submit and any number may take; each result is taken once.
 *
 * <p>At most {@code capacity} tasks are on their way at a time: submitted, but their results not yet taken. A submitter
 * beyond that waits, so a slow consumer holds back whoever produces the work, and never a worker. A thread that both
 * submits and takes must therefore not submit more than {@code capacity} tasks before it takes. A worker of the pool
 * itself would wait for its own pool: for it, a full result queue refuses the task.
 *
 * <p>Every task gives one result, whatever became of it: a value (null, 0, false and "" too), or a
 * {@link Result.Failure} with what it threw, a {@code CancellationException} or, if it was dropped, a
 * {@link TaskRejectedException}. Only a task that {@code shutdownNow()} handed back gives none.
 *
 * @param <T> the type of the values
 * @since 0.1.0
 */
public interface ResultQueue<T extends @Nullable Object> extends Iterable<Result<T>> {

    /**
     * Submits a task, and waits for room if {@code capacity} results are on their way.
     *
     * @param task the task
     * @return the task's future
     * @throws TaskRejectedException if the pool refuses the task, or if the submitter is interrupted while it waits for
     *     room; it keeps its interrupt status
     */
    Task<T> submit(Callable<? extends T> task);

    /**
     * Takes the next result, and waits for it.
     *
     * @return the result
     * @throws NoSuchElementException if all that was submitted has been taken
     * @throws InterruptedException if the thread is interrupted while it waits; no result is lost
     */
    Result<T> take() throws InterruptedException;

    /**
     * Takes the next result if there is one in time.
     *
     * @param timeout how long to wait at most
     * @return the result, or null if there was none in time or all that was submitted has been taken
     * @throws InterruptedException if the thread is interrupted while it waits; no result is lost
     */
    @Nullable
    Result<T> poll(Duration timeout) throws InterruptedException;

    /**
     * Results that can be taken without waiting.
     *
     * @return their number, at some moment during the call
     */
    int ready();

    /**
     * Tasks submitted here whose results have not been taken: waiting, running, and ready.
     *
     * @return their number, at some moment during the call
     */
    int left();

    /**
     * Takes results until all that was submitted has been taken. Each iterator takes from the same queue.
     * {@code hasNext()} waits for a result; interrupted while it waits, it throws an {@link IllegalStateException} and
     * keeps the thread's interrupt status.
     *
     * @return a new iterator
     */
    @Override
    Iterator<Result<T>> iterator();
}
