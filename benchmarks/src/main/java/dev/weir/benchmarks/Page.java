package dev.weir.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * Makes {@code benchmarks.md} and its pictures from the raw results. What is not reached, and what others win, comes first.
 */
final class Page {

    private static final String RAW = "raw";

    /** What begins so is no pool's, though it was found in its run: the same arrivals served without any cost. */
    private static final String IDEAL = "ideal ";

    private static final String FORMULA = "Erlang-C ";

    /** Below this a difference is less than the machine's noise. */
    private static final double NOISE = 1.05;

    private static final double SHARE_NOISE = 1;

    private final Path directory;
    private final Map<String, Summary> summaries = new TreeMap<>();
    private final Map<String, String> machines = new TreeMap<>();
    private final StringBuilder text = new StringBuilder();

    private Page(Path directory) {
        this.directory = directory;
    }

    /** Where the raw results of a JDK belong. */
    static Path rawResults(Path directory, int jdk) {
        return directory.resolve(RAW).resolve("jdk-" + jdk);
    }

    /** Writes the page about all raw results in a directory beside it: {@code benchmarks} gives {@code benchmarks.md}. */
    static void write(Path directory) throws IOException {
        Page page = new Page(directory);
        page.read();
        page.compose();
        Files.writeString(Path.of(directory + ".md"), page.text);
    }

    private void read() throws IOException {
        try (Stream<Path> jdks = Files.list(directory.resolve(RAW))) {
            for (Path jdk : jdks.sorted().toList()) {
                Summary summary = new Summary();
                try (Stream<Path> files = Files.list(jdk)) {
                    for (Path file : files.sorted().toList()) {
                        if (file.toString().endsWith(".json")) {
                            RawResults.read(file).forEach(summary::add);
                        }
                    }
                }
                summaries.put(jdk.getFileName().toString(), summary);
                machines.put(
                        jdk.getFileName().toString(),
                        Files.readString(jdk.resolve("machine.txt")) + "rounds: " + rounds(jdk));
            }
        }
    }

    private static long rounds(Path jdk) throws IOException {
        try (Stream<Path> files = Files.list(jdk)) {
            return files.filter(file -> file.getFileName().toString().matches("round-\\d+\\.json"))
                    .count();
        }
    }

