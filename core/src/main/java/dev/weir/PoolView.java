package dev.weir;

import dev.weir.internal.ledger.Outcome;
import dev.weir.internal.park.WaitList;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A view: its own life and its own counts over a {@link Lane} of the pool. Thread-safe; the counts are guarded by its
 * lock, under which nothing of a user's is called.
 */
final class PoolView extends Submitting implements View {

    private final WorkerPool pool;
    private final String name;

    /** Either this, or the key of an ordered view, whose lane comes and goes. */
    private final @Nullable Lane ownLane;

    private final @Nullable LaneKey key;

    private final ReentrantLock lock = new ReentrantLock();
    private final long[] ends = new long[Outcome.values().length];
    private long accepted;
    private long begun;
    private long rejected;

    /** Tasks that are on their way in, or in and not out again. */
    private volatile long present;

    private volatile boolean closed;
    private final WaitList endWaiters = new WaitList();

    PoolView(WorkerPool pool, LaneKey key) {
        this.pool = pool;
        this.name = String.valueOf(key);
        this.key = key;
        this.ownLane = null;
    }

    PoolView(WorkerPool pool, String name, Lane lane) {
        this.pool = pool;
        this.name = name;
        this.key = null;
        this.ownLane = lane;
    }

    Lane lane() {
        return ownLane != null ? ownLane : pool.lanes().of(Objects.requireNonNull(key));
    }

    @Override
    WorkerPool pool() {
        return pool;
    }

    @Override
    <T extends @Nullable Object> PooledTask<T> task(@Nullable String taskName, Callable<? extends T> work) {
        return new LaneTask<>(this, taskName, work, null);
    }

    @Override
    public void execute(Runnable task) {
        Arguments.notNull("task", task);
        admit(new LaneTask<@Nullable Object>(this, null, RunnableCall.of(task), task));
    }

    @Override
    boolean isOwnThread() {
        WorkScope scope = WorkScope.current();
        return scope != null && scope.isWithin(this);
    }

    // Counts, told by the tasks

    /** A task is on its way in; false if the view is shut down. */
    boolean enter() {
        lock.lock();
        try {
            if (isShutdown()) {
                return false;
            }
            present++;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** A task that was on its way in, or in, is gone. */
    void leave() {
        boolean last;
        lock.lock();
        try {
            last = --present == 0;
        } finally {
            lock.unlock();
        }
        if (last) {
            endWaiters.signalAll();
        }
    }

    void left() {
        leave();
    }

    void accepted() {
        count(1, 0);
    }

    void retracted() {
        count(-1, 0);
        leave();
    }

    void began() {
        count(0, 1);
    }

    private void count(int tasksAccepted, int tasksBegun) {
        lock.lock();
        try {
            accepted += tasksAccepted;
            begun += tasksBegun;
        } finally {
            lock.unlock();
        }
    }

    void refused() {
        lock.lock();
        try {
            rejected++;
        } finally {
            lock.unlock();
        }
    }

    void ended(Outcome outcome) {
        lock.lock();
        try {
            ends[outcome.ordinal()]++;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public ViewStats stats() {
        lock.lock();
        try {
            long unbegun = end(Outcome.CANCELLED_WAITING)
                    + end(Outcome.EXPIRED)
                    + end(Outcome.DROPPED)
                    + end(Outcome.HANDED_BACK);
            long begunAndEnded = end(Outcome.SUCCEEDED) + end(Outcome.FAILED) + end(Outcome.CANCELLED);
            return new ViewStats(
                    name,
                    ownLane == null ? 1 : ownLane.limit(),
                    accepted - begun - unbegun,
                    begun - begunAndEnded,
                    accepted,
                    end(Outcome.SUCCEEDED),
                    end(Outcome.FAILED),
                    end(Outcome.CANCELLED) + end(Outcome.CANCELLED_WAITING),
                    rejected,
                    end(Outcome.EXPIRED),
                    end(Outcome.DROPPED),
                    end(Outcome.HANDED_BACK));
        } finally {
            lock.unlock();
        }
    }

    private long end(Outcome outcome) {
        return ends[outcome.ordinal()];
    }

    // Life

    @Override
    public String name() {
        return name;
    }

    @Override
    public void shutdown() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
        pool.admission().closed(); // whoever waits for room in here need not
        endWaiters.signalAll();
    }

    @Override
    public List<Runnable> shutdownNow() {
        shutdown();
        List<Runnable> handedBack = new ArrayList<>();
        Lane own = ownLane != null ? ownLane : pool.lanes().present(Objects.requireNonNull(key));
        if (own != null) {
            for (LaneTask<?> task : own.waiting()) {
                if (task.view() == this && task.handBackWaiting()) {
                    handedBack.add(task.handedBackAs());
                }
            }
            for (LaneTask<?> task : own.running()) {
                if (task.view() != this) {
                    continue;
                }
                if (task.handBack()) { // it is its turn, but no worker has come for it
                    handedBack.add(task.handedBackAs());
                } else {
                    task.interrupt();
                }
            }
            pool.endedOutside();
        }
        return handedBack;
    }

    @Override
    public boolean isShutdown() {
        return closed || pool.isShutdown();
    }

    @Override
    public boolean isTerminated() {
        return isShutdown() && present == 0;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        Runnable atClosing = endWaiters::signalAll;
        pool.lifecycle().tellOfClosing(atClosing);
        try {
            return Blocking.await(endWaiters, this::isTerminated, nanos(timeout, unit));
        } finally {
            pool.lifecycle().forget(atClosing);
        }
    }

    @Override
    public String toString() {
        return "View " + name + " of pool " + pool.name();
    }
}
