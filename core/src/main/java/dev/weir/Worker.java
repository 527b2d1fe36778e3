package dev.weir;

import dev.weir.event.PoolEvent.WorkerRetired;
import dev.weir.event.PoolEvent.WorkerStarted;
import dev.weir.internal.jfr.Recorder;
import dev.weir.internal.ledger.Ledger;
import dev.weir.internal.ledger.Outcome;
import dev.weir.internal.ledger.Tally;
import dev.weir.internal.queue.FirstInLine;
import dev.weir.internal.queue.Taken;
import dev.weir.internal.queue.TaskQueue;
import dev.weir.internal.thread.Padded;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One thread's work for a pool: take a task, run it, count it, again; rest when there is none. Run once, by one thread;
 * {@link #abandon} and {@link #interrupt} may be called by others.
 *
 * <p>No {@code Throwable} of a task ends it, and neither does one of the pool's own code: what cannot be explained is
 * logged as a bug, and the worker goes on.
 */
final class Worker extends Padded implements Runnable {

    private static final int NEW = 0;
    private static final int AT_WORK = 1;
    private static final int ABANDONED = 2;

    /** Where there is but one processor, whoever might bring work cannot run while this one spins. */
    private static final int SPINS = Runtime.getRuntime().availableProcessors() > 1 ? 64 : 0;

    /**
     * With the spins before it about what it costs to park and to be unparked. Who waits so long before it parks pays twice
     * what is least, never more: Karlin, Li, Manasse, Owicki, "Empirical studies of competitive spinning" (1991).
     */
    private static final long PARKING_NANOS = 4_000;

    private static final Log.Message NOT_REGISTERED =
            new Log.Message("Bug: a worker of pool ", " could not be registered");
    private static final Log.Message OWN_EXCEPTION =
            new Log.Message("Bug: a worker of pool ", " got an exception of the pool itself");
    private static final Log.Message NO_WAKING = new Log.Message("Bug: a worker of pool ", " could not wake another");
    private static final Log.Message NO_LEAVING =
            new Log.Message("Bug: a worker of pool ", " could not leave as it should");
    private static final Log.Message NO_MEMORY = new Log.Message("A worker of pool ", " is out of memory, and goes on");

    private static final Recorder RECORDER = Recorder.PRESENT;

    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(Worker.class, "state", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final WorkerPool pool;
    private final Crew crew;
    private final TaskQueue queue;
    private final FirstInLine first;
    private final Admission admission;
    private final Ledger ledger;
    private final Tally tally;
    private final RunTimer timer;
    private final Sight sight;
    private final Taken taken = new Taken();
    private final long hiredNanos;

    /** A virtual thread costs so little that each task gets a fresh one. */
    private final boolean runsOnce;

    private volatile int state;

    /** Set before the worker is registered with its crew, so before anyone can interrupt it. */
    private volatile @Nullable Thread thread;

    private @Nullable WorkScope scope;

    /** What a task may not change, since the thread began. */
    private @Nullable ThreadState own;

    /** Whether the tally counts this worker among those that reach for a task. */
    private boolean reaching;

    /** Whether this worker has waited before it takes tasks that others have taken in batches, and could do sooner. */
    private boolean patient;

    /** Whether this worker holds the search: see {@code Control}. */
    private boolean searcher;

    Worker(WorkerPool pool, Crew crew, long hiredNanos) {
        this.pool = pool;
        this.crew = crew;
        this.queue = pool.queue();
        this.first = queue.first();
        this.admission = pool.admission();
        this.ledger = pool.ledger();
        this.tally = ledger.checkOut();
        this.timer = new RunTimer(tally, queue);
        this.sight = new Sight(tally, timer);
        this.hiredNanos = hiredNanos;
        this.runsOnce = pool.config().virtual();
    }

    Tally tally() {
        return tally;
    }

    /** For observers. */
    Sight sight() {
        return sight;
    }

    /** Null before it has begun. */
    @Nullable
    Thread thread() {
        return thread;
    }

    void setSearcher(boolean searches) {
        searcher = searches;
    }

    /** Whether its thread has not called it yet. */
    boolean isNew() {
        return state == NEW;
    }

    /** Nobody has started the thread, and nobody shall. False if it is at work already. */
    boolean abandon() {
        if (!STATE.compareAndSet(this, NEW, ABANDONED)) {
            return false;
        }
        ledger.checkIn(tally);
        return true;
    }

    /** Whether the worker, which is not the calling one, computes or wants to, as far as the JVM can tell. */
    boolean isRunnable() {
        Thread present = thread;
        try {
            return present != null && present != Thread.currentThread() && present.getState() == Thread.State.RUNNABLE;
        } catch (RuntimeException strange) {
            return false; // a factory may make threads of a class of its own
        }
    }

    /** Interrupts whatever the worker is doing. */
    void interrupt() {
        try {
            Objects.requireNonNull(thread).interrupt();
        } catch (Throwable strange) {
            Log.warn("A thread of pool ", pool.name(), " cannot be interrupted", strange);
        }
    }

    @Override
    public void run() {
        if (!STATE.compareAndSet(this, NEW, AT_WORK)) {
            return;
        }
        thread = Thread.currentThread();
        if (!runsOnce) {
            tally.comes(ledger.nanos());
        }
        try {
            crew.arrived(this, hiredNanos);
            if (!runsOnce) {
                String name = Thread.currentThread().getName();
                pool.events().tell((pool, at) -> new WorkerStarted(pool, at, name));
                queue.join(taken);
            }
        } catch (Throwable bug) {
            tell(NOT_REGISTERED, bug);
        }
        boolean stays = true;
        while (stays) {
            try {
                stays = takeTurn();
            } catch (Throwable bug) {
                withdrawHand();
                queue.batch(taken, 1); // memory may be short, and a batch takes some
                tell(OWN_EXCEPTION, bug);
            }
        }
        leave();
    }

    /** Each step whatever becomes of the others: what is left out would be missed for ever. */
    private void leave() {
        Throwable bug = null;
        try {
            WorkScope left = scope;
            if (left != null) {
                left.leave(); // the factory may have more for this thread to do, which is none of the pool's
            }
            queue.leave(taken);
            if (!runsOnce) {
                String name = Thread.currentThread().getName();
                pool.events().tell((pool, at) -> new WorkerRetired(pool, at, name));
            }
        } catch (Throwable thrown) {
            bug = thrown;
        }
        try {
            if (!runsOnce) {
                tally.goes(ledger.nanos());
            }
            crew.left(this, System.nanoTime());
        } catch (Throwable thrown) {
            bug = thrown;
        }
        if (bug != null) {
            admission.notCalled(); // nobody may have been called for what is waiting, or heard that all is over
            tell(NO_LEAVING, bug);
        }
    }

    /** Where memory is short that is nobody's bug. */
    private void tell(Log.Message message, Throwable thrown) {
        (thrown instanceof OutOfMemoryError ? NO_MEMORY : message).warn(pool.name(), thrown);
    }

    /** Runs what is next, or waits for work; false if the worker is to leave, and is not counted any more. */
    private boolean takeTurn() {
        if (crew.isSurplus() && crew.dismiss(searcher)) {
            return false;
        }
        ThreadState present = own;
        if (present == null) {
            WorkScope entered = WorkScope.enterAsWorker(pool, tally);
            scope = entered;
            sight.scope(entered);
            present = new ThreadState(Thread.currentThread());
            own = present;
        }
        boolean ran = takeAndRun(present);
        if (ran && !runsOnce) {
            return true;
        }
        withdrawHand();
        if (runsOnce) {
            crew.retire(searcher);
            return false;
        }
        return crew.isOver() ? !crew.dismiss(searcher) : rest();
    }

    /** Whether its thread has ended; whoever is told that sees all that it did. */
    boolean isDead() {
        Thread own = thread;
        return own != null && !own.isAlive();
    }

    /** Brings to its end what a worker was doing that {@link #isDead}, and will not do any more. */
    void bury() {
        withdrawHand();
        if (!tally.isShared() && tally.isBusy()) {
            tally.end(Outcome.FAILED, false);
            tally.free();
        }
        if (!runsOnce) {
            tally.goes(ledger.nanos());
        }
        queue.leave(taken);
    }

    /** Whether it was searching when it died. */
    boolean wasSearcher() {
        return searcher;
    }

    /** Runs the task that is next, and those that were taken with it; false if there is none. A task is held here only. */
    private boolean takeAndRun(ThreadState own) {
        reach();
        Object task = queue.poll(taken);
        if (task == null && patient) {
            task = queue.pollBatches(taken);
        }
        if (task == null) {
            return false;
        }
        patient = false;
        ledger.holdStill();
        while (task != null) {
            admission.roomMade();
            try {
                work(task);
            } finally {
                own.restore();
            }
            task = nextInBatch();
        }
        return true;
    }

    private @Nullable Object nextInBatch() {
        if (!taken.mayHaveNext() || first.isSomebody() || crew.isSurplus()) {
            return null;
        }
        reach();
        Object task = taken.next();
        if (task == null) {
            withdrawHand();
        }
        return task;
    }

    private void reach() {
        reaching = true;
        tally.reach();
    }

    private void withdrawHand() {
        if (reaching) {
            reaching = false;
            tally.withdrawHand();
        }
    }

    /** The task in the hand has begun, and a tally of one's own says so. */
    private void begun() {
        if (tally.isShared()) {
            withdrawHand();
        }
        reaching = false;
    }

    /** Waits for work; false if the worker is to leave, and is not counted any more. */
    private boolean rest() {
        if (spinsUntilReady()) {
            return true;
        }
        patient = !patient && queue.hasBatches();
        if (patient) {
            return true;
        }
        tally.rests(ledger.nanos());
        boolean called = crew.rest(searcher);
        tally.wakes(ledger.nanos());
        searcher = called;
        return called;
    }

    /**
     * Waits a little before it rests, if nobody else does: parking and unparking cost more than a tiny task. It waits longer
     * while all other workers rest, since then it takes no processor from them.
     */
    private boolean spinsUntilReady() {
        searcher = searcher || SPINS > 0 && crew.search();
        for (int spins = searcher ? SPINS : 0; spins > 0; spins--) {
            if (queue.isLineReady()) {
                return true;
            }
            Thread.onSpinWait();
        }
        return searcher && SPINS > 0 && crew.isAlone() && comesBeforeParkingPays();
    }

    private boolean comesBeforeParkingPays() {
        for (long since = System.nanoTime(); System.nanoTime() - since < PARKING_NANOS; ) {
            if (queue.isLineReady()) {
                return true;
            }
            Thread.onSpinWait();
        }
        return false;
    }

    private void work(Object task) {
        if (!(task instanceof PooledTask<?> submitted)) {
            tally.start();
            begun();
            passSearchOn();
            run((Runnable) task);
        } else {
            PooledTask<?> next = submitted.turn();
            if (next == null) {
                withdrawHand();
            } else {
                run(next);
            }
        }
    }

    private void run(PooledTask<?> task) {
        boolean begun = task.begin(tally);
        if (begun) {
            begun();
        } else {
            withdrawHand();
        }
        try {
            if (begun) {
                passSearchOn();
                WorkScope here = Objects.requireNonNull(scope);
                here.runs(task);
                Object recorded = RECORDER.taskBegins();
                try {
                    task.call(tally, false);
                } finally {
                    here.runs(null);
                    if (recorded != null) {
                        RECORDER.taskEnds(
                                recorded,
                                pool.name(),
                                task::name,
                                task.queueWait().toNanos());
                    }
                }
                timer.note(task.ranNanos());
                queue.batch(taken, timer.batch());
            }
        } finally {
            task.over(begun);
        }
    }

    /** Before the task is run, since it may take long; after it has begun, since hiring calls a user's factory. */
    private void passSearchOn() {
        if (searcher) {
            searcher = false;
            try {
                crew.found();
            } catch (Throwable bug) {
                admission.notCalled();
                tell(NO_WAKING, bug);
            }
        }
    }

    private void run(Runnable task) {
        Throwable thrown = null;
        long waited = -1;
        if (taken.weight > 0) {
            waited = System.nanoTime() - taken.submittedNanos;
            tally.waited(waited, taken.weight);
        }
        boolean timed = timer.begin(task);
        Object recorded = timed ? RECORDER.taskBegins() : null;
        try {
            task.run();
        } catch (Throwable failure) {
            thrown = failure;
        }
        if (timed) {
            timer.end();
        }
        if (thrown == null) {
            tally.done();
        } else {
            failed(task, thrown);
        }
        if (timed) {
            if (recorded != null) {
                RECORDER.taskEnds(recorded, pool.name(), () -> Reporter.nameOf(null, task), waited);
            }
            queue.batch(taken, timer.batch());
        }
    }

    private void failed(Runnable task, Throwable thrown) {
        tally.end(Outcome.FAILED, false);
        try {
            pool.events().taskFailed(() -> Reporter.nameOf(null, task), thrown);
            pool.reporter().failed(task, thrown);
        } finally {
            tally.free();
        }
    }
}
