package dev.weir;

import dev.weir.event.PoolEvent;
import dev.weir.internal.ledger.Outcome;
import dev.weir.internal.ledger.Tally;
import dev.weir.internal.queue.Placed;
import dev.weir.internal.queue.Segment;
import dev.weir.internal.thread.StackProbe;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.RunnableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A submitted task: its state machine, its way through the pool, its times. Thread-safe.
 *
 * <pre>
 *   WAITING ------> RUNNING -----> ENDING ------> SUCCEEDED | FAILED
 *      |            ^     |
 *      |            |     +------> INTERRUPTING -> CANCELLED    cancelled while it ran
 *      |            v     +------> CANCELLED                    the same, not to be interrupted
 *      |          LENDING | OWING -> INTERRUPT_OWED | CANCELLED cancelled while its thread ran another task
 *      +-------------------------> CANCELLED                    cancelled while it waited
 *      +-------------------------> ENDING -------> FAILED | DROPPED | EXPIRED    refused, or given up
 *      +-------------------------> HANDED_BACK                  by shutdownNow; its owner may run it
 *                                     +----------> RUNNING, CANCELLED as from WAITING, outside of the ledger
 * </pre>
 *
 * <p>Each step is a compare-and-set of the state by whoever wins; so exactly one thread takes the task into its
 * ledger column. A task is done from SUCCEEDED on. Its end is counted before it is done ({@code ENDING} lies in between),
 * so that whoever has its result finds it in the statistics. The exception is a task that is cancelled while it runs:
 * its future is done at once, its end is counted when it has really ended.
 *
 * <p>A task that waits for another may run that one on its own thread ({@link Nesting}): it is LENDING then, and an
 * interrupt meant for it is owed until it goes on (OWING). NUDGING, from RUNNING and back, is an interrupt on its way that
 * cancels nothing.
 *
 * <p>Ordering: {@code runner} is written before RUNNING is; the interrupt of {@code cancel(true)} happens between
 * INTERRUPTING and CANCELLED, and the runner does not go on to another task before CANCELLED: so it hits no other task.
 */
class PooledTask<T extends @Nullable Object> extends TaskFuture<T> implements RunnableFuture<T>, Placed {

    private static final VarHandle RUNNER;

