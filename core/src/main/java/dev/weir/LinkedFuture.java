package dev.weir;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The {@code CompletableFuture} of a task, or one that depends on it. Thread-safe. Cancelling the task's own cancels the
 * task. Waiting for either within a task of the pool is as safe as waiting for the task itself: see {@link Nesting}.
 */
final class LinkedFuture<T extends @Nullable Object> extends CompletableFuture<T> {

    private final TaskFuture<?> task;

    /** Whether this is the task's own future, and not one that depends on it. */
    private final boolean own;

    private LinkedFuture(TaskFuture<?> task, boolean own) {
        this.task = task;
        this.own = own;
    }

    static <T extends @Nullable Object> LinkedFuture<T> of(TaskFuture<T> task) {
        LinkedFuture<T> future = new LinkedFuture<>(task, true);
        task.whenDone(() -> future.take(task.result()));
        return future;
    }

    private void take(Result<T> result) {
        if (result instanceof Result.Success<T> success) {
            complete(success.value());
        } else if (task.isCancelled()) {
            super.cancel(false);
        } else {
            completeExceptionally(((Result.Failure<T>) result).exception());
        }
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new LinkedFuture<>(task, false);
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        if (own) {
            task.cancel(false);
        }
        return super.cancel(mayInterruptIfRunning);
    }

    @Override
    public T join() {
        if (isDone()) {
            return super.join();
        }
        WorkScope scope = WorkScope.current();
        if (scope == null) {
            return super.join();
        }
        boolean interrupted = Thread.interrupted(); // no reason not to help, or the wait might never end
        try {
            for (; ; ) {
                try {
                    return joinWithin(scope);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private T joinWithin(WorkScope scope) throws InterruptedException {
        Waiting waiting = Waiting.begin(task, scope);
        WorkerPool blocked = Blocking.begin();
        try {
            return super.join();
        } finally {
            Blocking.end(blocked);
            waiting.end();
        }
    }

    @Override
    public T get() throws InterruptedException, ExecutionException {
        WorkScope scope = isDone() ? null : WorkScope.current();
        if (scope == null) {
            return super.get();
        }
        Waiting waiting = Waiting.begin(task, scope);
        WorkerPool blocked = Blocking.begin();
        try {
            return super.get();
        } finally {
            Blocking.end(blocked);
            waiting.end();
        }
    }

    @Override
    public T get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        WorkScope scope = isDone() ? null : WorkScope.current();
        if (scope == null) {
            return super.get(timeout, unit);
        }
        Waiting waiting = Waiting.beginTimed(task, scope);
        WorkerPool blocked = Blocking.begin();
        try {
            return super.get(timeout, unit);
        } finally {
            Blocking.end(blocked);
            waiting.end();
        }
    }
}
