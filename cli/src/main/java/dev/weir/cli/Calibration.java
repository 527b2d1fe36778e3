package dev.weir.cli;

import java.util.Arrays;

/**
 * How many steps of {@link Spin} this machine does in a nanosecond. Immutable.
 *
 * @param stepsPerNano while nothing else disturbs it
 * @param error how far a task of 100 µs made by it was off when checked, as a part of its length; the median of many
 */
record Calibration(double stepsPerNano, double error) {
    private static final double GOOD_ENOUGH = 0.03;
    private static final int ATTEMPTS = 5;
    private static final int PIECES = 200;
    private static final long PIECE_STEPS = 100_000;
    private static final double CHECKED_NANOS = 100_000;

    /** Measures, checks itself, and measures again if the check is off by more than 3 %. Takes some 100 ms. */
    static Calibration measure() {
        double[] warmUp = times(new Spin(PIECE_STEPS));
        Calibration best = new Calibration(PIECE_STEPS / median(warmUp), Double.MAX_VALUE);
        for (int i = 0; i < ATTEMPTS && Math.abs(best.error) > GOOD_ENOUGH; i++) {
            double stepsPerNano = PIECE_STEPS / median(times(new Spin(PIECE_STEPS)));
            double checked = median(times(new Spin(Math.round(CHECKED_NANOS * stepsPerNano))));
            Calibration next = new Calibration(stepsPerNano, checked / CHECKED_NANOS - 1);
            if (Math.abs(next.error) < Math.abs(best.error)) {
                best = next;
            }
        }
        return best;
    }

    /** A task of this length. */
    Spin task(double nanos) {
        return new Spin(Math.max(1, Math.round(nanos * stepsPerNano)));
    }

    private static double[] times(Spin piece) {
        double[] nanos = new double[PIECES];
        for (int i = 0; i < PIECES; i++) {
            long start = CpuClock.caller();
            piece.run();
            nanos[i] = CpuClock.caller() - start;
        }
        return nanos;
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }
}
