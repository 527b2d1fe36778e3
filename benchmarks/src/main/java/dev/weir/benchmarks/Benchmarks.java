package dev.weir.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.NoBenchmarksException;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs the benchmarks in rounds. In each round every peer gets a fork of its own, one after the other; so a machine whose
 * speed drifts is equally unfair to all. Each round's raw results are kept as JSON; what they say is printed, and put on a {@link Page}.
 */
public final class Benchmarks {

    private static final String USAGE =
            "usage: benchmarks/run smoke|quick|full [REGEX] [PARAMETER=VALUE,...]..., or benchmarks/run page";
    private static final int VIRTUAL_SINCE = 21;

    /** The benchmarks in which a virtual thread for each task takes part too, where there are any. */
    private static final String WITH_VIRTUAL_THREADS = "(TinyTasks|HandOff|PoolShare)";

    private final Size size;
    private final Path page;
    private final Path target;
    private final String wanted;
    private final Map<String, String[]> parameters = new LinkedHashMap<>();

    private Benchmarks(Size size, Path page, String wanted, List<String> given) {
        this.size = size;
        this.page = page;
        this.target = Page.rawResults(page, Runtime.version().feature());
        this.wanted = wanted;
        for (String values : size.parameters) {
            parameter(values);
        }
        for (String values : given) {
            parameter(values);
        }
    }

    private void parameter(String values) {
        String[] parts = values.split("=", 2);
        parameters.put(parts[0], parts[1].split(","));
    }

    /**
     * Runs them, or writes the page about what has been found before.
     *
     * @param arguments the directory for the raw results and the pictures, beside which the page will lie; {@code smoke},
     *     {@code quick}, {@code full} or {@code page}; which benchmarks, and which values of their parameters
     */
    public static void main(String[] arguments)
            throws RunnerException, IOException, InterruptedException, ExecutionException {
        List<String> given = List.of(arguments);
        if (given.size() == 2 && given.get(1).equals("page")) {
            Page.write(Path.of(given.get(0)));
            return;
        }
        List<String> values = given.subList(Math.min(3, given.size()), given.size());
        Size size;
        try {
            size = Size.valueOf(given.get(1).toUpperCase(Locale.ROOT));
            if (!values.stream().allMatch(value -> value.matches("\\w+=.+"))) {
                throw new IllegalArgumentException("no value");
            }
        } catch (IndexOutOfBoundsException | IllegalArgumentException unknown) {
            System.err.println(USAGE);
            System.exit(2);
            return;
        }
        new Benchmarks(size, Path.of(given.get(0)), given.size() > 2 ? given.get(2) : ".*", values).run();
    }

    private void run() throws RunnerException, IOException, InterruptedException, ExecutionException {
        if (size == Size.SMOKE) {
            Alternative.tryAll();
        }
        clear();
        Machine.describe(target.resolve("machine.txt"));
        Summary summary = new Summary();
        for (int round = 1; round <= size.rounds; round++) {
            System.out.println("round " + round + " of " + size.rounds);
            for (Path raw : round(round)) {
                RawResults.read(raw).forEach(summary::add);
            }
        }
        summary.print(System.out);
        Page.write(page);
        System.out.println("see " + page + ".md");
    }

    /** What was measured before on this JDK goes. */
    private void clear() throws IOException {
        Files.createDirectories(target);
        try (Stream<Path> old = Files.list(target)) {
            for (Path file : old.toList()) {
                Files.delete(file);
            }
        }
    }

    private List<Path> round(int round) throws RunnerException, IOException, InterruptedException {
        List<Path> written = new ArrayList<>();
        String file = "round-" + round;
        jmh(wanted, parameters, target.resolve(file + ".json"), written);
        String fills = "(?=.*" + Size.FILLS + ").*(?:" + wanted + ")";
        jmh(fills, parameters, target.resolve(file + "-fills.json"), written, size::applyToFills);
        if (Runtime.version().feature() >= VIRTUAL_SINCE && peers().contains(Peer.VIRTUAL)) {
            Map<String, String[]> virtual = new LinkedHashMap<>(parameters);
            virtual.put("peer", new String[] {Peer.VIRTUAL.name()});
            String both = "(?=.*" + WITH_VIRTUAL_THREADS + ").*(?:" + wanted + ")";
            jmh(both, virtual, target.resolve(file + "-virtual.json"), written);
        }
        for (Program program : Program.values()) {
            if (Pattern.compile(wanted).matcher(program.benchmark).find()) {
                Set<Peer> peers = EnumSet.copyOf(program.peers);
                peers.retainAll(peers());
                peers.retainAll(size.programPeers);
                for (Peer peer : inTurns(peers, round)) {
                    Path raw = target.resolve(file + '-' + program.benchmark + '-' + peer + ".json");
                    program.run(peer, size.programSeconds, raw);
                    written.add(raw);
                }
            }
        }
        return written;
    }

    /** Each round begins with another one, since a machine may become faster or slower all the while. */
    private List<Peer> inTurns(Set<Peer> peers, int round) {
        List<Peer> turned = new ArrayList<>(peers);
        Collections.rotate(turned, (round - 1) * peers.size() / size.rounds);
        return turned;
    }

    private Set<Peer> peers() {
        Set<Peer> peers = EnumSet.allOf(Peer.class);
        String[] asked = parameters.get("peer");
        if (asked != null) {
            peers.clear();
            for (String name : asked) {
                peers.add(Peer.valueOf(name));
            }
        }
        if (Runtime.version().feature() < VIRTUAL_SINCE) {
            peers.remove(Peer.VIRTUAL);
        }
        return peers;
    }

    private void jmh(String include, Map<String, String[]> values, Path raw, List<Path> written)
            throws RunnerException, IOException {
        jmh(include, values, raw, written, options -> size.applyTo(options).exclude(Size.FILLS));
    }

    private void jmh(
            String include,
            Map<String, String[]> values,
            Path raw,
            List<Path> written,
            UnaryOperator<ChainedOptionsBuilder> sized)
            throws RunnerException, IOException {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include(include)
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT)
                .resultFormat(ResultFormatType.JSON)
                .result(raw.toString());
        values.forEach(options::param);
        try {
            new Runner(sized.apply(options).build()).run();
        } catch (NoBenchmarksException none) {
            return; // only programs were asked for
        }
        RawResults.shrink(raw);
        written.add(raw);
    }
}
