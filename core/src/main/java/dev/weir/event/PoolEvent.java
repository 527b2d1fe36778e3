package dev.weir.event;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Something that happened in a pool. Immutable. Of the tasks that are named here, none is kept.
 *
 * <p>Further kinds may be added in any release: a {@code switch} over them needs a default.
 *
 * @since 0.1.0
 */
public sealed interface PoolEvent {

    /**
     * Where it happened.
     *
     * @return the name of the pool
     */
    String pool();

    /**
     * When it happened, or was found.
     *
     * @return the time
     */
    Instant at();

    /**
     * A worker's thread has begun. Not told of virtual threads, of which each task has its own.
     *
     * @param pool the name of the pool
     * @param at when
     * @param thread the name of the thread
     */
    record WorkerStarted(String pool, Instant at, String thread) implements PoolEvent {}

    /**
     * A worker's thread ends: it was idle for long, or surplus, or the pool ends. Not told of virtual threads.
     *
     * @param pool the name of the pool
     * @param at when
     * @param thread the name of the thread
     */
    record WorkerRetired(String pool, Instant at, String thread) implements PoolEvent {}

    /**
     * A task was refused, or dropped in favour of a newer one. Ten a second are told one by one; what comes beyond that in the
     * same second, by {@link TasksRejected}.
     *
     * @param pool the name of the pool
     * @param at when
     * @param task the name of the task
     * @param reason the name of the {@code RejectionReason}
     */
    record TaskRejected(String pool, Instant at, String task, String reason) implements PoolEvent {}

    /**
     * More tasks were refused or dropped than are told one by one.
     *
     * @param pool the name of the pool
     * @param at when they were counted
     * @param reason the name of the {@code RejectionReason}
     * @param count how many more
     */
    record TasksRejected(String pool, Instant at, String reason, long count) implements PoolEvent {}

    /**
     * A task threw.
     *
     * @param pool the name of the pool
     * @param at when
     * @param task the name of the task
     * @param exception what it threw
     */
    record TaskFailed(String pool, Instant at, String task, Throwable exception) implements PoolEvent {}

    /**
     * A task was given up since it had not begun in time.
     *
     * @param pool the name of the pool
     * @param at when
     * @param task the name of the task
     */
    record TaskExpired(String pool, Instant at, String task) implements PoolEvent {}

    /**
     * A task runs for longer than expected. Told once a task.
     *
     * @param pool the name of the pool
     * @param at when it was found
     * @param task the name of the task
     * @param thread the name of its thread
     * @param expected how long it was expected to run at most
     * @param age how long it has run
     * @param stack where it was at that moment, the innermost frame first
     */
    record TaskStuck(
            String pool,
            Instant at,
            String task,
            String thread,
            Duration expected,
            Duration age,
            List<StackTraceElement> stack)
            implements PoolEvent {

        /**
         * Makes the stack immutable.
         *
         * @param pool the name of the pool
         * @param at when it was found
         * @param task the name of the task
         * @param thread the name of its thread
         * @param expected how long it was expected to run at most
         * @param age how long it has run
         * @param stack where it was
         */
        public TaskStuck {
            stack = List.copyOf(stack);
        }
    }

    /**
     * A task that was told to be stuck has ended.
     *
     * @param pool the name of the pool
     * @param at when that was found, up to a second later
     * @param task the name of the task
     * @param thread the name of its thread
     * @param runTime how long it has run; of a task without a future, until its end was found
     */
    record TaskUnstuck(String pool, Instant at, String task, String thread, Duration runTime) implements PoolEvent {}

    /**
     * The pool got other bounds.
     *
     * @param pool the name of the pool
     * @param at when
     * @param minThreads threads that stay
     * @param maxThreads threads that there can be
     */
    record Resized(String pool, Instant at, int minThreads, int maxThreads) implements PoolEvent {}

    /**
     * The pool was paused, resumed or shut down, or has ended.
     *
     * @param pool the name of the pool
     * @param at when
     * @param state the name of the new {@code PoolState}
     */
    record StateChanged(String pool, Instant at, String state) implements PoolEvent {}

    /**
     * Tasks wait, no worker is free, all of them are blocked, and for a second nothing has moved.
     *
     * @param pool the name of the pool
     * @param at when it was found
     * @param workers how many are blocked
     * @param waiting how many tasks wait
     * @param waits of up to twenty workers, what their tasks wait for, a sentence each
     * @param circle if one leads back to itself, the tasks and pools on it, the first one also being the last; else empty
     */
    record StarvationFound(String pool, Instant at, int workers, long waiting, List<String> waits, List<String> circle)
            implements PoolEvent {

        /**
         * Makes the lists immutable.
         *
         * @param pool the name of the pool
         * @param at when it was found
         * @param workers how many are blocked
         * @param waiting how many tasks wait
         * @param waits what they wait for
         * @param circle the circle, if there is one
         */
        public StarvationFound {
            waits = List.copyOf(waits);
            circle = List.copyOf(circle);
        }
    }

    /**
     * Tasks move again.
     *
     * @param pool the name of the pool
     * @param at when that was found
     * @param lasted since it was found that they did not
     */
    record StarvationResolved(String pool, Instant at, Duration lasted) implements PoolEvent {}

    /**
     * A worker has been in its task for so long that the pool may use another thread in its place.
     *
     * @param pool the name of the pool
     * @param at when
     * @param task the name of the task
     * @param thread the name of its thread
     * @param age how long it has run
     * @param aside how many are set aside now, this one included
     */
    record WorkerSetAside(String pool, Instant at, String task, String thread, Duration age, int aside)
            implements PoolEvent {}

    /**
     * A worker that was set aside has ended its task, and has its place again.
     *
     * @param pool the name of the pool
     * @param at when that was found
     * @param task the name of the task
     * @param thread the name of its thread
     * @param aside how many are still set aside
     */
    record WorkerTakenBack(String pool, Instant at, String task, String thread, int aside) implements PoolEvent {}

    /**
     * The pool has found a bug of its own, and logged it. Please report it.
     *
     * @param pool the name of the pool
     * @param at when
     * @param finding what it found
     */
    record BugFound(String pool, Instant at, String finding) implements PoolEvent {}

    /**
     * The listener was too slow, and has missed events.
     *
     * @param pool the name of the pool
     * @param at when it was told
     * @param count how many
     */
    record EventsMissed(String pool, Instant at, long count) implements PoolEvent {}
}
