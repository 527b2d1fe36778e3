package dev.weir.examples.nesting;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RunnableFuture;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The JDK's pool as it is, except that it notices when it can never go on: each of its threads waits for a task of the
 * pool that is not done. Thread-safe.
 *
 * <p>Its futures are to be waited for by its own tasks alone. Each thread writes down what it is going to wait for, and then looks whether all others have done so as well. A
 * thread cannot leave before the task that it waits for is done, and only these threads could do it: so if all have
 * written down one that is not done, they stay where they are for ever. The last one to write sees it.
 */
final class WatchedExecutor extends ThreadPoolExecutor {

    private final int threads;
    private final Map<Thread, FutureTask<?>> awaited = new ConcurrentHashMap<>();
    private final CompletableFuture<String> standstill = new CompletableFuture<>();

    WatchedExecutor(int threads) {
        super(threads, threads, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), Executors.defaultThreadFactory());
        this.threads = threads;
    }

    /** Done when the pool has come to a standstill, with a description of it. */
    CompletableFuture<String> standstill() {
        return standstill;
    }

    @Override
    protected <T> RunnableFuture<T> newTaskFor(Callable<T> work) {
        return new WatchedTask<>(work);
    }

    private final class WatchedTask<T> extends FutureTask<T> {

        WatchedTask(Callable<T> work) {
            super(work);
        }

        @Override
        public T get() throws InterruptedException, ExecutionException {
            Thread waiter = Thread.currentThread();
            awaited.put(waiter, this);
            try {
                look();
                return super.get();
            } finally {
                awaited.remove(waiter);
            }
        }
    }

    private void look() {
        List<FutureTask<?>> all = List.copyOf(awaited.values());
        if (all.size() == threads && all.stream().noneMatch(FutureTask::isDone)) {
            long queued = all.stream().filter(getQueue()::contains).count();
            standstill.complete(
                    threads == 1
                            ? "hangs: its only thread waits for a task in the queue"
                            : "hangs: all " + threads + " threads wait for tasks, " + queued + " in the queue and "
                                    + (threads - queued) + " that others of them have begun");
        }
    }
}
