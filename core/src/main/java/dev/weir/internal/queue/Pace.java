package dev.weir.internal.queue;

/**
 * Whether several {@link Stripes} get so few tasks that one would do: fewer than one in {@value #NANOS_A_TASK} ns, at
 * {@value #LOOKS} looks in a row that are {@value #LEAST_NANOS} ns apart or more. A single long time with few tasks may be
 * the work of a machine that has stopped the submitters. Thread-safe; a hint: looks that coincide may count once or twice.
 */
final class Pace {

    private static final long NANOS_A_TASK = 10_000;
    private static final long LEAST_NANOS = 1_000_000;
    private static final int LOOKS = 4;

    private volatile long lastNanos;
    private volatile long lastIssued;
    private volatile int slowLooks;

    Pace(long nanoTime) {
        lastNanos = nanoTime;
    }

    /** Whether it is time for another look. */
    boolean isDue(long nanoTime) {
        return nanoTime - lastNanos >= LEAST_NANOS;
    }

    /**
     * Looks, when that is due.
     *
     * @param issued how many tasks there have been
     * @param nanoTime when
     * @return whether one stripe would do
     */
    boolean isSlow(long issued, long nanoTime) {
        long elapsed = nanoTime - lastNanos;
        slowLooks = issued - lastIssued < elapsed / NANOS_A_TASK ? slowLooks + 1 : 0;
        lastIssued = issued;
        lastNanos = nanoTime;
        return slowLooks >= LOOKS;
    }
}
