package dev.weir;

import org.jspecify.annotations.Nullable;

/** Tells the failure handler of each task that threw, whatever the handler does. Thread-safe. */
final class Reporter {

    private final PoolConfig config;

    Reporter(PoolConfig config) {
        this.config = config;
    }

    void failed(Object task, Throwable exception) {
        failed(nameOf(null, task), exception);
    }

    void failed(String task, Throwable exception) {
        try {
            config.failureHandler().failed(new TaskFailure(config.name(), task, exception));
        } catch (Throwable handlerFailed) {
            complain(task, exception, handlerFailed);
        }
    }

    private void complain(String task, Throwable exception, Throwable handlerFailed) {
        try {
            if (handlerFailed != exception) {
                handlerFailed.addSuppressed(exception);
            }
            Log.warn("The failure handler of pool " + config.name() + " threw for task ", task, "", handlerFailed);
        } catch (Throwable noStackLeft) {
            // Whoever reports a failure has its own to do.
        }
    }

    static String nameOf(@Nullable String given, Object task) {
        if (given != null) {
            return given;
        }
        if (task instanceof Named named) {
            try {
                String name = named.taskName();
                if (name != null) {
                    return name;
                }
            } catch (Throwable unnameable) {
                return task.getClass().getName() + " (its taskName() threw "
                        + unnameable.getClass().getName() + ")";
            }
        }
        return task.getClass().getName();
    }
}
