package dev.weir;

import java.time.Duration;

/**
 * How many threads the measured times suggest. Stateless. The formulas, where they come from and what they do not know are in
 * docs/sizing.md.
 */
final class Sizing {

    /** Of each thread's time, so much is to be used: with more, the wait for a thread grows out of proportion. */
    static final double TARGET = 0.8;

    /** Less processor time than this part of a task's time is noise. */
    private static final double LEAST_SHARE = 0.002;

    private Sizing() {}

    /**
     * Little's law: as many tasks are under way as arrive while one of them is.
     *
     * @param arrivalRate tasks that arrive a second
     * @param runTime the mean time that one takes
     * @return the threads that are busy with them, on average
     */
    static double little(double arrivalRate, Duration runTime) {
        return arrivalRate * runTime.toNanos() / 1e9;
    }

    /**
     * Goetz' formula, at full utilisation: the threads that keep all processors busy.
     *
     * @param computeShare the part of a task's time in which it uses a processor
     * @param waitShare the part in which it waits for something else
     * @return the threads beyond which processors are the limit; infinite if tasks use none
     */
    static double goetz(int processors, double computeShare, double waitShare) {
        return computeShare < LEAST_SHARE ? Double.POSITIVE_INFINITY : processors * (1 + waitShare / computeShare);
    }

    /**
     * The threads to suggest.
     *
     * @param busy the threads that arrivals keep busy; see {@link #little}
     * @param most the threads that processors can keep busy; see {@link #goetz}
     * @param present tasks that wait and run, which could use as many threads, if they are to end soon; 0 if they may wait
     */
    static int suggest(double busy, double most, long present) {
        double wanted = Math.max(busy / TARGET, present);
        return (int) Math.max(1, Math.min(ThreadPool.MAX_THREADS, Math.min(Math.ceil(wanted), Math.round(most))));
    }
}
