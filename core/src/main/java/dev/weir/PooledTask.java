package dev.weir;

import dev.weir.internal.ledger.Outcome;
import dev.weir.internal.ledger.Tally;
import dev.weir.internal.park.WaitList;
import dev.weir.internal.queue.Placed;
import dev.weir.internal.queue.Segment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RunnableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A submitted task: its state machine, its outcome, its times. Thread-safe.
 *
 * <pre>
 *   WAITING ------> RUNNING -----> ENDING ------> SUCCEEDED | FAILED
 *      |               |
 *      |               +---------> INTERRUPTING -> CANCELLED    cancelled while it ran
 *      +-------------------------> CANCELLED                    cancelled while it waited
 *      +-------------------------> ENDING -------> FAILED       refused, or dropped
 *      +-------------------------> HANDED_BACK                  by shutdownNow; its owner may run it
 *                                     +----------> RUNNING, CANCELLED as from WAITING, outside of the ledger
 * </pre>
 *
 * <p>Each step is a compare-and-set of {@code state} by whoever wins; so exactly one thread takes the task into its
 * ledger column. A task is done from SUCCEEDED, FAILED, INTERRUPTING or CANCELLED on. Its end is counted before it is
 * done ({@code ENDING} lies in between), so that whoever has its result finds it in the statistics. The exception is a
 * task that is cancelled while it runs: its future is done at once, its end is counted when it has really ended.
 *
 * <p>Ordering: {@code value} and {@code exception} are written before the volatile write of the final state and read
 * after it. {@code runner} is written before RUNNING is; the interrupt of {@code cancel(true)} happens between
 * INTERRUPTING and CANCELLED, and the runner does not go on to another task before CANCELLED: so it hits no other task.
 */
class PooledTask<T extends @Nullable Object> implements Task<T>, RunnableFuture<T>, Placed {

    private static final int WAITING = 0;
    private static final int HANDED_BACK = 1;
    private static final int RUNNING = 2;
    private static final int ENDING = 3;
    private static final int SUCCEEDED = 4;
    private static final int FAILED = 5;
    private static final int INTERRUPTING = 6;
    private static final int CANCELLED = 7;

