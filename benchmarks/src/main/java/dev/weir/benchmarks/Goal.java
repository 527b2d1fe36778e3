package dev.weir.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What is to be reached.
 *
 * @param topic of which number it is part
 * @param what in words
 * @param bound the least or the most
 * @param atLeast whether it is the least
 * @param unit of the bound
 * @param measure what was reached; NaN if it was not measured
 */
record Goal(Topic topic, String what, double bound, boolean atLeast, String unit, ToDoubleFunction<Summary> measure) {

    private static final Map<String, String> CORES = Map.of("workers", "0");
    private static final Peer[] SERVERS = {Peer.EQE, Peer.JETTY, Peer.TOMCAT, Peer.NETTY};
    private static final Peer[] PEERS = {
        Peer.TPE_LINKED, Peer.TPE_ARRAY, Peer.FJP, Peer.EQE, Peer.JETTY, Peer.TOMCAT, Peer.NETTY
    };

    boolean isReached(double value) {
        return atLeast ? value >= bound : value <= bound;
    }

    String boundAsText() {
        return (atLeast ? "≥ " : "≤ ") + text(bound) + unit;
    }

    static String text(double value) {
        if (Double.isNaN(value)) {
            return "–";
        }
        double size = Math.abs(value);
        String format = size >= 100 || value == Math.rint(value) ? "%,.0f" : size >= 10 ? "%.1f" : "%.2f";
        return String.format(Locale.ROOT, format, value);
    }

    /** All of them. */
    static List<Goal> all() {
        List<Goal> goals = new ArrayList<>();
        for (String submitters : List.of("1", "2", "4", "16")) {
            String benchmark = "TinyTasks.from" + submitters;
            String from = " with " + submitters + (submitters.equals("1") ? " submitter" : " submitters");
            goals.add(times(Topic.N1, "TPE" + from, 4, benchmark, CORES, Peer.TPE_LINKED));
            goals.add(times(Topic.N1, "the best of EQE, Jetty, Tomcat, Netty" + from, 2, benchmark, CORES, SERVERS));
            goals.add(times(Topic.N1, "FJP" + from, 1.3, benchmark, CORES, Peer.FJP));
            goals.add(times(Topic.N1, "a bare queue" + from, 0.5, benchmark, CORES, Peer.BARE_MPMC));
            goals.add(times(Topic.N9, "Weir without statistics" + from, 0.95, benchmark, CORES, Peer.WEIR_UNCOUNTED));
        }
        goals.add(times(Topic.N2, "FJP", 1.3, "NestedTasks.tree", CORES, Peer.FJP));
        goals.add(times(Topic.N2, "TPE", 5, "NestedTasks.tree", CORES, Peer.TPE_LINKED));
        for (String how : List.of("roundTrip", "afterRest")) {
            handOff(goals, how);
        }
        goals.add(share("10 µs", "10000", 1));
        goals.add(share("1 µs", "1000", 10));
        goals.add(new Goal(
                Topic.N5,
                "10 million waiting",
                8,
                false,
                " bytes",
                summary -> weir(summary, "WaitingTasks.fill", Map.of("tasks", "10000000"), "bytes a task")));
        goals.add(quotient(Topic.N6, "mean by Erlang-C", 1.1, "OpenLoop.erlang", "mean", "Erlang-C mean"));
        goals.add(quotient(Topic.N6, "mean by the ideal queue's", 1.1, "OpenLoop.erlang", "mean", "ideal mean"));
        goals.add(quotient(Topic.N6, "p99 by the ideal queue's", 1.15, "OpenLoop.erlang", "p99", "ideal p99"));
        goals.add(new Goal(
                Topic.N7,
                "requests a second by the best peer's",
                1,
                true,
                " times",
                summary -> weir(summary, "HttpRequests.get", Map.of(), "requests/s")
                        / most(summary, "HttpRequests.get", Map.of(), "requests/s", PEERS)));
        goals.add(new Goal(
                Topic.N7,
                "requests a second by thread per request",
                5,
                true,
                " times",
                summary -> weir(summary, "HttpRequests.get", Map.of(), "requests/s")
                        / most(summary, "HttpRequests.get", Map.of(), "requests/s", Peer.THREAD)));
        goals.add(new Goal(
                Topic.N7,
                "p99 by the best peer's",
                1,
                false,
                " times",
                summary -> weir(summary, "HttpRequests.get", Map.of(), "p99")
                        / least(summary, "HttpRequests.get", Map.of(), "p99", PEERS)));
        goals.add(new Goal(
                Topic.N8,
                "16 tasks that block all run, at most after",
                10_000,
                false,
                " µs",
                summary -> weir(summary, "Growing.blocking", Map.of(), "max")));
        goals.add(new Goal(
                Topic.N8,
                "threads made for 10,000 tasks of 1 µs",
                8,
                false,
                "",
                summary -> weir(summary, "Growing.burst", Map.of(), "threads a burst")));
        goals.add(new Goal(
                Topic.N10,
                "longest wait behind a task that came later",
                1_000,
                false,
                " µs",
                summary -> weir(summary, "OpenLoop.mixed", Map.of(), "overtaken max")));
        goals.add(new Goal(
                Topic.N10,
                "p99 of the wait by TPE's",
                1,
                false,
                " times",
                summary -> weir(summary, "OpenLoop.mixed", Map.of(), "p99")
                        / least(summary, "OpenLoop.mixed", Map.of(), "p99", Peer.TPE_LINKED)));
        for (String what : List.of("submitters", "workers", "waiting")) {
            goals.add(new Goal(
                    Topic.N11,
                    "dearest by cheapest, by the number of " + what,
                    2,
                    false,
                    " times",
                    summary -> flatness(summary, "Scaling." + what)));
        }
        return goals;
    }

