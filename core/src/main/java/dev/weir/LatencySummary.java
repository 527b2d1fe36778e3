package dev.weir;

import java.time.Duration;

/**
 * A summary of many times: how many, their mean, their percentiles. Immutable.
 *
 * <p>Times of tiny tasks are sampled, and each sample stands for the tasks it was drawn from: {@code count} is the
 * number of tasks that the samples stand for, close to the number of tasks that there were. Percentiles are read off
 * a log-linear histogram, with a relative error of at most 1.6 %; {@code max} is the longest time that was sampled.
 * All are zero while {@code count} is.
 *
 * @param count the number of tasks that the samples stand for
 * @param mean the mean time
 * @param p50 the median
 * @param p90 the time that 90 % stay under
 * @param p99 the time that 99 % stay under
 * @param p999 the time that 99.9 % stay under
 * @param max the longest time seen
 * @since 0.1.0
 */
public record LatencySummary(
        long count, Duration mean, Duration p50, Duration p90, Duration p99, Duration p999, Duration max) {}
