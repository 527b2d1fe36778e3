package dev.weir;

import java.lang.System.Logger.Level;

/** The default failure handler: logs a warning with the stack trace and the name of the task. Thread-safe. */
final class LoggingFailureHandler implements FailureHandler {

    @Override
    public void failed(TaskFailure failure) {
        Log.LOGGER.log(
                Level.WARNING,
                "Task " + failure.task() + " of pool " + failure.pool() + " failed",
                failure.exception());
    }
}
