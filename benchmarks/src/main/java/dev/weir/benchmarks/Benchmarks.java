package dev.weir.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs the benchmarks in rounds. In each round every peer gets a fork of its own, one after the other; so a machine whose
 * speed drifts is equally unfair to all. Prints the median over the rounds, how far they lie apart, and the ratio to the
 * first peer; each round's raw results are kept as JSON.
 */
public final class Benchmarks {

    private static final String USAGE = "usage: benchmarks/run smoke|quick|full [REGEX] [PARAMETER=VALUE,...]...";

    private Benchmarks() {}

    /** How long to measure. */
    private enum Size {
        /** Whether they still run. */
        SMOKE(1, 1, TimeValue.milliseconds(100), 1, TimeValue.milliseconds(500)),
        /** A first impression. */
        QUICK(3, 3, TimeValue.milliseconds(500), 3, TimeValue.milliseconds(500)),
        /** What is published. */
        FULL(7, 5, TimeValue.seconds(1), 5, TimeValue.seconds(1));

        private final int rounds;
        private final int warmups;
        private final TimeValue warmup;
        private final int measurements;
        private final TimeValue measurement;

        Size(int rounds, int warmups, TimeValue warmup, int measurements, TimeValue measurement) {
            this.rounds = rounds;
            this.warmups = warmups;
            this.warmup = warmup;
            this.measurements = measurements;
            this.measurement = measurement;
        }
    }

    /**
     * Runs them.
     *
     * @param arguments where the raw results go; {@code smoke}, {@code quick} or {@code full}; which benchmarks, and which
     *     values of their parameters
     */
    public static void main(String[] arguments) throws RunnerException, IOException {
        Size size;
        try {
            size = Size.valueOf(arguments[1].toUpperCase(Locale.ROOT));
        } catch (ArrayIndexOutOfBoundsException | IllegalArgumentException unknown) {
            System.err.println(USAGE);
            System.exit(2);
            return;
        }
        Path raw = Files.createDirectories(Path.of(arguments[0]));
        Map<String, List<Double>> scores = new LinkedHashMap<>();
        Map<String, String> units = new LinkedHashMap<>();
        for (int round = 1; round <= size.rounds; round++) {
            System.out.println("round " + round + " of " + size.rounds);
            for (RunResult result : run(size, raw.resolve("round-" + round + ".json"), arguments)) {
                String name = nameOf(result);
                scores.computeIfAbsent(name, any -> new ArrayList<>())
                        .add(result.getPrimaryResult().getScore());
                units.put(name, result.getPrimaryResult().getScoreUnit());
            }
        }
        print(scores, units);
    }

    private static Collection<RunResult> run(Size size, Path raw, String[] arguments) throws RunnerException {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include(arguments.length > 2 ? arguments[2] : ".*")
                .forks(1)
                .warmupIterations(size.warmups)
                .warmupTime(size.warmup)
                .measurementIterations(size.measurements)
                .measurementTime(size.measurement)
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT)
                .resultFormat(ResultFormatType.JSON)
                .result(raw.toString());
        for (int i = 3; i < arguments.length; i++) {
            String[] parameter = arguments[i].split("=", 2);
            options.param(parameter[0], parameter[1].split(","));
        }
        return new Runner(options.build()).run();
    }

    private static String nameOf(RunResult result) {
        String method = result.getParams().getBenchmark();
        int simple = method.lastIndexOf('.', method.lastIndexOf('.') - 1) + 1;
        StringBuilder name = new StringBuilder(method.substring(simple));
        for (String parameter : result.getParams().getParamsKeys()) {
            name.append(' ').append(result.getParams().getParam(parameter));
        }
        return name.toString();
    }

    private static void print(Map<String, List<Double>> scores, Map<String, String> units) {
        System.out.printf("%-40s %12s %12s %12s %8s%n", "benchmark", "median", "least", "most", "ratio");
        String group = "";
        double first = 0;
        for (Map.Entry<String, List<Double>> entry : scores.entrySet()) {
            List<Double> sorted = new ArrayList<>(entry.getValue());
            Collections.sort(sorted);
            double median = sorted.get(sorted.size() / 2);
            String method = entry.getKey().split(" ")[0];
            if (!method.equals(group)) {
                group = method;
                first = median;
            }
            System.out.printf(
                    Locale.ROOT,
                    "%-40s %12.3f %12.3f %12.3f %8.2f  %s%n",
                    entry.getKey(),
                    median,
                    sorted.get(0),
                    sorted.get(sorted.size() - 1),
                    median / first,
                    units.get(entry.getKey()));
        }
    }
}
