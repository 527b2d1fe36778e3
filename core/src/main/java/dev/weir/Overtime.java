package dev.weir;

import dev.weir.Sight.Glimpse;
import dev.weir.event.PoolEvent.TaskStuck;
import dev.weir.event.PoolEvent.TaskUnstuck;
import dev.weir.event.PoolEvent.WorkerSetAside;
import dev.weir.event.PoolEvent.WorkerTakenBack;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds tasks that run for longer than expected, and sets aside workers that are in theirs for too long. Belongs to the
 * watchdog, which looks about once a second; {@link #atTheEnd} may meet a last look, and {@link #stuck} and {@link #expected} any.
 *
 * <p>A worker that is set aside counts as blocked ({@link Spares}): the pool may have a thread more while tasks wait. So
 * everything that holds for spares holds for the thread in its place, and when the worker ends its task, one thread too many
 * leaves after its own. Proven by {@code StuckTaskTest} and {@code SetAsideTest}.
 */
final class Overtime {

    private final WorkerPool pool;
    private final long expectedNanos;
    private final long asideNanos;
    private final int mostAside;
    private final Map<Worker, Late> late = new ConcurrentHashMap<>();
    private int aside;

    Overtime(WorkerPool pool) {
        this.pool = pool;
        PoolConfig config = pool.config();
        this.expectedNanos = nanos(config.observing().expectedRunTime());
        this.asideNanos = nanos(config.observing().setAsideLimit());
        this.mostAside = config.observing().setAsideMost();
    }

    private static long nanos(@Nullable Duration time) {
        return time == null ? Long.MAX_VALUE : Arguments.nanos(time);
    }

    /** A task that has something told about it. */
    private static final class Late {

        private final Glimpse task;
        private final String thread;
        private volatile boolean told;
        private boolean aside;

        Late(Glimpse task, String thread) {
            this.task = task;
            this.thread = thread;
        }

        /** Calls the user's code. */
        String name() {
            return RunningTasks.nameOf(task, List.of());
        }
    }

    /** How many tasks were told to be stuck and have not been found to have ended. For any thread. */
    int stuck() {
        int count = 0;
        for (Late found : late.values()) {
            count += found.told ? 1 : 0;
        }
        return count;
    }

    /** Of the tasks that run now, and of which the pool or they themselves say so. For any thread. */
    Map<Long, Duration> expected() {
        Map<Long, Duration> expected = new HashMap<>();
        for (Worker worker : pool.crew().present()) {
            Thread thread = worker.thread();
            Glimpse task = worker.sight().glimpse();
            long nanos = task == null ? Long.MAX_VALUE : expectedNanos(task);
            if (thread != null && nanos != Long.MAX_VALUE) {
                expected.put(thread.getId(), Duration.ofNanos(nanos));
            }
        }
        return expected;
    }

    void look(Findings findings) {
        for (Worker worker : pool.crew().present()) {
            Thread thread = worker.thread();
            Glimpse now = worker.sight().glimpse();
            Late known = late.get(worker);
            if (known != null && !known.task.isSameTaskAs(now)) {
                over(worker, known, findings);
                known = null;
            }
            if (now != null && thread != null) {
                look(worker, thread, now, known, findings);
            }
        }
        late.forEach((worker, known) -> {
            if (!pool.crew().present().contains(worker)) {
                over(worker, known, findings);
            }
        });
    }

    private void look(Worker worker, Thread thread, Glimpse now, @Nullable Late known, Findings findings) {
        long age = System.nanoTime() - now.sinceNanos();
        long expected = expectedNanos(now);
        boolean isStuck = age > expected && (known == null || !known.told);
        boolean goesAside = age > asideNanos && aside < mostAside && (known == null || !known.aside);
        if (!isStuck && !goesAside) {
            return;
        }
        StackTraceElement[] stack = RunningTasks.stackOf(thread);
        if (!now.isSameTaskAs(worker.sight().glimpse())) {
            return;
        }
        Late found = known != null ? known : new Late(now, thread.getName());
        late.put(worker, found);
        if (isStuck) {
            found.told = true;
            findings.add((name, at) -> stuck(name, at, found, expected, age, TaskFrames.of(stack)));
        }
        if (goesAside) {
            found.aside = true;
            pool.crew().block();
            int count = ++aside;
            findings.add((name, at) ->
                    new WorkerSetAside(name, at, found.name(), found.thread, Duration.ofNanos(age), count));
        }
    }

    private static TaskStuck stuck(
            String pool, Instant at, Late found, long expected, long age, List<StackTraceElement> frames) {
        return new TaskStuck(
                pool,
                at,
                RunningTasks.nameOf(found.task, frames),
                found.thread,
                Duration.ofNanos(expected),
                Duration.ofNanos(age),
                frames);
    }

    private long expectedNanos(Glimpse task) {
        PooledTask<?> submitted = task.submitted();
        Object work = submitted != null ? submitted.work() : task.plain();
        if (work instanceof RunnableCall<?> call) {
            work = call.task();
        } else if (work instanceof Wrapped wrapped) {
            work = wrapped.task();
        }
        return work instanceof Expected own ? Arguments.nanos(own.expectedRunTime()) : expectedNanos;
    }

    /** The task has ended, or the worker is no more. */
    private void over(Worker worker, Late known, Findings findings) {
        if (!late.remove(worker, known)) {
            return;
        }
        if (known.told) {
            PooledTask<?> submitted = known.task.submitted();
            Duration ran = submitted != null && submitted.isDone()
                    ? submitted.runTime()
                    : Duration.ofNanos(System.nanoTime() - known.task.sinceNanos());
            findings.add((name, at) -> new TaskUnstuck(name, at, known.name(), known.thread, ran));
        }
        if (known.aside) {
            int left = --aside;
            pool.crew().unblock();
            findings.add((name, at) -> new WorkerTakenBack(name, at, known.name(), known.thread, left));
        }
    }

    /** Every task has ended. */
    void atTheEnd(Findings findings) {
        late.forEach((worker, known) -> over(worker, known, findings));
    }
}
