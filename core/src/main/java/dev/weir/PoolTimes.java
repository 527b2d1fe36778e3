package dev.weir;

import java.time.Duration;

/**
 * All that a pool has measured since it was built, in a form that can be subtracted: see {@link PoolStats#since}. Immutable.
 *
 * @param age how long ago the pool was built
 * @param threads how long its workers' threads have lived, all together; those of workers that have left included. Of virtual
 *     threads, which live for one task each, the time that they ran tasks
 * @param busy how much of that they were not idle: they ran a task, waited within one, or went to get the next
 * @param queueWait how long tasks waited
 * @param runTime how long tasks ran
 * @since 0.1.0
 */
public record PoolTimes(Duration age, Duration threads, Duration busy, Latencies queueWait, Latencies runTime) {}