    private static final VarHandle STATE;
    private static final VarHandle RUNNER;
    private static final VarHandle WAITERS;
    private static final VarHandle DEPENDENTS;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            STATE = lookup.findVarHandle(PooledTask.class, "state", int.class);
            RUNNER = lookup.findVarHandle(PooledTask.class, "runner", Thread.class);
            WAITERS = lookup.findVarHandle(PooledTask.class, "waiters", WaitList.class);
            DEPENDENTS = lookup.findVarHandle(PooledTask.class, "dependents", Dependent.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Something to do when the task is done. */
    private record Dependent(Runnable action, @Nullable Dependent next) {}

    private final WorkerPool pool;
    private final long submittedNanos = System.nanoTime();

    /** Written before RUNNING. */
    private long beganNanos;

    /** Written before the final state, or, for a task cancelled while it runs, before {@code runner} is cleared. */
    private long endedNanos;

    private volatile int state;

    /** The work's name, if the task was given one or once the work is let go. */
    private volatile @Nullable String name;

    /** Let go when the task is done, since users keep futures for long. */
    private volatile @Nullable Callable<? extends T> work;

    private @Nullable T value;
    private @Nullable Throwable exception;
    private volatile @Nullable Thread runner;
    private volatile @Nullable WaitList waiters;
    private volatile @Nullable Dependent dependents;

    /** The place in the queue, so that a cancelled task leaves it; let go when the task begins. */
    private @Nullable Segment segment;

    private int index;

    PooledTask(WorkerPool pool, @Nullable String name, Callable<? extends T> work) {
        this.pool = pool;
        this.name = name;
        this.work = work;
    }

    // What a result queue's task does differently

    /** Whether the result goes to a result queue, which the ledger then counts as unread. */
    boolean hasReader() {
        return false;
    }

    /** The task's end is in the ledger, and its {@link #result} final; called once, by the thread that counted it. */
    void counted() {}

    /** The task was handed back to its owner instead of being run. */
    void forfeited() {}

    // Its way through the pool

    @Override
    public void placed(Segment segment, int index) {
        this.segment = segment;
        this.index = index;
    }

    /**
     * Begins the task; whoever gets true must {@link #call} it.
     *
     * @param tally where its beginning is counted
     * @return false if it was cancelled while it waited
     */
    boolean begin(Tally tally) {
        if (!begins(WAITING)) {
            return false;
        }
        tally.start();
        tally.waited(beganNanos - submittedNanos, 1);
        return true;
    }

    /** Runs a task that was handed back; its pool has nothing to do with it any more. Does nothing for any other. */
    @Override
    public void run() {
        if (state == HANDED_BACK && begins(HANDED_BACK)) {
            call(null);
        }
    }

    private boolean begins(int from) {
        if (!RUNNER.compareAndSet(this, null, Thread.currentThread())) {
            return false; // two owners run a task that was handed back
        }
        beganNanos = System.nanoTime();
        if (!STATE.compareAndSet(this, from, RUNNING)) {
            beganNanos = 0;
            runner = null;
            return false;
        }
        segment = null;
        return true;
    }

    /**
     * Runs the task that the caller has begun, to its end.
     *
     * @param tally where its end is counted; null for a task that was handed back
     */
    void call(@Nullable Tally tally) {
        T returned = null;
        Throwable thrown = null;
        try {
            returned = Objects.requireNonNull(work).call();
        } catch (Throwable failure) {
            thrown = failure;
        }
        endedNanos = System.nanoTime();
        boolean hasMoreToDo = false;
        boolean cancelled = !STATE.compareAndSet(this, RUNNING, ENDING);
        while (state == INTERRUPTING) {
            Thread.yield(); // the interrupt is still on its way to this thread, and must not hit the next task
        }
        if (tally != null) {
            tally.ran(endedNanos - beganNanos, 1);
            Outcome outcome = cancelled ? Outcome.CANCELLED : thrown == null ? Outcome.SUCCEEDED : Outcome.FAILED;
            tally.end(outcome, hasReader());
            hasMoreToDo = thrown != null || dependents != null;
            if (!hasMoreToDo) {
                tally.free();
            }
        }
        try {
            publish(cancelled, returned, thrown, tally != null);
        } finally {
            if (tally != null && hasMoreToDo) {
                tally.free();
            }
        }
    }

    /** The end of the task is counted: now everybody learns of it. */
    private void publish(boolean cancelled, @Nullable T returned, @Nullable Throwable thrown, boolean inLedger) {
        letGo();
        if (!cancelled) {
            value = returned;
            exception = thrown;
            done(thrown == null ? SUCCEEDED : FAILED);
        }
        runner = null;
        if (inLedger) {
            counted();
        }
        if (thrown != null && !cancelled) {
            pool.reporter().failed(name(), thrown);
        }
    }

    /** The pool never accepted the task. */
    void refuse(TaskRejectedException reason) {
        if (STATE.compareAndSet(this, WAITING, ENDING)) {
            fail(reason);
        }
    }

    /** The task makes room for a newer one; false if it was cancelled before. */
    boolean drop(TaskRejectedException reason) {
        if (!STATE.compareAndSet(this, WAITING, ENDING)) {
            return false;
        }
        pool.ledger().outside().end(Outcome.DROPPED, hasReader());
        fail(reason);
        counted();
        return true;
    }

    /** The task's owner does not submit it after all. */
    void cancelUnadmitted() {
        if (STATE.compareAndSet(this, WAITING, ENDING)) {
            endedNanos = System.nanoTime();
            letGo();
            done(CANCELLED);
        }
    }

    private void fail(Throwable reason) {
        endedNanos = System.nanoTime();
        exception = reason;
        letGo();
        done(FAILED);
    }

    /** The task goes back to its owner, who may run it; false if it was cancelled before. */
    boolean handBack() {
        if (!STATE.compareAndSet(this, WAITING, HANDED_BACK)) {
            return false;
        }
        pool.ledger().outside().end(Outcome.HANDED_BACK, false);
        segment = null;
        forfeited();
        return true;
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        for (; ; ) {
            switch (state) {
                case WAITING -> {
                    if (STATE.compareAndSet(this, WAITING, ENDING)) {
                        cancelWaiting();
                        return true;
                    }
                }
                case HANDED_BACK -> {
                    if (STATE.compareAndSet(this, HANDED_BACK, ENDING)) {
                        endedNanos = System.nanoTime();
                        letGo();
                        done(CANCELLED);
                        return true;
                    }
                }
                case RUNNING -> {
                    if (STATE.compareAndSet(this, RUNNING, mayInterruptIfRunning ? INTERRUPTING : CANCELLED)) {
                        try {
                            interruptRunnerIf(mayInterruptIfRunning);
                        } finally {
                            done(CANCELLED);
                        }
                        return true;
                    }
                }
                default -> {
                    return false;
                }
            }
        }
    }

    private void interruptRunnerIf(boolean wanted) {
        Thread interrupted = runner;
        if (wanted && interrupted != null) {
            interrupted.interrupt();
        }
    }

    private void cancelWaiting() {
        pool.ledger().holdStill();
        Segment place = segment;
        if (place != null) {
            place.withdraw(index, this);
        }
        pool.ledger().outside().end(Outcome.CANCELLED_WAITING, hasReader());
        endedNanos = System.nanoTime();
        letGo();
        done(CANCELLED);
        counted();
        pool.endedOutside();
    }

    /** The work is not needed any more, only its name. */
    private void letGo() {
        name = Reporter.nameOf(name, Objects.requireNonNull(work));
        work = null;
        segment = null;
    }

    /** Everything is in place: the task becomes done, and who waits for it learns of it. */
    private void done(int as) {
        state = as;
        WaitList waiting = waiters;
        if (waiting != null) {
            waiting.signalAll();
        }
        runDependents();
    }

    private void runDependents() {
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

    // The future

    @Override
    public boolean isDone() {
        return state >= SUCCEEDED;
    }

    @Override
    public boolean isCancelled() {
        return state >= INTERRUPTING;
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

    /** Waits until the task is done; false if the time is over before. */
    boolean await(long nanos) throws InterruptedException {
        if (isDone()) {
            return true;
        }
        WaitList list = waiters;
        if (list == null) {
            WaitList made = new WaitList();
            list = WAITERS.compareAndSet(this, null, made) ? made : Objects.requireNonNull(waiters);
        }
        return list.await(this::isDone, nanos);
    }

    private T outcome() throws ExecutionException {
        int end = state;
        if (end == SUCCEEDED) {
            return valueOf();
        }
        if (end == FAILED) {
            throw new ExecutionException(exception);
        }
        throw new CancellationException(this + " was cancelled");
    }

    @SuppressWarnings("NullAway") // T itself may be nullable
    private T valueOf() {
        return value;
    }

    final Result<T> result() {
        return switch (state) {
            case SUCCEEDED -> new Result.Success<>(valueOf());
            case FAILED -> new Result.Failure<>(Objects.requireNonNull(exception));
            default -> new Result.Failure<>(new CancellationException(this + " was cancelled"));
        };
    }

    @Override
    public T resultNow() {
        if (state != SUCCEEDED) {
            throw new IllegalStateException(this + " has no value");
        }
        return valueOf();
    }

    @Override
    public Throwable exceptionNow() {
        if (state != FAILED) {
            throw new IllegalStateException(this + " has no exception");
        }
        return Objects.requireNonNull(exception);
    }

    @Override
    public CompletableFuture<T> toCompletableFuture() {
        LinkedFuture<T> future = new LinkedFuture<>(this);
        whenDone(() -> future.take(result()));
        return future;
    }

    /** Has something run when the task is done, by the thread that ends it, or by this one if it is done already. */
    void whenDone(Runnable action) {
        Dependent seen;
        do {
            seen = dependents;
        } while (!DEPENDENTS.compareAndSet(this, seen, new Dependent(action, seen)));
        if (isDone()) {
            runDependents();
        }
    }

    @Override
    public String name() {
        Callable<? extends T> present = work;
        String known = name;
        return known != null || present == null ? String.valueOf(known) : Reporter.nameOf(null, present);
    }

    @Override
    public Duration queueWait() {
        int seen = state;
        boolean neverBegan = beganNanos == 0;
        long until = !neverBegan ? beganNanos : seen >= SUCCEEDED ? endedNanos : System.nanoTime();
        return Duration.ofNanos(until - submittedNanos);
    }

    @Override
    public Duration runTime() {
        int seen = state;
        boolean ran = seen >= RUNNING && beganNanos != 0;
        boolean ended = seen == SUCCEEDED || seen == FAILED || runner == null;
        long until = ended ? endedNanos : System.nanoTime();
        return ran ? Duration.ofNanos(until - beganNanos) : Duration.ZERO;
    }

    @Override
    public String toString() {
        String where = switch (state) {
            case WAITING -> "waiting";
            case HANDED_BACK -> "handed back";
            case RUNNING, ENDING -> "running";
            case SUCCEEDED -> "succeeded";
            case FAILED -> "failed";
            default -> "cancelled";
        };
        return "task " + name() + " of pool " + pool.name() + " (" + where + ')';
    }
}
