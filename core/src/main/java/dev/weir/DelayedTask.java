package dev.weir;

import dev.weir.internal.thread.StackProbe;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A task that begins once, at a certain time. Thread-safe. */
final class DelayedTask<T extends @Nullable Object> extends PooledTask<T> implements ScheduledTask<T> {

    private final Schedule.Entry entry;

    DelayedTask(WorkerPool pool, Callable<? extends T> work) {
        super(pool, null, work);
        this.entry = new Schedule.Entry(pool.schedule(), false) {
            @Override
            boolean admit() {
                return pool.admission().admitDue(DelayedTask.this);
            }

            @Override
            void dueAt(long nanoTime) {
                DelayedTask.this.dueAt(nanoTime);
            }

            @Override
            void shutDown() {} // it still has its time

            @Override
            void handBack(List<Runnable> handedBack) {
                if (handBackUnadmitted()) {
                    handedBack.add(DelayedTask.this);
                }
            }
        };
    }

    DelayedTask<T> begin(long delayNanos) {
        RejectionReason obstacle = entry.begin(delayNanos);
        if (obstacle != null) {
            throw pool().admission().refuse(this, obstacle);
        }
        return this;
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        StackProbe.check(); // between the timer and the pool nobody would have the task
        // Whoever took the entry: the pool never had the task, so its end is in no account.
        boolean unadmitted = entry.take() || entry.isTaken();
        return unadmitted && cancelUnadmitted() || super.cancel(mayInterruptIfRunning);
    }

    @Override
    void awaitTime() throws InterruptedException {
        if (isWaiting()) {
            park(Math.max(0, entry.dueNanos() - System.nanoTime()) + Schedule.RETRY_NANOS);
        }
    }

    @Override
    @Nullable
    Stranding expedite() {
        Stranding placed = super.expedite();
        boolean late = placed == null && isWaiting() && entry.isDue();
        return late ? Stranding.beginUnplaced(pool()) : placed;
    }

    @Override
    public boolean isPeriodic() {
        return false;
    }

    @Override
    public long getDelay(TimeUnit unit) {
        return unit.convert(entry.dueNanos() - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    @Override
    public int compareTo(Delayed other) {
        return PeriodicTask.compare(entry, this, other);
    }

    Schedule.Entry entry() {
        return entry;
    }
}
