package dev.weir.internal.queue;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The task queue: an unbounded first-in-first-out queue for any number of submitters and takers, whose two ends can be
 * shut. Thread-safe, lock-free.
 *
 * <p>It is made of {@link Stripes}: one {@link Stripe}, and then order is the one of all submissions; or several, when
 * submitters get in each other's way, and then each submitter's tasks are in order. Stripes are replaced by others as a
 * whole: submitters go to the {@code newest}, takers take from the {@code oldest} until that is shut and empty. More of
 * them follow where one is crowded, if the gate grants room for the time being ({@link TicketGate#openUpTo}); a single
 * one follows where that room comes to an end, where few tasks come, where order is wished ({@link #fold}), and before the
 * queue is closed.
 *
 * <p>Of a submission and a shutdown that race, one is first: a task is either accepted and run, or refused, and whoever
 * was refused finds the queue closed.
 *
 * <p>A ticket that is issued but not published holds up the takers of its stripe. They do not wait for it: {@link #poll}
 * goes on to the next stripe, or says that there is nothing. Nor does the submitter wait until its task is seen: a full
 * fence behind the publication would cost it a third more. What it does next, to look for idle workers, is ordered after
 * its ticket only. So whoever goes idle, and then looks whether there is something to do, must look at the tickets: {@link
 * #isExpecting}. Of a submitter and an idle worker, one sees the other; and a worker that sees a ticket but no task looks
 * again a little later.
 *
 * <p>A taker may take several tickets in one step ({@link #batch}). The tasks stay in their places, where anybody may get
 * them: see {@link Batches}.
 *
 * <p>A waiting task costs 4 bytes here with compressed references, and a stamp of 8 bytes for those places that are
 * timed: all while the queue is short and {@link #timeAll} asks for it, else one in 64.
 *
 * <p>Proven by {@code TaskQueueTest}, {@code TaskQueueRaceTest}, {@code StripesTest}, {@code StripesRaceTest}, {@code
 * BatchTest}, {@code BatchRaceTest} and {@code BatchedPoolTest}.
 */
public final class TaskQueue {

    /** Twice as many as there are processors at least, up to 64: a submitter that is stopped may hold up its stripe. */
    private static final int MOST_STRIPES =
            Math.min(64, Integer.highestOneBit(4 * Runtime.getRuntime().availableProcessors() - 1));

    /** Returned by {@link #offer} instead of a ticket: the gate did not admit one more. */
    public static final long FULL = -1;

    /** Returned by {@link #offer} instead of a ticket: the queue is closed. */
    public static final long CLOSED = -2;

    /** Returned by {@link #offer} instead of a ticket: the task is accepted, with room to spare. */
    public static final long UNNUMBERED = -4;

    private static final VarHandle NEWEST;
    private static final VarHandle OLDEST;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            NEWEST = lookup.findVarHandle(TaskQueue.class, "newest", Stripes.class);
            OLDEST = lookup.findVarHandle(TaskQueue.class, "oldest", Stripes.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final TimeAll timeAll = new TimeAll();

    /** Only moves forward, to the next; never past stripes that are not shut. */
    private volatile Stripes newest;

    /** Only moves forward, to the next; never past stripes that are not passed. */
    private volatile Stripes oldest;

    private final FirstInLine first = new FirstInLine();

    private final Batches batches;

    /** Makes an empty queue, open at both ends, whose batches nobody watches over. */
    public TaskQueue() {
        this(() -> false);
    }

    /**
     * Makes an empty queue, open at both ends.
     *
     * @param watching asks that {@link #hurryOverdue} be called from time to time until it returns false; returns whether it
     *     will be
     */
    public TaskQueue(BooleanSupplier watching) {
        batches = new Batches(watching);
        Stripes only = new Stripes(1, timeAll, issued -> false);
        only.startAt(0);
        newest = only;
        oldest = only;
    }

    /**
     * Adds a task.
     *
     * @param task the task
     * @param gate asked whether one more may wait; several stripes ask the one with which they were opened, so all must say
     *     the same
     * @return the task's ticket, or {@link #UNNUMBERED}, {@link #FULL} or {@link #CLOSED}
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
     * @return the task's ticket, or {@link #UNNUMBERED}, {@link #FULL} or {@link #CLOSED}
     */
    public long offer(Placed task, TicketGate gate) {
        return offer(task, task, gate, false);
    }

    /**
     * Adds a task that was accepted before the queue was closed.
     *
     * @param task as for {@link #offer(Placed, TicketGate)}, and so is the gate
     * @param gate asked whether one more may wait
     * @return the task's ticket, or {@link #UNNUMBERED} or {@link #FULL}
     */
    public long offerEvenIfClosed(Placed task, TicketGate gate) {
        return offer(task, task, gate, true);
    }

    private long offer(Object task, @Nullable Placed placed, TicketGate gate, boolean evenIfClosed) {
        for (; ; ) {
            Stripes last = newest;
            long answer = last.offer(task, placed, gate, evenIfClosed && last.isClosed());
            if (answer >= 0) {
                return last.count() == 1 ? last.before() + answer : UNNUMBERED;
            }
            if (answer == Stripe.FULL) {
                if (last.count() == 1) {
                    return FULL;
                }
                replace(last, last.single());
            } else if (answer == Stripe.RECONSIDER) {
                reconsider(last, gate);
            } else if (!last.isClosed()) {
                moveOn(last);
            } else if (!evenIfClosed) {
                return CLOSED;
            }
        }
    }

    /** Once a segment: whether there should be more stripes, or one. */
    private void reconsider(Stripes last, TicketGate gate) {
        if (last.isCrowded()) {
            int more = 2 * last.count();
            if (more <= MOST_STRIPES && !last.isEnding() && gate.openUpTo() - issued() >= Stripes.roomFor(more)) {
                replace(last, new Stripes(more, timeAll, gate));
            }
        } else if (last.isSlow()) {
            replace(last, last.single());
        }
    }

    /** All is quiet: where few tasks come, one stripe will do. */
    public void calm() {
        Stripes last = newest;
        if (last.isSlow()) {
            replace(last, last.single());
        }
    }

    /** The stripes that submitters use. */
    Stripes newest() {
        return newest;
    }

    /** How many stripes submitters share at the moment. */
    public int stripes() {
        return newest.count();
    }

    /** Has these stripes follow, if nothing else has been decided. */
    void replace(Stripes last, Stripes next) {
        last.end(next);
        moveOn(last);
    }

    /** Submitters go on to the stripes that follow, if any do. */
    private void moveOn(Stripes from) {
        Stripes next = from.following();
        if (next != null) {
            from.shut();
            next.startAt(from.before() + from.issued());
            NEWEST.compareAndSet(this, from, next);
        }
    }

    /** Tasks are in the order of all submissions again: for good, if the gate grants nothing in advance any more. */
    public void fold() {
        for (Stripes last = newest; last.count() > 1; last = newest) {
            replace(last, last.single());
        }
    }

    /**
     * Takes the oldest task.
     *
     * @param taken the taker's, which says then when the task was submitted
     * @return the task; null if the queue is empty, paused, or its oldest task is not yet published
     */
    public @Nullable Object poll(Taken taken) {
        return take(taken, false);
    }

    /** As {@link #poll}, from the batches of others. Who is quick to do so hinders both; who never does leaves tasks behind. */
    public @Nullable Object pollBatches(Taken taken) {
        return batches.take(taken);
    }

    /** As {@link #poll}, paused or not. Only for a closed queue that is being emptied, or to drop a task. */
    public @Nullable Object pollEvenIfPaused(Taken taken) {
        return take(taken, true);
    }

    /** Those tasks of the queue that go ahead of all others. */
    public FirstInLine first() {
        return first;
    }

    /** Lets takers take several tasks in one step, or not: where the order of all submissions matters. They may at first. */
    public void allowBatches(boolean allowed) {
        batches.allow(allowed);
    }

    /** A taker comes that may take several tasks in one step, if it is told to. */
    public void join(Taken taken) {
        batches.join(taken);
        taken.join(batches);
    }

    /**
     * Says how many tasks, at first 1, a taker that has joined may take in one step. Others may still take them from it, and
     * do when they find nothing else; so several are for tasks that take less time than a step.
     */
    public void batch(Taken taken, int most) {
        taken.setMost(most);
    }

    /** A taker that has joined comes no more. Others take what is left of its batch. */
    public void leave(Taken taken) {
        batches.leave(taken);
    }

    /** Has tasks in batches that take too long taken ahead of all. Not for several threads at once. True to come again. */
    public boolean hurryOverdue() {
        return batches.findOverdue(this::hurry);
    }

    private void hurry(Batch batch) {
        for (int index = batch.from; index < batch.to; index++) {
            Object task = batch.segment.taskAt(index);
            if (task != null) {
                Object preference = first.prefer(batch.segment, index, task);
                if (!batch.segment.holds(index, task)) {
                    first.unprefer(
                            preference); // nobody may come for long, and a task that is over is not to be held on to
                }
            }
        }
    }

    private @Nullable Object take(Taken taken, boolean evenIfPaused) {
        Object found = first.isSomebody() ? takeFirst(taken, evenIfPaused) : null;
        if (found == null) {
            found = taken.next();
        }
        return found == null ? takeFromLine(taken, evenIfPaused) : found;
    }

    private @Nullable Object takeFromLine(Taken taken, boolean evenIfPaused) {
        Object found = evenIfPaused ? batches.take(taken) : null;
        Stripes from = oldest;
        while (found == null && from != null) {
            found = from.take(taken, evenIfPaused);
            from = found == null ? following(from, evenIfPaused) : null;
        }
        if (found == null) {
            taken.hide();
        }
        return found;
    }

    private @Nullable Object takeFirst(Taken taken, boolean evenIfPaused) {
        VarHandle.fullFence(); // as the compare-and-set of the head is otherwise: whoever pauses sees the taker reach
        return evenIfPaused || !inForce().isPaused() ? first.take(taken, evenIfPaused) : null;
    }

    /** Where takers go on, once these stripes are shut and empty; null to stay. */
    private @Nullable Stripes following(Stripes from, boolean evenIfPaused) {
        Stripes next = from.following();
        if (next == null || !from.isDrained()) {
            return null;
        }
        moveOn(from); // its submitters may not have come to do so
        if (from.pass()) {
            OLDEST.compareAndSet(this, from, next);
            return next;
        }
        return evenIfPaused ? next : null;
    }

    /** The stripes from which takers take, or would, were they not paused. */
    private Stripes inForce() {
        Stripes at = oldest;
        while (at.isPassed()) {
            at = Objects.requireNonNull(at.following());
        }
        return at;
    }

    /**
     * Takes a task back out, wherever it is in the queue.
     *
     * @param ticket the task's ticket; if it is {@link #UNNUMBERED}, the calling thread must have added the task, and it
     *     takes a while if many wait
     * @param task the task
     * @return whether it was still there
     */
    public boolean withdraw(long ticket, Object task) {
        for (Stripes at = oldest; at != null; at = at.following()) {
            long first = at.before();
            boolean isThere = ticket == UNNUMBERED
                    ? at.count() > 1 && at.withdrawMine(task)
                    : at.count() == 1 && first >= 0 && first <= ticket && at.withdraw(ticket - first, task);
            if (isThere) {
                return true;
            }
        }
        return batches.withdraw(task); // whose segment may have been passed
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
        for (Stripes at = inForce(); at != null && !at.isPaused(); at = at.following()) {
            if (at.isExpecting()) {
                return true;
            }
        }
        return batches.holdTask(); // after the tickets: a task goes from one to the other
    }

    /**
     * Whether a taker would find something: not paused, and the oldest task of a stripe is published, or one is in a batch.
     *
     * @return whether {@link #poll} or {@link #pollBatches} is worth a try
     */
    public boolean isReady() {
        return isLineReady() || batches.holdTask();
    }

    /**
     * The same without the batches of others.
     *
     * @return whether {@link #poll} is worth a try
     */
    public boolean isLineReady() {
        for (Stripes at = inForce(); at != null; at = following(at, false)) {
            if (at.isPaused()) {
                return false;
            }
            if (first.hasReturned() || at.isReady()) {
                return true;
            }
        }
        return false;
    }

    /** Whether takers are at batches: then {@link #pollBatches} may be worth a try. */
    public boolean hasBatches() {
        return batches.areShown();
    }

    /** Issues no more tickets from now on. */
    public void close() {
        for (; ; ) {
            Stripes last = newest;
            if (last.count() > 1) {
                replace(last, last.single());
            } else if (last.isClosed() || last.end(Stripes.CLOSED)) {
                last.shut();
                return;
            } else {
                moveOn(last);
            }
        }
    }

    /**
     * Whether the queue is closed. Whoever was refused finds it closed, and whoever finds it closed will be refused.
     *
     * @return whether it is
     */
    public boolean isClosed() {
        Stripes last = newest;
        if (!last.isClosed()) {
            return false;
        }
        last.shut(); // as whoever closes it is about to do
        return true;
    }

    /** Lets no ticket be taken from now on. Not to be called by several threads at once, nor with {@link #resume}. */
    public void pause() {
        Stripes at = oldest;
        while (!at.pause()) {
            at = Objects.requireNonNull(at.following());
        }
    }

    /**
     * Puts back what is in batches, so that no task is taken any more. To be called after {@link #pause}, when no taker
     * reaches that had begun to before: one that had not seen the pause may still take what is put back.
     * Whoever takes a ticket shows its batch before, so all are seen. A taker that gets a task first is seen to reach.
     */
    public void putBackBatches() {
        batches.moveTo(first);
    }

    /** Lets tickets be taken again. */
    public void resume() {
        Stripes at = oldest;
        while (!at.resume()) {
            at = Objects.requireNonNull(at.following());
        }
    }

    /** How many takers have joined and may still take, or have left tasks behind. */
    public int takers() {
        return batches.takers();
    }

    /** Tickets issued so far. */
    public long issued() {
        Stripes last = newest;
        return last.before() + last.issued();
    }

    /**
     * Tickets taken so far, those of withdrawn tasks included, and those in batches not.
     *
     * @return their number
     */
    public long taken() {
        Stripes at = oldest;
        long sum = at.before() + at.taken();
        for (Stripes next = at.following(); next != null && at.isDrained(); next = at.following()) {
            at = next;
            sum += at.taken();
        }
        return sum - batches.waiting();
    }

    /**
     * Whether the queue is closed and every ticket has been taken: then it is empty for ever.
     *
     * @return whether it is drained
     */
    public boolean isDrained() {
        if (!isClosed()) {
            return false;
        }
        for (Stripes at = oldest; at != null; at = at.following()) {
            if (!at.isDrained()) {
                return false;
            }
        }
        return !batches.holdTask() && !first.hasReturned(); // in the order in which a task may go
    }

    /**
     * Says whether every new task shall be timed, as befits slow tasks, or one in 64.
     *
     * @param all whether to time all
     */
    public void timeAll(boolean all) {
        timeAll.set(all);
    }
}
