package dev.weir.internal.queue;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * A run of {@value #SIZE} places of a {@link Stripe}, one a ticket. Thread-safe by the stripe's protocol.
 *
 * <pre>
 *   null -----> task -----> null                             published; taken, which its ticket was before
 *                 |           ^
 *                 +-------> HUSK                             withdrawn; the taker of the ticket steps over it
 * </pre>
 *
 * To have won the ticket is not to have the task. It is had by whoever takes it out of its place: the taker of the ticket;
 * another one, if the ticket is part of a {@link Batch}; or whoever withdraws it. So takers exchange what stands there.
 */
public final class Segment {

    static final int SHIFT = 8;
    static final int SIZE = 1 << SHIFT;
    static final int MASK = SIZE - 1;

    /** Left behind by a withdrawer; takers step over it. */
    static final Object HUSK = new Object();

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

    static {
        // What is called for the first time takes memory, and this is called when there is none.
        Segment first = new Segment(0, new PaddedLong(), SHIFT);
        first.publish(0, HUSK);
        first.withdraw(0, HUSK);
    }

    /** The ticket of the first place, divided by {@link #SIZE}. */
    final long id;

    /** The thread that needed it. */
    final long madeBy = Thread.currentThread().getId();

    /** The stripe's. */
    private final PaddedLong head;

    /** Null once each task was withdrawn: a segment of cancelled tasks costs next to nothing. Written once, racily read. */
    volatile @Nullable Object @Nullable [] places = new @Nullable Object[SIZE];

    /** When the timed places were submitted; one place in {@code 1 << stampShift} is timed. Ordered by its place. */
    final long[] stamps;

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
        return (index & untimed()) == 0;
    }

    /** A place is timed if its index has none of these bits. */
    int untimed() {
        return (1 << stampShift) - 1;
    }

    /** All places; null if each task was withdrawn. */
    @Nullable
    Object @Nullable [] places() {
        return places;
    }

    void stamp(int index, long nanoTime) {
        stamps[index >> stampShift] = nanoTime;
    }

    long stamp(int index) {
        return stamps[index >> stampShift];
    }

    /** Whether nothing stands in the place; if that was so before its ticket was issued, it is until it is published. */
    boolean isFree(int index) {
        @Nullable Object[] array = places;
        return array != null && PLACE.getAcquire(array, index) == null;
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
     * Wins the tickets of some places and takes what stands in the first, in one method: a thread that runs out of stack
     * does so before.
     *
     * @param word the stripe's head, which says that it is the first one's turn
     * @param index the first place
     * @param count how many places, which all hold something
     * @return the task; {@link #HUSK} if there is none any more; null if the head has changed
     */
    @Nullable
    Object take(long word, int index, int count) {
        @Nullable Object[] array = places;
        if (!head.compareAndSet(word, word + count)) {
            return null;
        }
        Object found = array == null ? null : (Object) PLACE.getAndSet(array, index, null);
        return found == null ? HUSK : found;
    }

    /** Takes the task out of a place of a {@link Batch}; null if there is none any more. */
    @Nullable
    Object take(int index) {
        @Nullable Object[] array = places;
        return array == null ? null : take(array, index);
    }

    /** The same of a segment with these places. */
    static @Nullable Object take(@Nullable Object[] places, int index) {
        Object found = (Object) PLACE.getAndSet(places, index, null);
        return found == HUSK ? null : found;
    }

    /** Whether the ticket of the place has been taken. */
    boolean isTaken(int index) {
        return Stripe.count(head.get()) > id * SIZE + index;
    }

    /** How many places from this one on, which does, hold something: as many as that at most. */
    int published(int index, int most) {
        @Nullable Object[] array = places;
        int end = Math.min(SIZE, index + most);
        int next = index + 1;
        while (array != null && next < end && PLACE.getAcquire(array, next) != null) {
            next++;
        }
        return next - index;
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
        if ((int) HUSKS.getAndAdd(this, 1) + 1 == SIZE) {
            places = null;
        }
        return true;
    }

    /** Whether a task stands in the place, that nobody has taken or withdrawn. */
    boolean holdsTask(int index) {
        return isTask(peek(index));
    }

    /** Whether what was found in a place is a task. */
    static boolean isTask(@Nullable Object found) {
        return found != null && found != HUSK;
    }

    @Nullable
    Object taskAt(int index) {
        Object found = peek(index);
        return isTask(found) ? found : null;
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
