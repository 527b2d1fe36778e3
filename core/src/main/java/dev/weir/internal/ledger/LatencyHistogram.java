package dev.weir.internal.ledger;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * Counts times in buckets that grow with the time: 32 buckets for each power of two, so a bucket's middle is within
 * 1.6 % of every time in it. Any thread may read; either one thread at a time writes or, if {@code shared}, any does.
 *
 * <p>The layout is that of Gil Tene's HdrHistogram. Times below 32 ns have a bucket each. A row of 32 buckets is made
 * when the first time falls into it, so a histogram of a few microseconds takes some hundred bytes.
 */
final class LatencyHistogram {

    private static final VarHandle ROWS = MethodHandles.arrayElementVarHandle(long[][].class);
    private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);

    private static final int BITS = 5;
    static final int ROW = 1 << BITS;
    static final int ROWS_AT_MOST = Long.SIZE - BITS;

    private static final int SUM = 0;
    private static final int MAX = 1;

    private final boolean shared;
    private final long @Nullable [][] rows = new long @Nullable [ROWS_AT_MOST][];
    private final Counters totals;

    LatencyHistogram(boolean shared) {
        this.shared = shared;
        this.totals = new Counters(2, shared);
    }

    void record(long nanos, int weight) {
        long value = Math.max(0, nanos);
        int row = row(value);
        long[] buckets;
        try {
            buckets = rowFor(row);
        } catch (OutOfMemoryError full) {
            return; // a time that is not noted is better than a task that is not counted
        }
        int bucket = bucket(value, row);
        if (shared) {
            LONGS.getAndAdd(buckets, bucket, (long) weight);
        } else {
            LONGS.setRelease(buckets, bucket, (long) LONGS.get(buckets, bucket) + weight);
        }
        totals.add(SUM, value * weight);
        totals.raise(MAX, value);
    }

    private long[] rowFor(int row) {
        long[] buckets = (long[]) ROWS.getAcquire(rows, row);
        if (buckets != null) {
            return buckets;
        }
        long[] made = new long[ROW];
        return ROWS.compareAndSet(rows, row, null, made) ? made : (long[]) ROWS.getAcquire(rows, row);
    }

    /** Row 0 holds 0..31; row r holds the values with r + 5 significant bits, 2^(r-1) to a bucket. */
    static int row(long value) {
        return Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(value) - BITS);
    }

    static int bucket(long value, int row) {
        return row == 0 ? (int) value : (int) (value >>> (row - 1)) - ROW;
    }

    /** The middle of a bucket. */
    static long middle(int row, int bucket) {
        if (row == 0) {
            return bucket;
        }
        long lowest = (long) (bucket + ROW) << (row - 1);
        return lowest + ((1L << (row - 1)) >>> 1);
    }

    /** Adds the counts of this histogram to those of another reader. */
    void addTo(Times times) {
        for (int row = 0; row < ROWS_AT_MOST; row++) {
            long[] buckets = (long[]) ROWS.getAcquire(rows, row);
            if (buckets != null) {
                for (int bucket = 0; bucket < ROW; bucket++) {
                    times.add(row, bucket, (long) LONGS.getVolatile(buckets, bucket));
                }
            }
        }
        times.addTotals(totals.get(SUM), totals.get(MAX));
    }
}
