package dev.weir.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Figures that are quotients of two that were measured together. */
final class Derived {

    /** One quotient. */
    private record Quotient(String benchmark, String metric, String above, String below, double times, String unit) {}

    private static final List<Quotient> QUOTIENTS = List.of(
            new Quotient("WaitingTasks.fill", "bytes a task", "bytes", "tasks", 1, "bytes"),
            new Quotient("Growing.burst", "threads a burst", "threads", "bursts", 1, "threads"),
            new Quotient("PoolShare.bareAndPooled", "bare part", "bareNanos", "pooledNanos", 100, "%"));

    private Derived() {}

    /** All figures, with what can be derived from them. */
    static List<Figure> addTo(List<Figure> figures) {
        List<Figure> all = new ArrayList<>(figures);
        for (Figure above : figures) {
            for (Quotient quotient : QUOTIENTS) {
                if (above.benchmark().equals(quotient.benchmark)
                        && above.metric().equals(quotient.above)) {
                    double below = value(figures, above.benchmark(), above.parameters(), quotient.below);
                    double value = above.value() / below * quotient.times;
                    all.add(new Figure(above.benchmark(), above.parameters(), quotient.metric, value, quotient.unit));
                    if (quotient.metric.equals("bare part")) {
                        all.add(new Figure(above.benchmark(), above.parameters(), "share", 100 - value, "%"));
                    }
                }
            }
        }
        return all;
    }

    private static double value(List<Figure> figures, String benchmark, Map<String, String> parameters, String metric) {
        return figures.stream()
                .filter(figure -> figure.benchmark().equals(benchmark)
                        && figure.parameters().equals(parameters)
                        && figure.metric().equals(metric))
                .mapToDouble(Figure::value)
                .findFirst()
                .orElse(Double.NaN);
    }
}
