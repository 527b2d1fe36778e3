package dev.weir;

import dev.weir.internal.ledger.Picture;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.NullUnmarked;

/**
 * A pool of which the test is the threads: the workers that it hires are run when the test says so, by the thread that says
 * so, and leave when they find nothing to do. Thread-safe as the pool is.
 *
 * <p>The pool is whole but for its threads. It has not been started, so neither the watchdog nor the timer knows it: nobody
 * acts but the test, and one costs microseconds.
 */
@NullUnmarked // much is null until the threads have been at it
final class ByHand {

    private final ConcurrentLinkedQueue<Runnable> hired = new ConcurrentLinkedQueue<>();
    final WorkerPool pool;

    ByHand() {
        this(1, 10, Overflow.reject());
    }

    ByHand(int max, int capacity, Overflow overflow) {
        PoolConfig config = new PoolConfig(
                "by hand",
                Duration.ofNanos(1),
                capacity,
                overflow,
                Unstarted::new,
                false,
                failure -> {},
                List.of(),
                Observing.DEFAULT);
        pool = new WorkerPool(config, 0, max);
    }

    /** Its start means that somebody will run the worker. */
    private final class Unstarted extends Thread {
        private final Runnable worker;

        Unstarted(Runnable worker) {
            this.worker = worker;
        }

        @Override
        public void start() {
            hired.add(worker);
        }
    }

    /** Runs the workers that have been hired, and those that are meanwhile, one after the other, until they leave. */
    void work() {
        for (Runnable worker = hired.poll(); worker != null; worker = hired.poll()) {
            WorkScope before = WorkScope.current();
            worker.run();
            WorkScope scope = WorkScope.current();
            if (scope != before && scope != null) {
                scope.leave();
            }
            Thread.interrupted();
        }
    }

    /** Has the pool come to its end: "ended" if it does and its ledger adds up, else what is wrong. */
    String end() {
        work();
        pool.shutdown();
        work();
        Picture picture = pool.ledger().picture();
        boolean addsUp = picture.waiting() == 0 && picture.running() == 0 && picture.unreadResults() == 0;
        return addsUp && pool.isTerminated() ? "ended" : pool + " " + picture;
    }

    /** Submits a task; null if it is refused. */
    <T> PooledTask<T> submit(Callable<T> work) {
        try {
            return (PooledTask<T>) pool.submit(work);
        } catch (TaskRejectedException refused) {
            return null;
        }
    }

    /** What became of a task; "refused" for null. */
    static String fate(Task<?> task) {
        return task == null ? "refused" : task.taskState().toString();
    }
}