    private void line(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    private void compose() throws IOException {
        line("# Benchmarks%n");
        line(
                "Made by `benchmarks/run` from the raw results in [%s](%s). Every figure is the median of as many rounds as are told below; in"
                        + " each round every pool had a JVM of its own, one after the other. Only ratios mean something: the"
                        + " machine is shared, and its speed drifts. What JMH runs has `%s`, for all pools: on a machine whose"
                        + " submitters take all processors the compiler would otherwise take seconds.%n",
                "benchmarks/raw", "benchmarks/raw", Size.COMPILING);
        machines.forEach((jdk, machine) ->
                line("```%n%s: %s```%n", jdk, machine.replace("\n", "\n  ").stripTrailing() + "\n"));
        losses();
        goals();
        best();
        for (Topic topic : Topic.values()) {
            if (!topic.benchmarks.isEmpty()) {
                topic(topic);
            }
        }
    }

    private void goals() {
        line("## Goals%n");
        line(
                "Why one is missed, and what was tried: [limits.md](limits.md). What Weir's figures are measured against: below.%n");
        line("| | goal | | %s |", String.join(" | ", summaries.keySet()));
        line("|---|---|---|%s", "---|".repeat(summaries.size()));
        for (Goal goal : Goal.all()) {
            String reached = summaries.values().stream()
                    .map(summary -> {
                        double value = goal.measure().applyAsDouble(summary);
                        String figure = Goal.text(value);
                        return Double.isNaN(value) ? figure : goal.isReached(value) ? figure : "**missed:** " + figure;
                    })
                    .collect(Collectors.joining(" | "));
            line("| %s | %s | %s | %s |", goal.topic(), goal.what(), goal.boundAsText(), reached);
        }
        line("");
    }

    /** Weir's figure, that of the best other pool, and what nothing can be better than. */
    private void best() {
        line("## Weir, the best other pool, and the limit%n");
        line(
                "Medians. The limit of N1 is a bare queue that moves the same objects, of N3 two threads that unpark each other, of"
                        + " N6 and N10 what the same arrivals wait in a queue without any cost, and of N6's mean the Erlang-C formula.%n");
        line("| | | | | Weir | best other | limit |");
        line("|---|---|---|---|---:|---:|---:|");
        for (Topic topic : Topic.values()) {
            for (String benchmark : topic.benchmarks) {
                summaries.forEach((jdk, summary) ->
                        summary.variants(benchmark).forEach(others -> best(topic, jdk, summary, benchmark, others)));
            }
        }
        line("");
    }

    private void best(Topic topic, String jdk, Summary summary, String benchmark, Map<String, String> others) {
        for (String metric : topic.metrics) {
            if (metric.startsWith(IDEAL) || metric.startsWith(FORMULA)) {
                continue;
            }
            Comparator<Summary.Found> better = Comparator.comparingDouble(Summary.Found::median);
            summary.all(benchmark, others, metric).stream()
                    .filter(Page::isOtherPool)
                    .min(topic.isMoreBetter(metric) ? better.reversed() : better)
                    .ifPresent(best -> line(
                            "| %s | %s | %s %s | %s | %s | %s: %s | %s |",
                            topic,
                            jdk,
                            name(benchmark, others),
                            metric.equals("score") ? "" : metric,
                            best.unit(),
                            Goal.text(summary.median(benchmark, others, metric, Peer.WEIR)),
                            best.peer(),
                            Goal.text(best.median()),
                            limit(summary, benchmark, others, metric)));
        }
    }

    private static String limit(Summary summary, String benchmark, Map<String, String> others, String metric) {
        double bareQueue = summary.median(benchmark, others, metric, Peer.BARE_MPMC);
        DoubleStream bareThreads = benchmark.startsWith("HandOff")
                ? summary.all(benchmark.replace("HandOff", "PingPong"), Map.of(), metric).stream()
                        .mapToDouble(Summary.Found::median)
                : DoubleStream.empty();
        double formula = summary.median(benchmark, others, FORMULA + metric, Peer.WEIR);
        double ideal = summary.median(benchmark, others, IDEAL + metric, Peer.WEIR);
        return Stream.of(DoubleStream.of(bareQueue), bareThreads, DoubleStream.of(formula, ideal))
                .flatMapToDouble(candidates -> candidates)
                .filter(limit -> !Double.isNaN(limit))
                .mapToObj(Goal::text)
                .findFirst()
                .orElse("");
    }

    private static boolean isOtherPool(Summary.Found found) {
        return !found.peer().isEmpty()
                && !found.peer().startsWith("WEIR")
                && !found.peer().equals(Peer.BARE_MPMC.name());
    }

    private void losses() {
        List<String> losses = new ArrayList<>();
        summaries.forEach((jdk, summary) -> {
            for (Topic topic : Topic.values()) {
                for (String benchmark : topic.benchmarks) {
                    for (Map<String, String> others : summary.variants(benchmark)) {
                        losses(losses, jdk, summary, topic, benchmark, others);
                    }
                }
            }
        });
        line("## What others win%n");
        line(
                "Where the median is better by more than %.0f %%; of shares, by more than %.0f percentage point.%n",
                (NOISE - 1) * 100, SHARE_NOISE);
        losses.forEach(loss -> line("- %s", loss));
        line("");
    }

    private static void losses(
            List<String> losses,
            String jdk,
            Summary summary,
            Topic topic,
            String benchmark,
            Map<String, String> others) {
        for (String metric : topic.metrics) {
            double weir = summary.median(benchmark, others, metric, Peer.WEIR);
            List<String> winners = new ArrayList<>();
            for (Summary.Found found : summary.all(benchmark, others, metric)) {
                if (isOtherPool(found)) {
                    winner(topic, metric, weir, found).ifPresent(winners::add);
                }
            }
            if (!winners.isEmpty()) {
                losses.add(String.format(
                        Locale.ROOT,
                        "%s, %s: %s %s: %s",
                        topic,
                        jdk,
                        name(benchmark, others),
                        metric.equals("score") ? "" : metric,
                        String.join(", ", winners)));
            }
        }
    }

    /** Shares may be negative, since they are differences of what was measured: of them a quotient means nothing. */
    private static Optional<String> winner(Topic topic, String metric, double weir, Summary.Found found) {
        if (metric.equals("share")) {
            double points = weir - found.median();
            return points > SHARE_NOISE
                    ? Optional.of(String.format(Locale.ROOT, "%s by %.2f percentage points", found.peer(), points))
                    : Optional.empty();
        }
        double ratio = topic.isMoreBetter(metric) ? found.median() / weir : weir / found.median();
        return ratio > NOISE
                ? Optional.of(String.format(Locale.ROOT, "%s by %.2f", found.peer(), ratio))
                : Optional.empty();
    }

    private static String name(String benchmark, Map<String, String> others) {
        String given = others.entrySet().stream()
                .filter(other -> !other.equals(Map.entry("workers", "0")))
                .map(other -> other.getKey() + " " + other.getValue())
                .collect(Collectors.joining(", "));
        return benchmark + (given.isEmpty() ? "" : " with " + given);
    }

    private void topic(Topic topic) throws IOException {
        line("## %s %s%n", topic, topic.title);
        for (Map.Entry<String, Summary> of : summaries.entrySet()) {
            String jdk = of.getKey();
            Summary summary = of.getValue();
            Bars bars = new Bars(topic + " " + topic.title + ", " + jdk, topic.unit);
            StringBuilder table = new StringBuilder();
            for (String benchmark : topic.benchmarks) {
                for (Map<String, String> others : summary.variants(benchmark)) {
                    for (String metric : topic.metrics) {
                        List<Summary.Found> all = summary.all(benchmark, others, metric);
                        if (!all.isEmpty()) {
                            if (metric.equals(topic.metrics.get(0))) {
                                bars.group(name(benchmark, others), all);
                            }
                            rows(table, name(benchmark, others), metric, all);
                        }
                    }
                }
            }
            if (!table.isEmpty()) {
                String picture = topic.name().toLowerCase(Locale.ROOT) + "-" + jdk + ".svg";
                Files.writeString(directory.resolve(picture), bars.toString());
                line("![%s, %s](%s/%s)%n", topic.title, jdk, directory.getFileName(), picture);
                line("<details><summary>%s, figures</summary>%n", jdk);
                line("| | | | median | least | most | by Weir's |");
                line("|---|---|---|---:|---:|---:|---:|");
                line("%s", table);
                line("</details>%n");
            }
        }
    }

    private static void rows(StringBuilder table, String name, String metric, List<Summary.Found> all) {
        double weir = all.stream()
                .filter(found -> found.peer().equals(Peer.WEIR.name()))
                .mapToDouble(Summary.Found::median)
                .findFirst()
                .orElse(Double.NaN);
        for (Summary.Found found : all) {
            table.append(String.format(
                    Locale.ROOT,
                    "| %s | %s | %s | %s | %s | %s | %s |%n",
                    name,
                    metric.equals("score") ? "" : metric,
                    found.peer(),
                    Goal.text(found.median()),
                    Goal.text(found.least()),
                    Goal.text(found.most()),
                    Goal.text(found.median() / weir)));
        }
    }
}
