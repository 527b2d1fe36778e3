package dev.weir;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides, from what was observed, what limits a pool. Immutable.
 *
 * <p>What is broken comes first: a circle, then a task that is stuck, or whatever most tasks are stuck on. If nothing is and no
 * task had to wait, there is no limit. If tasks waited, and those that run could use all processors, it is these; and an
 * overload if the pool refused tasks as well. If they could not, but all threads are in use, it is either one thing that most
 * are blocked on, or the number of threads. The thresholds are told in docs/sizing.md.
 *
 * <p>Proven by {@code ExplainTest} and {@code DiagnosisTest}.
 */
final class Diagnosis {

    /** Of the processors: with that many in use, they are the limit. */
    static final double FULL = 0.9;

    /** Of the tasks that run: if so many are blocked on one thing, that is the limit. */
    private static final double MOST = 0.5;

    /**
     * A task is stuck that has run for longer than is expected of it; or, if nobody said how long that is, so many times as long
     * as 99 % of the tasks do, and longer than a second.
     */
    private static final int STUCK_TIMES = 10;

    private static final Duration STUCK_LEAST = Duration.ofSeconds(1);

    /** With fewer tasks that have ended, nobody knows how long they take. */
    private static final int ENOUGH = 20;

    private final Observation seen;
    private final List<RunningTask> stuck;
    final Limit limit;

    Diagnosis(Observation seen) {
        this.seen = seen;
        this.stuck = stuck(seen);
        this.limit = limit();
    }

    private static List<RunningTask> stuck(Observation seen) {
        Duration usual = mostUsual(seen.after().runTime());
        return seen.running().stream()
                .filter(task -> {
                    Duration most = seen.expected().getOrDefault(task.threadId(), usual);
                    return most != null && task.age().compareTo(most) > 0;
                })
                .toList();
    }

    private static @Nullable Duration mostUsual(LatencySummary known) {
        if (known.count() < ENOUGH) {
            return null;
        }
        Duration tenTimes = known.p99().multipliedBy(STUCK_TIMES);
        return tenTimes.compareTo(STUCK_LEAST) > 0 ? tenTimes : STUCK_LEAST;
    }

    private Limit limit() {
        if (seen.circle() != null) {
            return Limit.CIRCLE;
        }
        WaitsFor.Shared shared = seen.shared();
        boolean mostOnOneThing =
                shared != null && shared.count() >= MOST * seen.running().size();
        if (!stuck.isEmpty()) {
            return mostOnOneThing && stuck.size() >= MOST * seen.running().size() ? Limit.BLOCKED_ON : Limit.STUCK;
        }
        boolean refuses = seen.window().rejected() > 0;
        if (!refuses && !tasksWait() || seen.after().state() == PoolState.PAUSED) {
            return Limit.NONE;
        }
        if (isCpuFull()) {
            return refuses ? Limit.OVERLOAD : Limit.CPU;
        }
        if (!areThreadsInUse()) {
            return refuses
                    ? Limit.OVERLOAD
                    : Limit.NONE; // a burst, for which threads are on their way or come too late
        }
        if (mostOnOneThing) {
            return Limit.BLOCKED_ON;
        }
        return refuses && wantedThreads() > mostThreads() ? Limit.OVERLOAD : Limit.THREADS;
    }

    /** Whether tasks waited most of the time, or for long. */
    private boolean tasksWait() {
        LatencySummary waits = seen.window().queueWait();
        boolean waitedLong = waits.count() > 0
                && waits.mean().compareTo(Duration.ofMillis(1)) > 0
                && waits.mean()
                                .multipliedBy(2)
                                .compareTo(seen.window().runTime().mean())
                        > 0;
        return seen.queuedShare() >= MOST || waitedLong;
    }

    private boolean isCpuFull() {
        double full = FULL * seen.processors();
        return wantedProcessors() >= full || wantedProcessors() >= 1 && seen.processProcessorsUsed() >= full;
    }

    /** As many as tasks were found that want one; or more, since a worker that is between two short tasks is found in none. */
    private double wantedProcessors() {
        double inTasks = seen.computing() + seen.blocked();
        double part = inTasks == 0 ? 1 : seen.computing() / inTasks;
        return Math.max(
                seen.computing(),
                part * seen.window().busyShare() * seen.window().meanThreads());
    }

    private boolean areThreadsInUse() {
        return seen.computing() + seen.blocked() >= FULL * seen.after().maxThreads()
                || seen.after().threads() >= seen.after().maxThreads()
                        && seen.window().busyShare() >= FULL;
    }

    // How many threads

    private double inTasks() {
        return Math.max(1e-9, seen.computing() + seen.blocked());
    }

    /** The part of a task's time in which it uses a processor; not that in which it only wants one. */
    double computeShare() {
        double wants = seen.computing() / inTasks();
        return seen.processorsUsed() < 0 ? wants : Math.min(1, seen.processorsUsed() / inTasks());
    }

    /** The part of a task's time in which it waits for something else than a processor. */
    double waitShare() {
        return seen.blocked() / inTasks();
    }

    /** How long a task takes, if it need not wait for a processor. */
    Duration serviceTime() {
        LatencySummary lately = seen.window().runTime();
        Duration mean = lately.count() >= ENOUGH
                ? lately.mean()
                : seen.after().runTime().mean();
        return Duration.ofNanos((long) (mean.toNanos() * Math.min(1, computeShare() + waitShare())));
    }

    /** Threads that arrivals keep busy, those that were refused included; see {@link Sizing#little}. */
    double wantedThreads() {
        double offered = seen.after().arrivals().lastSecond();
        if (!seen.window().length().isZero()) {
            offered += seen.window().rejected() * 1e9 / seen.window().length().toNanos();
        }
        return Sizing.little(offered, serviceTime());
    }

    /** Threads that the processors can keep busy; see {@link Sizing#goetz}. */
    double mostThreads() {
        return Sizing.goetz(seen.processors(), computeShare(), waitShare());
    }

    int suggestedThreads() {
        boolean isMeasured = seen.after().runTime().count() >= ENOUGH && seen.computing() + seen.blocked() > 0;
        if (!isMeasured) {
            return 0;
        }
        double wanted = wantedThreads();
        boolean backlog = limit == Limit.THREADS || limit == Limit.CPU;
        boolean leftFromBefore = backlog && wanted <= seen.after().maxThreads(); // more came than comes now
        return Sizing.suggest(
                wanted,
                mostThreads(),
                leftFromBefore ? seen.after().queued() + seen.after().running() : 0);
    }

    /** What exactly limits the pool; empty if the limit says it all. */
    String cause() {
        return switch (limit) {
            case CIRCLE -> String.valueOf(seen.circle());
            case BLOCKED_ON -> String.valueOf(seen.shared());
            case STUCK -> stuckTask(stuck.get(0));
            default -> "";
        };
    }

    private static String stuckTask(RunningTask task) {
        return "task " + task.task() + " on thread " + task.thread() + ", which has run for "
                + ExplanationText.time(task.age()) + TaskFrames.place(task.stack());
    }

    Explanation explanation() {
        return new Explanation(
                seen.after(),
                seen.window(),
                limit,
                cause(),
                seen.processors(),
                seen.computing(),
                seen.blocked(),
                seen.processorsUsed(),
                seen.processProcessorsUsed(),
                suggestedThreads(),
                seen.running(),
                seen.groups());
    }
}
