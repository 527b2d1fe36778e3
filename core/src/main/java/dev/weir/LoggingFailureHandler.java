package dev.weir;

/** The default failure handler: logs a warning with the stack trace and the name of the task. Thread-safe. */
final class LoggingFailureHandler implements FailureHandler {

    @Override
    public void failed(TaskFailure failure) {
        Log.warn("Task " + failure.task() + " of pool ", failure.pool(), " failed", failure.exception());
    }
}
