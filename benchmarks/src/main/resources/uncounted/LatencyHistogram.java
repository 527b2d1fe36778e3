package dev.weir.internal.ledger;

/** Notes nothing. */
final class LatencyHistogram {

    static final int ROW = 1;
    static final int ROWS_AT_MOST = 1;

    LatencyHistogram(boolean shared) {}

    void record(long nanos, int weight) {}

    static int row(long value) {
        return 0;
    }

    static int bucket(long value, int row) {
        return 0;
    }

    static long middle(int row, int bucket) {
        return 0;
    }

    void addTo(Times times) {}
}
