package dev.weir.dashboard;

import dev.weir.LatencySummary;
import dev.weir.PoolStats;
import dev.weir.PoolWindow;
import dev.weir.RejectionReason;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Map;
import java.util.function.ToLongFunction;

/** Turns the statistics of one pool, read again and again, into samples. Not thread-safe. */
final class Reading {

    /** Percentiles are of that many seconds: enough tasks to be steady, few enough to be news. */
    static final int WINDOW = 5;

    private static final Map<RejectionReason, Column> REASONS = Map.of(
            RejectionReason.QUEUE_FULL, Column.QUEUE_FULL,
            RejectionReason.SHUT_DOWN, Column.SHUT_DOWN,
            RejectionReason.NO_THREAD, Column.NO_THREAD,
            RejectionReason.INTERRUPTED, Column.INTERRUPTED,
            RejectionReason.CLOSED, Column.CLOSED);

    /** The last readings, the newest at the end. */
    private final Deque<PoolStats> readings = new ArrayDeque<>(WINDOW + 1);

    private long lastNanos;
    private double seconds;
    private float[] values = {};

    /** What has happened since the last call; nothing in the first one. */
    Sample next(PoolStats now, long nanos) {
        PoolStats last = readings.isEmpty() ? now : readings.getLast();
        seconds = Math.max(1e-3, (nanos - lastNanos) / 1e9);
        values = new float[Column.ALL.length];
        Arrays.fill(values, Float.NaN);
        set(Column.THREADS, now.threads());
        set(Column.IDLE, now.idleThreads());
        set(Column.MAX, now.maxThreads());
        set(Column.QUEUED, now.queued());
        set(Column.RUNNING, now.running());
        rate(Column.ARRIVALS, last, now, stats -> stats.accepted() + stats.rejected());
        rate(Column.COMPLETIONS, last, now, PoolStats::ended);
        rate(Column.FAILURES, last, now, PoolStats::failed);
        rate(Column.REJECTIONS, last, now, PoolStats::rejected);
        REASONS.forEach((reason, column) ->
                rate(column, last, now, stats -> stats.rejectedBy().getOrDefault(reason, 0L)));
        rate(Column.DROPPED, last, now, PoolStats::dropped);
        rate(Column.EXPIRED, last, now, PoolStats::expired);
        rate(Column.CANCELLED, last, now, PoolStats::cancelled);
        set(Column.OLDEST_WAIT, millis(now.oldestWait()));
        set(Column.THREAD_SHARE, now.threadCost().share());
        if (!readings.isEmpty()) {
            PoolWindow window = now.since(readings.getFirst());
            percentiles(Column.WAIT_P50, window.queueWait());
            percentiles(Column.RUN_P50, window.runTime());
            set(Column.BUSY_SHARE, now.since(last).busyShare());
        }
        if (readings.size() == WINDOW) {
            readings.removeFirst();
        }
        readings.addLast(now);
        lastNanos = nanos;
        return new Sample(now.state(), values);
    }

    private void rate(Column column, PoolStats last, PoolStats now, ToLongFunction<PoolStats> count) {
        set(column, (count.applyAsLong(now) - count.applyAsLong(last)) / seconds);
    }

    /** Three of them, into a column and the two after it. */
    private void percentiles(Column first, LatencySummary times) {
        if (times.count() > 0) {
            values[first.ordinal()] = millis(times.p50());
            values[first.ordinal() + 1] = millis(times.p90());
            values[first.ordinal() + 2] = millis(times.p99());
        }
    }

    private static float millis(Duration time) {
        return (float) (time.toNanos() / 1e6);
    }

    private void set(Column column, double value) {
        values[column.ordinal()] = (float) value;
    }
}
