package dev.weir.cli;

import java.util.concurrent.atomic.LongAdder;

/**
 * Counts HTTP requests by how they ended. Safe for use by any thread.
 *
 * <p>Each request that reaches the handler is counted once as received, and once it has ended as answered (by the first
 * digit of its status) or as aborted: the client hung up, or the file could not be read to its end.
 */
final class RequestCounts {
    private final LongAdder received = new LongAdder();
    private final LongAdder aborted = new LongAdder();
    private final LongAdder[] answered = {new LongAdder(), new LongAdder(), new LongAdder(), new LongAdder()};

    void received() {
        received.increment();
    }

    void answered(int status) {
        answered[status / 100 - 2].increment();
    }

    void aborted() {
        aborted.increment();
    }

    long receivedCount() {
        return received.sum();
    }

    long abortedCount() {
        return aborted.sum();
    }

    /** Answers with a status of this class: 2 for 200 to 299, and so on to 5. */
    long answeredCount(int statusClass) {
        return answered[statusClass - 2].sum();
    }

    long answeredCount() {
        long sum = 0;
        for (LongAdder one : answered) {
            sum += one.sum();
        }
        return sum;
    }
}
