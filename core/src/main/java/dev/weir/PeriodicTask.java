package dev.weir;

import dev.weir.internal.thread.StackProbe;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A task that is run again and again, until it throws or is cancelled. Thread-safe.
 *
 * <p>Each run is a {@link PooledTask} of its own; the next one is scheduled when it has ended, so two never overlap. At a
 * fixed rate the next time is the last one plus the period, however long the run took or however late it began: no
 * drift, and a late task catches up. With a fixed delay it is the end of the run plus the delay.
 */
final class PeriodicTask extends TaskFuture<@Nullable Object> implements ScheduledTask<@Nullable Object> {

    /** More than its run asks for, which is cancelled with it. */
    private static final int FRAMES_TO_CANCEL = 150;

    private final String name;
    private final Callable<?> work;
    private final @Nullable Context context;
    private final long periodNanos;
    private final boolean fixedRate;
    private final Schedule.Entry entry;
    private volatile @Nullable Run current;

    /** Who runs it once it was handed back; written before RUNNING. */
    private final AtomicReference<@Nullable Thread> owner = new AtomicReference<>();

    /** Whether that thread was interrupted for this task's sake. Written before the interrupt, and read after it has arrived. */
    private volatile boolean hit;

    PeriodicTask(WorkerPool pool, Runnable task, long periodNanos, boolean fixedRate) {
        super(pool);
        this.name = Reporter.nameOf(null, task);
        this.work = RunnableCall.of(task);
        this.context = Context.capture(pool.config());
        this.periodNanos = Math.min(periodNanos, Schedule.FURTHEST_NANOS);
        this.fixedRate = fixedRate;
        this.entry = new Schedule.Entry(pool.schedule(), true) {
            @Override
            boolean admit() {
                return admitRun();
            }

            @Override
            boolean isOver() {
                return phase() != WAITING;
            }

            @Override
            void shutDown() {
                if (move(WAITING, ENDING)) { // else it may just have been handed back
                    cancelled(false);
                }
            }

            @Override
            void handBack(List<Runnable> handedBack) {
                if (move(WAITING, HANDED_BACK)) {
                    handedBack.add(PeriodicTask.this);
                }
            }

            @Override
            public String toString() {
                return PeriodicTask.this.toString();
            }
        };
    }

    PeriodicTask begin(long delayNanos) {
        RejectionReason obstacle = entry.begin(delayNanos);
        if (obstacle != null) {
            TaskRejectedException rejection = pool().admission().refuse(this, obstacle);
            fail(FAILED, rejection);
            throw rejection;
        }
        return this;
    }

    /** When the next run is due, or the present one was. */
    long dueNanos() {
        return entry.dueNanos();
    }

    /** One run. */
    private final class Run extends PooledTask<@Nullable Object> {

        Run() {
            super(PeriodicTask.this.pool(), name, work, context);
        }

        @Override
        boolean isReportedAtOnce() {
            return true;
        }

        @Override
        void counted() {
            runEnded(this);
        }

        @Override
        void forfeited() {
            PeriodicTask.this.move(WAITING, HANDED_BACK);
            entry.end();
        }

        @Override
        Runnable handedBackAs() {
            return PeriodicTask.this;
        }
    }

    private boolean admitRun() {
        Run run = new Run();
        current = run;
        boolean admitted = false;
        try {
            admitted = pool().admission().admitDue(run);
        } finally {
            if (!admitted) {
                current = null; // the pool never had it, so nobody must cancel it
            }
        }
        return admitted;
    }

    private void runEnded(Run run) {
        TaskState end = run.taskState();
        if (end == TaskState.FAILED) {
            entry.end();
            if (move(WAITING, ENDING)) {
                fail(FAILED, run.exceptionNow());
            }
        } else if (phase() == WAITING) {
            entry.next(fixedRate ? entry.dueNanos() + periodNanos : System.nanoTime() + periodNanos);
            if (phase() != WAITING) {
                entry.take(); // cancelled a moment ago
            }
        }
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        StackProbe.check(FRAMES_TO_CANCEL);
        for (; ; ) {
            int seen = phase();
            switch (seen) {
                case WAITING, HANDED_BACK -> {
                    if (move(seen, ENDING)) {
                        cancelled(mayInterruptIfRunning);
                        return true;
                    }
                }
                case RUNNING -> {
                    if (move(RUNNING, INTERRUPTING)) {
                        cancelOwner(mayInterruptIfRunning);
                        return true;
                    }
                }
                case ENDING -> Thread.yield(); // a matter of nanoseconds; who gets false finds the task done
                default -> {
                    return false;
                }
            }
        }
    }

    /** Its owner runs it, to whom it was handed back. */
    private void cancelOwner(boolean mayInterrupt) {
        Thread interrupted = owner.get();
        try {
            if (mayInterrupt && interrupted != null) {
                hit = true;
                interrupted.interrupt();
            }
        } finally {
            done(CANCELLED);
        }
    }

    private void cancelled(boolean mayInterruptIfRunning) {
        done(CANCELLED);
        entry.take();
        entry.end();
        Run run = current;
        if (run != null && (mayInterruptIfRunning || run.isWaiting())) {
            run.cancel(mayInterruptIfRunning);
        }
    }

    /**
     * Runs a task that was handed back, once; its pool has nothing to do with it any more. An interrupt by its cancellation is not
     * left to the thread, as in {@link PooledTask#callHere}.
     */
    @Override
    public void run() {
        if (phase() != HANDED_BACK
                || !owner.compareAndSet(null, Thread.currentThread())
                || !move(HANDED_BACK, RUNNING)) {
            return;
        }
        boolean before = Thread.currentThread().isInterrupted();
        try {
            callOnce();
        } finally {
            if (hit && !before) {
                Thread.interrupted();
            }
        }
    }

    private void callOnce() {
        try {
            work.call();
            if (endsByItself()) {
                succeed(null);
            }
        } catch (Throwable thrown) {
            if (endsByItself()) {
                fail(FAILED, thrown);
            }
            pool().reporter().failed(name, thrown);
        }
    }

    /** False if it was cancelled; an interrupt that was meant for it has arrived then. */
    private boolean endsByItself() {
        boolean ends = move(RUNNING, ENDING);
        while (phase() == INTERRUPTING) {
            Thread.yield();
        }
        return ends;
    }

    @Override
    public TaskState taskState() {
        TaskState own = super.taskState();
        Run run = current;
        boolean runs = own == TaskState.WAITING && run != null && run.taskState() == TaskState.RUNNING;
        return runs ? TaskState.RUNNING : own;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Duration queueWait() {
        Run run = current;
        return run == null ? Duration.ZERO : run.queueWait();
    }

    @Override
    public Duration runTime() {
        Run run = current;
        return run == null ? Duration.ZERO : run.runTime();
    }

    @Override
    public boolean isPeriodic() {
        return true;
    }

    @Override
    public long getDelay(TimeUnit unit) {
        return unit.convert(entry.dueNanos() - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    @Override
    public int compareTo(Delayed other) {
        return compare(entry, this, other);
    }

    /** Orders by time, and by number where the time is the same. */
    static int compare(Schedule.Entry own, Delayed self, Delayed other) {
        Schedule.Entry others = other instanceof PeriodicTask periodic
                ? periodic.entry
                : other instanceof DelayedTask<?> delayed ? delayed.entry() : null;
        if (others == null) {
            Objects.requireNonNull(other, "other");
            return Long.compare(self.getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
        }
        int byTime = Long.compare(own.dueNanos() - others.dueNanos(), 0);
        return byTime != 0 ? byTime : Long.compare(own.number(), others.number());
    }
}
