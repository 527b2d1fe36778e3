package dev.weir;

import dev.weir.Sight.Glimpse;
import dev.weir.event.PoolEvent.StarvationFound;
import dev.weir.event.PoolEvent.StarvationResolved;
import dev.weir.internal.crew.Control;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;

/**
 * Finds that tasks wait while every worker is blocked, and nothing has moved from one look to the next. Belongs to the
 * watchdog, which looks about once a second.
 *
 * <p>What workers wait for can be told of tasks that wait for tasks, and then also the circle, if there is one
 * ({@link WaitCircle}); of all others, what they are parked on and where. Proven by {@code StarvationTest}.
 */
final class Starvation {

    private static final int TOLD = 20;

    private final WorkerPool pool;
    private long takenBefore = -1;

    /** When it was found; 0 while there is none. */
    private long sinceNanos;

    Starvation(WorkerPool pool) {
        this.pool = pool;
    }

    void look(Findings findings) {
        long taken = pool.queue().taken();
        boolean moved = taken != takenBefore;
        takenBefore = taken;
        boolean starved = !moved && tasksWaitForWorkers() && allAreBlocked();
        if (starved && sinceNanos == 0) {
            sinceNanos = System.nanoTime() | 1;
            List<Worker> blocked = List.copyOf(pool.crew().present());
            long waiting = Math.max(1, pool.queue().issued() - taken);
            findings.add((name, at) ->
                    new StarvationFound(name, at, blocked.size(), waiting, waitsOf(blocked), circleAmong(blocked)));
        } else if (!starved && sinceNanos != 0) {
            Duration lasted = Duration.ofNanos(System.nanoTime() - sinceNanos);
            sinceNanos = 0;
            findings.add((name, at) -> new StarvationResolved(name, at, lasted));
        }
    }

    private boolean tasksWaitForWorkers() {
        long word = pool.control().read();
        int state = Control.state(word);
        return (state == Control.RUNNING || state == Control.DRAINING)
                && Control.workers(word) > 0
                && Control.idle(word) == 0
                && Control.starting(word) == 0
                && pool.queue().isReady();
    }

    private boolean allAreBlocked() {
        for (Worker worker : pool.crew().present()) {
            Thread thread = worker.thread();
            Thread.State state = thread == null ? Thread.State.NEW : thread.getState();
            if (state != Thread.State.BLOCKED && state != Thread.State.WAITING && state != Thread.State.TIMED_WAITING) {
                return false;
            }
        }
        return !pool.crew().present().isEmpty();
    }

    private static List<String> waitsOf(List<Worker> blocked) {
        return blocked.stream().limit(TOLD).map(Starvation::waitOf).toList();
    }

    private static String waitOf(Worker worker) {
        Thread thread = Objects.requireNonNull(worker.thread());
        List<StackTraceElement> frames = TaskFrames.of(RunningTasks.stackOf(thread));
        Glimpse task = worker.sight().glimpse();
        String who = (task == null ? "nothing" : RunningTasks.nameOf(task, frames)) + " on " + thread.getName();
        PooledTask<?> submitted = task == null ? null : task.submitted();
        TaskFuture<?> awaited = submitted == null ? null : submitted.awaited();
        if (awaited != null) {
            return who + " waits for " + awaited;
        }
        Object blocker = LockSupport.getBlocker(thread);
        return who + " waits for "
                + (blocker == null ? "something" : blocker.getClass().getName()) + TaskFrames.place(frames);
    }

    private static List<String> circleAmong(List<Worker> blocked) {
        for (Worker worker : blocked) {
            Glimpse task = worker.sight().glimpse();
            PooledTask<?> submitted = task == null ? null : task.submitted();
            List<String> circle = submitted == null ? List.of() : WaitCircle.from(submitted);
            if (!circle.isEmpty()) {
                return circle;
            }
        }
        return List.of();
    }
}
