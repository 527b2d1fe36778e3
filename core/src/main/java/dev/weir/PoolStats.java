package dev.weir;

import java.time.Duration;
import java.util.Map;

/**
 * One consistent picture of a pool: all counts held at the same moment. Immutable. Times, rates and shares were measured about
 * then.
 *
 * <p>Every task that was accepted is in exactly one place, so at every moment
 * {@code accepted = queued + running + succeeded + failed + cancelled + expired + dropped + handedBack}
 * (see {@link #addsUp()}). Rejected tasks were never accepted.
 *
 * @param name the name of the pool
 * @param state where the pool stands in its life
 * @param threads threads that exist or are being started
 * @param minThreads threads that stay, even when idle
 * @param maxThreads threads that there can be
 * @param peakThreads the most threads that there have been at once
 * @param idleThreads threads that wait for a task
 * @param queued tasks that wait; never more than the capacity of the queue. A task that was accepted beyond it, because
 *     a thread was free or being started, counts as running from then on, unless the pool is paused before it begins
 * @param running tasks that have begun and not ended, those run by submitters under {@link Overflow#callerRuns()}
 *     included
 * @param unreadResults results that wait in this pool's result queues
 * @param accepted tasks accepted since the pool was built
 * @param succeeded tasks that returned
 * @param failed tasks that threw
 * @param cancelled tasks that were cancelled: before they began, or while they ran and have ended since
 * @param rejected submissions that were refused
 * @param expired tasks that were given up because they had waited too long
 * @param dropped tasks given up in favour of newer ones under {@link Overflow#dropOldest()}
 * @param handedBack tasks that {@code shutdownNow()} returned
 * @param threadsCreated threads created since the pool was built
 * @param threadsRetired threads that have left since
 * @param queueWait how long tasks waited, since the pool was built
 * @param runTime how long tasks ran, since the pool was built
 * @param threadCost what threads cost, and the article's share
 * @param rejectedBy the {@code rejected} submissions by the reason; a reason that never occurred is missing
 * @param arrivals tasks accepted a second
 * @param completions tasks ended a second, in whatever way
 * @param busyShare the part of the workers' time in which they were not idle, over the last second, from 0 to 1; 0 without
 *     workers. A worker that waits within a task is busy
 * @param oldestWait how long the oldest task that waits has waited; zero if none does. Estimated from the counts that are taken
 *     once a second, as if tasks came evenly in between and began in their order
 * @param stuck tasks that run for longer than expected, theirs or the pool's time ({@link Expected}), as found once a second; 0 if
 *     nobody said how long that is
 * @param times what has been measured since the pool was built, for {@link #since}
 * @since 0.1.0
 */
public record PoolStats(
        String name,
        PoolState state,
        int threads,
        int minThreads,
        int maxThreads,
        int peakThreads,
        int idleThreads,
        long queued,
        long running,
        long unreadResults,
        long accepted,
        long succeeded,
        long failed,
        long cancelled,
        long rejected,
        long expired,
        long dropped,
        long handedBack,
        long threadsCreated,
        long threadsRetired,
        LatencySummary queueWait,
        LatencySummary runTime,
        ThreadCost threadCost,
        Map<RejectionReason, Long> rejectedBy,
        Rates arrivals,
        Rates completions,
        double busyShare,
        Duration oldestWait,
        int stuck,
        PoolTimes times) {

    /**
     * Tasks that have ended, in whatever way.
     *
     * @return the sum of the six ways to end
     */
    public long ended() {
        return succeeded + failed + cancelled + expired + dropped + handedBack;
    }

    /**
     * Checks the ledger: whether every accepted task is in exactly one place.
     *
     * @return whether the ledger adds up; anything but {@code true} is a bug of the pool
     */
    public boolean addsUp() {
        return queued >= 0 && running >= 0 && accepted == queued + running + ended();
    }

    /**
     * What the pool did between an earlier reading and this one: rates, percentiles and shares of that time alone, whatever
     * was before.
     *
     * <pre>{@code
     * PoolStats before = pool.stats();
     * ...
     * PoolWindow window = pool.stats().since(before);
     * }</pre>
     *
     * @param earlier an earlier reading of the same pool
     * @return the difference
     * @throws IllegalArgumentException if it is one of another pool or a later one
     */
    public PoolWindow since(PoolStats earlier) {
        return PoolWindow.between(Arguments.notNull("earlier", earlier), this);
    }
}
