package dev.weir;

import java.time.Duration;

/**
 * The account of the 2017 article for one pool: what creating threads (T1), running tasks (T2) and ending threads (T3)
 * has cost so far. Immutable.
 *
 * @param created threads created
 * @param createTime T1: the wall-clock time from the decision to create a thread to its first instruction, all
 *     threads together
 * @param runTime T2: the wall-clock time spent in tasks, all tasks together; for tiny tasks extrapolated from samples
 * @param ended threads ended
 * @param endTime T3: the wall-clock time from a worker's decision to leave to the end of its thread, all threads
 *     together. The pool measures the end by joining the thread; a thread whose end it has not seen yet counts as
 *     nothing
 * @since 0.1.0
 */
public record ThreadCost(long created, Duration createTime, Duration runTime, long ended, Duration endTime) {

    /**
     * The article's share: the part of all time that went into threads and not into tasks, (T1+T3)/(T1+T2+T3). With a
     * thread per task it reaches 90 % and more for short tasks; a pool tends to 0 the longer it lives.
     *
     * @return the share, from 0 to 1; 0 while nothing has happened
     */
    public double share() {
        double threads = (double) createTime.toNanos() + endTime.toNanos();
        double all = threads + runTime.toNanos();
        return all == 0 ? 0 : threads / all;
    }
}
