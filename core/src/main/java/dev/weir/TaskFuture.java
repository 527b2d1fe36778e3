package dev.weir;

import dev.weir.UnseenFailures.Unseen;
import dev.weir.internal.park.WaitList;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The side of a task that its owner sees: its state, its outcome, and waiting for it. Thread-safe. How the state changes
 * is told in {@link PooledTask}.
 *
 * <p>Ordering: {@code value} and {@code exception} are written before the volatile write of the final state and read
 * after it. A failure that nobody looks at is kept in {@link UnseenFailures}; {@code unseen} is written before
 * {@code seen} is read by the one who failed, and the other way round by the one who looks, so one of them sees the
 * other.
 */
abstract class TaskFuture<T extends @Nullable Object> implements Task<T> {

    static final int WAITING = 0;
    static final int HANDED_BACK = 1;
    static final int RUNNING = 2;
    static final int NUDGING = 3;
    static final int LENDING = 4;
    static final int OWING = 5;
    static final int ENDING = 6;
    static final int SUCCEEDED = 7;
    static final int FAILED = 8;
    static final int DROPPED = 9;
    static final int EXPIRED = 10;
    static final int INTERRUPTING = 11;
    static final int INTERRUPT_OWED = 12;
    static final int CANCELLED = 13;

    private static final VarHandle STATE;
    private static final VarHandle WAITERS;
    private static final VarHandle DEPENDENTS;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            STATE = lookup.findVarHandle(TaskFuture.class, "state", int.class);
            WAITERS = lookup.findVarHandle(TaskFuture.class, "waiters", WaitList.class);
            DEPENDENTS = lookup.findVarHandle(TaskFuture.class, "dependents", Dependent.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Something to do when the task is done. */
    private record Dependent(Runnable action, @Nullable Dependent next) {}

    private final WorkerPool pool;
    private volatile int state;
    private @Nullable T value;
    private @Nullable Throwable exception;
    private volatile @Nullable WaitList waiters;
    private volatile @Nullable Dependent dependents;
    private volatile boolean seen;
    private volatile @Nullable Unseen unseen;

    TaskFuture(WorkerPool pool) {
        this.pool = pool;
    }

    final WorkerPool pool() {
        return pool;
    }

    // For the task itself

    final int phase() {
        return state;
    }

    /** One step of the state machine, if it is still there. */
    final boolean move(int from, int to) {
        return STATE.compareAndSet(this, from, to);
    }

    final boolean hasDependents() {
        return dependents != null;
    }

    final void succeed(@Nullable T result) {
        value = result;
        done(SUCCEEDED);
    }

    final void fail(int as, Throwable reason) {
        exception = reason;
        done(as);
    }

    /** Why it ends, before it does so. */
    final void failsWith(Throwable reason) {
        exception = reason;
    }

    /** A failure to be reported unless somebody looks at it; called before {@link #fail}. */
    final void holdUnseen(String name, Throwable reason) {
        if (seen) {
            return;
        }
        Unseen failure;
        try {
            failure = pool.unseenFailures().hold(this, name, reason);
        } catch (Throwable outOfMemory) {
            pool.reporter().failed(name, reason); // rather too early than never
            return;
        }
        unseen = failure;
        if (seen) {
            pool.unseenFailures().seen(failure);
        }
    }

    /** Everything is in place: the task becomes done, and who waits for it learns of it. */
    final void done(int as) {
        become(as);
        runDependents();
    }

    /** The same, but for what depends on it: {@link #runDependents} must follow. */
    final void become(int as) {
        state = as;
        WaitList waiting = waiters;
        if (waiting != null) {
            waiting.signalAll();
        }
    }

    final void runDependents() {
        if (dependents == null) {
            return;
        }
        Dependent dependent = (Dependent) DEPENDENTS.getAndSet(this, null);
        for (; dependent != null; dependent = dependent.next) {
            try {
                dependent.action.run();
            } catch (Throwable thrown) {
                Log.warn("What depends on ", this, " threw", thrown);
            }
        }
    }

    // For its owner

    @Override
    public boolean isDone() {
        return state >= SUCCEEDED;
    }

    @Override
    public boolean isCancelled() {
        return state >= INTERRUPTING;
    }

    @Override
    public TaskState taskState() {
        return switch (state) {
            case WAITING -> TaskState.WAITING;
            case HANDED_BACK -> TaskState.HANDED_BACK;
            case RUNNING, NUDGING, LENDING, OWING, ENDING -> TaskState.RUNNING;
            case SUCCEEDED -> TaskState.SUCCEEDED;
            case FAILED -> TaskState.FAILED;
            case DROPPED -> TaskState.DROPPED;
            case EXPIRED -> TaskState.EXPIRED;
            default -> TaskState.CANCELLED;
        };
    }

    @Override
    public T get() throws InterruptedException, ExecutionException {
        await(WaitList.FOREVER);
        return outcome();
    }

    @Override
    public T get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        if (!await(Arguments.notNull("unit", unit).toNanos(timeout))) {
            throw new TimeoutException(this + " was not done in " + timeout + " " + unit);
        }
        return outcome();
    }

