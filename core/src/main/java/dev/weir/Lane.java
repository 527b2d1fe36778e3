package dev.weir;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A line of tasks of which at most {@code limit} run at a time. Thread-safe: guarded by its lock, under which nothing of
 * a user's is called.
 *
 * <h2>Turns</h2>
 *
 * A task stands in two places: here, in its order, and in the pool's queue, where it holds a ticket like any other. In
 * the queue it is but a token: the worker that takes it calls {@link #turn} and runs the <em>first</em> task of the
 * line, which may be another one. If as many run as may, the worker leaves the token behind ({@code parked}) and goes on
 * to other work. Whoever ends a task of the line calls {@link #over}: if a token is parked, the next task is called
 * ({@code called}), and put back into the queue ahead of all others, since its token had its turn there before.
 *
 * <p>So the line costs no thread, moves in the order of submission, and does not overtake the rest of the pool: a token
 * is as old as a task of the line that is still waiting.
 *
 * <p>What must never be is a waiting task without a token. A token too many is harmless: it finds nobody and is gone.
 * Therefore a task that turns out to be cancelled when it is to begin passes its turn on ({@code over} with
 * {@code began = false}), and a task that is taken out of the line takes its token along only if it is its own.
 *
 * <p>A task that is run in the turn of one that waits for it (its {@code lender}) takes no place: it does not wait any more,
 * and what counts as running is the lender. If the lender ends before it, since it was cancelled or waits no longer, the
 * turn and the place are its own from then on.
 *
 * <p>Proven by {@code OrderedViewTest} and {@code LimitedViewTest}.
 */
final class Lane {

    private final Lanes lanes;
    private final @Nullable LaneKey key;
    private final int limit;
    private final int capacity;
    private final ReentrantLock lock = new ReentrantLock();

    private final TaskList waiting = new TaskList();
    private final TaskList running = new TaskList();

    /** Tasks that have a place: about to be admitted, waiting, running. */
    private long load;

    /** Tasks that run or are called. Those that borrow the turn of the task that waits for them do not count. */
    private int active;

    /** Tokens that had their turn in the pool while as many ran as may. */
    private long parked;

    /** A keyed lane that has become empty is not used again. */
    private boolean closed;

    /**
     * Makes an empty lane.
     *
     * @param key what its tasks have in common; null if it belongs to one view only
     * @param limit how many may run at a time
     * @param capacity how many more may wait
     */
    Lane(Lanes lanes, @Nullable LaneKey key, int limit, int capacity) {
        this.lanes = lanes;
        this.key = key;
        this.limit = limit;
        this.capacity = capacity;
    }

    /** A doubly linked list through the tasks themselves, so that a cancelled one leaves at once. */
    private static final class TaskList {
        private @Nullable LaneTask<?> first;
        private @Nullable LaneTask<?> last;

        void add(LaneTask<?> task) {
            task.list = this;
            task.previous = last;
            if (last == null) {
                first = task;
            } else {
                last.next = task;
            }
            last = task;
        }

        boolean remove(LaneTask<?> task) {
            if (task.list != this) {
                return false;
            }
            LaneTask<?> previous = task.previous;
            LaneTask<?> next = task.next;
            if (previous == null) {
                first = next;
            } else {
                previous.next = next;
            }
            if (next == null) {
                last = previous;
            } else {
                next.previous = previous;
            }
            task.list = null;
            task.previous = null;
            task.next = null;
            return true;
        }
    }

    @Nullable
    LaneKey key() {
        return key;
    }

    int limit() {
        return limit;
    }

    private boolean isOrdered() {
        return key != null;
    }

    // Places

    /** The answers of {@link #reserve}. */
    enum Place {
        TAKEN,
        FULL,
        LANE_CLOSED
    }

    /** Takes a place for a task that is about to be admitted. */
    Place reserve() {
        lock.lock();
        try {
            if (closed) {
                return Place.LANE_CLOSED;
            }
            if (load >= limit && (load >= (long) limit + capacity || !lanes.tryHoldUp())) {
                return Place.FULL;
            }
            if (load++ == 0) {
                lanes.begins(this);
            }
            return Place.TAKEN;
        } finally {
            lock.unlock();
        }
    }

    /** Whether {@link #reserve} would find no place. */
    boolean isFull() {
        lock.lock();
        try {
            return load >= limit && (load >= (long) limit + capacity || lanes.isHeldUp());
        } finally {
            lock.unlock();
        }
    }

    boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /** Whether fewer run than may. */
    boolean hasTurn() {
        lock.lock();
        try {
            return active < limit;
        } finally {
            lock.unlock();
        }
    }

    /** Gives a place back: of a task that was not admitted, or has left the line. */
    void unreserve() {
        lock.lock();
        try {
            leavePlace();
        } finally {
            lock.unlock();
        }
    }

    private void leavePlace() {
        if (load > limit) {
            lanes.letGo();
        }
        if (--load == 0) {
            parked = 0;
            closed = isOrdered();
            lanes.ends(this);
        }
    }

    /** The task, which has a place and a ticket, joins the line. */
    void append(LaneTask<?> task) {
        lock.lock();
        try {
            waiting.add(task);
        } finally {
            lock.unlock();
        }
    }

    // Turns

    /** A token has its turn in the pool: gives the task to run, or null and keeps the token. */
    @Nullable
    LaneTask<?> turn() {
        lock.lock();
        try {
            if (active >= limit) {
                parked++;
                return null;
            }
            return callFirst();
        } finally {
            lock.unlock();
        }
    }

    private @Nullable LaneTask<?> callFirst() {
        LaneTask<?> first = waiting.first;
        if (first != null) {
            call(first);
            active++;
        }
        return first;
    }

    private void call(LaneTask<?> task) {
        waiting.remove(task);
        running.add(task);
    }

    /**
     * A task that had its turn has ended, or whoever took its turn found that it was not there to be begun. If it is another
     * one's turn now, that one is put back into the pool's queue: under the lock, so that whoever stops the pool and then
     * looks at this lane finds it either here or there.
     *
     * @param began false if it did not even begin, since it was cancelled
     * @return whether a task was put back
     */
    boolean over(LaneTask<?> task, boolean began) {
        lock.lock();
        try {
            if (!running.remove(task)) {
                return false;
            }
            boolean borrowed = task.lender != null;
            boolean goesOn = bequeath(task);
            task.lender = null;
            if (borrowed) {
                parked += began ? 0 : 1;
            }
            if (borrowed || goesOn) {
                return false;
            }
            active--;
            leavePlace();
            if (began && parked == 0 || waiting.first == null || active >= limit || lanes.areStopping()) {
                return false;
            }
            parked -= began ? 1 : 0;
            Objects.requireNonNull(callFirst()).putBack();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** A task that has ended leaves the turn it ran in to the one that it had lent that to; false if there is none. */
    private boolean bequeath(LaneTask<?> lender) {
        LaneTask<?> heir = null;
        for (LaneTask<?> task = running.first; task != null; task = task.next) {
            if (task.lender == lender) {
                task.lender = heir == null ? lender.lender : heir;
                heir = heir == null ? task : heir;
            }
        }
        return heir != null;
    }

    /** Takes a waiting task out of the line, be it cancelled, expired, refused or handed back; false if it is not there. */
    boolean remove(LaneTask<?> task) {
        lock.lock();
        try {
            if (!waiting.remove(task)) {
                return false;
            }
            leavePlace();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Takes the task out that has waited longest. */
    @Nullable
    LaneTask<?> removeFirst() {
        lock.lock();
        try {
            LaneTask<?> first = waiting.first;
            if (first != null) {
                waiting.remove(first);
                leavePlace();
            }
            return first;
        } finally {
            lock.unlock();
        }
    }

    /** A submitter wants to run a task itself: true if it is its turn, and then it has a place. */
    boolean callInSubmitter(LaneTask<?> task) {
        lock.lock();
        try {
            if (closed || active >= limit || waiting.first != null) {
                return false;
            }
            if (load++ == 0) {
                lanes.begins(this);
            } else if (load > limit && !lanes.tryHoldUp()) {
                load--;
                return false;
            }
            active++;
            running.add(task);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * A task of the pool waits for one of this line.
     *
     * @param lender the task of this line that waits as well, directly or not, and lends its turn; null for none
     * @return the task that the waiter is to run next: the awaited one, or in an ordered lane the first one; null if
     *     that is not to be
     */
    @Nullable
    LaneTask<?> claim(LaneTask<?> awaited, @Nullable LaneTask<?> lender) {
        lock.lock();
        try {
            boolean hasTurn = lender == null ? active < limit : lender.list == running; // else it has ended meanwhile
            if (awaited.list != waiting || !hasTurn) {
                return null;
            }
            LaneTask<?> next = isOrdered() ? waiting.first : awaited;
            call(Objects.requireNonNull(next));
            next.lender = lender;
            if (lender != null) {
                leavePlace(); // it does not wait, and what runs is the lender
            } else {
                active++;
            }
            if (!next.withdrawToken() && parked > 0) {
                parked--;
            }
            return next;
        } finally {
            lock.unlock();
        }
    }

    // For the view's or the pool's sudden end

    /** The tasks that wait now. */
    List<LaneTask<?>> waiting() {
        return copy(waiting);
    }

    /** The tasks that run now. */
    List<LaneTask<?>> running() {
        return copy(running);
    }

    private List<LaneTask<?>> copy(TaskList list) {
        lock.lock();
        try {
            List<LaneTask<?>> all = new ArrayList<>();
            for (LaneTask<?> task = list.first; task != null; task = task.next) {
                all.add(task);
            }
            return all;
        } finally {
            lock.unlock();
        }
    }
}
