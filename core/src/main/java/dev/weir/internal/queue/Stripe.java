package dev.weir.internal.queue;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * A first-in-first-out line of tickets for any number of submitters and takers, whose two ends can be shut: one of those
 * that a {@link TaskQueue} is made of. Thread-safe, lock-free.
 *
 * <h2>Tickets</h2>
 *
 * A submission gets a ticket from {@code tail}, the number of tickets issued; ticket {@code t} is place
 * {@code t % 256} of segment {@code t / 256}. Taking advances {@code head}, the number of tickets taken. Each end is one
 * word, and what can forbid a step is decided in the same compare-and-set as the step:
 *
 * <ul>
 *   <li>{@code tail}: bit 63 is SHUT. Once set, no ticket is issued any more. The {@link TicketGate} that bounds the
 *       number of waiting tasks is asked for exactly the ticket that the compare-and-set then issues.
 *   <li>{@code head}: bit 63 is PAUSED. While set, no ticket is taken. Bit 62 is PASSED: the line is shut and empty, and
 *       takers have gone on to what follows it. Who pauses and who passes exclude each other.
 * </ul>
 *
 * <h2>Steps</h2>
 *
 * <pre>
 *   offer     segment of tail exists (append it if not)    may run out of memory: nothing has happened yet
 *             CAS tail t -> t+1                             the ticket is ours
 *             place t: null -> task                         published; a release
 *   take      place of head holds something                 else: empty, or the submitter is not there yet
 *             CAS head h -> h+1                             the ticket is ours
 *             exchange place h: task -> null                or HUSK was there: withdrawn, take the next
 *   batch     show the batch                                so that its tasks are never out of sight
 *             CAS head h -> h+n                             n tickets are ours, whose places all hold something
 *             exchange place h: task -> null                the others one by one, by whoever is there first
 *   withdraw  CAS place: task -> HUSK                       at any time
 * </pre>
 *
 * A ticket that is issued but not published holds up the takers of this line. They do not wait for it.
 *
 * <h2>Segments</h2>
 *
 * {@code headSegment} and {@code tailSegment} only move forward, and never past the segment of a ticket that is not yet
 * taken or issued; whoever reads one of them before it reads {@code head} or {@code tail} holds a segment from which
 * the right one can be reached by {@code next}. A segment that takers have passed links to itself: a submitter that
 * finds that starts again from {@code headSegment}.
 */
final class Stripe {

    /** Returned by {@link #offer} instead of a ticket: the gate did not admit one more. */
    static final long FULL = -1;

    /** Returned by {@link #offer} instead of a ticket: the line is shut. */
    static final long SHUT = -2;

    /** Returned by {@link #offer} instead of a ticket: a segment was appended, so look how things go, and come again. */
    static final long RECONSIDER = -3;

    /** Returned by {@link #take} instead of a task: another taker was quicker, so there may be more. */
    static final Object CROWDED = new Object();

    /** SHUT in the tail, PAUSED in the head. */
    private static final long BARRED = Long.MIN_VALUE;

    private static final long PASSED = 1L << 62;
    private static final long COUNT = PASSED - 1;

    /** To show a batch costs more than to take so few tasks one by one. */
    private static final int LEAST_BATCH = 4;

    private static final int DENSE = 0;
    private static final int SPARSE = 6;