    private static Goal times(
            Topic topic, String what, double bound, String benchmark, Map<String, String> others, Peer... peers) {
        return new Goal(
                topic,
                what,
                bound,
                true,
                " times",
                summary ->
                        weir(summary, benchmark, others, "score") / most(summary, benchmark, others, "score", peers));
    }

    private static Goal quotient(Topic topic, String what, double bound, String benchmark, String above, String below) {
        return new Goal(
                topic,
                what,
                bound,
                false,
                " times",
                summary -> weir(summary, benchmark, Map.of(), above) / weir(summary, benchmark, Map.of(), below));
    }

    private static Goal share(String what, String nanos, double percent) {
        return new Goal(
                Topic.N4,
                "share for tasks of " + what,
                percent,
                false,
                " %",
                summary -> weir(summary, "PoolShare.bareAndPooled", Map.of("nanos", nanos), "share"));
    }

    private static void handOff(List<Goal> goals, String how) {
        String benchmark = "HandOff." + how;
        String which = how.equals("afterRest") ? " after a rest" : "";
        goals.add(new Goal(
                Topic.N3,
                "p50 by that of two bare threads" + which,
                1.1,
                false,
                " times",
                summary -> weir(summary, benchmark, CORES, "p50") / bareHandOff(summary, how)));
        goals.add(new Goal(
                Topic.N3,
                "p99 by that of the best peer" + which,
                1,
                false,
                " times",
                summary -> weir(summary, benchmark, CORES, "p99") / least(summary, benchmark, CORES, "p99", PEERS)));
    }

    private static double bareHandOff(Summary summary, String how) {
        return summary.all("PingPong." + how, Map.of(), "p50").stream()
                .mapToDouble(Summary.Found::median)
                .findFirst()
                .orElse(Double.NaN);
    }

    private static double flatness(Summary summary, String benchmark) {
        double[] all = summary.variants(benchmark).stream()
                .mapToDouble(others -> weir(summary, benchmark, others, "score"))
                .toArray();
        return Arrays.stream(all).max().orElse(Double.NaN)
                / Arrays.stream(all).min().orElse(Double.NaN);
    }

    private static double weir(Summary summary, String benchmark, Map<String, String> others, String metric) {
        return summary.median(benchmark, others, metric, Peer.WEIR);
    }

    private static double most(
            Summary summary, String benchmark, Map<String, String> others, String metric, Peer... peers) {
        return Arrays.stream(peers)
                .mapToDouble(peer -> summary.median(benchmark, others, metric, peer))
                .filter(value -> !Double.isNaN(value))
                .max()
                .orElse(Double.NaN);
    }

    private static double least(
            Summary summary, String benchmark, Map<String, String> others, String metric, Peer... peers) {
        return Arrays.stream(peers)
                .mapToDouble(peer -> summary.median(benchmark, others, metric, peer))
                .filter(value -> !Double.isNaN(value))
                .min()
                .orElse(Double.NaN);
    }
}
