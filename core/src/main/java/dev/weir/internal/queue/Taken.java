package dev.weir.internal.queue;

import dev.weir.internal.thread.Padded;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a taker gets to know from a {@link TaskQueue} about the task that it got; and the batch that it is at. Not
 * thread-safe: each taker owns one; but {@link #shown} is read by others.
 *
 * <p>The task itself is not in here: this object is old, as garbage collectors count, and to write a reference to a young
 * one into an old one costs a full fence in the JDK's usual one.
 */
public final class Taken extends Padded {

    private static final VarHandle SHOWN;

    static {
        try {
            SHOWN = MethodHandles.lookup().findVarHandle(Taken.class, "shown", Batch.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** When the task was submitted, by {@code System.nanoTime()}; meaningless unless {@link #weight} is positive. */
    public long submittedNanos;

    /** For how many tasks the time of this one stands; 0 if it was not timed. */
    public int weight;

    /** The taker's thread, if it has looked at several stripes. */
    private long threadId;

    /** The stripe to look at first. Not the same for all takers, so that they keep out of each other's way. */
    int stripe;

    /** How many more tasks to take from there. */
    int leftInStripe;

    /** The stripe that has its turn next. */
    int turn;

    /** How many tasks to take in one step, at most; see {@link TaskQueue#batch}. */
    private int most = 1;

    /** Where others find this taker's batches; there before it has any. */
    private @Nullable Batches batches;

    /** The batch under way or that was under way last; null if the taker has found nothing since. */
    private volatile @Nullable Batch shown;

    /** Where the batch is; null if the taker never was at one. */
    private @Nullable Segment segment;

    /** The segment's places: of the steps to the next task, each waits for the one before, and this is one less. */
    private @Nullable Object @Nullable [] places;

    /** A place of the segment is timed if it has none of these bits. */
    private int untimed;

    /** The place of the batch to look at next. */
    private int next;

    /** Behind the last place; no more than {@code next} if there is no batch. */
    private int end;

    /** Whether the taker comes no more, and others take what is left of its batch. */
    private volatile boolean gone;

    /** The thread that takes with this. */
    long threadId() {
        if (threadId == 0) {
            threadId = Thread.currentThread().getId();
            stripe = (int) threadId;
            turn = (int) threadId;
        }
        return threadId;
    }

    /** Returns what was found in the place, and says when it was put there. */
    Object got(Object found, Segment segment, int index) {
        weight = 0;
        if (segment.isTimed(index)) {
            weight = 1 << segment.stampShift;
            submittedNanos = segment.stamp(index);
        }
        return found;
    }

    /** Others find the taker's batches there. */
    void join(Batches place) {
        batches = place;
    }

    void setMost(int count) {
        most = count;
        if (count == 1) {
            leftInStripe = 0; // it took those in a row that were tiny
        }
    }

    /** How many tasks to take in one step, at most. */
    int most() {
        return most > 1 && batches != null && batches.areAllowed() ? most : 1;
    }

    /** The taker comes no more. */
    void leave() {
        gone = true;
    }

    boolean isGone() {
        return gone;
    }

    /** Shows the batch that the taker is about to take. What was shown before is done. */
    void show(Batch batch) {
        if (shown == null) {
            Objects.requireNonNull(batches).oneMore();
        }
        SHOWN.setRelease(this, batch); // the taking that follows is a full fence
    }

    /** The taker has got the batch that it shows, and its first place. */
    void begin(Batch batch) {
        segment = batch.segment;
        places = batch.segment.places();
        untimed = batch.segment.untimed();
        next = batch.from + 1;
        end = batch.to;
        Objects.requireNonNull(batches).watch();
    }

    /** Whether {@link #next} is worth a try. */
    public boolean mayHaveNext() {
        return next < end;
    }

    /**
     * Takes the next task of the batch.
     *
     * @return the task; null if none is left
     */
    public @Nullable Object next() {
        @Nullable Object[] all = places;
        for (int index = next; index < end && all != null; index++) {
            Object found = Segment.take(all, index);
            next = index + 1;
            if (found != null) {
                weight = 0;
                return (index & untimed) == 0 ? got(found, Objects.requireNonNull(segment), index) : found;
            }
        }
        return null;
    }

    /** What others may see of a batch. */
    @Nullable
    Batch shown() {
        return shown;
    }

    /** The taker found nothing, so all that it has shown is done. */
    void hide() {
        if (shown != null) {
            shown = null;
            segment = null;
            places = null;
            Objects.requireNonNull(batches).oneLess();
        }
    }
}
