package dev.weir;

import java.time.Duration;
import java.util.List;

/**
 * A task that one of a pool's threads was found to run, and where it was in its code. Immutable.
 *
 * @param task the name of the task, as in {@link TaskFailure}. Of a plain {@link Runnable} that came among tiny ones the
 *     pool knows no name: then it is the class and the method in which the task's own code begins
 * @param executor the name of the view that it was submitted to, or else of the pool
 * @param thread the name of its thread at that moment
 * @param threadId the id of that thread
 * @param age how long it has run. Of a task that is not timed (see {@link PoolStats#runTime()}), how long it has been seen
 *     to run: the pool looks once a second, and each call of {@link ThreadPool#runningTasks()} is a look
 * @param state the state of the thread at about that moment
 * @param stack where it was, the innermost frame first, without the frames of the pool's own at the end; empty if it was
 *     not in code of its own just then
 * @since 0.1.0
 */
public record RunningTask(
        String task,
        String executor,
        String thread,
        long threadId,
        Duration age,
        Thread.State state,
        List<StackTraceElement> stack) {

    /**
     * Checks that nothing is missing, and makes the stack immutable.
     *
     * @param task the name of the task
     * @param executor the name of its view or pool
     * @param thread the name of its thread
     * @param threadId the id of its thread
     * @param age how long it has run
     * @param state the state of its thread
     * @param stack where it was
     */
    public RunningTask {
        Arguments.notNull("task", task);
        Arguments.notNull("executor", executor);
        Arguments.notNull("thread", thread);
        Arguments.notNegative("age", age);
        Arguments.notNull("state", state);
        stack = List.copyOf(stack);
    }
}
