package dev.weir;

import java.time.Duration;

/**
 * What a pool did between two readings of its statistics: see {@link PoolStats#since}. Immutable.
 *
 * @param length the time between the two
 * @param accepted tasks accepted in that time
 * @param ended tasks that ended in that time, in whatever way
 * @param failed those of them that threw
 * @param rejected submissions that were refused
 * @param meanThreads how many workers there were, on average
 * @param busyShare the part of the workers' time in which they were not idle, from 0 to 1; 0 without workers
 * @param queueWait how long the tasks waited that began in that time
 * @param runTime how long the tasks ran that ended in that time
 * @since 0.1.0
 */
public record PoolWindow(
        Duration length,
        long accepted,
        long ended,
        long failed,
        long rejected,
        double meanThreads,
        double busyShare,
        LatencySummary queueWait,
        LatencySummary runTime) {

    static PoolWindow between(PoolStats earlier, PoolStats later) {
        PoolTimes before = earlier.times();
        PoolTimes after = later.times();
        Duration length = after.age().minus(before.age());
        if (!earlier.name().equals(later.name()) || length.isNegative()) {
            throw new IllegalArgumentException("earlier must be an earlier reading of pool " + later.name()
                    + ", but is one of pool " + earlier.name() + " at the age of " + before.age());
        }
        Duration threads = after.threads().minus(before.threads());
        return new PoolWindow(
                length,
                later.accepted() - earlier.accepted(),
                later.ended() - earlier.ended(),
                later.failed() - earlier.failed(),
                later.rejected() - earlier.rejected(),
                length.isZero() ? later.threads() : (double) threads.toNanos() / length.toNanos(),
                share(after.busy().minus(before.busy()).toNanos(), threads.toNanos()),
                after.queueWait().since(before.queueWait()).summary(),
                after.runTime().since(before.runTime()).summary());
    }

    /** A part of a time, measured a little earlier or later than the whole. */
    static double share(long part, long whole) {
        return whole <= 0 ? 0 : Math.max(0, Math.min(1, (double) part / whole));
    }

    /**
     * How many tasks came a second.
     *
     * @return the rate; 0 if no time has passed
     */
    public double arrivalRate() {
        return perSecond(accepted);
    }

    /**
     * How many tasks ended a second.
     *
     * @return the rate; 0 if no time has passed
     */
    public double completionRate() {
        return perSecond(ended);
    }

    private double perSecond(long count) {
        return length.isZero() ? 0 : count * 1e9 / length.toNanos();
    }
}
