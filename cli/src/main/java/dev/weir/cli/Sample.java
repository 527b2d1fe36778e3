package dev.weir.cli;

/**
 * What one round measured of one way to run tasks; times are nanoseconds for one task. Immutable.
 *
 * @param tasks how many tasks the CPU time was measured over
 * @param t1 to get the task running
 * @param t2 the task itself
 * @param t3 to be rid of it
 * @param cpu CPU time for everything
 * @param rate tasks a second, handed over by one caller
 */
record Sample(long tasks, double t1, double t2, double t3, double cpu, double rate) {

    /** The article's share of overhead. Below zero where it is smaller than the noise of the measurement. */
    double share() {
        return (t1 + t3) / (t1 + t2 + t3);
    }
}
