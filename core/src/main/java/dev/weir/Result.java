package dev.weir;

import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * How a task ended: with a value, or with the exception that it threw. Immutable, so safe for use by any thread.
 *
 * <p>{@code null}, {@code 0}, {@code false} and {@code ""} are values like any other.
 *
 * @param <T> the type of the value
 * @since 0.1.0
 */
public sealed interface Result<T extends @Nullable Object> {

    /**
     * The value, if there is one.
     *
     * @return the value of a success
     * @throws ExecutionException with the task's exception as its cause, if the task failed
     */
    T get() throws ExecutionException;

    /**
     * Tells a success from a failure.
     *
     * @return whether the task ended with a value
     */
    boolean isSuccess();

    /**
     * A task that returned.
     *
     * @param value what the task returned
     * @param <T> the type of the value
     */
    record Success<T extends @Nullable Object>(T value) implements Result<T> {
        @Override
        public T get() {
            return value;
        }

        @Override
        public boolean isSuccess() {
            return true;
        }
    }

    /**
     * A task that threw, was cancelled ({@link java.util.concurrent.CancellationException}) or was dropped
     * ({@link TaskRejectedException}).
     *
     * @param exception what the task threw, or why it never ran
     * @param <T> the type of the value that there is not
     */
    record Failure<T extends @Nullable Object>(Throwable exception) implements Result<T> {

        /**
         * Checks that there is an exception.
         *
         * @param exception what the task threw, or why it never ran
         */
        public Failure {
            Arguments.notNull("exception", exception);
        }

        @Override
        public T get() throws ExecutionException {
            throw new ExecutionException(exception);
        }

        @Override
        public boolean isSuccess() {
            return false;
        }
    }
}
