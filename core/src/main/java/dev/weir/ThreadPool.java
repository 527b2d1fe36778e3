package dev.weir;

import dev.weir.event.PoolListener;
import dev.weir.internal.crew.Control;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
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
public interface ThreadPool extends TaskExecutor, ScheduledExecutorService {

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
     * The pools of this JVM, more exactly of this copy of Weir, that have been built and have not terminated, the oldest first.
     * A pool that nobody holds on to any more may be missing: this list does not keep it alive, nor any class loader.
     *
     * @return the pools, in a list of the caller's own
     */
    static List<ThreadPool> all() {
        return SelfCheck.pools();
    }

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
     * Runs a task after a delay.
     *
     * @param task the task
     * @param delay how long from now; a negative one is none
     * @param unit the unit of the delay
     * @return the task's future
     * @throws TaskRejectedException if the pool is shut down, or no timer thread can be had
     */
    @Override
    ScheduledTask<?> schedule(Runnable task, long delay, TimeUnit unit);

    @Override
    <V extends @Nullable Object> ScheduledTask<V> schedule(Callable<V> task, long delay, TimeUnit unit);

    /**
     * Runs a task again and again: after the initial delay, then a period later, then two, and so on, without drift. Runs
     * never overlap; a run that is late begins as soon as it can.
     *
     * @param task the task
     * @param initialDelay how long from now to the first run; a negative one is none
     * @param period the time from one beginning to the next, positive
     * @param unit the unit of both
     * @return the task's future, done when the task was cancelled or a run threw
     * @throws IllegalArgumentException if the period is not positive
     * @throws TaskRejectedException if the pool is shut down, or no timer thread can be had
     */
    @Override
    ScheduledTask<?> scheduleAtFixedRate(Runnable task, long initialDelay, long period, TimeUnit unit);

    /**
     * Runs a task again and again, with the same delay between the end of a run and the beginning of the next.
     *
     * @param task the task
     * @param initialDelay how long from now to the first run; a negative one is none
     * @param delay the time between the end of one run and the beginning of the next, positive
     * @param unit the unit of both
     * @return the task's future, done when the task was cancelled or a run threw
     * @throws IllegalArgumentException if the delay is not positive
     * @throws TaskRejectedException if the pool is shut down, or no timer thread can be had
     */
    @Override
    ScheduledTask<?> scheduleWithFixedDelay(Runnable task, long initialDelay, long delay, TimeUnit unit);

    /**
     * A view that runs its tasks one at a time and exactly in their order. All views for equal keys of this pool share
     * one order. There can be any number of keys: nothing is kept for a key that has no task.
     *
     * @param key what the tasks have in common; its {@code equals} and {@code hashCode} must not block
     * @return a new view, whose name is the key's
     */
    View ordered(Object key);

    /**
     * A view that uses at most some of this pool's threads, with as many waiting tasks as the pool may have. See
     * {@link #limited(String, int, int)}.
     *
     * @param name the name of the view, not blank
     * @param threads tasks of the view that may run at a time, at least 1
     * @return a new view
     */
    View limited(String name, int threads);

    /**
     * A view that uses at most some of this pool's threads. Each call makes a view of its own, whatever its name.
     *
     * @param name the name of the view, not blank
     * @param threads tasks of the view that may run at a time, at least 1
     * @param queueCapacity tasks of the view that may wait for their turn; the pool's capacity bounds them too
     * @return a new view
     */
    View limited(String name, int threads, int queueCapacity);

    /**
     * Begins a group of tasks that are waited for together, and of which by default the first failure cancels the others.
     *
     * @return a new group, to be closed by whoever asked for it
     */
    TaskGroup group();

    /**
     * Calls something that blocks in a way the pool cannot see, such as a latch, a lock or a socket. Called by a task,
     * it tells the pool whose thread it is that this thread is blocked meanwhile; if tasks wait and nothing moves, that
     * pool then uses a spare thread, of which there can be 256 at a time. Called by any other thread, it is just a call.
     *
     * @param action what to call
     * @param <T> the type of its value
     * @return its value
     * @throws Exception what it throws
     */
    <T extends @Nullable Object> T blocking(Callable<T> action) throws Exception;

    /**
     * Waits until nothing waits and nothing runs: the future of each task that was accepted before is done then, or the
     * task handed back. Results that nobody has taken do not count. While the pool is paused, tasks that wait keep this
     * waiting.
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
     * above {@code max} after their present task. With virtual threads, only {@code max} counts.
     *
     * @param min threads that stay, even when idle
     * @param max threads that there can be
     * @throws IllegalArgumentException as {@link Builder#threads(int, int)}
     */
    void resize(int min, int max);

    /**
     * How many tasks may wait: {@link Builder#queueCapacity}.
     *
     * @return the capacity of the queue
     */
    int queueCapacity();

    /**
     * Reads all counts in one consistent picture. Costs time in proportion to the number of threads, and may hold
     * workers and submitters back for some microseconds.
     *
     * @return the picture
     */
    PoolStats stats();

    /**
     * Adds a listener, which is told of what happens from now on, as long as the pool lives.
     *
     * @param listener the listener
     */
    void addListener(PoolListener listener);

