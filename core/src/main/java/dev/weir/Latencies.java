package dev.weir;

import dev.weir.internal.ledger.Times;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The times of many tasks in a log-linear histogram, to be asked for any percentile, or to be subtracted from a later one.
 * Immutable.
 *
 * <p>There are 32 buckets for each power of two, so that the middle of a bucket, which is what is told, is within 1.6 % of every
 * time in it. Times of tiny tasks are sampled: see {@link LatencySummary}.
 *
 * @since 0.1.0
 */
public final class Latencies {

    private final Times times;

    Latencies(Times times) {
        this.times = times;
    }

    /**
     * The number of tasks that the times stand for.
     *
     * @return the number
     */
    public long count() {
        return times.count();
    }

    /**
     * The time of all tasks together.
     *
     * @return the sum
     */
    public Duration total() {
        return Duration.ofNanos(times.sumNanos());
    }

    /**
     * The mean time.
     *
     * @return the mean; zero without tasks
     */
    public Duration mean() {
        return Duration.ofNanos(times.meanNanos());
    }

    /**
     * The longest time. Of times {@link #since} an earlier moment it is known as exactly as a percentile is.
     *
     * @return the maximum; zero without tasks
     */
    public Duration max() {
        return Duration.ofNanos(times.maxNanos());
    }

    /**
     * The time that a part of the tasks stays at or under.
     *
     * @param part the part, from 0 to 1: 0.99 for the 99th percentile
     * @return the time; zero without tasks
     * @throws IllegalArgumentException if the part is not from 0 to 1
     */
    public Duration percentile(double part) {
        if (!(part >= 0 && part <= 1)) {
            throw new IllegalArgumentException("part must be between 0 and 1, but is " + part);
        }
        return Duration.ofNanos(times.percentileNanos(part));
    }

    /**
     * The times that were added between two readings of the same pool.
     *
     * @param earlier what was read before
     * @return the times in between
     */
    public Latencies since(Latencies earlier) {
        return new Latencies(times.since(Arguments.notNull("earlier", earlier).times));
    }

    /**
     * Count, mean, the usual percentiles and the maximum.
     *
     * @return the summary
     */
    public LatencySummary summary() {
        return new LatencySummary(
                count(), mean(), percentile(0.5), percentile(0.9), percentile(0.99), percentile(0.999), max());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Latencies latencies && times.equals(latencies.times);
    }

    @Override
    public int hashCode() {
        return times.hashCode();
    }

    @Override
    public String toString() {
        return count() + " times";
    }
}
