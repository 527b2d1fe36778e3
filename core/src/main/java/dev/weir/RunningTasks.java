package dev.weir;

import dev.weir.Sight.Glimpse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Finds out what the workers of a pool do, without any help of theirs. Stateless.
 *
 * <p>Which workers are in a task is read first, of all of them, and their stacks after that. To take the stack of a thread that
 * has no processor the JVM gives it one until it stops, and that is often behind its task. So asking one worker for its stack
 * moves the others, and a worker's own stack often says nothing of the task that it was found in: the task is shown all the
 * same, without. Else a pool would seem the idler, the more its threads wait for a processor.
 *
 * <p>A stack belongs to a task that is seen both before and after it. Of a worker that is never found twice in the same one, its
 * tasks being shorter than a look, the stack is shown for itself, under the name of what stands in it. Proven by {@code
 * RunningTasksTest}.
 */
final class RunningTasks {

    private static final int TRIES = 3;
    private static final StackTraceElement[] NO_STACK = {};

    private RunningTasks() {}

    /** A worker that was found in a task, and in which state its thread was. */
    private record Found(Worker worker, Thread thread, Glimpse task, Thread.State state) {}

    /** The tasks that workers run, the oldest first. */
    static List<RunningTask> of(WorkerPool pool) {
        long now = System.nanoTime();
        List<RunningTask> running = new ArrayList<>();
        for (Found found : found(pool)) {
            running.add(withStack(found, pool, now));
        }
        running.sort(Comparator.comparing(RunningTask::age).reversed());
        return running;
    }

    private static List<Found> found(WorkerPool pool) {
        List<Found> found = new ArrayList<>();
        for (Worker worker : pool.crew().present()) {
            Thread thread = worker.thread();
            Glimpse task = thread == null ? null : worker.sight().glimpse();
            if (thread != null && task != null) {
                found.add(new Found(worker, thread, task, stateOf(thread)));
            }
        }
        return found;
    }

    private static RunningTask withStack(Found found, WorkerPool pool, long now) {
        Thread thread = found.thread();
        Glimpse before = found.task();
        for (int tries = TRIES; tries > 0 && before != null; tries--) {
            Thread.State state = stateOf(thread);
            List<StackTraceElement> frames = TaskFrames.of(stackOf(thread));
            Glimpse after = found.worker().sight().glimpse();
            if (before.isSameTaskAs(after)) {
                return running(pool, before, now, thread, state, frames);
            }
            String stackName = tries == 1 ? TaskFrames.nameOf(frames) : null;
            if (stackName != null) {
                return running(stackName, pool.name(), thread, 0, state, frames);
            }
            before = after;
        }
        return running(pool, found.task(), now, thread, found.state(), List.of());
    }

    private static RunningTask running(
            WorkerPool pool,
            Glimpse seen,
            long now,
            Thread thread,
            Thread.State state,
            List<StackTraceElement> frames) {
        PooledTask<?> submitted = seen.submitted();
        String executor = submitted == null ? pool.name() : executorOf(submitted);
        return running(nameOf(seen, frames), executor, thread, now - seen.sinceNanos(), state, frames);
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

    private static Thread.State stateOf(Thread thread) {
        try {
            return thread.getState();
        } catch (RuntimeException strange) {
            return Thread.State.RUNNABLE;
        }
    }
}
