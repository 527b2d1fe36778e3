package dev.weir;

import dev.weir.internal.crew.Control;
import dev.weir.internal.ledger.Ledger;
import dev.weir.internal.ledger.Outcome;
import dev.weir.internal.park.WaitList;
import dev.weir.internal.queue.Taken;
import dev.weir.internal.queue.TaskQueue;
import dev.weir.internal.queue.TicketGate;
import dev.weir.internal.thread.StackProbe;
import dev.weir.internal.watchdog.Watchdog;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The way into the pool: a task is accepted, run by its submitter, or refused with the reason. Thread-safe.
 *
 * <p>The queue decides in one atomic step whether the pool is open and the task has room. What follows an acceptance is
 * to see to it that somebody looks at the queue: see {@link Crew#signal}.
 */
final class Admission {

    /** Where none is found to drop: workers were quicker, so there is room; or a submitter has been stopped on its way. */
    private static final int DROP_TRIES = 1_000;

    private static final Log.Message NOT_LOOKED_AFTER =
            new Log.Message("Bug: pool ", " could not look after its queue");

    private final WorkerPool pool;
    private final TaskQueue queue;
    private final Control control;
    private final Ledger ledger;
    private final Crew crew;
    private final PoolConfig config;

    /** Submitters that wait for room. */
    private final WaitList room = new WaitList();

    /** Threads that are no workers and run a task themselves, or end one that waits. */
    private final AtomicInteger callersAtWork = new AtomicInteger();

    /** Whether a submitter had no stack or memory left to call a worker for its task, nor to take the task back. */
    private volatile boolean uncalled;

    private volatile CapacityGate gate;

    /** Asks the gate that is in place at each try. */
    private final TicketGate presentGate = new TicketGate() {
        @Override
        public boolean admits(long issued) {
            return gate.admits(issued);
        }

        @Override
        public long openUpTo() {
            return isInOrder() ? 0 : gate.openUpTo();
        }
    };

    /** Tickets known to have been taken; a stale value is a smaller one, and leads to a look. */
    private volatile long takenAtLeast;

    Admission(WorkerPool pool, TaskQueue queue, Control control, Ledger ledger, Crew crew) {
        this.pool = pool;
        this.queue = queue;
        this.control = control;
        this.ledger = ledger;
        this.crew = crew;
        this.config = pool.config();
        this.gate = gateFor(false);
    }

    private CapacityGate gateFor(boolean paused) {
        return new CapacityGate(config.queueCapacity(), crew.most(), paused, ledger);
    }

    /** The number of threads, or whether they take tasks, has changed. */
    void renewGate(boolean paused) {
        gate = gateFor(paused);
        room.signalAll();
    }

    /** The pool is closed: whoever waits for room need not. */
    void closed() {
        room.signalAll();
    }

    int callersAtWork() {
        return callersAtWork.get();
    }

    /** The current thread is about to end a task that waits: until {@link #callerEnded}, the pool is not quiet. */
    void callerEnds() {
        callersAtWork.incrementAndGet();
    }

    /** The future of that task is done. */
    void callerEnded() {
        callersAtWork.decrementAndGet();
    }

    /** Whether the order of all submissions matters: for one thread, or where the oldest of all is to go. */
    boolean isInOrder() {
        return crew.bounds().max() == 1 || config.overflow() instanceof Overflow.DropOldest;
    }

    /** Somebody had no stack or memory left to call a worker. */
    void notCalled() {
        uncalled = true;
    }

    /** Whether there may be a task for which nobody was called; the one who asks does it. */
    boolean endUncalled() {
        boolean was = uncalled;
        if (was) {
            uncalled = false;
        }
        return was;
    }

    /** A task has ended or begun, so there may be room. Needs a full fence between that and this. */
    void roomMade() {
        if (!room.isEmpty()) {
            if (pool.lanes().areUsed()) {
                room.signalAll(); // not everybody waits for the same kind of room
            } else {
                room.signalOne();
            }
        }
    }

    /**
     * Lets a task in.
     *
     * @param task a {@link Runnable} or a {@link PooledTask}
     * @throws TaskRejectedException if it is refused; a PooledTask is then completed with the same
     */
    void admit(Object task) {
        ledger.holdStill();
        RejectionReason obstacle = tryAdmit(task);
        if (obstacle != null) {
            overflow(task, obstacle);
        }
    }

    /**
     * Lets a task in whose time has come, also after the pool was shut down. Called by the timer, so it waits for nobody and
     * calls no code of a user's.
     *
     * @return false if there is no room
     */
    boolean admitDue(PooledTask<?> task) {
        if (queue.offerEvenIfClosed(task, presentGate) == TaskQueue.FULL) {
            return false;
        }
        try {
            crew.signalAside();
        } catch (Throwable bug) {
            // The task is in the queue, so to say anything else would have it admitted twice.
            uncalled = true;
            if (!(bug instanceof OutOfMemoryError)) {
                NOT_LOOKED_AFTER.warn(config.name(), bug);
            }
        }
        return true;
    }

    /** Lets the task in, or tells why not. */
    private @Nullable RejectionReason tryAdmit(Object task) {
        PooledTask<?> submitted = task instanceof PooledTask<?> one ? one : null;
        RejectionReason obstacle = submitted == null ? null : submitted.reserve();
        if (obstacle != null) {
            return obstacle;
        }
        long ticket = TaskQueue.FULL;
        try {
            ticket = submitted == null ? queue.offer(task, presentGate) : queue.offer(submitted, presentGate);
        } finally {
            if (isRefusal(ticket) && submitted != null) {
                submitted.unreserve();
            }
        }
        if (isRefusal(ticket)) {
            return ticket == TaskQueue.FULL ? RejectionReason.QUEUE_FULL : RejectionReason.SHUT_DOWN;
        }
        boolean served = false;
        try {
            served = crew.signal(isCrowded(ticket));
        } catch (Throwable outOfMemory) {
            uncalled = true; // at the end of the stack no more may be possible
            if (takeBack(ticket, task)) {
                throw outOfMemory;
            }
            return null; // somebody has the task: all is well
        }
        if (!served && takeBack(ticket, task)) {
            return crew.isEmpty() ? RejectionReason.NO_THREAD : RejectionReason.QUEUE_FULL;
        }
        return null;
    }

    private static boolean isRefusal(long ticket) {
        return ticket == TaskQueue.FULL || ticket == TaskQueue.CLOSED;
    }

    /** Nobody can be had for the task; false if somebody has taken it meanwhile. */
    private boolean takeBack(long ticket, Object task) {
        try {
            StackProbe.check(); // half taken back, it would be in nobody's hands
        } catch (StackOverflowError tooLate) {
            uncalled = true;
            return false;
        }
        if (!queue.withdraw(ticket, task)) {
            return false;
        }
        if (task instanceof PooledTask<?> submitted && !submitted.retract()) {
            queue.first().putBack(task); // what was taken out was the turn of another one
            Watchdog.attend(crew); // if there was nobody to be had for this one, there may be nobody for that one
            return false;
        }
        ledger.withdrawn();
        pool.mayBeOver(); // there is no more room than before; to signal it would wake whoever waits for room in here
        return true;
    }

    /** Whether by now more tasks wait than may, so that the last one has to have a thread of its own. */
    private boolean isCrowded(long ticket) {
        int capacity = config.queueCapacity();
        if (ticket == TaskQueue.UNNUMBERED || ticket - takenAtLeast < capacity) {
            return false; // most often, and without a look at the takers' end of the queue
        }
        long taken = queue.taken();
        takenAtLeast = taken;
        // Between the ticket and the head there may be withdrawn tasks, which do not wait: the ledger knows.
        return ticket - taken >= capacity && ticket - ledger.begunTickets() >= capacity;
    }

    private void overflow(Object task, RejectionReason obstacle) {
        if (obstacle == RejectionReason.SHUT_DOWN) {
            throw refuse(task, obstacle);
        }
        Overflow overflow = config.overflow();
        if (overflow instanceof Overflow.Block block && obstacle == RejectionReason.QUEUE_FULL) {
            block(task, block);
        } else if (overflow instanceof Overflow.CallerRuns) {
            runInCaller(task);
        } else if (overflow instanceof Overflow.DropOldest && obstacle == RejectionReason.QUEUE_FULL) {
            dropOldest(task);
        } else {
            throw refuse(task, obstacle);
        }
    }

    private void block(Object task, Overflow.Block policy) {
        if (pool.isOwnThread()) {
            runInCaller(task);
            return;
        }
        @Nullable RejectionReason[] obstacle = {RejectionReason.QUEUE_FULL};
        try {
            Blocking.await(
                    room,
                    () -> {
                        obstacle[0] = tryAdmit(task);
                        return obstacle[0] != RejectionReason.QUEUE_FULL || isRevoked(task);
                    },
                    Arguments.nanos(policy.timeout()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            obstacle[0] = RejectionReason.INTERRUPTED;
        }
        if (obstacle[0] != null) {
            throw refuse(task, isRevoked(task) ? RejectionReason.CLOSED : obstacle[0]);
        }
        roomMade(); // there may be more
    }

    private static boolean isRevoked(Object task) {
        return task instanceof RevocableTask<?> revocable && revocable.isRevoked();
    }

    private void dropOldest(Object task) {
        RejectionReason obstacle = RejectionReason.QUEUE_FULL;
        try {
            StackProbe.check(); // what is dropped is in nobody's hands for a moment
            int tries = 0;
            while (obstacle == RejectionReason.QUEUE_FULL && (dropFor(task) || ++tries < DROP_TRIES)) {
                obstacle = tryAdmit(task);
            }
        } finally {
            pool.endedOutside();
        }
        if (obstacle != null) {
            throw refuse(task, obstacle);
        }
    }

    /** Gives up a task that has waited longer where this one has no room; false if there is none, and no room either. */
    private boolean dropFor(Object task) {
        if (task instanceof PooledTask<?> submitted && submitted.isHeldBack()) {
            PooledTask<?> elder = submitted.elder();
            return elder != null && drop(elder) || submitted.hasRoomByNow();
        }
        if (config.queueCapacity() == 0) {
            return false; // there is none that waits: what is in the queue has a thread of its own
        }
        boolean dropped = dropOne();
        if (!dropped) {
            Thread.yield();
        }
        return dropped;
    }

    private boolean drop(PooledTask<?> victim) {
        boolean dropped = victim.drop(rejection(RejectionReason.DROPPED, victim, null));
        if (dropped) {
            pool.events().rejected(RejectionReason.DROPPED, victim);
        }
        return dropped;
    }

    /** Gives up the task that has waited longest; false if none waits. */
    private boolean dropOne() {
        Taken taken = new Taken();
        for (Object oldest = queue.pollEvenIfPaused(taken); oldest != null; oldest = queue.pollEvenIfPaused(taken)) {
            if (oldest instanceof PooledTask<?> submitted) {
                PooledTask<?> victim = submitted.victim();
                boolean dropped = victim != null && drop(victim);
                if (victim != null && victim.over(false)) {
                    crew.signal(false); // it was its turn, which is now another one's
                }
                if (dropped) {
                    return true;
                }
            } else {
                ledger.outside().end(Outcome.DROPPED, false);
                pool.events().rejected(RejectionReason.DROPPED, oldest);
                return true;
            }
        }
        return false;
    }

    /** Runs the task in this thread, as one that never waited. */
    private void runInCaller(Object task) {
        WorkScope outer = WorkScope.current();
        if (outer != null && outer.isDeep()) {
            throw refuse(task, RejectionReason.QUEUE_FULL);
        }
        StackProbe.check();
        callersAtWork.incrementAndGet();
        try {
            runCounted(task, outer);
        } finally {
            callersAtWork.decrementAndGet();
            pool.endedOutside();
        }
    }

    private void runCounted(Object task, @Nullable WorkScope outer) {
        WorkScope scope = WorkScope.enter(pool, ledger.outside());
        try {
            // Asked after the increment: either this sees the shutdown, or the shutdown waits for this task.
            if (Control.state(control.read()) >= Control.DRAINING) {
                throw refuse(task, RejectionReason.SHUT_DOWN);
            }
            if (task instanceof PooledTask<?> submitted) {
                Nesting.runWithin(outer, submitted, () -> runInCaller(submitted, scope));
            } else {
                Nesting.runWithin(outer, null, () -> runInCaller(Wrapped.unwrap((Runnable) task)));
            }
        } finally {
            scope.leave();
        }
    }

    private void runInCaller(PooledTask<?> task, WorkScope scope) {
        if (!task.mayRunInSubmitter()) {
            throw refuse(task, RejectionReason.QUEUE_FULL);
        }
        task.dropContext();
        boolean begun = task.begin(ledger.callers());
        try {
            if (begun) {
                scope.runs(task);
                task.callHere(ledger.callers());
            }
        } finally {
            if (task.over(begun)) {
                crew.signal(false);
            }
        }
    }

    private void runInCaller(Runnable task) {
        Throwable thrown = null;
        ledger.callers().start();
        long begin = System.nanoTime();
        try {
            task.run();
        } catch (Throwable failure) {
            thrown = failure;
        }
        ledger.callers().ran(System.nanoTime() - begin, 1);
        ledger.callers().end(thrown == null ? Outcome.SUCCEEDED : Outcome.FAILED, false);
        if (thrown != null) {
            pool.events().taskFailed(() -> Reporter.nameOf(null, task), thrown);
            pool.reporter().failed(task, thrown);
        }
    }

    /** Completes the task with the refusal that is then to be thrown. */
    TaskRejectedException refuse(Object task, RejectionReason reason) {
        ledger.rejected(reason.ordinal());
        Throwable cause = reason == RejectionReason.NO_THREAD ? crew.lastHireFailure() : null;
        TaskRejectedException rejection = rejection(reason, task, cause);
        if (task instanceof PooledTask<?> submitted) {
            submitted.refuse(rejection);
        }
        pool.events().rejected(reason, task);
        return rejection;
    }

    /** Why the pool does not run the task. */
    TaskRejectedException rejection(RejectionReason reason, Object task, @Nullable Throwable cause) {
        String name = nameOf(task);
        String executor = task instanceof PooledTask<?> submitted ? submitted.executor() : "Pool " + config.name();
        return new TaskRejectedException(reason, executor + why(reason, task) + ": task " + name, cause);
    }

    static String nameOf(Object task) {
        return task instanceof TaskFuture<?> future ? future.name() : Reporter.nameOf(null, task);
    }

    private String why(RejectionReason reason, Object task) {
        return switch (reason) {
            case QUEUE_FULL ->
                " is full (queue of " + config.queueCapacity() + ", at most "
                        + crew.bounds().max() + " threads)";
            case SHUT_DOWN -> " is shut down";
            case NO_THREAD -> " has no thread and can create none";
            case INTERRUPTED -> " is full and the submitter was interrupted while it waited for room";
            case DROPPED -> " is full and dropped the task that had waited longest";
            case EXPIRED -> " gave up a task that did not begin in time";
            case CLOSED ->
                " takes nothing more through a "
                        + (task instanceof RevocableTask<?> revocable ? revocable.door() : "door")
                        + " that is closed";
        };
    }
}
