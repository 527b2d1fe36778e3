package dev.weir;

import dev.weir.internal.crew.Control;
import dev.weir.internal.ledger.Ledger;
import dev.weir.internal.park.WaitList;
import dev.weir.internal.queue.TaskQueue;
import dev.weir.internal.watchdog.Watchdog;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The pool itself: puts its parts together and gives each call to the part whose job it is. Thread-safe.
 *
 * <p>A task walks one way through the parts: {@link Admission}, {@link TaskQueue}, {@link Crew} (who wakes or hires a
 * worker), {@link Worker}, {@link Ledger}. {@link Lifecycle} opens and closes the doors.
 */
final class WorkerPool implements ThreadPool {

    private final PoolConfig config;
    private final Control control = new Control();
    private final TaskQueue queue = new TaskQueue();
    private final Ledger ledger = new Ledger(queue, control);
    private final Crew crew;
    private final Admission admission;
    private final Lifecycle lifecycle;
    private final Reporter reporter;

    WorkerPool(PoolConfig config, int min, int max) {
        this.config = config;
        this.crew = new Crew(this, queue, control, ledger, new Bounds(min, max));
        this.admission = new Admission(this, queue, control, ledger, crew);
        this.lifecycle = new Lifecycle(this, queue, control, ledger, crew);
        this.reporter = new Reporter(config);
    }

    /** Creates the threads that there shall be in advance. */
    void start() {
        Watchdog.poolBegins();
        crew.fill();
    }

    // The parts, for each other

    PoolConfig config() {
        return config;
    }

    TaskQueue queue() {
        return queue;
    }

    Ledger ledger() {
        return ledger;
    }

    Admission admission() {
        return admission;
    }

    Lifecycle lifecycle() {
        return lifecycle;
    }

    Reporter reporter() {
        return reporter;
    }

    /** Whether the current thread runs a task of this pool, be it within a task of another one. */
    boolean isOwnThread() {
        return WorkScope.includes(this);
    }

    /** A task has ended that no worker ran. */
    void endedOutside() {
        admission.roomMade();
        mayBeOver();
    }

    /** Perhaps nothing waits or runs any more. */
    void mayBeOver() {
        lifecycle.quiet();
        crew.nudgeIfOver();
        lifecycle.tryTerminate();
    }

    // The face

    @Override
    public String name() {
        return config.name();
    }

    @Override
    public void execute(Runnable task) {
        Arguments.notNull("task", task);
        admission.admit(task instanceof PooledTask<?> foreign ? new Disguised(foreign) : task);
    }

    <T extends @Nullable Object, P extends PooledTask<T>> P admit(P task) {
        admission.admit(task);
        return task;
    }

    @Override
    public <T extends @Nullable Object> Task<T> submit(Callable<T> task) {
        return admit(new PooledTask<>(this, null, Arguments.notNull("task", task)));
    }

    @Override
    public <T extends @Nullable Object> Task<T> submit(String name, Callable<T> task) {
        return admit(new PooledTask<>(this, Arguments.notNull("name", name), Arguments.notNull("task", task)));
    }

    @Override
    public Task<?> submit(Runnable task) {
        return this.<@Nullable Object>submit(task, null);
    }

    @Override
    public <T extends @Nullable Object> Task<T> submit(Runnable task, T value) {
        return admit(new PooledTask<>(this, null, new RunnableCall<>(Arguments.notNull("task", task), value)));
    }

    @Override
    public <T> List<Future<T>> invokeAll(Collection<? extends Callable<T>> tasks) throws InterruptedException {
        return new Invocation<>(this, tasks, WaitList.FOREVER).all();
    }

    @Override
    public <T> List<Future<T>> invokeAll(Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
            throws InterruptedException {
        return new Invocation<>(this, tasks, nanos(timeout, unit)).all();
    }

    @Override
    public <T> T invokeAny(Collection<? extends Callable<T>> tasks) throws InterruptedException, ExecutionException {
        try {
            return new Invocation<>(this, tasks, WaitList.FOREVER).any();
        } catch (TimeoutException e) {
            throw new AssertionError("for ever is over", e);
        }
    }

    @Override
    public <T> T invokeAny(Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
            throws InterruptedException, ExecutionException, TimeoutException {
        return new Invocation<>(this, tasks, nanos(timeout, unit)).any();
    }

    @Override
    public <T extends @Nullable Object> ResultQueue<T> results(int capacity) {
        return new CompletionOrder<>(this, Arguments.atLeast("capacity", 1, capacity));
    }

    @Override
    public TaskGroup group() {
        return new PooledGroup(this);
    }

    @Override
    public void join() throws InterruptedException {
        lifecycle.join(WaitList.FOREVER);
    }

    @Override
    public boolean join(Duration timeout) throws InterruptedException {
        return lifecycle.join(Arguments.nanos(Arguments.notNegative("timeout", timeout)));
    }

    @Override
    public long tasksLeft() {
        return StatsReader.tasksLeft(ledger);
    }

    @Override
    public PoolStats stats() {
        return StatsReader.read(config, crew, ledger);
    }

    @Override
    public void pause() {
        lifecycle.pause();
    }

    @Override
    public void resume() {
        lifecycle.resume();
    }

    @Override
    public void resize(int min, int max) {
        PoolBuilder.checkThreads(min, max);
        lifecycle.resize(new Bounds(min, max));
    }

    @Override
    public void shutdown() {
        lifecycle.shutdown();
    }

    @Override
    public List<Runnable> shutdownNow() {
        return lifecycle.shutdownNow();
    }

    @Override
    public boolean isShutdown() {
        return lifecycle.state().compareTo(PoolState.DRAINING) >= 0;
    }

    @Override
    public boolean isTerminated() {
        return lifecycle.isTerminated();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        return lifecycle.awaitTermination(nanos(timeout, unit));
    }

    private static long nanos(long timeout, TimeUnit unit) {
        return Arguments.notNull("unit", unit).toNanos(timeout);
    }

    @Override
    public void close() {
        lifecycle.close();
    }

    @Override
    public String toString() {
        return "ThreadPool " + config.name() + " (" + lifecycle.state() + ')';
    }
}
