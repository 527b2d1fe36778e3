package dev.weir.dashboard;

import dev.weir.LatencySummary;
import dev.weir.PoolStats;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Turns the counts of one pool, read again and again, into samples. Not thread-safe. */
final class Reading {

    private @Nullable PoolStats before;
    private long beforeNanos;

    /** What has happened since the last call; nothing in the first one. */
    Sample next(PoolStats now, long nanos) {
        float[] values = new float[Column.ALL.length];
        Arrays.fill(values, Float.NaN);
        set(values, Column.THREADS, now.threads());
        set(values, Column.IDLE, now.idleThreads());
        set(values, Column.MAX, now.maxThreads());
        set(values, Column.QUEUED, now.queued());
        set(values, Column.RUNNING, now.running());
        PoolStats then = before == null ? now : before;
        double seconds = Math.max(1e-3, (nanos - beforeNanos) / 1e9);
        set(values, Column.ARRIVALS, (now.accepted() + now.rejected() - then.accepted() - then.rejected()) / seconds);
        set(values, Column.COMPLETIONS, (now.ended() - then.ended()) / seconds);
        set(values, Column.FAILURES, (now.failed() - then.failed()) / seconds);
        set(values, Column.REJECTIONS, (now.rejected() - then.rejected()) / seconds);
        set(values, Column.DROPPED, (now.dropped() - then.dropped()) / seconds);
        set(values, Column.EXPIRED, (now.expired() - then.expired()) / seconds);
        set(values, Column.CANCELLED, (now.cancelled() - then.cancelled()) / seconds);
        times(values, Column.WAIT_P50, now.queueWait());
        times(values, Column.RUN_P50, now.runTime());
        set(values, Column.SHARE, now.threadCost().share());
        before = now;
        beforeNanos = nanos;
        return new Sample(now.state(), values);
    }

    /** Three percentiles, into a column and the two after it. */
    private static void times(float[] values, Column first, LatencySummary times) {
        if (times.count() > 0) {
            int at = first.ordinal();
            values[at] = millis(times.p50());
            values[at + 1] = millis(times.p90());
            values[at + 2] = millis(times.p99());
        }
    }

    private static float millis(Duration time) {
        return (float) (time.toNanos() / 1e6);
    }

    private static void set(float[] values, Column column, double value) {
        values[column.ordinal()] = (float) value;
    }
}