    static {
        try {
            RUNNER = MethodHandles.lookup().findVarHandle(PooledTask.class, "runner", Thread.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** When it was submitted, or when it is due; may lie ahead. Written before the task is scheduled. */
    private long submittedNanos = System.nanoTime();

    /** Written before RUNNING. */
    private long beganNanos;

    /** Written before the final state, or, for a task cancelled while it runs, before {@code runner} is cleared. */
    private long endedNanos;

    /** The work's name, if the task was given one or once the work is let go. Written before {@code work}, read after it. */
    private @Nullable String name;

    /** Let go when the task is done, since users keep futures for long. */
    private volatile @Nullable Callable<? extends T> work;

    /** Of the submitter; let go as the work is. */
    private @Nullable Context context;

    private volatile @Nullable Thread runner;

    /** Whether its thread was interrupted for its sake. Written before that, and before the runner can go on to anything else. */
    private volatile boolean hit;

    /** Written by the runner, before it looks who waits for whom: see {@link Nesting}. */
    private volatile @Nullable TaskFuture<?> awaited;

    /** The place in the queue, so that a cancelled task leaves it; let go when the task begins. */
    private @Nullable Segment segment;

    private int index;

    PooledTask(WorkerPool pool, @Nullable String name, Callable<? extends T> work) {
        this(pool, name, work, Context.capture(pool.config()));
    }

    PooledTask(WorkerPool pool, @Nullable String name, Callable<? extends T> work, @Nullable Context context) {
        super(pool);
        this.context = context;
        this.name = name;
        this.work = work;
    }

    // What the task of a view does differently

    /** Takes a place for the task besides the queue's; null if that is done, else why not. */
    @Nullable
    RejectionReason reserve() {
        return null;
    }

    /** The task that had a place is not admitted. */
    void unreserve() {}

    /** No thread could be had for the task, whose token is out of the queue again; false if it is being run already. */
    boolean retract() {
        return true;
    }

    /** Whether it is not the pool's queue that has no room. */
    boolean isHeldBack() {
        return false;
    }

    /** Whether that has changed. */
    boolean hasRoomByNow() {
        return true;
    }

    /** The task that has waited longest where this one has no room, taken out of there. */
    @Nullable
    PooledTask<?> elder() {
        return null;
    }

    /** The task to drop when this one is taken from the queue to make room. */
    @Nullable
    PooledTask<?> victim() {
        return this;
    }

    /** Whether a submitter may run the task itself, now; then it must, and call {@link #over}. */
    boolean mayRunInSubmitter() {
        return true;
    }

    /** The task to run when this one is taken from the queue; null for none. */
    @Nullable
    PooledTask<?> turn() {
        return this;
    }

    /**
     * The task that was given by {@link #turn} or {@link #claim} is over.
     *
     * @param began false if it had been cancelled before it began
     * @return whether that put another task into the queue
     */
    boolean over(boolean began) {
        return false;
    }

    /** The task was taken from the queue by one who stops the pool, and is not run. */
    void swept() {}

    /** The end of the task has been counted, and nobody has heard of it yet. Not called for what is handed back. */
    void ends(Outcome outcome) {}

    /** Whether a failure is told to the failure handler without waiting for somebody to look at the future. */
    boolean isReportedAtOnce() {
        return false;
    }

    /** What the pool's owner gets back. */
    Runnable handedBackAs() {
        return this;
    }

    /** Who runs it, for messages. */
    String executor() {
        return "Pool " + pool().name();
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

    /** The task's wait begins at that time, and not before. */
    final void dueAt(long nanoTime) {
        submittedNanos = nanoTime;
    }

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
        tally.waited(Math.max(0, beganNanos - submittedNanos), 1);
        return true;
    }

    /** The submitter itself runs the task, and has its context anyway. */
    void dropContext() {
        context = null;
    }

    /**
     * Runs a task that was handed back; its pool has nothing to do with it any more. Does nothing for any other. A worker that
     * finds out just now that the task is not there to be begun still stands in the runner's place: its leaving is awaited.
     */
    @Override
    public void run() {
        while (phase() == HANDED_BACK) {
            if (begins(HANDED_BACK)) {
                callHere(null);
                return;
            }
            Thread.yield();
        }
    }

    private boolean begins(int from) {
        if (!RUNNER.compareAndSet(this, null, Thread.currentThread())) {
            return false; // several try to run a task that was, or is being, handed back
        }
        beganNanos = System.nanoTime();
        if (!move(from, RUNNING)) {
            beganNanos = 0;
            runner = null;
            return false;
        }
        segment = null;
        return true;
    }

    /**
     * Runs the task that the caller has begun, on a thread that is no worker. What was meant for the task alone is not left
     * to that thread: an interrupt by its cancellation, if it comes late, or if the task takes no notice of it.
     *
     * @param tally where its end is counted; null for a task that was handed back
     */
    final void callHere(@Nullable Tally tally) {
        boolean before = Thread.currentThread().isInterrupted();
        try {
            call(tally, false);
        } finally {
            if (hit && !before) {
                Thread.interrupted();
            }
        }
    }

    /**
     * Runs the task that the caller has begun, to its end.
     *
     * @param tally where its end is counted; null for a task that was handed back
     * @param nested whether it is run within a task that waits for it, and takes no thread of its own
     */
    void call(@Nullable Tally tally, boolean nested) {
        T returned = null;
        Throwable thrown = null;
        try {
            returned = Context.call(context, Objects.requireNonNull(work));
        } catch (Throwable failure) {
            thrown = failure;
        }
        endedNanos = System.nanoTime();
        keepName();
        boolean hasMoreToDo = false;
        boolean cancelled = !ending();
        awaitInterrupt();
        if (tally != null) {
            tally.ran(endedNanos - beganNanos, 1);
            Outcome outcome = cancelled ? Outcome.CANCELLED : thrown == null ? Outcome.SUCCEEDED : Outcome.FAILED;
            tally.end(outcome, hasReader());
            ends(outcome);
            hasMoreToDo = thrown != null || hasDependents();
            if (!hasMoreToDo && !nested) {
                tally.free();
            }
        }
        try {
            publish(cancelled, returned, thrown, tally != null);
        } finally {
            if (tally != null && hasMoreToDo && !nested) {
                tally.free();
            }
        }
    }

    /** The task ends by itself; false if it was cancelled. */
    private boolean ending() {
        while (!move(RUNNING, ENDING)) {
            switch (phase()) {
                case RUNNING, NUDGING -> Thread.yield(); // nudged just now, and perhaps already again what it was
                case LENDING, OWING -> goOn(); // it ran out of stack or memory before it could
                default -> {
                    return false;
                }
            }
        }
        return true;
    }

    /** For observers: what it does; null once it is done. */
    final @Nullable Callable<? extends T> work() {
        return work;
    }

    /** For whoever knows that it has begun. */
    final long beganNanos() {
        return beganNanos;
    }

    /** How long the task ran, for the one who ran it. */
    final long ranNanos() {
        return endedNanos - beganNanos;
    }

    /** An interrupt that is still on its way to this thread must not hit the next task. */
    private void awaitInterrupt() {
        for (int seen = phase(); seen == INTERRUPTING || seen == NUDGING; seen = phase()) {
            Thread.yield();
        }
    }

    /** Interrupts the task if it runs, and does not cancel it. */
    void interrupt() {
        for (; ; ) {
            switch (phase()) {
                case RUNNING -> {
                    if (move(RUNNING, NUDGING)) {
                        try {
                            interruptRunnerIf(true);
                        } finally {
                            move(NUDGING, RUNNING);
                        }
                        return;
                    }
                }
                case LENDING -> {
                    if (move(LENDING, OWING)) {
                        return;
                    }
                }
                case NUDGING -> Thread.yield();
                default -> {
                    return;
                }
            }
        }
    }

    /** The end of the task is counted: now everybody learns of it. */
    private void publish(boolean cancelled, @Nullable T returned, @Nullable Throwable thrown, boolean inLedger) {
        letGo();
        if (!cancelled && thrown != null) {
            try {
                if (inLedger && !isReportedAtOnce()) {
                    holdUnseen(name(), thrown);
                }
            } finally {
                fail(FAILED, thrown);
            }
        } else if (!cancelled) {
            succeed(returned);
        }
        runner = null;
        if (inLedger) {
            counted();
        }
        if (thrown != null && !cancelled) {
            report(thrown, inLedger);
        }
    }

    private void report(Throwable thrown, boolean inLedger) {
        pool().events().taskFailed(this::name, thrown);
        if (inLedger && !isReportedAtOnce()) {
            pool().unseenFailures().reportGivenUp();
        } else {
            pool().reporter().failed(name(), thrown); // nobody has a future, or its pool has ended
        }
    }

    /** The pool never accepted the task. */
    void refuse(TaskRejectedException reason) {
        keepName();
        if (move(WAITING, ENDING)) {
            giveUp(FAILED, reason);
        }
    }

    /** The task makes room for a newer one, which has taken it off the queue; false if it was cancelled before. */
    boolean drop(TaskRejectedException reason) {
        keepName();
        if (!move(WAITING, ENDING)) {
            return false;
        }
        failsWith(reason);
        endOutside(Outcome.DROPPED, DROPPED);
        counted();
        return true;
    }

    /** The task's time is over; false if it has begun or ended before. */
    boolean expire(TaskRejectedException reason) {
        keepName();
        StackProbe.check(); // ENDING must not last
        if (!move(WAITING, ENDING)) {
            return false;
        }
        failsWith(reason);
        endOutside(Outcome.EXPIRED, EXPIRED);
        pool().events().tell((pool, at) -> new PoolEvent.TaskExpired(pool, at, name()));
        counted();
        pool().endedOutside();
        return true;
    }

    /** The task's owner does not submit it after all. */
    boolean cancelUnadmitted() {
        keepName();
        if (!move(WAITING, ENDING) && !move(HANDED_BACK, ENDING)) {
            return false;
        }
        endedNanos = System.nanoTime();
        letGo();
        done(CANCELLED);
        return true;
    }

    private void giveUp(int as, Throwable reason) {
        endedNanos = System.nanoTime();
        letGo();
        fail(as, reason);
    }

    /** The task goes back to its owner, who may run it; false if it was cancelled before. */
    boolean handBack() {
        if (!move(WAITING, HANDED_BACK)) {
            return false;
        }
        pool().ledger().outside().end(Outcome.HANDED_BACK, false);
        leaveQueue();
        segment = null;
        context = null;
        forfeited();
        return true;
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        keepName();
        StackProbe.check(); // others wait for the end of ENDING, and the runner for that of INTERRUPTING
        for (; ; ) {
            switch (phase()) {
                case WAITING -> {
                    if (move(WAITING, ENDING)) {
                        cancelWaiting();
                        return true;
                    }
                }
                case HANDED_BACK -> {
                    endedNanos = System.nanoTime(); // if its owner is quicker, that one's is later
                    if (move(HANDED_BACK, CANCELLED)) { // at once: it never looks as if it were open again
                        letGo();
                        done(CANCELLED);
                        return true;
                    }
                }
                case RUNNING -> {
                    if (move(RUNNING, mayInterruptIfRunning ? INTERRUPTING : CANCELLED)) {
                        try {
                            interruptRunnerIf(mayInterruptIfRunning);
                        } finally {
                            done(CANCELLED);
                        }
                        return true;
                    }
                }
                case LENDING -> {
                    int as = mayInterruptIfRunning ? INTERRUPT_OWED : CANCELLED;
                    if (move(LENDING, as)) {
                        done(as);
                        return true;
                    }
                }
                case OWING -> {
                    if (move(OWING, INTERRUPT_OWED)) {
                        done(INTERRUPT_OWED);
                        return true;
                    }
                }
                case NUDGING, ENDING -> Thread.yield(); // a matter of nanoseconds; who gets false finds the task done
                default -> {
                    return false;
                }
            }
        }
    }

    private void interruptRunnerIf(boolean wanted) {
        Thread interrupted = runner;
        if (wanted && interrupted != null) {
            hit = true;
            interrupted.interrupt();
        }
    }

    private void cancelWaiting() {
        endOutside(Outcome.CANCELLED_WAITING, CANCELLED);
        counted();
        pool().endedOutside();
    }

    /**
     * The task, which is ENDING and has not begun, is counted and done. Between these two the pool is neither quiet nor over:
     * who has waited for that may rely on the future.
     */
    private void endOutside(Outcome outcome, int as) {
        pool().admission().callerEnds();
        try {
            if (outcome != Outcome.DROPPED) { // which is off the queue already
                leavePlace();
            }
            pool().ledger().outside().end(outcome, hasReader());
            ends(outcome);
            endedNanos = System.nanoTime();
            letGo();
            become(as);
        } finally {
            pool().admission().callerEnded();
        }
        if (hasDependents()) {
            pool().endedOutside(); // what depends on it may wait for that
            runDependents();
        }
    }

    /** The task, which will not begin, leaves the queue. */
    void leavePlace() {
        pool().ledger().holdStill();
        leaveQueue();
    }

    /** Takes the task out of the queue; false if it is not there any more. */
    final boolean leaveQueue() {
        Segment place = segment;
        return place != null && place.withdraw(index, this);
    }

    /** Takes the task from the front of the queue, where one is put that a pause takes out of a batch. */
    private boolean leaveFirst() {
        return segment != null && pool().queue().first().takeBack(this);
    }

    /** A task that the pool does not have goes back to its owner; false if it was cancelled before. */
    final boolean handBackUnadmitted() {
        if (!move(WAITING, HANDED_BACK)) {
            return false;
        }
        context = null;
        return true;
    }

    // Nesting

    @Override
    void help(WorkScope scope) throws InterruptedException {
        if (isWaiting()) {
            Nesting.help(this, scope);
        }
    }

    @Override
    @Nullable
    TaskFuture<?> awaited() {
        return awaited;
    }

    @Override
    @Nullable
    Thread runner() {
        return runner;
    }

    @Override
    @Nullable
    Stranding expedite() {
        Segment place = segment;
        int at = index;
        if (place == null || !isWaiting() || !place.holds(at, this)) {
            return null;
        }
        return Stranding.begin(pool(), place, at, this);
    }

    /** Says what the task waits for from now on; null for nothing. */
    void awaits(@Nullable TaskFuture<?> task) {
        awaited = task;
    }

    boolean isWaiting() {
        return phase() == WAITING;
    }

    /** The next task that a waiter for this one is to run, which is then out of the queue; null for none. */
    @Nullable
    PooledTask<?> claim(WorkScope scope) {
        boolean mayRun = isWaiting() && !scope.isDeep() && !pool().isStopping();
        return mayRun && (leaveQueue() || leaveFirst()) ? this : null;
    }

    /**
     * The task's thread is going to run another task.
     *
     * @return false if this one was cancelled; the interrupt, if one was asked for, has arrived
     */
    boolean lend() {
        while (!move(RUNNING, LENDING)) {
            int seen = phase();
            if (seen != NUDGING && seen != RUNNING) {
                awaitInterrupt();
                return false;
            }
            Thread.yield();
        }
        return true;
    }

    /** The task's thread is its own again; false if it is to be interrupted now. */
    boolean goOn() {
        boolean unhurt = move(LENDING, RUNNING) || !move(OWING, RUNNING) && phase() != INTERRUPT_OWED;
        hit |= !unhurt;
        return unhurt;
    }

    /**
     * Asks the work for its name, before it is let go. Called before the task is ENDING, since it calls a user's code, and
     * others may wait for the end of that state.
     */
    private void keepName() {
        Callable<? extends T> present = work;
        if (name == null && present != null) {
            name = Reporter.nameOf(null, present);
        }
    }

    /** The work is not needed any more, only its name. */
    private void letGo() {
        work = null;
        context = null;
        segment = null;
    }

    // What its owner sees

    @Override
    public String name() {
        Callable<? extends T> present = work;
        String known = name;
        return known != null || present == null ? String.valueOf(known) : Reporter.nameOf(null, present);
    }

    @Override
    public Duration queueWait() {
        int phase = phase();
        boolean neverBegan = beganNanos == 0;
        long until = !neverBegan ? beganNanos : phase >= SUCCEEDED ? endedNanos : System.nanoTime();
        return Duration.ofNanos(Math.max(0, until - submittedNanos));
    }

    @Override
    public Duration runTime() {
        int phase = phase();
        boolean ran = phase >= RUNNING && beganNanos != 0;
        boolean ended = phase == SUCCEEDED || phase == FAILED || runner == null;
        long until = ended ? endedNanos : System.nanoTime();
        return ran ? Duration.ofNanos(until - beganNanos) : Duration.ZERO;
    }
}
