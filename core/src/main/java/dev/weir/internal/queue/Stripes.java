package dev.weir.internal.queue;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One or several {@link Stripe}s side by side, into which the tasks of one time go: until they are too few, too many, or
 * closed. Thread-safe, lock-free.
 *
 * <pre>
 *   open -----> ending -----> shut -----> passed
 * </pre>
 *
 * <ol>
 *   <li>Open: {@code next} is null.
 *   <li>Ending: what follows has been decided by a compare-and-set of {@code next}: other stripes, or {@link #CLOSED}.
 *       Whoever comes across that shuts each stripe.
 *   <li>Shut: no stripe issues a ticket any more. So it is known how many were issued, and with that number the stripes
 *       that follow begin. Submitters go there, and not before.
 *   <li>Passed: every ticket is taken. Takers go on, and not before; so a submitter's tasks begin in their order, though
 *       it changes the stripe. They mark the first stripe as passed, and cannot while it is paused: whoever pauses knows
 *       which stripes are in force.
 * </ol>
 *
 * <p>A single stripe asks the gate for each ticket, so the bound is strict and the order is the one of all submissions.
 * Of several, each submitter uses one. They share out what the gate grants in advance. What is granted to stripes that
 * are shut and has not been used is given back by their end, since the number of tickets is counted anew then; so where
 * room becomes scarce a single stripe follows, and nothing is refused by several. That one is made beforehand: to return
 * to one stripe, and to close, takes no memory.
 *
 * <p>Stripes that are passed link to those that follow, so who holds them, holds these: for as long as a step takes.
 */
final class Stripes {

    /** Follows when the queue is closed. */
    static final Stripes CLOSED = new Stripes(0, new TimeAll(), issued -> false);

    private static final long UNKNOWN = -1;

    /**
     * Tiny tasks that a taker takes from one stripe before it looks at the next. Of others one, or else a task would wait behind
     * as many newer ones of another stripe, however long they take.
     */
    private static final int IN_A_ROW = 32;

    /** The same of tiny tasks that the taker submits itself: they are in its processor's cache. */
    private static final int IN_A_ROW_AT_HOME = Segment.SIZE;

    /** A grant that is smaller than this is not worth having. */
    private static final long LEAST_GRANT = 64;

    /** Crowded is a stripe where one in 16 tickets costs a collision, or more. */
    private static final long CROWD = Segment.SIZE / 16;

    private static final VarHandle NEXT;

    static {
        try {
            NEXT = MethodHandles.lookup().findVarHandle(Stripes.class, "next", Stripes.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Stripe[] all;

    /** The only one; null where there are several. Each step on the way to a ticket waits for the one before: this is one less. */
    private final @Nullable Stripe only;

    /** Asked by the stripe of the same number. */
    private final TicketGate[] gates;

    /** Follows where several are too many. */
    private final @Nullable Stripes single;

    private final Pace pace = new Pace(System.nanoTime());

    /** Tickets issued before these stripes were; written before submitters can come. */
    private volatile long before = UNKNOWN;

    /** Tickets issued before, and those that these stripes may issue; for several stripes only. */
    private final PaddedLong granted = new PaddedLong();

    private volatile @Nullable Stripes next;

    Stripes(int count, TimeAll timeAll, TicketGate gate) {
        all = new Stripe[count];
        Arrays.setAll(all, i -> new Stripe(timeAll));
        only = count == 1 ? all[0] : null;
        gates = new TicketGate[count > 1 ? count : 0];
        Arrays.setAll(gates, i -> new Share(gate));
        single = count > 1 ? new Stripes(1, timeAll, gate) : null;
        granted.set(UNKNOWN);
    }

    /** What one of several stripes may issue. */
    private final class Share implements TicketGate {

        private final TicketGate gate;
        private final PaddedLong limit = new PaddedLong();

        Share(TicketGate gate) {
            this.gate = gate;
        }

        @Override
        public boolean admits(long issued) {
            return issued < limit.get() || renew();
        }

        private boolean renew() {
            for (; ; ) {
                long spent = granted.get();
                long grant = (gate.openUpTo() - spent) / (2L * all.length);
                if (grant < LEAST_GRANT) {
                    return false;
                }
                if (granted.compareAndSet(spent, spent + grant)) {
                    limit.add(grant);
                    return true;
                }
            }
        }
    }

    /** How much room makes it worth while to have so many stripes. */
    static long roomFor(int count) {
        return 16 * LEAST_GRANT * count;
    }

    int count() {
        return all.length;
    }

    /** The stripes begin after that many tickets; all who say so say the same. */
    void startAt(long issued) {
        granted.compareAndSet(UNKNOWN, issued);
        before = issued;
    }

    /** Tickets issued before these stripes were. */
    long before() {
        return before;
    }

    // Submitting

    /**
     * The number of the calling thread's stripe. (A thread of a class whose {@code getId()} is not always the same has no
     * order.)
     */
    private int mine() {
        return all.length == 1 ? 0 : (int) Thread.currentThread().getId() & all.length - 1;
    }

    /** As {@link Stripe#offer}, whose tickets are numbered within the stripe. */
    long offer(Object task, @Nullable Placed placed, TicketGate gate, boolean evenIfShut) {
        Stripe single = only;
        if (single != null) {
            return single.offer(task, placed, gate, before, evenIfShut);
        }
        int mine = mine();
        return all[mine].offer(task, placed, gates[mine], 0, evenIfShut);
    }

    /** Whether submitters got in each other's way where the calling thread submits, since this was asked last. */
    boolean isCrowded() {
        return all[mine()].collisions() >= CROWD;
    }

    /** Whether a single stripe would do. */
    boolean isSlow() {
        if (all.length == 1) {
            return false;
        }
        long now = System.nanoTime();
        return pace.isDue(now) && pace.isSlow(issued(), now);
    }

    /** The stripe to follow several of them. */
    Stripes single() {
        return Objects.requireNonNull(single);
    }

    // Ending

    /** Whether it has been decided what follows. */
    boolean isEnding() {
        return next != null;
    }

    /** Whether nothing follows. */
    boolean isClosed() {
        return next == CLOSED;
    }

    /** The stripes that follow, if that some do has been decided. */
    @Nullable
    Stripes following() {
        Stripes decided = next;
        return decided == CLOSED ? null : decided;
    }

    /** Decides what follows; false if it has been decided. */
    boolean end(Stripes following) {
        return NEXT.compareAndSet(this, null, following);
    }

    /** Issues no more tickets from now on. */
    void shut() {
        for (Stripe stripe : all) {
            stripe.shut();
        }
    }

    /** Whether no more tickets are issued and all have been taken. */
    boolean isDrained() {
        for (Stripe stripe : all) {
            if (!stripe.isDrained()) {
                return false;
            }
        }
        return true;
    }

    /** Takers go on to what follows; false if these stripes, which are drained, are paused. */
    boolean pass() {
        return all[0].pass();
    }

    boolean isPassed() {
        return all[0].isPassed();
    }

    // Taking

    /**
     * Takes a task from one of the stripes, which get their turns.
     *
     * @param taken the taker's
     * @param evenIfPaused whether the stripes being paused is no obstacle
     * @return the task; null if there is none
     */
    @Nullable
    Object take(Taken taken, boolean evenIfPaused) {
        Stripe single = only;
        if (single != null) {
            return single.take(taken, evenIfPaused, true);
        }
        long threadId = taken.threadId();
        if (taken.leftInStripe <= 0) {
            moveOn(taken, threadId);
        }
        boolean crowded = false;
        for (int i = 0; i < all.length; i++) {
            Object found = all[taken.stripe & all.length - 1].take(taken, evenIfPaused, false);
            if (found == Stripe.CROWDED) {
                crowded = true; // takers who keep out of each other's way are quicker than two at one stripe
            } else if (found != null) {
                return found;
            }
            lookFurther(taken);
        }
        for (int i = 0; i < all.length && crowded; i++) {
            Object found = all[taken.stripe & all.length - 1].take(taken, evenIfPaused, true);
            if (found != null) {
                return found;
            }
            lookFurther(taken);
        }
        return null;
    }

    /** Every other time it is the turn of the taker's own stripe, if it submits there itself. */
    private void moveOn(Taken taken, long threadId) {
        int home = (int) threadId & all.length - 1;
        if ((taken.stripe & all.length - 1) != home && all[home].isFedBy(threadId)) {
            taken.stripe = home;
            taken.leftInStripe = taken.most() > 1 ? IN_A_ROW_AT_HOME : 1;
        } else {
            taken.stripe = ++taken.turn;
            taken.leftInStripe = inARow(taken);
        }
    }

    private static int inARow(Taken taken) {
        return taken.most() > 1 ? IN_A_ROW : 1;
    }

    private static void lookFurther(Taken taken) {
        taken.stripe++;
        taken.leftInStripe = inARow(taken);
    }

    boolean withdraw(long ticket, Object task) {
        return all[0].withdraw(ticket, task);
    }

    /** Takes back what the calling thread added last. */
    boolean withdrawMine(Object task) {
        return all[mine()].withdrawLast(task);
    }

    boolean isReady() {
        for (Stripe stripe : all) {
            if (stripe.isReady()) {
                return true;
            }
        }
        return false;
    }

    boolean isExpecting() {
        for (Stripe stripe : all) {
            if (stripe.isExpecting()) {
                return true;
            }
        }
        return false;
    }

    /**
     * Lets no ticket be taken from now on; false if takers have gone on to what follows. The first stripe comes first: that
     * takers pass it, and that it is paused, exclude each other.
     */
    boolean pause() {
        if (!all[0].pause()) {
            return false;
        }
        for (int i = 1; i < all.length; i++) {
            all[i].pause();
        }
        return true;
    }

    /** Lets tickets be taken again; false if takers have gone on to what follows. The first stripe says so for all. */
    boolean resume() {
        for (int i = 1; i < all.length; i++) {
            all[i].resume();
        }
        return all[0].resume();
    }

    boolean isPaused() {
        return all[0].isPaused();
    }

    // Counting

    /** Tickets issued by these stripes; exact once they are shut. */
    long issued() {
        long sum = 0;
        for (Stripe stripe : all) {
            sum += stripe.issued();
        }
        return sum;
    }

    long taken() {
        long sum = 0;
        for (Stripe stripe : all) {
            sum += stripe.taken();
        }
        return sum;
    }
}
