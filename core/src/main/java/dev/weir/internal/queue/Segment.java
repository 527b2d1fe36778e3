package dev.weir.internal.queue;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * A run of {@value #SIZE} places of a {@link Stripe}, one a ticket. Thread-safe by the stripe's protocol.
 *
 * <pre>
 *   null -----> task -----> TAKEN                            published; taken
 *                 |           ^
 *                 |           |  the taker had looked before
 *                 +-------> HUSK -----> STEPPED_OVER         withdrawn; the taker of the ticket has seen that
 * </pre>
 *
 * A withdrawal is a compare-and-set. What a taker does is none, for there is one taker a ticket, and to have won it was a
 * compare-and-set already: after that it looks what stands in the place, and writes what it has found. So a taker and a
 * withdrawer may meet. Whoever withdraws therefore looks at the head afterwards. If the ticket was not won by then, its
 * taker will find the husk. If it was, the withdrawer waits until the taker has written: two instructions, if its thread
 * is not stopped just there.
 */
public final class Segment {

    static final int SHIFT = 8;
    static final int SIZE = 1 << SHIFT;
    static final int MASK = SIZE - 1;

    /** Left behind by the taker, so that a withdrawer that comes late can tell. */
    static final Object TAKEN = new Object();

    /** Left behind by a withdrawer; takers step over it. */
    static final Object HUSK = new Object();

    /** Left behind by the taker that has found a husk. */
    private static final Object STEPPED_OVER = new Object();

    private static final int PATIENCE = 100;

    private static final VarHandle PLACE = MethodHandles.arrayElementVarHandle(Object[].class);
    private static final VarHandle NEXT;
    private static final VarHandle HUSKS;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            NEXT = lookup.findVarHandle(Segment.class, "next", Segment.class);
            HUSKS = lookup.findVarHandle(Segment.class, "husks", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** The ticket of the first place, divided by {@link #SIZE}. */
    final long id;

    /** The stripe's. */
    private final PaddedLong head;

    /** Null once every place is a husk: a segment of cancelled tasks costs next to nothing. Written once, racily read. */
    private volatile @Nullable Object @Nullable [] places = new @Nullable Object[SIZE];

    /** When the timed places were submitted; one place in {@code 1 << stampShift} is timed. Ordered by its place. */
    private final long[] stamps;

    final int stampShift;

    /** The following segment; itself once takers have passed this one, so that no dead chain is kept alive. */
    private volatile @Nullable Segment next;

    private volatile int husks;

    Segment(long id, PaddedLong head, int stampShift) {
        this.id = id;
        this.head = head;
        this.stampShift = stampShift;
        this.stamps = new long[SIZE >> stampShift];
    }

    boolean isTimed(int index) {
        return (index & ((1 << stampShift) - 1)) == 0;
    }

    void stamp(int index, long nanoTime) {
        stamps[index >> stampShift] = nanoTime;
    }

    long stamp(int index) {
        return stamps[index >> stampShift];
    }

    /** Makes the task visible to takers, at some time soon. */
    void publish(int index, Object task) {
        @Nullable Object[] array = places;
        assert array != null : "a segment with an unpublished place cannot be all husks";
        PLACE.setRelease(array, index, task);
    }

    /** What stands in the place; {@link #HUSK} for the places of a segment that is all husks. */
    @Nullable
    Object peek(int index) {
        @Nullable Object[] array = places;
        return array == null ? HUSK : (Object) PLACE.getVolatile(array, index);
    }

    /**
     * Wins the ticket of a place and takes what stands there, in one method: a thread that runs out of stack does so before.
     *
     * @param word the stripe's head, which says that it is this ticket's turn
     * @param index the place, which holds something
     * @return the task; {@link #HUSK} if it was withdrawn; null if the head has changed
     */
    @Nullable
    Object take(long word, int index) {
        @Nullable Object[] array = places;
        if (!head.compareAndSet(word, word + 1)) {
            return null;
        }
        if (array == null) {
            return HUSK;
        }
        Object found = PLACE.getVolatile(array, index); // not before the head was changed
        PLACE.setRelease(array, index, found == HUSK ? STEPPED_OVER : TAKEN);
        return found;
    }

    /**
     * Takes a task out of its place and frees what it took up.
     *
     * @param index the place
     * @param task what must stand there
     * @return whether it did; false if it was taken or withdrawn before
     */
    public boolean withdraw(int index, Object task) {
        @Nullable Object[] array = places;
        if (array == null || !PLACE.compareAndSet(array, index, task, HUSK)) {
            return false;
        }
        if (Stripe.count(head.get()) > id * SIZE + index && isTaken(array, index)) {
            return false;
        }
        if ((int) HUSKS.getAndAdd(this, 1) + 1 == SIZE) {
            places = null;
        }
        return true;
    }

    /** Whether the taker that has won the ticket had looked before the husk was there. */
    private static boolean isTaken(@Nullable Object[] array, int index) {
        Object written = PLACE.getVolatile(array, index);
        for (int spins = 0; written == HUSK; spins++) {
            if (spins < PATIENCE) {
                Thread.onSpinWait();
            } else {
                Thread.yield();
            }
            written = PLACE.getVolatile(array, index);
        }
        return written == TAKEN;
    }

    /**
     * Whether the task stands in its place still.
     *
     * @param index the place
     * @param task the task
     * @return whether it does
     */
    public boolean holds(int index, Object task) {
        return peek(index) == task;
    }

    /** The last place where the task stands, or -1. */
    int lastIndexOf(Object task) {
        int index = SIZE - 1;
        while (index >= 0 && !holds(index, task)) {
            index--;
        }
        return index;
    }

    @Nullable
    Segment next() {
        return next;
    }

    boolean isPassed() {
        return next == this;
    }

    boolean link(Segment following) {
        return NEXT.compareAndSet(this, null, following);
    }

    void pass() {
        next = this;
    }
}
