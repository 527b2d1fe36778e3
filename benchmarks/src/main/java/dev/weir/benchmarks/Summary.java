package dev.weir.benchmarks;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The figures of several rounds, put together. Not thread-safe. */
final class Summary {

    /** What is the same in all rounds. */
    private record Row(String benchmark, Map<String, String> others, String metric, String peer) {}

    private final Map<Row, List<Double>> values = new LinkedHashMap<>();
    private final Map<Row, String> units = new LinkedHashMap<>();

    void add(Figure figure) {
        Map<String, String> others = new TreeMap<>(figure.parameters());
        String peer = others.remove("peer");
        Row row = new Row(figure.benchmark(), others, figure.metric(), peer == null ? "" : peer);
        values.computeIfAbsent(row, any -> new ArrayList<>()).add(figure.value());
        units.put(row, figure.unit());
    }

    /**
     * What the rounds found for one pool.
     *
     * @param peer its name; empty for what is no pool
     * @param median the middle one
     * @param least the least
     * @param most the most
     * @param unit the unit of all three
     */
    record Found(String peer, double median, double least, double most, String unit) {}

    /** What was found for each pool, in the order of measuring. */
    List<Found> all(String benchmark, Map<String, String> others, String metric) {
        Map<String, String> sorted = new TreeMap<>(others);
        return values.keySet().stream()
                .filter(row ->
                        row.benchmark.equals(benchmark) && row.others.equals(sorted) && row.metric.equals(metric))
                .map(this::found)
                .toList();
    }

    private Found found(Row row) {
        List<Double> sorted = sorted(row);
        return new Found(
                row.peer, median(row), sorted.get(0), sorted.get(sorted.size() - 1), units.getOrDefault(row, ""));
    }

    /** The parameters other than the pool with which a benchmark was run. */
    List<Map<String, String>> variants(String benchmark) {
        return values.keySet().stream()
                .filter(row -> row.benchmark.equals(benchmark))
                .map(Row::others)
                .distinct()
                .toList();
    }

    /** The middle one of what all rounds found; NaN if there is nothing. */
    double median(String benchmark, Map<String, String> others, String metric, Peer peer) {
        return median(new Row(benchmark, new TreeMap<>(others), metric, peer.name()));
    }

    private double median(Row row) {
        List<Double> sorted = sorted(row);
        return sorted.isEmpty() ? Double.NaN : sorted.get(sorted.size() / 2);
    }

    private List<Double> sorted(Row row) {
        List<Double> sorted = new ArrayList<>(values.getOrDefault(row, List.of()));
        Collections.sort(sorted);
        return sorted;
    }

    /** All of it as a table, with the ratio of each pool to the first. */
    void print(PrintStream out) {
        out.printf("%-60s %12s %12s %12s %8s%n", "", "median", "least", "most", "ratio");
        Map<Row, Double> firsts = new LinkedHashMap<>();
        for (Row row : values.keySet()) {
            List<Double> sorted = sorted(row);
            double median = median(row);
            Row group = new Row(row.benchmark, row.others, row.metric, "");
            double first = firsts.computeIfAbsent(group, any -> median);
            StringBuilder name = new StringBuilder(row.benchmark);
            row.others.values().forEach(value -> name.append(' ').append(value));
            name.append(' ')
                    .append(row.metric.equals("score") ? "" : row.metric + ' ')
                    .append(row.peer);
            out.printf(
                    Locale.ROOT,
                    "%-60s %12.3f %12.3f %12.3f %8.2f  %s%n",
                    name,
                    median,
                    sorted.get(0),
                    sorted.get(sorted.size() - 1),
                    median / first,
                    units.get(row));
        }
    }
}