    /**
     * Removes a listener. It is not called any more, but for a call that is under way.
     *
     * @param listener the listener
     * @return whether there was such a listener; one that was added twice is removed once
     */
    boolean removeListener(PoolListener listener);

    /**
     * Looks what the pool's threads are doing right now: which tasks they run, for how long, and where these are in their
     * code. Costs some ten microseconds a thread, and nothing otherwise. The threads go on meanwhile, so this is no picture of one
     * moment; but each stack is that of the task beside it. Tasks that submitters run themselves are not among them.
     *
     * @return the tasks, the oldest first; a task that runs within another one is part of that one
     */
    List<RunningTask> runningTasks();

    /**
     * Watches the pool for some {@code 200 ms}, and tells where its time goes: whether tasks wait or run, what its threads do,
     * what keeps it from doing more, and how many threads the measured times suggest. The pool goes on as if nobody looked,
     * and nothing is changed. If the calling thread is interrupted, it watches for a shorter time, and the thread keeps its
     * interrupt status.
     *
     * @return what was found; {@link Explanation#text()} says it in words
     */
    Explanation explain();

    /**
     * Has the pool look whether it keeps its own promises: whether the account of its tasks adds up, and whether each of its
     * threads lives. It does so by itself once a second, and when it ends. What it finds is a bug of the pool, and logged as one.
     *
     * @return what it found; empty as long as all is well
     */
    List<String> selfCheck();

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
     * @return the tasks that never began, those of each submitter in their order: the very objects that were given to
     *     {@code execute}, and the {@link Task} of those that were submitted
     */
    @Override
    List<Runnable> shutdownNow();

    /**
     * Shuts the pool down, finishes what can be finished in time, and hands back the rest as {@link #shutdownNow()} does,
     * with tasks that still run being interrupted. If the waiting thread is interrupted, the time is over at once, and the
     * thread keeps its interrupt status: nothing is lost.
     *
     * @param timeout how long to let the pool finish
     * @return the tasks that never began; empty if all was finished in time
     * @throws IllegalStateException if called by a task of this pool, which would wait for itself
     */
    List<Runnable> drain(Duration timeout);

    /**
     * Shuts the pool down and waits until every task has ended and every thread is gone; for a thread whose factory made
     * it do more than run the worker, a second at most. If the waiting thread is
     * interrupted, tasks that run are interrupted as by {@link #shutdownNow()}, those that have not begun are cancelled, the
     * wait goes on, and the thread gets its interrupt status back at the end. Called by a task of the pool itself, it only
     * shuts down.
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
         * Runs each task in a virtual thread of its own, instead of {@link #threads}. Such a thread is made when its task
         * begins, and no sooner: a task that waits is in the queue, under the same bounds and in the same ledger. There is
         * no thread in advance and no keep-alive. Of this and {@code threads}, the last call counts.
         *
         * @param maxConcurrent tasks that run at a time; at least 1 and at most {@link ThreadPool#MAX_THREADS}
         * @return this builder
         * @throws IllegalArgumentException if it is out of its range
         */
        Builder virtualThreads(int maxConcurrent);

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
         * Adds a carrier of context from submitters to the threads that run their tasks. There is none by default;
         * contexts are restored in the order in which their carriers were added, and cleared in the opposite order.
         *
         * @param carrier the carrier
         * @return this builder
         */
        Builder contextCarrier(ContextCarrier<?> carrier);

        /**
         * Adds a listener of what happens in the pool: see {@link PoolListener}. There is none by default.
         *
         * @param listener the listener
         * @return this builder
         */
        Builder listener(PoolListener listener);

        /**
         * How long a task of this pool is expected to run at most; one that has a time of its own is {@link Expected}. One that
         * runs for longer is told to the listeners with its stack, once, and again when it has ended; without a listener it
         * is logged. The pool looks once a second, so one that ends before is not found. There is no such time by default.
         *
         * @param expectedRunTime the time
         * @return this builder
         * @throws IllegalArgumentException if it is not positive
         */
        Builder expectedRunTime(Duration expectedRunTime);

        /**
         * Lets the pool use another thread in the place of one that is in its task for very long, while tasks wait. When the
         * task ends, its thread gets its place back. None is set aside by default.
         *
         * @param limit how long the task must have run; the pool looks once a second
         * @param most how many can be set aside at a time, from 1 to {@link ThreadPool#MAX_THREADS}
         * @return this builder
         * @throws IllegalArgumentException if the limit is not positive, or the number out of its range
         */
        Builder setAside(Duration limit, int most);

        /**
         * Whether the pool is registered with the platform's MBean server, from its beginning to its end, as
         * {@code dev.weir:type=ThreadPool,name="…"}, where the name is quoted as {@code ObjectName.quote} does; of pools
         * with the same name, later ones have {@code ,number=2} and so on behind. It is not by default.
         *
         * @param registers whether it is
         * @return this builder
         * @see PoolMXBean
         */
        Builder jmx(boolean registers);

        /**
         * Makes the pool and starts its minimum of threads.
         *
         * @return a running pool
         * @throws UnsupportedOperationException if virtual threads are asked for, and this JDK has none; or management, and
         *     there is no module {@code java.management}
         * @throws IllegalStateException if virtual threads are asked for, and a thread factory was given
         */
        ThreadPool build();
    }
}
