package dev.weir.cli;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** The median of several measurements and the quartiles around it. Immutable. */
record Spread(double low, double median, double high) {

    /** @param samples at least one */
    static <T> Spread of(List<T> samples, ToDoubleFunction<T> value) {
        double[] sorted = samples.stream().mapToDouble(value).sorted().toArray();
        return new Spread(quantile(sorted, 0.25), quantile(sorted, 0.5), quantile(sorted, 0.75));
    }

    /** Interpolates between neighbours (R's type 7, as most tools do). */
    private static double quantile(double[] sorted, double q) {
        double position = q * (sorted.length - 1);
        int below = (int) position;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }
}
