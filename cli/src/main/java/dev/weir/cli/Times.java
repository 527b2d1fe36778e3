package dev.weir.cli;

import java.util.Locale;

/** Writes a time in the unit in which a person would say it, with three digits that count. Stateless. */
final class Times {
    private Times() {}

    static String format(double nanos) {
        double size = Math.abs(nanos);
        if (size < 1e3) {
            return digits(nanos) + " ns";
        }
        if (size < 1e6) {
            return digits(nanos / 1e3) + " µs";
        }
        if (size < 1e9) {
            return digits(nanos / 1e6) + " ms";
        }
        return digits(nanos / 1e9) + " s";
    }

    private static String digits(double value) {
        double size = Math.abs(value);
        int decimals = size >= 100 || value == 0 ? 0 : size >= 10 ? 1 : 2;
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
