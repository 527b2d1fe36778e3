package dev.weir.benchmarks;

import java.util.List;

/** The numbers to be reached, each with the benchmark that measures it and how its picture reads. */
enum Topic {
    N1(
            "Tiny tasks from outside",
            List.of("TinyTasks.from1", "TinyTasks.from2", "TinyTasks.from4", "TinyTasks.from16"),
            List.of("score"),
            true,
            "million tasks a second"),
    N2("Each task submits two more", List.of("NestedTasks.tree"), List.of("score"), true, "million tasks a second"),
    N3(
            "A task to an idle pool, and back",
            List.of("HandOff.roundTrip", "PingPong.roundTrip", "HandOff.afterRest", "PingPong.afterRest"),
            List.of("p50", "p99", "p99.9", "max"),
            false,
            "ns"),
    N4(
            "What the pool adds to a task's processor time",
            List.of("PoolShare.bareAndPooled"),
            List.of("share"),
            false,
            "% of all"),
    N5("What a waiting task takes up", List.of("WaitingTasks.fill"), List.of("bytes a task"), false, "bytes"),
    N6(
            "The wait at 80 % load, tasks that block",
            List.of("OpenLoop.erlang"),
            List.of("mean", "p50", "p99", "p99.9", "max", "ideal mean", "ideal p99", "Erlang-C mean"),
            false,
            "µs"),
    N7(
            "The JDK's HTTP server",
            List.of("HttpRequests.get"),
            List.of("requests/s", "p50", "p99", "p99.9", "max"),
            true,
            "requests a second; µs"),
    N8(
            "Growing",
            List.of("Growing.blocking", "Growing.burst"),
            List.of("p50", "max", "threads a burst"),
            false,
            "µs; threads"),
    N9("What the statistics cost", List.of(), List.of(), true, "see N1: WEIR_UNCOUNTED has none"),
    N10(
            "The wait when one task in a hundred is slow",
            List.of("OpenLoop.mixed"),
            List.of("mean", "p50", "p99", "p99.9", "max", "ideal p99", "overtaken p99.9", "overtaken max"),
            false,
            "µs"),
    N11(
            "Many submitters, workers, waiting tasks",
            List.of("Scaling.submitters", "Scaling.workers", "Scaling.waiting"),
            List.of("score"),
            false,
            "ns a task"),
    STEPS(
            "What Weir does for a task",
            List.of("Steps.idle", "Steps.busy", "Steps.busy4", "Steps.overloaded"),
            List.of("atomic", "failed", "unparks", "bytes", "refused"),
            false,
            "a task"),
    COSTS(
            "What other ways to submit cost",
            List.of(
                    "Features.execute",
                    "Features.submit",
                    "Features.waitingForRoom",
                    "Features.limitedView",
                    "Features.orderedView",
                    "Features.results",
                    "Features.pausedAndResumed",
                    "Features.thousandPools"),
            List.of("score"),
            false,
            "ns a task");

    final String title;
    final List<String> benchmarks;

    /** The first one has the picture. */
    final List<String> metrics;

    final boolean moreIsBetter;
    final String unit;

    Topic(String title, List<String> benchmarks, List<String> metrics, boolean moreIsBetter, String unit) {
        this.title = title;
        this.benchmarks = benchmarks;
        this.metrics = metrics;
        this.moreIsBetter = moreIsBetter;
        this.unit = unit;
    }

    /** Whether more of a metric is better. */
    boolean isMoreBetter(String metric) {
        return moreIsBetter && (metric.equals("score") || metric.endsWith("/s"));
    }
}