    /**
     * Runs this task, which somebody is about to wait for within another one, if that can be done.
     *
     * @throws InterruptedException if the current thread is interrupted
     */
    void help(WorkScope scope) throws InterruptedException {}

    /** Waits until this task's time has come, and it stands in the queue if there is room: until then nobody can help it. */
    void awaitTime() throws InterruptedException {}

    /**
     * Lets this task go ahead of others, since one that runs is about to wait for it and cannot run it itself.
     *
     * @return what is to be ended after the wait; null if the task does not stand in a queue
     */
    @Nullable
    Stranding expedite() {
        return null;
    }

    /** Whether this task cannot begin before what the current thread runs has ended, unless the current thread runs it. */
    boolean isHeldUpBy(WorkScope scope) {
        return false;
    }

    /** The tasks that have the turns for one of which this task waits. */
    List<? extends TaskFuture<?>> holders() {
        return List.of();
    }

    /** The task that this one waits for, if it does. */
    @Nullable
    TaskFuture<?> awaited() {
        return null;
    }

    /** The thread that runs the task, as far as that is known. */
    @Nullable
    Thread runner() {
        return null;
    }

    /** Those who wait for its end; null as long as nobody has. */
    @Nullable
    WaitList waiters() {
        return waiters;
    }

    /** Waits until the task is done; false if the time is over before. */
    boolean await(long nanos) throws InterruptedException {
        if (isDone()) {
            return true;
        }
        WorkScope scope = WorkScope.current();
        return scope == null ? park(nanos) : Nesting.await(this, scope, nanos);
    }

    /** Waits and does nothing else; false if the time is over before. */
    final boolean park(long nanos) throws InterruptedException {
        WaitList list = waiters;
        if (list == null) {
            WaitList made = new WaitList();
            list = WAITERS.compareAndSet(this, null, made) ? made : Objects.requireNonNull(waiters);
        }
        return Blocking.await(list, this::isDone, nanos);
    }

    private T outcome() throws ExecutionException {
        int end = state;
        if (end == SUCCEEDED) {
            return valueOf();
        }
        look();
        if (end < INTERRUPTING) {
            throw new ExecutionException(exception);
        }
        throw new CancellationException(this + " was cancelled");
    }

    /** Somebody cares for the outcome: a failure need not be reported. */
    final void look() {
        if (!seen) {
            seen = true;
            Unseen failure = unseen;
            if (failure != null) {
                pool.unseenFailures().seen(failure);
            }
        }
    }

    /** Who looks too early has seen nothing. */
    private void lookIfDone() {
        if (isDone()) {
            look();
        }
    }

    @SuppressWarnings("NullAway") // T itself may be nullable
    private T valueOf() {
        return value;
    }

    final Result<T> result() {
        return switch (state) {
            case SUCCEEDED -> new Result.Success<>(valueOf());
            case FAILED, DROPPED, EXPIRED -> new Result.Failure<>(Objects.requireNonNull(exception));
            default -> new Result.Failure<>(new CancellationException(this + " was cancelled"));
        };
    }

    @Override
    public T resultNow() {
        if (state != SUCCEEDED) {
            lookIfDone();
            throw new IllegalStateException(this + " has no value");
        }
        return valueOf();
    }

    @Override
    public Throwable exceptionNow() {
        lookIfDone();
        int end = state;
        if (end <= SUCCEEDED || end >= INTERRUPTING) {
            throw new IllegalStateException(this + " has no exception");
        }
        return Objects.requireNonNull(exception);
    }

    @Override
    public CompletableFuture<T> toCompletableFuture() {
        look();
        return LinkedFuture.of(this);
    }

    /** Has something run when the task is done, by the thread that ends it, or by this one if it is done already. */
    final void whenDone(Runnable action) {
        Dependent before;
        do {
            before = dependents;
        } while (!DEPENDENTS.compareAndSet(this, before, new Dependent(action, before)));
        if (isDone()) {
            runDependents();
        }
    }

    @Override
    public String toString() {
        String where = taskState().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return "task " + name() + " of pool " + pool.name() + " (" + where + ')';
    }
}
