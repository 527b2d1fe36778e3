package dev.weir;

import dev.weir.internal.crew.Control;
import dev.weir.internal.ledger.Ledger;
import dev.weir.internal.ledger.Outcome;
import dev.weir.internal.ledger.Picture;
import dev.weir.internal.ledger.Times;
import java.time.Duration;

/** Turns a picture of the ledger into what users read. Stateless. */
final class StatsReader {

    private StatsReader() {}

    static long tasksLeft(Ledger ledger) {
        Picture picture = ledger.picture();
        return picture.waiting() + picture.running() + picture.unreadResults();
    }

    static PoolStats read(PoolConfig config, Crew crew, Ledger ledger) {
        Picture picture = ledger.picture();
        Bounds bounds = crew.bounds();
        long word = picture.control();
        long waiting = picture.waiting();
        long queued = Control.state(word) == Control.PAUSED ? waiting : Math.min(waiting, config.queueCapacity());
        Times runs = ledger.runs();
        ThreadCosts costs = crew.costs();
        return new PoolStats(
                config.name(),
                Lifecycle.stateOf(word),
                Control.workers(word),
                bounds.min(),
                bounds.max(),
                costs.peak(),
                Control.idle(word),
                queued,
                picture.running() + waiting - queued,
                picture.unreadResults(),
                picture.accepted(),
                picture.ended(Outcome.SUCCEEDED),
                picture.ended(Outcome.FAILED),
                picture.ended(Outcome.CANCELLED) + picture.ended(Outcome.CANCELLED_WAITING),
                picture.rejected(),
                picture.ended(Outcome.EXPIRED),
                picture.ended(Outcome.DROPPED),
                picture.ended(Outcome.HANDED_BACK),
                picture.hired(),
                picture.retired(),
                summary(ledger.waits()),
                summary(runs),
                new ThreadCost(
                        picture.hired(),
                        Duration.ofNanos(costs.createNanos()),
                        Duration.ofNanos(runs.sumNanos()),
                        costs.ended(),
                        Duration.ofNanos(costs.endNanos())));
    }

    private static LatencySummary summary(Times times) {
        return new LatencySummary(
                times.count(),
                Duration.ofNanos(times.meanNanos()),
                Duration.ofNanos(times.percentileNanos(0.5)),
                Duration.ofNanos(times.percentileNanos(0.9)),
                Duration.ofNanos(times.percentileNanos(0.99)),
                Duration.ofNanos(times.percentileNanos(0.999)),
                Duration.ofNanos(times.maxNanos()));
    }
}
