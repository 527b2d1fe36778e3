package dev.weir;

import dev.weir.Sight.Glimpse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what the workers of a pool do, without any help of theirs. Stateless.
 *
 * <p>A stack is one moment's, and the worker goes on meanwhile. So it is looked at before and after: the stack belongs to
 * the task if that is the same. Of a worker that is never found twice in the same one, its tasks being shorter than a look,
 * the stack is shown for itself, under the name of what stands in it. Proven by {@code RunningTasksTest}.
 */
final class RunningTasks {

    private static final int TRIES = 3;
    private static final StackTraceElement[] NO_STACK = {};

    private RunningTasks() {}

    /** The tasks that workers run, the oldest first. */
    static List<RunningTask> of(WorkerPool pool) {
        List<RunningTask> found = new ArrayList<>();
        long now = System.nanoTime();
        for (Worker worker : pool.crew().present()) {
            RunningTask running = of(pool, worker, now);
            if (running != null) {
                found.add(running);
            }
        }
        found.sort(Comparator.comparing(RunningTask::age).reversed());
        return found;
    }

    private static @Nullable RunningTask of(WorkerPool pool, Worker worker, long now) {
        Thread thread = worker.thread();
        if (thread == null) {
            return null;
        }
        StackTraceElement[] stack = NO_STACK;
        for (int tries = TRIES; tries > 0; tries--) {
            Glimpse before = worker.sight().glimpse();
            if (before == null) {
                return null;
            }
            Thread.State state = thread.getState();
            stack = stackOf(thread);
            if (before.isSameTaskAs(worker.sight().glimpse())) {
                return running(pool, before, now, thread, state, TaskFrames.of(stack));
            }
        }
        List<StackTraceElement> frames = TaskFrames.of(stack);
        String name = TaskFrames.nameOf(frames);
        return name == null ? null : running(name, pool.name(), thread, 0, thread.getState(), frames);
    }

    private static @Nullable RunningTask running(
            WorkerPool pool,
            Glimpse seen,
            long now,
            Thread thread,
            Thread.State state,
            List<StackTraceElement> frames) {
        long age = now - seen.sinceNanos();
        PooledTask<?> submitted = seen.submitted();
        if (submitted == null && seen.plain() == null && frames.isEmpty()) {
            return null;
        }
        String executor = submitted == null ? pool.name() : executorOf(submitted);
        return running(nameOf(seen, frames), executor, thread, age, state, frames);
    }

    private static RunningTask running(
            String name, String executor, Thread thread, long age, Thread.State state, List<StackTraceElement> frames) {
        return new RunningTask(
                name, executor, thread.getName(), thread.getId(), Duration.ofNanos(Math.max(0, age)), state, frames);
    }

    /** The name of a task that was seen, or of the code that it is in. Calls the user's. */
    static String nameOf(Glimpse seen, List<StackTraceElement> frames) {
        PooledTask<?> submitted = seen.submitted();
        if (submitted != null) {
            return submitted.name();
        }
        Runnable plain = seen.plain();
        String name = plain != null ? Reporter.nameOf(null, plain) : TaskFrames.nameOf(frames);
        return name == null ? "a task" : name;
    }

    private static String executorOf(PooledTask<?> task) {
        return task instanceof LaneTask<?> inView
                ? inView.view().name()
                : task.pool().name();
    }

    /** A factory may make threads of a class of its own, with a method that throws. */
    static StackTraceElement[] stackOf(Thread thread) {
        try {
            return thread.getStackTrace();
        } catch (RuntimeException strange) {
            return NO_STACK;
        }
    }
}
