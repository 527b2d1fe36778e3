package dev.weir.micrometer;

import dev.weir.LatencySummary;
import dev.weir.PoolStats;
import dev.weir.PoolWindow;
import dev.weir.RejectionReason;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.BaseUnits;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** What Weir tells of a pool beyond the standard meters. Stateless. */
final class WeirMeters {

    /** Tasks that were given up after they had been accepted are no rejections: they have ended. */
    private static final Set<RejectionReason> REASONS =
            EnumSet.complementOf(EnumSet.of(RejectionReason.DROPPED, RejectionReason.EXPIRED));

    private static final Map<String, ToDoubleFunction<PoolStats>> OUTCOMES = Map.of(
            "succeeded", PoolStats::succeeded,
            "failed", PoolStats::failed,
            "cancelled", PoolStats::cancelled,
            "expired", PoolStats::expired,
            "dropped", PoolStats::dropped,
            "handed_back", PoolStats::handedBack);

    private static final Map<String, Function<LatencySummary, Duration>> QUANTILES = Map.of(
            "0.5", LatencySummary::p50,
            "0.9", LatencySummary::p90,
            "0.99", LatencySummary::p99,
            "0.999", LatencySummary::p999,
            "1", LatencySummary::max);

    private WeirMeters() {}

    static void register(Registration to) {
        tasks(to);
        times(to);
        threads(to);
    }

    private static void tasks(Registration to) {
        to.counter("weir.pool.accepted", BaseUnits.TASKS, "Tasks accepted", Tags.empty(), PoolStats::accepted);
        to.gauge(
                "weir.pool.running",
                BaseUnits.TASKS,
                "Tasks that run, those run by submitters included",
                PoolStats::running);
        to.gauge(
                "weir.pool.stuck",
                BaseUnits.TASKS,
                "Tasks that run for longer than expected, as found once a second",
                PoolStats::stuck);
        OUTCOMES.forEach((outcome, count) ->
                to.counter("weir.pool.ended", BaseUnits.TASKS, "Tasks that ended", Tags.of("outcome", outcome), count));
        for (RejectionReason reason : REASONS) {
            to.counter(
                    "weir.pool.rejected",
                    BaseUnits.TASKS,
                    "Submissions refused",
                    Tags.of("reason", reason.name().toLowerCase(Locale.ROOT)),
                    stats -> stats.rejectedBy().getOrDefault(reason, 0L));
        }
        to.gauge(
                "weir.pool.unread",
                "results",
                "Results in result queues that nobody has taken",
                PoolStats::unreadResults);
    }

    private static void times(Registration to) {
        QUANTILES.forEach((quantile, read) -> {
            Tags tag = Tags.of("quantile", quantile);
            to.time(
                    "weir.pool.queue.wait",
                    "How long tasks waited that began in the last minute or two",
                    tag,
                    reading -> nanos(reading.window(), PoolWindow::queueWait, read));
            to.time(
                    "weir.pool.run.time",
                    "How long tasks ran that ended in the last minute or two",
                    tag,
                    reading -> nanos(reading.window(), PoolWindow::runTime, read));
        });
        to.time(
                "weir.pool.oldest.wait",
                "How long the oldest task that waits has waited",
                Tags.empty(),
                reading -> reading.stats().oldestWait().toNanos());
    }

    private static double nanos(
            PoolWindow window, Function<PoolWindow, LatencySummary> which, Function<LatencySummary, Duration> read) {
        LatencySummary summary = which.apply(window);
        return summary.count() == 0 ? Double.NaN : read.apply(summary).toNanos();
    }

    private static void threads(Registration to) {
        to.gauge("weir.pool.idle", BaseUnits.THREADS, "Threads that wait for a task", PoolStats::idleThreads);
        to.gauge("weir.pool.peak", BaseUnits.THREADS, "The most threads that there have been", PoolStats::peakThreads);
        to.counter("weir.pool.started", BaseUnits.THREADS, "Threads created", Tags.empty(), PoolStats::threadsCreated);
        to.counter(
                "weir.pool.retired", BaseUnits.THREADS, "Threads that left", Tags.empty(), PoolStats::threadsRetired);
        to.gauge(
                "weir.pool.busy",
                "ratio",
                "The busy part of the threads' time, over the last second",
                PoolStats::busyShare);
        to.gauge(
                "weir.pool.thread.cost",
                "ratio",
                "The part of all time that went into creating and ending threads",
                stats -> stats.threadCost().share());
    }
}
