package dev.weir;

import dev.weir.internal.ledger.Outcome;
import dev.weir.internal.ledger.Tally;
import dev.weir.internal.queue.Segment;
import dev.weir.internal.thread.StackProbe;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * A task of a view: has its place in a {@link Lane} as well as in the pool's queue. Thread-safe as {@link PooledTask}; what
 * is linked here is guarded by the lane's lock.
 */
final class LaneTask<T extends @Nullable Object> extends PooledTask<T> {

    private static final VarHandle CALLED;

    static {
        try {
            CALLED = MethodHandles.lookup().findVarHandle(LaneTask.class, "called", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final PoolView view;

    /** What {@code execute} was given; null for what has a future. */
    private final @Nullable Runnable executed;

    /** Set with the place in it, before the task is offered. */
    private volatile @Nullable Lane lane;

    /** Whether its submitter is to run it, so that it has no ticket. Written before the task is in its lane. */
    private boolean hasNoTicket;

    /** Whether it was the lane that had no room for it; belongs to its submitter. */
    private boolean heldBack;

    // Guarded by the lane's lock

    @Nullable
    Object list;

    @Nullable
    LaneTask<?> previous;

    @Nullable
    LaneTask<?> next;

    /** The running task that waits for this one and in whose turn this one is run; null if the turn is its own. */
    @Nullable
    LaneTask<?> lender;

    /** Whether the next token with this task's name on it is its own turn: set before it is put back, used once. */
    private volatile boolean called;

    LaneTask(PoolView view, @Nullable String name, Callable<? extends T> work, @Nullable Runnable executed) {
        super(view.pool(), name, work);
        this.view = view;
        this.executed = executed;
    }

    private Lane lane() {
        return Objects.requireNonNull(lane);
    }

    PoolView view() {
        return view;
    }

    boolean isIn(@Nullable Lane wanted) {
        return lane == wanted;
    }

    // The way in

    @Override
    @Nullable
    RejectionReason reserve() {
        StackProbe.check();
        if (!view.enter()) {
            return RejectionReason.SHUT_DOWN;
        }
        for (; ; ) {
            Lane present = view.lane();
            lane = present;
            switch (present.reserve()) {
                case TAKEN -> {
                    heldBack = false;
                    return null;
                }
                case FULL -> {
                    heldBack = true;
                    view.leave();
                    return RejectionReason.QUEUE_FULL;
                }
                default -> pool().lanes().forget(present);
            }
        }
    }

    @Override
    void unreserve() {
        lane().unreserve();
        view.leave();
    }

    @Override
    public void placed(Segment segment, int index) {
        super.placed(segment, index);
        view.accepted();
        lane().append(this);
    }

    @Override
    boolean retract() {
        if (!lane().remove(this)) {
            return false;
        }
        view.retracted();
        return true;
    }

    @Override
    boolean isHeldBack() {
        return heldBack;
    }

    @Override
    boolean hasRoomByNow() {
        return !lane().isFull();
    }

    @Override
    @Nullable
    PooledTask<?> elder() {
        LaneTask<?> first = lane().removeFirst();
        if (first != null) {
            first.withdrawToken();
        }
        return first;
    }

    @Override
    @Nullable
    PooledTask<?> victim() {
        return called ? this : lane().removeFirst();
    }

    @Override
    boolean mayRunInSubmitter() {
        if (!view.enter()) {
            return false;
        }
        Lane present = view.lane();
        while (present.isClosed()) {
            pool().lanes().forget(present);
            present = view.lane();
        }
        lane = present;
        hasNoTicket = true;
        if (present.callInSubmitter(this)) {
            view.accepted();
            return true;
        }
        if (present.key() == null && !pool().isWorkerThread()) {
            lane = null; // beyond the limit, but in no thread of the pool's
            view.accepted();
            return true;
        }
        view.leave();
        return false;
    }

    @Override
    void refuse(TaskRejectedException reason) {
        super.refuse(reason);
        view.refused();
    }

    // Turns

    @Override
    @Nullable
    PooledTask<?> turn() {
        return CALLED.compareAndSet(this, true, false) ? this : lane().turn();
    }

    @Override
    void swept() {
        if (CALLED.compareAndSet(this, true, false)) {
            lane().over(this, false);
        }
    }

    @Override
    boolean over(boolean began) {
        called = false;
        Lane present = lane;
        boolean putBack = present != null && present.over(this, began);
        VarHandle.fullFence();
        pool().admission().roomMade(); // in the lane
        return putBack;
    }

    /** It is the task's turn: it goes ahead of all others. Called by its lane, under the lock. */
    void putBack() {
        called = true;
        pool().queue().first().putBack(this);
    }

    /** The task will not begin. If it is its turn already, that is passed on now, and not only when a worker comes. */
    private void leaveLane() {
        Lane present = lane;
        boolean isCalled = present != null
                && !present.remove(this)
                && called
                && pool().queue().first().takeBack(this)
                && CALLED.compareAndSet(this, true, false);
        if (isCalled && over(false)) {
            pool().crew().signal(false);
        }
    }

    @Override
    @Nullable
    PooledTask<?> claim(WorkScope scope) {
        Lane present = lane;
        if (present == null || pool().isStopping()) {
            return null;
        }
        LaneTask<?> lender = lenderIn(present, scope);
        return lender != null || !scope.isDeep() ? present.claim(this, lender) : null;
    }

    private static @Nullable LaneTask<?> lenderIn(Lane lane, WorkScope scope) {
        LaneTask<?> own = scope.innermost(lane);
        if (own != null) {
            return own;
        }
        for (LaneTask<?> holder : lane.running()) {
            if (Nesting.leadsTo(holder, scope)) {
                return holder;
            }
        }
        return null;
    }

    @Override
    boolean isHeldUpBy(WorkScope scope) {
        Lane present = lane;
        return present != null && isWaiting() && scope.isWithin(present) && !present.hasTurn();
    }

    @Override
    List<LaneTask<?>> holders() {
        Lane present = lane;
        return present != null && isWaiting() && !present.hasTurn() ? present.running() : List.of();
    }

    @Override
    @Nullable
    Stranding expedite() {
        Lane present = lane;
        return present != null && present.hasTurn() ? super.expedite() : null;
    }

    boolean withdrawToken() {
        return leaveQueue();
    }

    @Override
    void leavePlace() {
        super.leavePlace();
        leaveLane();
    }

    // Its end

    @Override
    boolean begin(Tally tally) {
        if (!super.begin(tally)) {
            return false;
        }
        view.began();
        return true;
    }

    @Override
    void ends(Outcome outcome) {
        view.ended(outcome);
    }

    @Override
    void counted() {
        view.left();
    }

    /** A task without a ticket is none of the pool's, and only the view hands it back. */
    @Override
    boolean handBack() {
        if (!hasNoTicket) {
            return super.handBack();
        }
        if (!handBackUnadmitted()) {
            return false;
        }
        forfeited();
        return true;
    }

    /**
     * Hands the task back if it still waits in its line: whoever takes it out of there has it. Else its submitter, which finds
     * no thread and takes it back, would end it as well.
     */
    boolean handBackWaiting() {
        return lane().remove(this) && handBack();
    }

    @Override
    void forfeited() {
        leaveLane();
        view.ended(Outcome.HANDED_BACK);
        view.left();
    }

    @Override
    boolean isReportedAtOnce() {
        return executed != null;
    }

    @Override
    Runnable handedBackAs() {
        return executed != null ? executed : this;
    }

    @Override
    String executor() {
        return view.toString();
    }
}
