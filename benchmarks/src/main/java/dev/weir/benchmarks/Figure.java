package dev.weir.benchmarks;

import java.util.Map;

/**
 * One measured number. Immutable.
 *
 * @param benchmark the class and method
 * @param parameters what it was measured with, the pool among them
 * @param metric which of the benchmark's numbers: {@code score}, {@code p99}, ...
 * @param value the number
 * @param unit its unit
 */
record Figure(String benchmark, Map<String, String> parameters, String metric, double value, String unit) {

    Figure {
        parameters = Map.copyOf(parameters);
    }
}
