package dev.weir;

import java.time.Duration;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Submits tasks to a pool and gives their results, in the order of completion or of submission. Thread-safe: any number
 * of threads may submit and any number may take; each result is taken once.
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
 * <p>A queue need not be closed: it holds no thread and nothing beyond its results. {@link #close()} is for those who
 * want to be sure that nothing more is submitted, {@link #cancel()} for those who need no more results.
 *
 * @param <T> the type of the values
 * @since 0.1.0
 */
public interface ResultQueue<T extends @Nullable Object> extends Iterable<Result<T>>, AutoCloseable {

    /**
     * Makes a queue whose results come in the order of submission, of the same pool and with the same capacity:
     * {@code pool.results(100).inOrder()}. The first result may hold up those behind it, which wait, ended, for their
     * turn; so a slow task holds back submitters as a slow consumer does. Of threads that submit at the same time, the
     * one that gets its place first comes first.
     *
     * @return a new queue; this one stays as it is
     * @throws IllegalStateException if something was submitted here already, or this queue is closed
     */
    ResultQueue<T> inOrder();

    /**
     * Submits a task, and waits for room if {@code capacity} results are on their way.
     *
     * @param task the task
     * @return the task's future
     * @throws TaskRejectedException if the pool refuses the task, if this queue is closed (also while the submitter
     *     waits for room: {@link RejectionReason#CLOSED}), or if the submitter is interrupted while it waits for room;
     *     it keeps its interrupt status
     */
    Task<T> submit(Callable<? extends T> task);

    /**
     * Takes the next result, and waits for it.
     *
     * @return the result
     * @throws NoSuchElementException if all that was submitted has been taken, or the queue was cancelled
     * @throws InterruptedException if the thread is interrupted while it waits; no result is lost
     */
    Result<T> take() throws InterruptedException;

    /**
     * Takes the next result if there is one in time.
     *
     * @param timeout how long to wait at most
     * @return the result, or null if there was none in time, all that was submitted has been taken, or the queue was
     *     cancelled
     * @throws InterruptedException if the thread is interrupted while it waits; no result is lost
     */
    @Nullable
    Result<T> poll(Duration timeout) throws InterruptedException;

    /**
     * Results that can be taken without waiting. In the order of submission these are the ones before the first task
     * that has not ended.
     *
     * @return their number, at some moment during the call
     */
    int ready();

    /**
     * Tasks submitted here whose results have not been taken: waiting, running, and ended. After {@link #cancel()}:
     * those that were running and have not ended yet.
     *
     * @return their number, at some moment during the call
     */
    int left();

    /**
     * Takes results until all that was submitted has been taken or the queue is cancelled. Each iterator takes from the same queue.
     * {@code hasNext()} waits for a result; interrupted while it waits, it throws an {@link IllegalStateException} and
     * keeps the thread's interrupt status.
     *
     * @return a new iterator
     */
    @Override
    Iterator<Result<T>> iterator();

    /**
     * Closes the queue for submissions: from now on they are refused, and so are those that wait for room. Tasks that
     * were accepted run, and their results can be taken; iteration ends when all are. Does not wait. Does nothing if
     * the queue is closed.
     */
    @Override
    void close();

    /**
     * Closes the queue, cancels its tasks and gives up its results. Tasks that wait never run, those that run are
     * interrupted (the calling one too, if it is one of them); results that nobody has taken are dropped, and count as
     * taken. Submitters that wait are refused, takers that wait get nothing, and iteration ends. A submission that is
     * being accepted at this moment may still be: its task is then cancelled. Does not wait. Does nothing if the queue
     * was cancelled before.
     */
    void cancel();
}
