package dev.weir;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The {@code CompletableFuture} of a task: cancelling it cancels the task. Thread-safe. */
final class LinkedFuture<T extends @Nullable Object> extends CompletableFuture<T> {

    private final Task<T> task;

    LinkedFuture(Task<T> task) {
        this.task = task;
    }

    void take(Result<T> result) {
        if (result instanceof Result.Success<T> success) {
            complete(success.value());
        } else if (task.isCancelled()) {
            super.cancel(false);
        } else {
            completeExceptionally(((Result.Failure<T>) result).exception());
        }
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        task.cancel(false);
        return super.cancel(mayInterruptIfRunning);
    }
}
