package dev.weir;

import dev.weir.internal.thread.StackProbe;
import dev.weir.internal.timer.Timed;
import dev.weir.internal.timer.Timer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What a pool is to begin at a certain time. Thread-safe.
 *
 * <h2>An entry</h2>
 *
 * <pre>
 *   SCHEDULED ----> ADMITTING ----> ADMITTED       its time has come, and the pool's queue has it
 *    |   ^   ^          |               |
 *    |   |   +----------+               |          no room: among the late; or the pool stops: left to it
 *    |   +------------------------------+          a periodic task, for its next run
 *    +--------> TAKEN                              cancelled, or handed back
 * </pre>
 *
 * Each step is one compare-and-set of the entry's state, so of the timer, who cancels and who stops the pool one has it.
 * ADMITTING is a matter of microseconds, in which no code of a user's is called: the others wait for its end. While there
 * are late entries, the first of them asks for room once a millisecond, and the others behind it do not.
 *
 * <h2>The pool's end</h2>
 *
 * An entry is first counted and then looks whether the pool is shut down; a pool that shuts down first says so and then
 * looks for entries. While one that runs once is pending, or one is being admitted, a pool that is shut down does not end.
 *
 * <p>Proven by {@code ScheduleTest}.
 */
final class Schedule {

    static final long RETRY_NANOS = 1_000_000;

    /** 146 years: times that lie no farther apart can be compared by their difference. */
    static final long FURTHEST_NANOS = Long.MAX_VALUE / 2;

    /** Of a step that begins with the state of an entry and ends with the timer, which asks for fewer. */
    private static final int FRAMES_TO_TAKE = 60;

    private final WorkerPool pool;
    private final Set<Entry> entries = ConcurrentHashMap.newKeySet();

    /** Entries whose time has come, but for which there was no room, in this order. Only the timer lets them in. */
    private final ConcurrentLinkedQueue<Entry> late = new ConcurrentLinkedQueue<>();

    private final Retry retry = new Retry();
    private final AtomicLong made = new AtomicLong();

    /** Entries that a pool which is shut down still waits for, and admissions under way. */
    private final AtomicInteger pending = new AtomicInteger();

    Schedule(WorkerPool pool) {
        this.pool = pool;
    }

