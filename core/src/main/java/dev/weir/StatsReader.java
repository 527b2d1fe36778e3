package dev.weir;

import dev.weir.internal.crew.Control;
import dev.weir.internal.ledger.Ledger;
import dev.weir.internal.ledger.Outcome;
import dev.weir.internal.ledger.Picture;
import dev.weir.internal.ledger.Times;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/** Turns a picture of the ledger into what users read. Stateless. */
final class StatsReader {

    private StatsReader() {}

    static long tasksLeft(Ledger ledger) {
        Picture picture = ledger.picture();
        return picture.waiting() + picture.running() + picture.unreadResults();
    }

    static PoolStats read(PoolConfig config, Crew crew, Ledger ledger, Trend trend, int stuck) {
        Picture picture = ledger.picture();
        Bounds bounds = crew.bounds();
        long word = picture.control();
        long waiting = picture.waiting();
        long queued = Control.state(word) == Control.PAUSED ? waiting : Math.min(waiting, config.queueCapacity());
        Times waits = ledger.waits();
        Times runs = ledger.runs();
        Moment now = Moment.present(ledger, config.virtual(), picture.accepted(), picture.allEnded());
        Latencies queueWait = new Latencies(waits);
        Latencies runTime = new Latencies(runs);
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
                queueWait.summary(),
                runTime.summary(),
                new ThreadCost(
                        picture.hired(),
                        Duration.ofNanos(costs.createNanos()),
                        Duration.ofNanos(runs.sumNanos()),
                        costs.ended(),
                        Duration.ofNanos(costs.endNanos())),
                rejectedBy(picture),
                trend.arrivals(now),
                trend.completions(now),
                trend.busyShare(now),
                trend.oldestWait(now, queued),
                stuck,
                new PoolTimes(
                        Duration.ofNanos(now.nanos()),
                        Duration.ofNanos(now.livedNanos()),
                        Duration.ofNanos(now.busyNanos()),
                        queueWait,
                        runTime));
    }

    private static Map<RejectionReason, Long> rejectedBy(Picture picture) {
        Map<RejectionReason, Long> rejected = new EnumMap<>(RejectionReason.class);
        for (RejectionReason reason : RejectionReason.values()) {
            long count = picture.rejectedFor().get(reason.ordinal());
            if (count > 0) {
                rejected.put(reason, count);
            }
        }
        return Collections.unmodifiableMap(rejected);
    }
}
