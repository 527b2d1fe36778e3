package dev.weir.cli;

import java.util.List;

/**
 * What was measured of one contender at one task length; times are nanoseconds for one task. Immutable.
 *
 * @param taskNanos the length that the task was made for
 * @param name the contender's
 * @param cpu the mean over all tasks of all rounds, for a clock that is too coarse for one round
 */
record OverheadRow(
        long taskNanos, String name, Spread t1, Spread t2, Spread t3, Spread share, double cpu, Spread rate) {

    static OverheadRow of(long taskNanos, String name, List<Sample> samples) {
        return new OverheadRow(
                taskNanos,
                name,
                Spread.of(samples, Sample::t1),
                Spread.of(samples, Sample::t2),
                Spread.of(samples, Sample::t3),
                Spread.of(samples, Sample::share),
                meanCpu(samples),
                Spread.of(samples, Sample::rate));
    }

    private static double meanCpu(List<Sample> samples) {
        double nanos = 0;
        double tasks = 0;
        for (Sample sample : samples) {
            nanos += sample.cpu() * sample.tasks();
            tasks += sample.tasks();
        }
        return nanos / tasks;
    }
}
