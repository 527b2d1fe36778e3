package dev.weir;

import java.time.Duration;

/** Answers management tools. Thread-safe; each attribute is read for itself. */
final class PoolBean implements PoolMXBean {

    private final WorkerPool pool;

    PoolBean(WorkerPool pool) {
        this.pool = pool;
    }

    private PoolStats stats() {
        return pool.stats();
    }

    private static long micros(Duration time) {
        return time.toNanos() / 1_000;
    }

    @Override
    public String getName() {
        return stats().name();
    }

    @Override
    public String getState() {
        return stats().state().name();
    }

    @Override
    public int getThreads() {
        return stats().threads();
    }

    @Override
    public int getMinThreads() {
        return stats().minThreads();
    }

    @Override
    public int getMaxThreads() {
        return stats().maxThreads();
    }

    @Override
    public int getPeakThreads() {
        return stats().peakThreads();
    }

    @Override
    public int getIdleThreads() {
        return stats().idleThreads();
    }

    @Override
    public long getQueued() {
        return stats().queued();
    }

    @Override
    public long getRunning() {
        return stats().running();
    }

    @Override
    public long getAccepted() {
        return stats().accepted();
    }

    @Override
    public long getSucceeded() {
        return stats().succeeded();
    }

    @Override
    public long getFailed() {
        return stats().failed();
    }

    @Override
    public long getCancelled() {
        return stats().cancelled();
    }

    @Override
    public long getRejected() {
        return stats().rejected();
    }

    @Override
    public long getExpired() {
        return stats().expired();
    }

    @Override
    public long getDropped() {
        return stats().dropped();
    }

    @Override
    public long getMeanQueueWaitMicros() {
        return micros(stats().queueWait().mean());
    }

    @Override
    public long getP99QueueWaitMicros() {
        return micros(stats().queueWait().p99());
    }

    @Override
    public long getMeanRunTimeMicros() {
        return micros(stats().runTime().mean());
    }

    @Override
    public long getP99RunTimeMicros() {
        return micros(stats().runTime().p99());
    }

    @Override
    public void pause() {
        pool.pause();
    }

    @Override
    public void resume() {
        pool.resume();
    }

    @Override
    public void resize(int min, int max) {
        pool.resize(min, max);
    }
}
