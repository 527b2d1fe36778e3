package dev.weir;

import dev.weir.internal.crew.Control;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * A pool of threads that run tasks. Thread-safe: every method may be called by any thread, tasks of the pool included.
 *
 * <p>The pool keeps {@code min} threads, created in advance. A task goes to an idle thread, the most recently used one
 * first; if none is idle and fewer than {@code max} exist, to a new one; else it waits in a bounded queue. Threads
 * above {@code min} leave when they have been idle for the keep-alive time. Every accepted task is in exactly one
 * place, and ends in exactly one way: see {@link PoolStats}.
 *
 * <pre>{@code
 * try (ThreadPool pool = ThreadPool.builder("orders").threads(4, 64).build()) {
 *     pool.execute(() -> handle(order));
 *     Task<Page> page = pool.submit(() -> fetch(url));
 *     pool.join();
 * }
 * }</pre>
 *
 * <p>What a task throws, be it an {@code Error}, is counted, reported to the {@link FailureHandler} and, for submitted
 * tasks, given by the future; it changes nothing else, and the thread lives on. Between tasks the pool clears the
 * thread's interrupt status and restores its name, priority and context class loader.
 *
 * <p>Memory consistency: what a thread did before it submitted a task is seen by the task, and what the task did is
 * seen by whoever gets its result, its end through {@link #join()}, or the pool's termination.
 *
 * <p>Not for implementation by users: methods may be added in any release.
 *
 * @since 0.1.0
 */
public interface ThreadPool extends ExecutorService, AutoCloseable {

    /** The most threads that a pool can have: {@value}. */
    int MAX_THREADS = Control.MAX_WORKERS;

    /**
     * Begins a new pool.
     *
     * @param name the name of the pool, not blank: its threads are called {@code name-1}, {@code name-2} and so on
     * @return a builder with the default settings
     */
    static Builder builder(String name) {
        return new PoolBuilder(name);
    }

    /**
     * The name of the pool.
     *
     * @return the name given to the builder
     */
    String name();

    /**
     * Runs a task at some time. If it throws, that is counted and reported to the failure handler.
     *
     * @param task the task
     * @throws TaskRejectedException if the pool refuses the task; see {@link Overflow}
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
     * @throws TaskRejectedException if the pool refuses the task
     */
    <T extends @Nullable Object> Task<T> submit(String name, Callable<T> task);

    @Override
    Task<?> submit(Runnable task);

    @Override
    <T extends @Nullable Object> Task<T> submit(Runnable task, T value);

    /**
     * Makes a bounded queue of results: submit through it, and take the results in the order of completion, or, with
     * {@link ResultQueue#inOrder() results(capacity).inOrder()}, of submission.
     *
     * @param capacity how many tasks may be on their way, from submission until their result is taken; at least 1
     * @param <T> the type of the values
     * @return a new result queue
     */
    <T extends @Nullable Object> ResultQueue<T> results(int capacity);

    /**
     * Begins a group of tasks that are waited for together, and of which by default the first failure cancels the others.
     *
     * @return a new group, to be closed by whoever asked for it
     */
    TaskGroup group();

    /**
     * Waits until nothing waits and nothing runs. Results that nobody has taken do not count. While the pool is
     * paused, tasks that wait keep this waiting.
     *
     * @throws InterruptedException if the thread is interrupted while it waits
     * @throws IllegalStateException if called by a task of this pool, which would wait for itself
     */
    void join() throws InterruptedException;

    /**
     * Waits until nothing waits and nothing runs, but not for ever.
     *
     * @param timeout how long to wait at most
     * @return whether that came true in time
     * @throws InterruptedException if the thread is interrupted while it waits
     * @throws IllegalStateException if called by a task of this pool, which would wait for itself
     */
    boolean join(Duration timeout) throws InterruptedException;

    /**
     * Counts what is left to do: tasks that wait, tasks that run, and results that nobody has taken, all at the same
     * moment.
     *
     * @return the number
     */
    long tasksLeft();

    /**
     * Stops beginning tasks. Those that run go on to their end, those that wait stay, new ones are accepted as far as
     * the queue has room; idle threads above the minimum leave as ever. No worker begins a task once this method
     * has returned. A task that had been accepted beyond the queue's capacity, because a thread was on its way to it, waits
     * as well; so for once more than the capacity may wait. Does nothing if the pool is paused or shut down.
     */
    void pause();

    /** Goes on after {@link #pause()}. Does nothing if the pool is not paused. */
    void resume();

    /**
     * Changes the number of threads. Missing threads are created at once; surplus ones leave when they are idle, those
     * above {@code max} after their present task.
     *
     * @param min threads that stay, even when idle
     * @param max threads that there can be
     * @throws IllegalArgumentException as {@link Builder#threads(int, int)}
     */
    void resize(int min, int max);

    /**
     * Reads all counts in one consistent picture. Costs time in proportion to the number of threads, and may hold
     * workers and submitters back for some microseconds.
     *
     * @return the picture
     */
    PoolStats stats();

    /**
     * Refuses new tasks and runs those that were accepted. Does not wait. A paused pool goes on, so that what waits can
     * end.
     */
    @Override
    void shutdown();

    /**
     * Refuses new tasks, hands back those that have not begun, and interrupts those that its workers run (one
     * that a submitter runs itself is left to its submitter). Does not wait.
     *
     * @return the tasks that never began, in their order: the very objects that were given to {@code execute}, and the
     *     {@link Task} of those that were submitted
     */
    @Override
    List<Runnable> shutdownNow();

    /**
     * Shuts the pool down and waits until every task has ended and every thread is gone; for a thread whose factory made
     * it do more than run the worker, a second at most. If the waiting thread is
     * interrupted, tasks that run are interrupted as by {@link #shutdownNow()}, the wait goes on, and the thread gets
     * its interrupt status back at the end. Called by a task of the pool itself, it only shuts down.
     */
    @Override
    void close();

    /** Makes a pool. Not thread-safe. Each method returns this builder; settings that are not made have a default. */
    interface Builder {

        /**
         * The number of threads. The default is a thread a processor, both ways.
         *
         * @param min threads created in advance, that stay even when idle; may be 0
         * @param max threads that there can be; at least 1 and at most {@link ThreadPool#MAX_THREADS}
         * @return this builder
         * @throws IllegalArgumentException if one is out of its range or min is greater than max
         */
        Builder threads(int min, int max);

        /**
         * How long a thread above the minimum may be idle before it leaves. The default is 60 seconds.
         *
         * @param keepAlive the time; zero lets it leave at once
         * @return this builder
         * @throws IllegalArgumentException if it is negative
         */
        Builder keepAlive(Duration keepAlive);

        /**
         * How many tasks may wait. The default is 10,000. With 0, a task is only accepted if a thread is free for it.
         *
         * @param capacity the number of tasks
         * @return this builder
         * @throws IllegalArgumentException if it is negative
         */
        Builder queueCapacity(int capacity);

        /**
         * What happens to a task that finds the queue full. The default is {@link Overflow#reject()}.
         *
         * @param overflow the policy
         * @return this builder
         */
        Builder overflow(Overflow overflow);

        /**
         * Where threads come from. The default makes ordinary threads, no daemons, with the name of the pool and a
         * number, and the context class loader of the thread that built the pool. A factory that throws, or returns
         * null or a thread that cannot be started, leaves the pool with the threads that it has.
         *
         * @param factory the factory; called by submitters and workers, so it must be thread-safe
         * @return this builder
         */
        Builder threadFactory(ThreadFactory factory);

        /**
         * Who is told of tasks that throw. The default logs a warning with the stack trace and the task's name, to the
         * {@link System.Logger} {@code dev.weir}.
         *
         * @param handler the handler
         * @return this builder
         */
        Builder failureHandler(FailureHandler handler);

        /**
         * Makes the pool and starts its minimum of threads.
         *
         * @return a running pool
         */
        ThreadPool build();
    }
}
