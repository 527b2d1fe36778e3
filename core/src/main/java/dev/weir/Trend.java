package dev.weir;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.ToLongFunction;

/**
 * What went on in a pool lately: the counts of moments that the watchdog notes once a second, and what a reader makes of them.
 * Thread-safe; but one thread at a time notes. No task and no worker does anything for it.
 */
final class Trend {

    /** More than the seconds of a minute, since looks may be a little closer than a second. */
    private static final int KEPT = 72;

    private static final long SECOND = 1_000_000_000;

    private final AtomicReferenceArray<Moment> noted = new AtomicReferenceArray<>(KEPT);
    private int next;

    void note(Moment moment) {
        noted.set(next, moment);
        next = (next + 1) % KEPT;
    }

    Rates arrivals(Moment now) {
        return rates(now, Moment::accepted);
    }

    Rates completions(Moment now) {
        return rates(now, Moment::ended);
    }

    private Rates rates(Moment now, ToLongFunction<Moment> count) {
        return new Rates(perSecond(now, 1, count), perSecond(now, 10, count), perSecond(now, 60, count));
    }

    private double perSecond(Moment now, int seconds, ToLongFunction<Moment> count) {
        Moment then = before(now.nanos() - seconds * SECOND);
        long nanos = now.nanos() - then.nanos();
        long happened = count.applyAsLong(now) - count.applyAsLong(then);
        return nanos <= 0 ? 0 : Math.max(0, happened) * 1e9 / nanos;
    }

    /** The part of the workers' time in which they were not idle, over the last second. */
    double busyShare(Moment now) {
        Moment then = before(now.nanos() - SECOND);
        return PoolWindow.share(now.busyNanos() - then.busyNanos(), now.livedNanos() - then.livedNanos());
    }

    /**
     * How long ago the oldest of those tasks was accepted that wait now, as if they had been accepted evenly between two
     * moments, and began in that order.
     */
    Duration oldestWait(Moment now, long waiting) {
        if (waiting <= 0) {
            return Duration.ZERO;
        }
        long number = now.accepted() - waiting + 1;
        Moment from = Moment.BEGINNING;
        Moment to = now;
        for (int i = 0; i < KEPT; i++) {
            Moment moment = noted.get(i);
            if (moment != null && moment.accepted() < number) {
                from = moment.nanos() > from.nanos() ? moment : from;
            } else if (moment != null) {
                to = moment.nanos() < to.nanos() ? moment : to;
            }
        }
        double part = (double) (number - from.accepted()) / Math.max(1, to.accepted() - from.accepted());
        double nanos = now.nanos() - to.nanos() + (1 - Math.min(1, part)) * (to.nanos() - from.nanos());
        return Duration.ofNanos(Math.max(0, (long) nanos));
    }

    /** The last moment noted at that time or before; the beginning if there is none. */
    private Moment before(long nanos) {
        Moment last = Moment.BEGINNING;
        for (int i = 0; i < KEPT; i++) {
            Moment moment = noted.get(i);
            if (moment != null && moment.nanos() <= nanos && moment.nanos() >= last.nanos()) {
                last = moment;
            }
        }
        return last;
    }
}
