package dev.weir.internal.ledger;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Times of many tasks, added up from the histograms of many writers. Not thread-safe while a reader adds them up; then it does
 * not change any more.
 */
public final class Times {

    private final long[][] rows = new long[LatencyHistogram.ROWS_AT_MOST][];
    private long count;
    private long sum;
    private long max;

    /** No times. */
    public Times() {}

    void add(int row, int bucket, long tasks) {
        if (tasks == 0) {
            return;
        }
        if (rows[row] == null) {
            rows[row] = new long[LatencyHistogram.ROW];
        }
        rows[row][bucket] += tasks;
        count += tasks;
    }

    void addTotals(long nanos, long longest) {
        sum += nanos;
        max = Math.max(max, longest);
    }

    /**
     * The times that have been added since.
     *
     * @param earlier what was read from the same histograms before
     * @return the times in between; the longest is the middle of its bucket, or less
     */
    public Times since(Times earlier) {
        Times between = new Times();
        long longest = 0;
        for (int row = 0; row < rows.length; row++) {
            for (int bucket = 0; rows[row] != null && bucket < LatencyHistogram.ROW; bucket++) {
                long before = earlier.rows[row] == null ? 0 : earlier.rows[row][bucket];
                long added = Math.max(0, rows[row][bucket] - before);
                between.add(row, bucket, added);
                longest = added > 0 ? LatencyHistogram.middle(row, bucket) : longest;
            }
        }
        between.addTotals(Math.max(0, sum - earlier.sum), Math.min(max, longest));
        return between;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Times times
                && count == times.count
                && sum == times.sum
                && max == times.max
                && Arrays.deepEquals(rows, times.rows);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(31 * (31 * count + sum) + max);
    }

    /** The number of tasks. */
    public long count() {
        return count;
    }

    /** The time of all tasks together, in nanoseconds. */
    public long sumNanos() {
        return sum;
    }

    /** The mean time in nanoseconds; 0 without tasks. */
    public long meanNanos() {
        return count == 0 ? 0 : sum / count;
    }

    /** The longest time in nanoseconds. */
    public long maxNanos() {
        return max;
    }

    /**
     * The time in nanoseconds that a part of the tasks stays at or under; 0 without tasks.
     *
     * @param part from 0 to 1
     */
    public long percentileNanos(double part) {
        long rank = Math.max(1, (long) Math.ceil(part * count));
        long seen = 0;
        for (int row = 0; row < rows.length; row++) {
            for (int bucket = 0; rows[row] != null && bucket < LatencyHistogram.ROW; bucket++) {
                seen += rows[row][bucket];
                if (seen >= rank) {
                    return Math.min(max, LatencyHistogram.middle(row, bucket));
                }
            }
        }
        return max;
    }
}
