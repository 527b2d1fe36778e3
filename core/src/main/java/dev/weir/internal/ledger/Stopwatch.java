package dev.weir.internal.ledger;

/**
 * A stopwatch in one long, so that one load tells the time on it, whether it runs or not. Stateless: these are the
 * functions on that word, which one thread writes and any may read.
 *
 * <p>Bit 0 says whether it runs. The rest is, while it stands, the time on it; while it runs, that time less the moment at
 * which it was started. Moments are counted from a beginning of the caller's, so that they take less than 63 bits.
 */
final class Stopwatch {

    private static final long RUNS = 1;

    private Stopwatch() {}

    /** The word of a stopwatch that is started, unless it runs. */
    static long started(long word, long now) {
        return (word & RUNS) != 0 ? word : ((word >> 1) - now) << 1 | RUNS;
    }

    /** The word of a stopwatch that is stopped, unless it stands. */
    static long stopped(long word, long now) {
        return (word & RUNS) == 0 ? word : ((word >> 1) + now) << 1;
    }

    /** The time on it at a moment. */
    static long read(long word, long now) {
        return (word & RUNS) == 0 ? word >> 1 : Math.max(0, (word >> 1) + now);
    }
}
