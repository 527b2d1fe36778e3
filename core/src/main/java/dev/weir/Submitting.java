package dev.weir;

import dev.weir.internal.park.WaitList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The submitting half that a pool and its views have in common: every way in ends in {@link #admit}. Thread-safe. */
abstract class Submitting implements TaskExecutor {

    /** Makes a task that is not yet admitted. */
    abstract <T extends @Nullable Object> PooledTask<T> task(@Nullable String name, Callable<? extends T> work);

    abstract WorkerPool pool();

    /** Lets a task in, or throws. */
    final <P extends PooledTask<?>> P admit(P task) {
        pool().admission().admit(task);
        return task;
    }

    @Override
    public <T extends @Nullable Object> Task<T> submit(Callable<T> task) {
        return admit(this.<T>task(null, Arguments.notNull("task", task)));
    }

    @Override
    public <T extends @Nullable Object> Task<T> submit(String name, Callable<T> task) {
        return admit(this.<T>task(Arguments.notNull("name", name), Arguments.notNull("task", task)));
    }

    @Override
    public Task<?> submit(Runnable task) {
        return this.<@Nullable Object>submit(task, null);
    }

    @Override
    public <T extends @Nullable Object> Task<T> submit(Runnable task, T value) {
        return admit(this.<T>task(null, new RunnableCall<>(Arguments.notNull("task", task), value)));
    }

    @Override
    public <T> List<Future<T>> invokeAll(Collection<? extends Callable<T>> tasks) throws InterruptedException {
        return new Invocation<>(this, tasks, WaitList.FOREVER).all();
    }

    @Override
    public <T> List<Future<T>> invokeAll(Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
            throws InterruptedException {
        return new Invocation<>(this, tasks, nanos(timeout, unit)).all();
    }

    @Override
    public <T> T invokeAny(Collection<? extends Callable<T>> tasks) throws InterruptedException, ExecutionException {
        try {
            return new Invocation<>(this, tasks, WaitList.FOREVER).any();
        } catch (TimeoutException e) {
            throw new AssertionError("for ever is over", e);
        }
    }

    @Override
    public <T> T invokeAny(Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
            throws InterruptedException, ExecutionException, TimeoutException {
        return new Invocation<>(this, tasks, nanos(timeout, unit)).any();
    }

    static long nanos(long timeout, TimeUnit unit) {
        return Arguments.notNull("unit", unit).toNanos(timeout);
    }

    /** Whether the current thread runs a task of this executor. */
    abstract boolean isOwnThread();

    /** What would be handed back, and nobody is there to take it. */
    private static void cancelAll(List<Runnable> handedBack) {
        for (Runnable task : handedBack) {
            if (task instanceof Future<?> future) {
                future.cancel(false);
            }
        }
    }

    @Override
    public void close() {
        shutdown();
        if (isOwnThread()) {
            return;
        }
        boolean interrupted = false;
        for (; ; ) {
            try {
                if (awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS)) {
                    break;
                }
            } catch (InterruptedException e) {
                interrupted = true;
                cancelAll(shutdownNow());
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
