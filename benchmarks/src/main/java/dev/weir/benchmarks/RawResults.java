package dev.weir.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Files of results in the JSON format of JMH, be they JMH's or another program's. */
final class RawResults {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String PACKAGE = RawResults.class.getPackageName() + '.';
    private static final Map<String, String> PERCENTILES =
            Map.of("50.0", "p50", "99.0", "p99", "99.9", "p99.9", "100.0", "max");

    /** What the score is, where it is not JMH's. */
    private static final String NAME = "scoreName";

    private RawResults() {}

    /** Writes what a program measured that is none of JMH's: its figures, the first of which is the score. */
    static void write(
            Path file, String benchmark, Map<String, String> parameters, String unit, Map<String, Double> figures)
            throws IOException {
        ArrayNode all = JSON.createArrayNode();
        ObjectNode result = all.addObject();
        result.put("benchmark", PACKAGE + benchmark);
        result.put("jdkVersion", System.getProperty("java.version"));
        ObjectNode given = result.putObject("params");
        parameters.forEach(given::put);
        ObjectNode secondary = JSON.createObjectNode();
        ObjectNode primary = result.putObject("primaryMetric");
        figures.forEach((metric, value) -> {
            ObjectNode target = primary;
            if (primary.isEmpty()) {
                primary.put(NAME, metric);
            } else {
                target = secondary.putObject(metric);
            }
            target.put("score", value);
            target.put("scoreUnit", metric.endsWith("/s") || metric.equals("errors") ? "" : unit);
        });
        result.set("secondaryMetrics", secondary);
        Files.writeString(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(all));
    }

    /** All figures of a file, derived ones included. */
    static List<Figure> read(Path file) throws IOException {
        List<Figure> figures = new ArrayList<>();
        for (JsonNode result : JSON.readTree(Files.readString(file))) {
            String benchmark = result.path("benchmark").asString().substring(PACKAGE.length());
            Map<String, String> parameters = new LinkedHashMap<>();
            result.path("params")
                    .properties()
                    .forEach(given ->
                            parameters.put(given.getKey(), given.getValue().asString()));
            JsonNode primary = result.path("primaryMetric");
            String unit = primary.path("scoreUnit").asString();
            String metric = primary.path(NAME).asString("score");
            figures.add(new Figure(
                    benchmark, parameters, metric, primary.path("score").asDouble(), unit));
            if (result.path("mode").asString("").equals("sample")) {
                primary.path("scorePercentiles").properties().forEach(percentile -> {
                    String which = PERCENTILES.get(percentile.getKey());
                    if (which != null) {
                        double value = percentile.getValue().asDouble();
                        figures.add(new Figure(benchmark, parameters, which, value, unit));
                    }
                });
            }
            for (Map.Entry<String, JsonNode> further :
                    result.path("secondaryMetrics").properties()) {
                if (further.getKey().matches(".*p[01]\\.\\d+")) {
                    continue; // the percentiles again
                }
                double value = further.getValue().path("score").asDouble();
                figures.add(new Figure(
                        benchmark,
                        parameters,
                        further.getKey(),
                        value,
                        further.getValue().path("scoreUnit").asString("")));
            }
        }
        return Derived.addTo(figures);
    }

    /** Takes out of a file of JMH's what takes most of its room and is not read here: each sample's place. */
    static void shrink(Path file) throws IOException {
        JsonNode all = JSON.readTree(Files.readString(file));
        for (JsonNode result : all) {
            JsonNode primary = result.path("primaryMetric");
            if (primary instanceof ObjectNode metric) {
                metric.remove("rawDataHistogram");
            }
            if (result instanceof ObjectNode whole) {
                whole.remove("jvm"); // the path of a machine
                whole.remove("jvmArgs");
            }
        }
        Files.writeString(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(all));
    }
}
