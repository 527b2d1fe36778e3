package dev.weir;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** A {@link Runnable} with the value that it is said to return. Immutable. */
record RunnableCall<T extends @Nullable Object>(Runnable task, T value) implements Callable<T>, Named {

    /** A task without a value. */
    static Callable<@Nullable Object> of(Runnable task) {
        return new RunnableCall<@Nullable Object>(task, null);
    }

    @Override
    public T call() {
        task.run();
        return value;
    }

    @Override
    public String taskName() {
        return Reporter.nameOf(null, task);
    }
}
