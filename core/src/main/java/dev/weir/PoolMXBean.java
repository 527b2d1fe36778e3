package dev.weir;

/**
 * A pool as it is seen and steered by management tools, under the name
 * {@code dev.weir:type=ThreadPool,name="…"}; see {@link ThreadPool.Builder#jmx}. Thread-safe. Times are in microseconds.
 *
 * <p>Not for implementation by users: attributes may be added in any release.
 *
 * @since 0.1.0
 */
public interface PoolMXBean {

    /**
     * The name of the pool.
     *
     * @return the name, as it was given
     */
    String getName();

    /**
     * Where the pool stands in its life.
     *
     * @return the name of its {@link PoolState}
     */
    String getState();

    /**
     * Threads that exist or are being started.
     *
     * @return the number
     */
    int getThreads();

    /**
     * Threads that stay, even when idle.
     *
     * @return the number
     */
    int getMinThreads();

    /**
     * Threads that there can be.
     *
     * @return the number
     */
    int getMaxThreads();

    /**
     * The most threads that there have been.
     *
     * @return the number
     */
    int getPeakThreads();

    /**
     * Threads that wait for a task.
     *
     * @return the number
     */
    int getIdleThreads();

    /**
     * Tasks that wait.
     *
     * @return the number
     */
    long getQueued();

    /**
     * Tasks that run.
     *
     * @return the number
     */
    long getRunning();

    /**
     * Tasks accepted since the pool was built.
     *
     * @return the number
     */
    long getAccepted();

    /**
     * Tasks that returned.
     *
     * @return the number
     */
    long getSucceeded();

    /**
     * Tasks that threw.
     *
     * @return the number
     */
    long getFailed();

    /**
     * Tasks that were cancelled.
     *
     * @return the number
     */
    long getCancelled();

    /**
     * Submissions that were refused.
     *
     * @return the number
     */
    long getRejected();

    /**
     * Tasks that were given up since they had waited too long.
     *
     * @return the number
     */
    long getExpired();

    /**
     * Tasks given up in favour of newer ones.
     *
     * @return the number
     */
    long getDropped();

    /**
     * How long tasks waited, on average.
     *
     * @return the time in microseconds
     */
    long getMeanQueueWaitMicros();

    /**
     * How long 99 of 100 tasks waited at most.
     *
     * @return the time in microseconds
     */
    long getP99QueueWaitMicros();

    /**
     * How long tasks ran, on average.
     *
     * @return the time in microseconds
     */
    long getMeanRunTimeMicros();

    /**
     * How long 99 of 100 tasks ran at most.
     *
     * @return the time in microseconds
     */
    long getP99RunTimeMicros();

    /** Stops beginning tasks: see {@link ThreadPool#pause()}. */
    void pause();

    /** Goes on: see {@link ThreadPool#resume()}. */
    void resume();

    /**
     * Changes the number of threads: see {@link ThreadPool#resize}.
     *
     * @param min threads that stay
     * @param max threads that there can be
     */
    void resize(int min, int max);
}
