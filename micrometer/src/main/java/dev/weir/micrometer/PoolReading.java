package dev.weir.micrometer;

import dev.weir.PoolStats;
import dev.weir.PoolWindow;
import dev.weir.ThreadPool;
import io.micrometer.core.instrument.Clock;
import java.lang.ref.WeakReference;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The statistics of a pool, read at most once in a quarter of a second whoever asks, and what has happened in the last minute or
 * two. Thread-safe. Does not keep the pool alive, and tells when it has ended.
 *
 * <p>The window begins at a reading that was taken one to two minutes ago: every minute the reading of a minute before becomes its
 * beginning. Where nobody reads for longer, it goes back to the last reading but one. Readings never go backwards: of threads
 * that read at the same time, all take what the first of them has put down.
 */
final class PoolReading {

    static final long FRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final WeakReference<ThreadPool> pool;
    private final int queueCapacity;
    private final Clock clock;
    private final Runnable atEnd;
    private final AtomicReference<Taken> latest;

    PoolReading(ThreadPool pool, Clock clock, Runnable atEnd) {
        this.pool = new WeakReference<>(pool);
        this.queueCapacity = pool.queueCapacity();
        this.clock = clock;
        this.atEnd = atEnd;
        PoolStats first = pool.stats();
        long now = clock.monotonicTime();
        this.latest = new AtomicReference<>(new Taken(first, now, first, first, now, first.since(first), false));
    }

    /**
     * A reading.
     *
     * @param from where the window begins
     * @param nextFrom where it will begin
     * @param last whether the pool has ended, and there is nothing more to read
     */
    private record Taken(
            PoolStats stats,
            long nanos,
            PoolStats from,
            PoolStats nextFrom,
            long nextFromNanos,
            PoolWindow window,
            boolean last) {

        Taken then(PoolStats later, long now, boolean isLast) {
            boolean turns = now - nextFromNanos >= WINDOW_NANOS;
            PoolStats begin = turns ? nextFrom : from;
            return new Taken(
                    later,
                    now,
                    begin,
                    turns ? later : nextFrom,
                    turns ? now : nextFromNanos,
                    later.since(begin),
                    isLast);
        }
    }

    /** Whether the pool has terminated, or been collected. */
    boolean hasEnded() {
        ThreadPool present = pool.get();
        return present == null || present.isTerminated();
    }

    /** How many tasks may wait. */
    int queueCapacity() {
        return queueCapacity;
    }

    /** The statistics, not older than a quarter of a second. */
    PoolStats stats() {
        return taken().stats();
    }

    /** What has happened in the last minute or two. */
    PoolWindow window() {
        return taken().window();
    }

    private Taken taken() {
        Taken before = latest.get();
        if (before.last()) {
            return before;
        }
        ThreadPool present = pool.get();
        if (present == null) {
            atEnd.run();
            return before;
        }
        boolean ended = present.isTerminated();
        long now = clock.monotonicTime();
        if (!ended && now - before.nanos() < FRESH_NANOS) {
            return before;
        }
        // In case of a race the other reading was taken after `before` as well, and is as good.
        latest.compareAndSet(before, before.then(present.stats(), now, ended));
        if (ended) {
            atEnd.run();
        }
        return latest.get();
    }
}
