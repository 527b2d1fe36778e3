package dev.weir.internal.ledger;

import dev.weir.internal.crew.Control;
import dev.weir.internal.queue.TaskQueue;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The account of every task of a pool: who accepted it is counted by the queue's tickets, who began and ended it by the
 * tally of each worker. Thread-safe.
 *
 * <h2>One consistent picture</h2>
 *
 * Counters only grow. So if all are read twice and none has changed, they all held these values at the moment between
 * the two readings: the picture is true of one moment, though it was read piece by piece. The control word, which does
 * not only grow, is read at that very moment. Under load the counters of busy workers change faster than they can be
 * read; then the reader asks the writers to hold still: workers before their next task or batch of tiny ones, submitters
 * before their next submission, takers of results before the next.
 * They do so until the reader is done, which takes it microseconds, and for {@value #PATIENCE} spins at most, about a
 * millisecond, so a reader that is itself stopped cannot stop the pool.
 *
 * <p>Nothing else is needed for the sum to be right: tasks that wait and tasks that run are not counted, they are what
 * is left between accepted, begun and ended, at that same moment.
 *
 * <p>Proven by {@code LedgerTest} and {@code ConsistentPictureTest}.
 */
public final class Ledger {

    private static final int FREE_READINGS = 3;
    private static final int PATIENCE = 20_000;

    private static final int WITHDRAWN = 0;
    private static final int RESULTS_TAKEN = 1;
    private static final int HIRED = 2;
    private static final int UNHIRED = 3;
    private static final int RETIRED = 4;

    /** The first of as many as there may be reasons to refuse a task. */
    private static final int REJECTED = 5;

    private static final int REASONS = 8;
    private static final int EVENTS = REJECTED + REASONS;

    private static final VarHandle TALLIES;
    private static final VarHandle HOLDS;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            TALLIES = lookup.findVarHandle(Ledger.class, "tallies", Tally[].class);
            HOLDS = lookup.findVarHandle(Ledger.class, "holds", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final long openedNanos = System.nanoTime();
    private final TaskQueue queue;
    private final Control control;

    /** Tasks with a ticket that ended without a worker: cancelled, dropped, handed back, or run by a submitter's thread. */
    private final Tally outside = new Tally(true);

    /** Tasks that submitters run themselves. They never had a ticket: their start is also their acceptance. */
    private final Tally callers = new Tally(true);

    private final Counters events = new Counters(EVENTS, true);

    /** Of all workers that there ever were at once; only grows. */
    private volatile Tally[] tallies;

    private final ConcurrentLinkedQueue<Tally> free = new ConcurrentLinkedQueue<>();

    /** Whether workers share the tallies, of which there are a few then: there may be very many workers. */
    private final boolean shared;

    private final AtomicInteger checkedOut = new AtomicInteger();

    /** Readers that ask for stillness. */
    private volatile int holds;

    /**
     * Opens the ledger of a pool.
     *
     * @param queue issues a ticket for each task that it accepts
     * @param control is part of each picture
     */
    public Ledger(TaskQueue queue, Control control) {
        this(queue, control, 0);
    }

    /**
     * Opens the ledger of a pool whose workers share their tallies.
     *
     * @param queue issues a ticket for each task that it accepts
     * @param control is part of each picture
     * @param sharedTallies how many tallies there are; 0 for one a worker
     */
    public Ledger(TaskQueue queue, Control control, int sharedTallies) {
        this.queue = queue;
        this.control = control;
        this.shared = sharedTallies > 0;
        Tally[] made = new Tally[sharedTallies];
        Arrays.setAll(made, i -> new Tally(true));
        this.tallies = made;
    }

    /** The tally for tasks that end without a worker. */
    public Tally outside() {
        return outside;
    }

    /** The tally for tasks that submitters run. */
    public Tally callers() {
        return callers;
    }

    /** A tally for a new worker: one that a worker has left behind, or a new one. */
    public Tally checkOut() {
        if (shared) {
            return tallies[(checkedOut.getAndIncrement() & Integer.MAX_VALUE) % tallies.length];
        }
        Tally left = free.poll();
        if (left != null) {
            return left;
        }
        Tally made = new Tally(false);
        for (; ; ) {
            Tally[] seen = tallies;
            Tally[] next = Arrays.copyOf(seen, seen.length + 1);
            next[seen.length] = made;
            if (TALLIES.compareAndSet(this, seen, next)) {
                return made;
            }
        }
    }

    /** Takes the tally of a worker that leaves. */
    public void checkIn(Tally tally) {
        if (!shared) {
            free.add(tally);
        }
    }

    /** A submitter takes back a task that no thread could run. */
    public void withdrawn() {
        events.add(WITHDRAWN, 1);
    }

    /**
     * A submission is refused.
     *
     * @param reason the number of the reason, from 0 to 7
     */
    public void rejected(int reason) {
        events.add(REJECTED + Objects.checkIndex(reason, REASONS), 1);
    }

    /** A result is taken from a result queue. */
    public void resultTaken() {
        holdStill();
        events.add(RESULTS_TAKEN, 1);
    }

    /** A worker is counted in the control word. */
    public void hired() {
        events.add(HIRED, 1);
    }

    /** No thread could be had for a worker that was counted. */
    public void unhired() {
        events.add(UNHIRED, 1);
    }

    /** A worker has left the control word. */
    public void retired() {
        events.add(RETIRED, 1);
    }

    /** Whether every worker that was hired has left. */
    public boolean allHaveRetired() {
        long retired = events.get(RETIRED);
        return events.get(HIRED) - events.get(UNHIRED) == retired;
    }

    /**
     * Waits until every worker that has reached for a task before has begun it or found none: a matter of nanoseconds,
     * unless its thread is stopped.
     */
    public void awaitReaching() {
        for (Tally tally : tallies) {
            while (tally.isReaching()) {
                Thread.yield();
            }
        }
    }

    /** Lets a reader take its picture, if one asks for it; called where a writer can afford to wait for microseconds. */
    public void holdStill() {
        for (int spins = PATIENCE; holds != 0 && spins > 0; spins--) {
            Thread.onSpinWait();
        }
    }

    /** Tickets whose tasks have ended, by now. */
    public long endedTickets() {
        long sum = events.get(WITHDRAWN) + outside.ended(false) + outside.ended(true);
        for (Tally tally : tallies) {
            sum += tally.ended(true);
        }
        return sum;
    }

    /** Tickets whose tasks have ended and whose workers, if they had one, are free for another, by now. */
    public long freedTickets() {
        long sum = events.get(WITHDRAWN) + outside.ended(false) + outside.freed();
        for (Tally tally : tallies) {
            sum += tally.freed();
        }
        return sum;
    }

    /** Tickets whose tasks no longer wait, by now. */
    public long begunTickets() {
        long sum = events.get(WITHDRAWN) + outside.ended(false) + outside.started();
        for (Tally tally : tallies) {
            sum += tally.started();
        }
        return sum;
    }

    /** Takes a picture of one moment. */
    public Picture picture() {
        long[] before = read();
        for (int i = 0; i < FREE_READINGS; i++) {
            long[] after = read();
            if (agree(before, after)) {
                return develop(after);
            }
            before = after;
        }
        HOLDS.getAndAdd(this, 1);
        try {
            for (; ; ) {
                long[] after = read();
                if (agree(before, after)) {
                    return develop(after);
                }
                before = after;
                Thread.onSpinWait();
            }
        } finally {
            HOLDS.getAndAdd(this, -1);
        }
    }

    /** Whether no counter has changed. The first element, the control word, is of the moment in between anyway. */
    private static boolean agree(long[] before, long[] after) {
        return Arrays.equals(before, 1, before.length, after, 1, after.length);
    }

    /** Layout: control word, issued tickets, events, outside, callers, workers. */
    private long[] read() {
        long word = control.read();
        Tally[] workers = tallies;
        long[] all = new long[2 + EVENTS + (2 + workers.length) * Tally.COUNTERS];
        all[0] = word;
        all[1] = queue.issued();
        for (int i = 0; i < EVENTS; i++) {
            all[2 + i] = events.get(i);
        }
        int at = 2 + EVENTS;
        outside.copyTo(all, at);
        at += Tally.COUNTERS;
        callers.copyTo(all, at);
        at += Tally.COUNTERS;
        for (Tally tally : workers) {
            tally.copyTo(all, at);
            at += Tally.COUNTERS;
        }
        return all;
    }

    private static Picture develop(long[] all) {
        Map<Outcome, Long> ended = new EnumMap<>(Outcome.class);
        long begun = 0;
        long endedUnbegun = 0;
        long results = 0;
        int firstTally = 2 + EVENTS;
        for (int at = firstTally; at < all.length; at += Tally.COUNTERS) {
            begun += Tally.copiedStarted(all, at);
            for (Outcome outcome : Outcome.values()) {
                long ends = Tally.copiedEnded(all, at, outcome);
                ended.merge(outcome, ends, Long::sum);
                endedUnbegun += outcome.began ? 0 : ends;
                results += outcome == Outcome.HANDED_BACK ? 0 : Tally.copiedResults(all, at, outcome);
            }
        }
        long[] event = Arrays.copyOfRange(all, 2, firstTally);
        long startedByCallers = Tally.copiedStarted(all, firstTally + Tally.COUNTERS);
        return new Picture(
                all[1] - event[WITHDRAWN] + startedByCallers,
                begun,
                ended,
                endedUnbegun,
                results - event[RESULTS_TAKEN],
                Arrays.stream(event, REJECTED, EVENTS).boxed().toList(),
                all[0],
                event[HIRED] - event[UNHIRED],
                event[RETIRED]);
    }

    // Without a picture, for those who look again and again

    /** Tasks accepted by now. */
    public long accepted() {
        return queue.issued() - events.get(WITHDRAWN) + callers.started();
    }

    /** Tasks ended by now, in whatever way. */
    public long ended() {
        long sum = outside.ended(false) + outside.ended(true) + callers.ended(true);
        for (Tally tally : tallies) {
            sum += tally.ended(true);
        }
        return sum;
    }

    /** When the ledger was opened, by {@code System.nanoTime()}. */
    public long openedNanos() {
        return openedNanos;
    }

    /** The time since the ledger was opened; the clock of the tallies. */
    public long nanos() {
        return System.nanoTime() - openedNanos;
    }

    /** How long workers have lived by that time, all together; workers that share their tallies do not count. */
    public long livedNanos(long now) {
        long sum = 0;
        for (Tally tally : tallies) {
            sum += tally.livedNanos(now);
        }
        return sum;
    }

    /** How long workers have had nothing to do by that time, all together. */
    public long restedNanos(long now) {
        long sum = 0;
        for (Tally tally : tallies) {
            sum += tally.restedNanos(now);
        }
        return sum;
    }

    /** How long tasks waited. */
    public Times waits() {
        Times times = new Times();
        outside.waits.addTo(times);
        callers.waits.addTo(times);
        for (Tally tally : tallies) {
            tally.waits.addTo(times);
        }
        return times;
    }

    /** How long tasks ran. */
    public Times runs() {
        Times times = new Times();
        outside.runs.addTo(times);
        callers.runs.addTo(times);
        for (Tally tally : tallies) {
            tally.runs.addTo(times);
        }
        return times;
    }
}