    /** Whether something is still to come for which the pool must not end. */
    boolean isPending() {
        return pending.get() > 0;
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    /** Something scheduled. */
    abstract static class Entry extends Timed {

        private static final int SCHEDULED = 0;
        private static final int ADMITTING = 1;
        private static final int ADMITTED = 2;
        private static final int TAKEN = 3;

        private final Schedule schedule;
        private final boolean periodic;
        private final long number;
        private final AtomicInteger state = new AtomicInteger();
        private volatile long dueNanos;

        Entry(Schedule schedule, boolean periodic) {
            this.schedule = schedule;
            this.periodic = periodic;
            this.number = schedule.made.incrementAndGet();
        }

        /** Gives the pool's queue what is due; false if there is no room. */
        abstract boolean admit();

        /** Whether a periodic task is over: no further run of it begins. */
        boolean isOver() {
            return false;
        }

        /** Tells when it is due for the first time. */
        void dueAt(long nanoTime) {}

        /** The pool is shut down: a periodic task ends. */
        abstract void shutDown();

        /** Hands the task back; what the pool's owner gets is added to the list. */
        abstract void handBack(List<Runnable> handedBack);

        long dueNanos() {
            return dueNanos;
        }

        /** Whether its time has come; the pool's queue may have it or not. */
        boolean isDue() {
            return dueNanos - System.nanoTime() <= 0;
        }

        long number() {
            return number;
        }

        /**
         * Schedules the entry for the first time.
         *
         * @param delayNanos how long from now; a negative one is none
         * @return null if that is done, else why not
         */
        final @Nullable RejectionReason begin(long delayNanos) {
            StackProbe.check();
            long at = System.nanoTime() + Math.max(0, Math.min(delayNanos, FURTHEST_NANOS));
            dueNanos = at;
            dueAt(at);
            schedule.enter(this);
            RejectionReason obstacle = null;
            boolean scheduled = false;
            try {
                if (schedule.pool.isShutdown()) {
                    obstacle = RejectionReason.SHUT_DOWN;
                } else if (!intoTimer(at)) {
                    obstacle = RejectionReason.NO_THREAD;
                }
                scheduled = true;
            } finally {
                if (!scheduled) {
                    take(); // out of memory: the pool must not wait for it
                }
            }
            if (obstacle == null || !take()) {
                return null; // or whoever ended the pool has taken it already
            }
            return obstacle;
        }

        /** Schedules the next run. The last one has ended, perhaps before the timer had noted that it was admitted. */
        final void next(long at) {
            while (state.get() == ADMITTING) {
                Thread.yield();
            }
            dueNanos = at;
            state.set(SCHEDULED);
            if (schedule.pool.isShutdown()) {
                shutDown();
            } else {
                reschedule(at);
            }
        }

        private void reschedule(long at) {
            if (!intoTimer(at) && !isTaken() && !schedule.pool.isTerminated()) {
                Log.warn("No timer for ", this, ": it is not run any more", new IllegalStateException("no thread"));
                shutDown();
            }
        }

        @Override
        protected final void due() {
            boolean settled = false;
            try {
                if (!schedule.late.isEmpty() || !tryAdmit()) {
                    schedule.late(this);
                }
                settled = true;
            } finally {
                if (!settled && state.get() == SCHEDULED) {
                    schedule.late.remove(this); // out of memory: it is tried again, and not in two ways
                    reschedule(System.nanoTime() + RETRY_NANOS);
                }
            }
        }

        /** False if there is no room; true if the pool has it, or it is not to be had any more. */
        private boolean tryAdmit() {
            if (!state.compareAndSet(SCHEDULED, ADMITTING)) {
                return true;
            }
            // The pool must not end between the look at its state and the admission, so it is told to wait.
            schedule.pending.incrementAndGet();
            boolean over = periodic ? isOver() || schedule.pool.isShutdown() : schedule.pool.isStopping();
            boolean admitted = false;
            try {
                admitted = !over && admit();
            } finally {
                state.set(admitted ? ADMITTED : SCHEDULED);
                if (admitted && !periodic && schedule.entries.remove(this)) {
                    schedule.pending.decrementAndGet();
                }
                if (schedule.pending.decrementAndGet() == 0 && schedule.pool.isShutdown()) {
                    schedule.pool.mayBeOverAside(); // this is the timer's thread, and must not end a pool
                }
            }
            return admitted || over; // if it is over, who ends the pool takes the entry
        }

        /** Takes the entry off the schedule; false if its time has come. */
        final boolean take() {
            StackProbe.check(FRAMES_TO_TAKE);
            while (!state.compareAndSet(SCHEDULED, TAKEN)) {
                int seen = state.get(); // scheduled again, perhaps: then there was no room, or the pool stops
                if (seen == ADMITTED || seen == TAKEN) {
                    return false;
                }
                Thread.yield();
            }
            Timer.cancel(this);
            schedule.late.remove(this);
            schedule.leave(this);
            return true;
        }

        /** Whether it was taken off the schedule before its time had come. */
        final boolean isTaken() {
            return state.get() == TAKEN;
        }

        /** Has it fall due, unless it is taken meanwhile: who takes it looks for it in the timer, and so does this. */
        private boolean intoTimer(long at) {
            if (!Timer.schedule(this, at)) {
                return false;
            }
            if (isTaken()) {
                Timer.cancel(this);
            }
            return true;
        }

        /** A periodic task is over. */
        final void end() {
            schedule.leave(this);
        }
    }

    /** There is no room for an entry: it waits for it behind those that came before. */
    private void late(Entry entry) {
        late.add(entry);
        if (entry.isTaken()) {
            late.remove(entry);
        }
        retry.begin();
        pool.crew().attendIfExpecting();
    }

    /** Whether something is due for which there is no room. */
    boolean isLate() {
        return !late.isEmpty();
    }

    /** Lets in those that are late, in their order, as soon as there is room. */
    private final class Retry extends Timed {

        private final AtomicBoolean begun = new AtomicBoolean();

        void begin() {
            if (late.isEmpty() || !begun.compareAndSet(false, true)) {
                return;
            }
            boolean scheduled = false;
            try {
                scheduled = Timer.schedule(this, System.nanoTime() + RETRY_NANOS);
            } finally {
                if (!scheduled) {
                    begun.set(false); // the last pool has ended, or memory is short
                }
            }
        }

        @Override
        protected void due() {
            try {
                Entry first = late.peek();
                while (first != null && first.tryAdmit()) {
                    late.remove(first);
                    first = late.peek();
                }
            } finally {
                begun.set(false);
                begin();
            }
        }
    }

    private void enter(Entry entry) {
        if (!entry.periodic) {
            pending.incrementAndGet();
        }
        boolean entered = false;
        try {
            entered = entries.add(entry);
        } finally {
            if (!entered && !entry.periodic) {
                pending.decrementAndGet(); // out of memory
            }
        }
    }

    private void leave(Entry entry) {
        if (entries.remove(entry) && !entry.periodic) {
            pending.decrementAndGet();
            pool.mayBeOver();
        }
    }

    /** The pool is shut down. */
    void shutDown() {
        for (Entry entry : entries) {
            if (entry.periodic) {
                entry.shutDown();
            }
        }
    }

    /** The pool stops: what is in the queue afterwards is all that there is. */
    void handBack(List<Runnable> handedBack) {
        List<Entry> taken = new ArrayList<>();
        for (Entry entry : entries) {
            if (entry.take()) {
                taken.add(entry); // its time stands still from now on
            }
        }
        taken.sort((a, b) -> Long.compare(a.dueNanos - b.dueNanos, 0));
        taken.forEach(entry -> entry.handBack(handedBack));
    }
}
