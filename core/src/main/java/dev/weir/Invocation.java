package dev.weir;

import dev.weir.internal.park.WaitList;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One call of {@code invokeAll} or {@code invokeAny}: submits tasks together and waits for all or for the first success.
 * Not thread-safe: belongs to the caller. Whichever way it ends, no task of it is left running.
 */
final class Invocation<T extends @Nullable Object> {

    private final Submitting executor;
    private final List<PooledTask<T>> tasks = new ArrayList<>();
    private final ConcurrentLinkedQueue<PooledTask<T>> done = new ConcurrentLinkedQueue<>();
    private final WaitList caller = new WaitList();
    private final long start = System.nanoTime();
    private final long nanos;
    private int admitted;

    /** One has succeeded and that is enough. */
    private volatile boolean isEnough;

    /**
     * Prepares the tasks; none is submitted yet.
     *
     * @throws NullPointerException if one is null
     */
    Invocation(Submitting executor, Collection<? extends Callable<T>> work, long nanos) {
        this.executor = executor;
        this.nanos = Math.max(0, nanos);
        for (Callable<T> each : Arguments.notNull("tasks", work)) {
            tasks.add(executor.task(null, Arguments.notNull("a task", each)));
        }
    }

    /** Waits until all are done or the time is over; those that are not done then are cancelled. */
    List<Future<T>> all() throws InterruptedException {
        try {
            admitAll();
            for (PooledTask<T> task : tasks) {
                if (!task.await(nanosLeft())) {
                    break;
                }
            }
        } finally {
            cancelRest();
        }
        return new ArrayList<>(tasks);
    }

    /** Waits for the first that succeeds; the others are cancelled. */
    T any() throws InterruptedException, ExecutionException, TimeoutException {
        if (tasks.isEmpty()) {
            throw new IllegalArgumentException("tasks must not be empty");
        }
        for (PooledTask<T> task : tasks) {
            task.look(); // the caller has no future, and learns of the last failure
            task.whenDone(() -> {
                done.add(task);
                if (task.taskState() == TaskState.SUCCEEDED) {
                    isEnough = true; // and never back to false, which would undo what another thread has written
                }
                caller.signalOne();
            });
        }
        try {
            admitAll();
            ExecutionException last = null;
            for (int failed = 0; failed < tasks.size(); failed++) {
                if (!awaitOne()) {
                    throw new TimeoutException("none of " + tasks.size() + " tasks succeeded in time");
                }
                Result<T> result = done.remove().result();
                if (result instanceof Result.Success<T> success) {
                    return success.value();
                }
                last = new ExecutionException(((Result.Failure<T>) result).exception());
            }
            throw last != null ? last : new ExecutionException("no task was run", null);
        } finally {
            cancelRest();
        }
    }

    /** Waits until one more is done; false if the time is over before. */
    private boolean awaitOne() throws InterruptedException {
        WorkScope scope = WorkScope.current();
        if (scope == null) {
            return caller.await(() -> !done.isEmpty(), nanosLeft());
        }
        Waiting waiting = begin(scope);
        try {
            return Blocking.await(caller, () -> !done.isEmpty(), nanosLeft());
        } finally {
            waiting.end();
        }
    }

    private Waiting begin(WorkScope scope) throws InterruptedException {
        boolean timed = nanos != WaitList.FOREVER;
        List<PooledTask<T>> left = new ArrayList<>(tasks);
        left.removeIf(TaskFuture::isDone);
        return left.size() == 1 && !timed
                ? Waiting.begin(left.get(0), scope)
                : Waiting.beginAny(left, timed, scope, () -> !done.isEmpty());
    }

    private void admitAll() {
        for (PooledTask<T> task : tasks) {
            if (isEnough || nanosLeft() <= 0) {
                return;
            }
            executor.admit(task);
            admitted++; // not before: what the pool does not have must not be counted as cancelled in there
        }
    }

    private long nanosLeft() {
        return nanos == WaitList.FOREVER ? nanos : nanos - (System.nanoTime() - start);
    }

    /** The newest first, so that none that waits begins because an older one ends. */
    private void cancelRest() {
        for (int i = admitted - 1; i >= 0; i--) {
            tasks.get(i).cancel(true);
        }
        for (PooledTask<T> task : tasks.subList(admitted, tasks.size())) {
            task.cancelUnadmitted();
        }
    }
}
