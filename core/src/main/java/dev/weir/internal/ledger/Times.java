package dev.weir.internal.ledger;

/** Times of many tasks, added up from the histograms of many writers. Not thread-safe: made by a reader for itself. */
public final class Times {

    private final long[][] rows = new long[LatencyHistogram.ROWS_AT_MOST][];
    private long count;
    private long sum;
    private long max;

    Times() {}

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