    private static final VarHandle HEAD_SEGMENT;
    private static final VarHandle TAIL_SEGMENT;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            HEAD_SEGMENT = lookup.findVarHandle(Stripe.class, "headSegment", Segment.class);
            TAIL_SEGMENT = lookup.findVarHandle(Stripe.class, "tailSegment", Segment.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Submitters that wanted the same ticket, since a segment was appended; one may be lost where two are counted. */
    private final PaddedLong collisions = new PaddedLong();

    private final TimeAll timeAll;
    private final PaddedLong tail = new PaddedLong();
    private final PaddedLong head = new PaddedLong();
    private volatile Segment headSegment;
    private volatile Segment tailSegment;

    Stripe(TimeAll timeAll) {
        this.timeAll = timeAll;
        Segment first = new Segment(0, head, timeAll.isWanted() ? DENSE : SPARSE);
        headSegment = first;
        tailSegment = first;
    }

    /**
     * Adds a task.
     *
     * @param task the task
     * @param placed the task, if it is to be told its place
     * @param gate asked whether one more may wait
     * @param before what to add to the ticket when the gate is asked
     * @param evenIfShut whether the line being shut is no obstacle
     * @return the ticket, or {@link #FULL}, {@link #SHUT} or {@link #RECONSIDER}
     */
    long offer(Object task, @Nullable Placed placed, TicketGate gate, long before, boolean evenIfShut) {
        for (; ; ) {
            Segment start = tailSegment;
            long word = tail.get();
            if (word < 0 && !evenIfShut) {
                return SHUT;
            }
            long ticket = count(word);
            if (!gate.admits(before + ticket)) {
                return FULL;
            }
            Segment segment = start.id == ticket >>> Segment.SHIFT ? start : segmentFor(start, ticket);
            if (segment == null) {
                return RECONSIDER;
            }
            int index = (int) ticket & Segment.MASK;
            long now = segment.isTimed(index) ? System.nanoTime() : 0;
            if (isStillFree(segment, index) && tail.compareAndSet(word, word + 1)) {
                try {
                    if (now != 0) {
                        segment.stamp(index, now);
                    }
                    if (placed != null) {
                        placed.placed(segment, index);
                    }
                    segment.publish(index, task);
                } catch (Throwable atTheEndOfTheStack) {
                    // No call can be made any more, so this makes none.
                    @Nullable Object[] places = segment.places;
                    if (places == null) {
                        throw atTheEndOfTheStack;
                    }
                    if (now != 0) {
                        segment.stamps[index >> segment.stampShift] = now;
                    }
                    places[index] = task;
                }
                return ticket;
            }
            collisions.setPlain(collisions.getPlain() + 1);
            Thread.onSpinWait();
        }
    }

    /**
     * Spares a step that would fail; and whoever is at the end of its stack comes to it in here, one call deeper than what
     * follows the ticket, unless the compiler has made one method of all this: then it is caught. A ticket without a task
     * would stop this line for ever.
     */
    private static boolean isStillFree(Segment segment, int index) {
        return segment.isFree(index);
    }

    /** The segment of a ticket that nobody can have taken, appended if need be; null to reconsider. */
    private @Nullable Segment segmentFor(Segment start, long ticket) {
        long id = ticket >>> Segment.SHIFT;
        Segment segment = start;
        boolean appended = false;
        while (segment.id != id) {
            Segment next = segment.next();
            if (next == segment) {
                next = headSegment;
                if (next.id > id) {
                    return next; // the ticket was issued and taken meanwhile: the caller's compare-and-set will fail
                }
            } else if (next == null) {
                Segment made = new Segment(segment.id + 1, head, stampShiftFor(segment.id + 1));
                appended = segment.link(made);
                next = appended ? made : segment;
            }
            segment = next;
        }
        Segment last = tailSegment;
        if (last.id < id) {
            TAIL_SEGMENT.compareAndSet(this, last, segment);
        }
        return appended ? null : segment;
    }

    private int stampShiftFor(long segmentId) {
        boolean isShort = segmentId - headSegment.id <= 1;
        return isShort && timeAll.isWanted() ? DENSE : SPARSE;
    }

    /**
     * Takes the oldest task.
     *
     * @param taken the taker's
     * @param evenIfPaused whether the line being paused is no obstacle
     * @param evenIfCrowded whether to try again when another taker was quicker
     * @return the task, or {@link #CROWDED}; null if there is none, or it is not yet published
     */
    @Nullable
    Object take(Taken taken, boolean evenIfPaused, boolean evenIfCrowded) {
        for (; ; ) {
            Segment start = headSegment;
            long word = head.get();
            if (word < 0 && !evenIfPaused) {
                return null;
            }
            Segment segment = segmentOfHead(start, count(word));
            int index = (int) word & Segment.MASK;
            if (segment == null || segment.peek(index) == null) {
                if (head.get() == word) {
                    return null;
                }
                continue;
            }
            int most = taken.most();
            int count = most < LEAST_BATCH ? 1 : segment.published(index, most);
            Batch batch = count < LEAST_BATCH ? null : new Batch(segment, index, index + count);
            if (batch != null) {
                taken.show(batch);
            }
            Object task = segment.take(word, index, batch == null ? 1 : count);
            if (task == null) {
                if (!evenIfCrowded) {
                    return CROWDED;
                }
                Thread.onSpinWait();
                continue;
            }
            taken.leftInStripe -= batch == null ? 1 : count;
            if (batch != null) {
                taken.begin(batch);
            }
            Object first = Segment.isTask(task) ? taken.got(task, segment, index) : taken.next();
            if (first != null) {
                return first;
            }
        }
    }

    /**
     * The segment of the ticket at the head, or null if it does not exist yet. If others have taken the ticket
     * meanwhile, it may be a later segment; the caller finds {@code head} changed then.
     */
    private @Nullable Segment segmentOfHead(Segment start, long ticket) {
        long id = ticket >>> Segment.SHIFT;
        Segment segment = start;
        while (segment.id < id) {
            Segment next = segment.next();
            if (next == null) {
                return null;
            }
            if (next == segment) {
                segment = headSegment;
                continue;
            }
            if (HEAD_SEGMENT.compareAndSet(this, segment, next)) {
                // A submitter may hold the passed segment as its start; it will see the link to itself.
                TAIL_SEGMENT.compareAndSet(this, segment, next);
                segment.pass();
            }
            segment = next;
        }
        return segment;
    }

    /** Takes a task back out, wherever it is in the line; false if it is not there any more. */
    boolean withdraw(long ticket, Object task) {
        long id = ticket >>> Segment.SHIFT;
        for (Segment segment = headSegment; segment != null && segment.id <= id; segment = segment.next()) {
            if (segment.id == id) {
                return segment.withdraw((int) ticket & Segment.MASK, task);
            }
            if (segment.isPassed()) {
                return withdraw(ticket, task);
            }
        }
        return false;
    }

    /** Takes a task back out that was added a moment ago: of several places where it stands, the last. */
    boolean withdrawLast(Object task) {
        for (; ; ) {
            Segment there = null;
            int index = 0;
            Segment segment = headSegment;
            while (segment != null && !segment.isPassed()) {
                int last = segment.lastIndexOf(task);
                if (last >= 0) {
                    there = segment;
                    index = last;
                }
                segment = segment.next();
            }
            boolean allSeen = segment == null; // else takers have passed the segment that was being looked through
            if (allSeen && (there == null || there.withdraw(index, task))) {
                return there != null;
            }
        }
    }

    /** Whether a taker would find something: the oldest task is published. Steps over withdrawn ones. */
    boolean isReady() {
        for (; ; ) {
            Segment start = headSegment;
            long word = head.get();
            if (word < 0) {
                return false;
            }
            Segment segment = segmentOfHead(start, count(word));
            int index = (int) word & Segment.MASK;
            Object oldest = segment == null ? null : segment.peek(index);
            if (segment != null && oldest == Segment.HUSK) {
                segment.take(word, index, 1);
            } else if (head.get() == word) {
                return oldest != null;
            }
        }
    }

    /** Whether it was that thread which made the segment that takers are at. */
    boolean isFedBy(long threadId) {
        return headSegment.madeBy == threadId;
    }

    /** Whether a ticket has been issued that is not yet taken. */
    boolean isExpecting() {
        long taken = taken();
        return taken < issued();
    }

    /** Issues no more tickets from now on. */
    void shut() {
        if (tail.get() >= 0) {
            tail.getAndBitwiseOr(BARRED);
        }
    }

    /** How often submitters wanted the same ticket since this was asked last. */
    long collisions() {
        long counted = collisions.getPlain();
        collisions.setPlain(0);
        return counted;
    }

    /** Whether no more tickets are issued and all have been taken. */
    boolean isDrained() {
        long word = tail.get();
        if (word >= 0) {
            return false;
        }
        return count(word) == taken() || !isReady() && count(word) == taken(); // past withdrawn ones
    }

    /** Lets no ticket be taken from now on; false if takers have gone on to what follows. */
    boolean pause() {
        for (; ; ) {
            long word = head.get();
            if ((word & PASSED) != 0) {
                return false;
            }
            if (head.compareAndSet(word, word | BARRED)) {
                return true;
            }
        }
    }

    /** Lets tickets be taken again; false if takers have gone on to what follows. */
    boolean resume() {
        return (head.getAndBitwiseAnd(~BARRED) & PASSED) == 0;
    }

    boolean isPaused() {
        return head.get() < 0;
    }

    /** Takers go on to what follows this line, which is drained; false if it is paused. */
    boolean pass() {
        for (; ; ) {
            long word = head.get();
            if (word < 0) {
                return false;
            }
            if ((word & PASSED) != 0 || head.compareAndSet(word, word | PASSED)) {
                return true;
            }
        }
    }

    boolean isPassed() {
        return (head.get() & PASSED) != 0;
    }

    long issued() {
        return count(tail.get());
    }

    long taken() {
        return count(head.get());
    }

    /** The number of tickets in a head or a tail. */
    static long count(long word) {
        return word & COUNT;
    }
}
