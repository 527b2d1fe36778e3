package dev.weir.internal.queue;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * The task queue: an unbounded first-in-first-out queue for any number of submitters and takers, whose two ends can be
 * shut. Thread-safe, lock-free.
 *
 * <h2>Tickets</h2>
 *
 * A submission gets a ticket from {@code tail}, the number of tickets issued; ticket {@code t} is place
 * {@code t % 256} of segment {@code t / 256}. Taking advances {@code head}, the number of tickets taken. Each end is one
 * word, and what can forbid a step is decided in the same compare-and-set as the step:
 *
 * <ul>
 *   <li>{@code tail}: bit 63 is CLOSED. Once set, no ticket is issued any more; so of a submission and a shutdown that
 *       race, one is first, and a task is either accepted and run, or refused. The {@link TicketGate} that bounds the
 *       number of waiting tasks is asked for exactly the ticket that the compare-and-set then issues.
 *   <li>{@code head}: bit 63 is PAUSED. While set, no ticket is taken.
 * </ul>
 *
 * <h2>Steps</h2>
 *
 * <pre>
 *   offer     segment of tail exists (append it if not)    may run out of memory: nothing has happened yet
 *             CAS tail t -> t+1                             the ticket is ours
 *             place t: null -> task                         published; a release
 *   poll      place of head holds something                 else: empty, or the submitter is not there yet
 *             CAS head h -> h+1                             the ticket is ours
 *             getAndSet place h: task -> TAKEN              or HUSK was there: withdrawn, take the next
 *   withdraw  CAS place: task -> HUSK                       at any time; exclusive with the taker's getAndSet
 * </pre>
 *
 * A ticket that is issued but not published holds up the takers. They do not wait for it: {@link #poll} says that there
 * is nothing. Nor does the submitter wait until its task is seen: a full fence behind the publication would cost it a
 * third more. What it does next, to look for idle workers, is ordered after its ticket only. So whoever goes idle, and then
 * looks whether there is something to do, must look at the tickets: {@link #isExpecting}. Of a submitter and an idle worker, one sees the other; and a worker that sees a ticket but no task looks again a little later.
 *
 * <h2>Segments</h2>
 *
 * {@code headSegment} and {@code tailSegment} only move forward, and never past the segment of a ticket that is not yet
 * taken or issued; whoever reads one of them before it reads {@code head} or {@code tail} holds a segment from which
 * the right one can be reached by {@code next}. A segment that takers have passed links to itself: a submitter that
 * finds that starts again from {@code headSegment}.
 *
 * <p>A waiting task costs 4 bytes here with compressed references, and a stamp of 8 bytes for those places that are
 * timed: all while the queue is short and {@link #timeAll} asks for it, else one in 64.
 *
 * <p>Proven by {@code TaskQueueTest} and {@code TaskQueueRaceTest}.
 */
public final class TaskQueue {

    /** Returned by {@link #offer} instead of a ticket: the gate did not admit one more. */
    public static final long FULL = -1;

    /** Returned by {@link #offer} instead of a ticket: the queue is closed. */
    public static final long CLOSED = -2;

    private static final long SHUT = Long.MIN_VALUE;
    private static final int DENSE = 0;
    private static final int SPARSE = 6;

    private static final VarHandle HEAD_SEGMENT;
    private static final VarHandle TAIL_SEGMENT;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            HEAD_SEGMENT = lookup.findVarHandle(TaskQueue.class, "headSegment", Segment.class);
            TAIL_SEGMENT = lookup.findVarHandle(TaskQueue.class, "tailSegment", Segment.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Equal to itself only. */
    private static final class Preference {
        private final Segment segment;
        private final int index;
        private final Object task;

        Preference(Segment segment, int index, Object task) {
            this.segment = segment;
            this.index = index;
            this.task = task;
        }
    }

    private final PaddedLong tail = new PaddedLong();
    private final PaddedLong head = new PaddedLong();
    private volatile Segment headSegment;
    private volatile Segment tailSegment;

    /** Tasks that had their turn before, and are first in line: see {@link #putBack}. */
    private final ConcurrentLinkedQueue<Object> returned = new ConcurrentLinkedQueue<>();

    /** Waiting tasks that are to go ahead of others: see {@link #prefer}. Each has its ticket and its place as before. */
    private final ConcurrentLinkedQueue<Preference> preferred = new ConcurrentLinkedQueue<>();

    /** A hint, so it may be read late. */
    private volatile boolean timeAll = true;

    /** Makes an empty queue, open at both ends. */
    public TaskQueue() {
        Segment first = new Segment(0, DENSE);
        headSegment = first;
        tailSegment = first;
    }

    /**
     * Adds a task.
     *
     * @param task the task
     * @param gate asked whether one more may wait
     * @return the task's ticket, or {@link #FULL} or {@link #CLOSED}
     */
    public long offer(Object task, TicketGate gate) {
        return offer(task, null, gate, false);
    }

    /**
     * Adds a task that is told its place. A method of its own, since to ask any task for an interface that it does not have
     * costs more than all the rest.
     *
     * @param task the task
     * @param gate asked whether one more may wait
     * @return the task's ticket, or {@link #FULL} or {@link #CLOSED}
     */
    public long offer(Placed task, TicketGate gate) {
        return offer(task, task, gate, false);
    }

    /**
     * Adds a task that was accepted before the queue was closed.
     *
     * @param task as for {@link #offer(Placed, TicketGate)}
     * @param gate as for {@link #offer(Placed, TicketGate)}
     * @return the task's ticket, or {@link #FULL}
     */
    public long offerEvenIfClosed(Placed task, TicketGate gate) {
        return offer(task, task, gate, true);
    }

    private long offer(Object task, @Nullable Placed placed, TicketGate gate, boolean evenIfClosed) {
        for (; ; ) {
            Segment start = tailSegment;
            long word = tail.get();
            if (word < 0 && !evenIfClosed) {
                return CLOSED;
            }
            long ticket = word & ~SHUT;
            if (!gate.admits(ticket)) {
                return FULL;
            }
            Segment segment = segmentFor(start, ticket);
            if (tail.compareAndSet(word, word + 1)) {
                int index = (int) ticket & Segment.MASK;
                if (segment.isTimed(index)) {
                    segment.stamp(index, System.nanoTime());
                }
                if (placed != null) {
                    placed.placed(segment, index);
                }
                segment.publish(index, task);
                return ticket;
            }
            Thread.onSpinWait();
        }
    }

    /** The segment of a ticket that nobody can have taken, appended if need be. */
    private Segment segmentFor(Segment start, long ticket) {
        long id = ticket >>> Segment.SHIFT;
        Segment segment = start;
        while (segment.id != id) {
            Segment next = segment.next();
            if (next == segment) {
                next = headSegment;
                if (next.id > id) {
                    return next; // the ticket was issued and taken meanwhile: the caller's compare-and-set will fail
                }
            } else if (next == null) {
                Segment made = new Segment(segment.id + 1, stampShiftFor(segment.id + 1));
                next = segment.link(made) ? made : segment;
            }
            segment = next;
        }
        Segment last = tailSegment;
        if (last.id < id) {
            TAIL_SEGMENT.compareAndSet(this, last, segment);
        }
        return segment;
    }

    private int stampShiftFor(long segmentId) {
        boolean isShort = segmentId - headSegment.id <= 1;
        return timeAll && isShort ? DENSE : SPARSE;
    }

    /**
     * Takes the oldest task.
     *
     * @param taken where to put it; its {@code task} is null afterwards if the queue is empty, paused, or its oldest
     *     task is not yet published
     * @return whether there was one
     */
    public boolean poll(Taken taken) {
        return take(taken, false);
    }

    /**
     * Takes the oldest task, paused or not. Only for a closed queue that is being emptied, or to drop a task.
     *
     * @param taken as for {@link #poll}
     * @return whether there was one
     */
    public boolean pollEvenIfPaused(Taken taken) {
        return take(taken, true);
    }

    /**
     * Puts a task ahead of all that wait. Its ticket has been taken before, so it needs none; it cannot be withdrawn.
     *
     * @param task the task
     */
    public void putBack(Object task) {
        returned.add(task);
    }

    /**
     * Takes a task out again that was {@linkplain #putBack put back}.
     *
     * @param task the task
     * @return whether it was still there
     */
    public boolean takeBack(Object task) {
        return returned.remove(task);
    }

    /**
     * Has a waiting task taken ahead of all others, whatever its place. Nothing happens if it is not there any more when a
     * taker comes.
     *
     * @param segment as told to the task when it was {@link Placed}
     * @param index likewise
     * @param task the task
     * @return what {@link #unprefer} takes back
     */
    public Object prefer(Segment segment, int index, Object task) {
        Preference preference = new Preference(segment, index, task);
        preferred.add(preference);
        return preference;
    }

    /**
     * Takes a preference back, if it has not been followed.
     *
     * @param preference what {@link #prefer} gave
     */
    public void unprefer(Object preference) {
        preferred.remove(preference);
    }

    private boolean take(Taken taken, boolean evenIfPaused) {
        if ((!preferred.isEmpty() || !returned.isEmpty()) && takeAhead(taken, evenIfPaused)) {
            return true;
        }
        for (; ; ) {
            Segment start = headSegment;
            long word = head.get();
            if (word < 0 && !evenIfPaused) {
                break;
            }
            long ticket = word & ~SHUT;
            Segment segment = segmentOfHead(start, ticket);
            if (segment == null) {
                if (head.get() == word) {
                    break;
                }
                continue;
            }
            int index = (int) ticket & Segment.MASK;
            if (segment.peek(index) == null) {
                if (head.get() == word) {
                    break;
                }
                continue;
            }
            if (!head.compareAndSet(word, word + 1)) {
                Thread.onSpinWait();
                continue;
            }
            Object task = segment.take(index);
            if (task != Segment.HUSK) {
                taken.task = task;
                taken.weight = segment.isTimed(index) ? 1 << segment.stampShift : 0;
                taken.submittedNanos = segment.stamp(index);
                return true;
            }
        }
        taken.task = null;
        return false;
    }

    private boolean takeAhead(Taken taken, boolean evenIfPaused) {
        VarHandle.fullFence(); // as the compare-and-set of the head is to all others: whoever pauses sees the taker
        // reach
        if (!evenIfPaused && head.get() < 0) {
            return false;
        }
        Object first = evenIfPaused ? null : takePreferred(); // who empties the queue wants the oldest first
        if (first == null) {
            first = returned.poll();
        }
        taken.task = first;
        taken.weight = 0;
        return first != null;
    }

    private @Nullable Object takePreferred() {
        for (Preference next = preferred.poll(); next != null; next = preferred.poll()) {
            if (next.segment.withdraw(next.index, next.task)) {
                return next.task;
            }
        }
        return null;
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

    /**
     * Takes a task back out, wherever it is in the queue.
     *
     * @param ticket the task's ticket
     * @param task the task
     * @return whether it was still there
     */
    public boolean withdraw(long ticket, Object task) {
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

    /**
     * Whether there is a task or will be one at once: not paused, and a ticket has been issued that is not yet taken. Who
     * asks this after a volatile write sees the ticket of every submitter that has not seen what was written.
     *
     * @return whether to look after the queue
     */
    public boolean isExpecting() {
        if (isReady()) {
            return true;
        }
        long word = head.get();
        return word >= 0 && word < issued();
    }

    /**
     * Whether a taker would find something: not paused, and the oldest task is published.
     *
     * @return whether {@link #poll} is worth a try
     */
    public boolean isReady() {
        for (; ; ) {
            Segment start = headSegment;
            long word = head.get();
            if (word < 0) {
                return false;
            }
            if (!returned.isEmpty()) {
                return true;
            }
            Segment segment = segmentOfHead(start, word);
            Object oldest = segment == null ? null : segment.peek((int) word & Segment.MASK);
            if (oldest == Segment.HUSK) {
                head.compareAndSet(word, word + 1);
            } else if (head.get() == word) {
                return oldest != null;
            }
        }
    }

    /** Issues no more tickets from now on. */
    public void close() {
        tail.getAndBitwiseOr(SHUT);
    }

    /**
     * Whether the queue is closed. This is the word that decides, so whoever was refused finds it closed.
     *
     * @return whether it is
     */
    public boolean isClosed() {
        return tail.get() < 0;
    }

    /** Lets no ticket be taken from now on. */
    public void pause() {
        head.getAndBitwiseOr(SHUT);
    }

    /** Lets tickets be taken again. */
    public void resume() {
        head.getAndBitwiseAnd(~SHUT);
    }

    /**
     * Tickets issued so far.
     *
     * @return their number
     */
    public long issued() {
        return tail.get() & ~SHUT;
    }

    /**
     * Tickets taken so far, those of withdrawn tasks included.
     *
     * @return their number
     */
    public long taken() {
        return head.get() & ~SHUT;
    }

    /**
     * Whether the queue is closed and every ticket has been taken: then it is empty for ever.
     *
     * @return whether it is drained
     */
    public boolean isDrained() {
        long issued = tail.get();
        if (issued >= 0 || !returned.isEmpty()) {
            return false;
        }
        return (issued & ~SHUT) == taken() || !isReady() && (issued & ~SHUT) == taken(); // past withdrawn ones
    }

    /**
     * Says whether every new task shall be timed, as befits slow tasks, or one in 64.
     *
     * @param all whether to time all
     */
    public void timeAll(boolean all) {
        if (timeAll != all) {
            timeAll = all;
        }
    }
}
