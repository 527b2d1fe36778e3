package dev.weir.stress.model;

import dev.weir.PoolStats;
import dev.weir.RejectionReason;
import dev.weir.Task;
import dev.weir.TaskState;
import dev.weir.ThreadPool;
import java.time.Duration;

/** Whether the bound is kept, both ways, where a client can know it; and whether all is quiet after a join. Thread-safe. */
final class Bounds {

    private static final int MOST_TO_FILL = 24;
    private static final Duration TO_JOIN = Duration.ofMillis(50);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Performance performance;
    private final Program program;
    private final ThreadPool pool;
    private final boolean canFill;

    Bounds(Performance performance) {
        this.performance = performance;
        this.program = performance.program();
        this.pool = performance.pool();
        this.canFill = program.hasOneClient()
                && program.isPlain()
                && program.setting().capacity() <= MOST_TO_FILL
                && (program.setting().isRejecting() || program.setting().isBlocking())
                && !program.has(step -> step instanceof Step.Submit submit
                        && (submit.door().kind().isScheduled() || submit.work() instanceof Work.Acts));
    }

    /** How many tasks may be said to wait at any time. */
    long mostQueued() {
        boolean strict = !program.everPauses();
        return program.setting().capacity() + (strict ? 0 : mostThreads());
    }

    private int mostThreads() {
        // A task that is run by one that waits for it makes room for another one, and so does a spare worker.
        return program.isPlain() ? program.mostThreads() : 10_000;
    }

    /** A task was refused: there must have been as many as may be. */
    void refused(Trace trace) {
        boolean full = trace.refused == RejectionReason.QUEUE_FULL && trace.kind() == Door.Kind.POOL;
        if (!full || !program.setting().isRejecting()) {
            return;
        }
        long room = program.setting().capacity() + (program.everPauses() ? 0 : program.fewestThreads());
        long others = performance.traces().stream()
                .filter(other -> other != trace && !other.isRefused() && other.submitting != 0)
                .mapToLong(other -> other.kind() == Door.Kind.PERIODIC ? Integer.MAX_VALUE : 1)
                .sum();
        if (others < room) {
            performance.problem(trace + " was refused as one too many, but there are only " + others
                    + " others, of which " + room + " have room");
        }
    }

    /** Waits for quiet, and looks whether that is what it says. */
    void join() throws InterruptedException {
        long before = performance.tick();
        if (!pool.join(TO_JOIN)) {
            return;
        }
        for (Trace trace : performance.traces()) {
            boolean accepted = trace.isAccepted()
                    && trace.submitted < before
                    && !trace.kind().isScheduled();
            // Whether it was handed back is asked last: whoever got it back may have run or cancelled it meanwhile.
            if (accepted && (trace.inside.get() != 0 || !hasEnded(trace)) && trace.handedBack.get() == 0) {
                performance.problem(trace + " has not ended, though join() has returned");
            }
        }
    }

    private boolean hasEnded(Trace trace) {
        Task<?> future = trace.future;
        TaskState state = future == null ? null : future.taskState();
        return state != null
                ? state != TaskState.WAITING && state != TaskState.RUNNING
                : trace.hasBegun()
                        || program.setting().isDropping()
                        || performance.isEnding()
                        || program.has(step -> step instanceof Step.Stop);
    }

    /** Fills the pool. */
    void fill(boolean paused) throws InterruptedException {
        if (!canFill) {
            return;
        }
        performance.openGate();
        performance.resume();
        if (!pool.join(PATIENCE)) {
            performance.problem("nothing is held, and yet join() waits");
            return;
        }
        PoolStats quiet = pool.stats();
        int nudges = performance.nudges();
        if (paused) {
            performance.pause();
        }
        if (Client.isOpen(pool.stats().state())) {
            fillUpTo(
                    paused
                            ? quiet.queued() + program.setting().capacity()
                            : program.setting().capacity() + quiet.maxThreads(),
                    nudges);
        }
        performance.openGate();
        performance.resume();
    }

    private void fillUpTo(long room, int nudges) {
        Step.Submit held = new Step.Submit(new Door(Door.Kind.POOL, 0), Step.Form.EXECUTE, new Work.Holds());
        long accepted = 0;
        boolean refused = false;
        while (!refused && accepted <= room) {
            refused = performance
                    .player()
                    .submit(held, 0, performance.player().poolDoors())
                    .isRefused();
            accepted += refused ? 0 : 1;
        }
        if (accepted != room && performance.nudges() == nudges) {
            performance.problem("there is room for " + room + " tasks that stay, but " + accepted
                    + (refused ? " were accepted" : " were accepted, and perhaps more: " + pool.stats()));
        }
    }
}
