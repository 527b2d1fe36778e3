package dev.weir.internal.queue;

import org.jspecify.annotations.Nullable;

/** What a taker got from a {@link TaskQueue}, filled in by the queue. Not thread-safe: each taker owns one. */
public final class Taken {

    /** The task, or null if there was none. */
    public @Nullable Object task;

    /** When the task was submitted, by {@code System.nanoTime()}; meaningless unless {@link #weight} is positive. */
    public long submittedNanos;

    /** For how many tasks the time of this one stands; 0 if it was not timed. */
    public int weight;

    /** The stripe to look at first. Not the same for all takers, so that they keep out of each other's way. */
    int stripe = System.identityHashCode(this);

    /** How many more tasks to take from there. */
    int leftInStripe;
}
