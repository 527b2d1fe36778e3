package dev.weir.stress.model;

import dev.weir.PoolStats;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/**
 * The model's account of a program: how many tasks ended in each way, at least and at most, to be compared with the pool's.
 * Not thread-safe.
 */
final class Books {

    /** The ways in which a task ends. */
    enum Way {
        SUCCEEDED,
        FAILED,
        CANCELLED,
        EXPIRED,
        DROPPED,
        HANDED_BACK
    }

    private final Performance performance;
    private final Map<Way, long[]> counts = new EnumMap<>(Way.class);
    private long refused;
    private long perhapsRefused;

    Books(Performance performance) {
        this.performance = performance;
        Arrays.stream(Way.values()).forEach(way -> counts.put(way, new long[2]));
    }

    void count(Way way, long atLeast, long atMost) {
        long[] range = counts.get(way);
        if (range != null) {
            range[0] += atLeast;
            range[1] += atMost;
        }
    }

    void refused() {
        refused++;
    }

    void perhapsRefused() {
        perhapsRefused++;
    }

    /** The pool has ended with these figures, and so many results were left in its result queues. */
    void compare(PoolStats last, long unread) {
        check("succeeded", Way.SUCCEEDED, last.succeeded());
        check("failed", Way.FAILED, last.failed());
        check("cancelled", Way.CANCELLED, last.cancelled());
        check("expired", Way.EXPIRED, last.expired());
        check("dropped", Way.DROPPED, last.dropped());
        check("handed back", Way.HANDED_BACK, last.handedBack());
        check("rejected", refused, refused + perhapsRefused, last.rejected());
        check("unread", unread, unread, last.unreadResults());
        check("waiting or running", 0, 0, last.queued() + last.running());
        check("threads", 0, 0, last.threads());
        check("threads left", last.threadsCreated(), last.threadsCreated(), last.threadsRetired());
    }

    private void check(String what, Way way, long actual) {
        long[] range = counts.get(way);
        if (range != null) {
            check(what, range[0], range[1], actual);
        }
    }

    private void check(String what, long atLeast, long atMost, long actual) {
        if (actual < atLeast || actual > atMost) {
            performance.problem("the pool counts " + actual + " as " + what + ", the model from " + atLeast + " to "
                    + atMost + ": " + performance.pool().stats());
        }
    }
}
