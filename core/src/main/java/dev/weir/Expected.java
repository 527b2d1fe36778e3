package dev.weir;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * A task with an expected run time of its own, which goes before that of its pool
 * ({@link ThreadPool.Builder#expectedRunTime}). Immutable, but for the task. If it runs for longer, the pool tells so, with its
 * stack; nothing else happens to it.
 *
 * <pre>{@code
 * pool.submit(Expected.within(Duration.ofMinutes(5), () -> report(year)));
 * }</pre>
 *
 * <p>Of a task that is given to {@code execute} among tiny ones the pool may not know the time, and holds it to its own.
 *
 * @since 0.1.0
 */
public sealed interface Expected extends Named permits Expected.Call, Expected.Run {

    /**
     * How long it is expected to run at most.
     *
     * @return the time
     */
    Duration expectedRunTime();

    /**
     * Gives a task an expected run time.
     *
     * @param expectedRunTime how long it is expected to run at most, positive
     * @param task the task
     * @param <T> the type of its value
     * @return the task, to be submitted; its name is the given one's
     * @throws IllegalArgumentException if the time is not positive
     */
    static <T extends @Nullable Object> Callable<T> within(Duration expectedRunTime, Callable<T> task) {
        return new Call<>(expectedRunTime, task);
    }

    /**
     * Gives a task an expected run time.
     *
     * @param expectedRunTime how long it is expected to run at most, positive
     * @param task the task
     * @return the task, to be submitted; its name is the given one's
     * @throws IllegalArgumentException if the time is not positive
     */
    static Runnable within(Duration expectedRunTime, Runnable task) {
        return new Run(expectedRunTime, task);
    }

    /**
     * A task with a value.
     *
     * @param expectedRunTime how long it is expected to run at most
     * @param task the task
     * @param <T> the type of its value
     */
    record Call<T extends @Nullable Object>(Duration expectedRunTime, Callable<T> task)
            implements Callable<T>, Expected {

        /**
         * Checks the time.
         *
         * @param expectedRunTime how long it is expected to run at most
         * @param task the task
         */
        public Call {
            Arguments.positive("expectedRunTime", expectedRunTime);
            Arguments.notNull("task", task);
        }

        @Override
        public T call() throws Exception {
            return task.call();
        }

        @Override
        public String taskName() {
            return Reporter.nameOf(null, task);
        }
    }

    /**
     * A task without a value.
     *
     * @param expectedRunTime how long it is expected to run at most
     * @param task the task
     */
    record Run(Duration expectedRunTime, Runnable task) implements Runnable, Expected {

        /**
         * Checks the time.
         *
         * @param expectedRunTime how long it is expected to run at most
         * @param task the task
         */
        public Run {
            Arguments.positive("expectedRunTime", expectedRunTime);
            Arguments.notNull("task", task);
        }

        @Override
        public void run() {
            task.run();
        }

        @Override
        public String taskName() {
            return Reporter.nameOf(null, task);
        }
    }
}
