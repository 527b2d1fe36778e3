package dev.weir;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * A submitted task and its future. Thread-safe.
 *
 * <p>A task is done when it has a value, an exception, or was cancelled. {@link #cancel(boolean)} takes effect at once:
 * one that waits never runs, leaves the queue and frees its place; one that runs is interrupted if asked for, and
 * though its future is done from then on, its pool counts it as running until it has really ended.
 *
 * <p>The methods {@link #resultNow()} and {@link #exceptionNow()} are those of {@code Future} on Java 19 and later.
 *
 * <p>Not for implementation by users: methods may be added in any release.
 *
 * @param <T> the type of the value
 * @since 0.1.0
 */
public interface Task<T extends @Nullable Object> extends Future<T> {

    /**
     * The name of the task, for reports.
     *
     * @return the name given at submission, else what its {@link Named#taskName()} says, else the name of its class
     */
    String name();

    /**
     * Where the task stands. This says more than the {@code state()} that {@code Future} has on Java 19 and later, and
     * says it on 17 too; looking at it does not count as looking at a failure.
     *
     * @return the state at some moment during the call
     */
    TaskState taskState();

    /**
     * The value of a task that has one, without waiting.
     *
     * @return the value
     * @throws IllegalStateException if the task is not done, failed or was cancelled
     */
    T resultNow();

    /**
     * The exception of a task that failed, without waiting.
     *
     * @return what the task threw, or why it was refused, dropped or expired
     * @throws IllegalStateException if the task is not done, has a value or was cancelled
     */
    Throwable exceptionNow();

    /**
     * A view of this task as a {@code CompletableFuture}: it completes when this task does, and cancelling either
     * cancels the other (the task is not interrupted). Its dependents run in the thread that completes the task,
     * unless one uses the {@code Async} forms.
     *
     * @return a new future for each call
     */
    CompletableFuture<T> toCompletableFuture();

    /**
     * How long the task has waited: from its submission to its start, or until it was done without one, or until now.
     *
     * @return the time, in wall-clock nanoseconds
     */
    Duration queueWait();

    /**
     * How long the task has run: from its start to its end, or until now.
     *
     * @return the time, in wall-clock nanoseconds; zero if the task has not begun or never did
     */
    Duration runTime();
}
