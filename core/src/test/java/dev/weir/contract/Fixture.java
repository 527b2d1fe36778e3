package dev.weir.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.ThreadPool;
import dev.weir.support.Gate;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * An executor for one test, shut down at its end. Thread-safe, but for closing.
 *
 * @param kind its kind
 * @param executor the executor
 * @param pool the Weir pool whose threads it uses, or null for a control
 * @param gate a gate that is opened at the end
 * @param ran a count for tasks that only tell that they were run
 */
record Fixture(
        Kind kind, ExecutorService executor, @Nullable ThreadPool pool, Gate gate, AtomicInteger ran)
        implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 60;

    /** An executor that is its own pool, or none of ours. */
    static Fixture of(Kind kind, ExecutorService executor) {
        return view(kind, executor, executor instanceof ThreadPool pool ? pool : null);
    }

    /** An executor that uses the threads of a pool. */
    static Fixture view(Kind kind, ExecutorService executor, @Nullable ThreadPool pool) {
        return new Fixture(kind, executor, pool, new Gate(), new AtomicInteger());
    }

    ScheduledExecutorService scheduler() {
        return (ScheduledExecutorService) executor;
    }

    /** Has the executor run as many tasks as it can, until the gate opens: what comes next waits. */
    void occupy() {
        occupy(gate);
    }

    /** The same, with a task of the test's own that goes through the gate. */
    void occupy(Runnable throughTheGate) {
        executor.execute(throughTheGate);
        gate.awaitInside(1);
        occupyTheRest();
    }

    /** The same, when one is in the gate already. */
    void occupyTheRest() {
        for (int i = 1; i < kind.parallelism(); i++) {
            executor.execute(gate);
        }
        gate.awaitInside(kind.parallelism());
    }

    /** A task that counts that it ran. */
    Runnable counting() {
        return ran::incrementAndGet;
    }

    /** Lets everything that was accepted come to its end: from here on, nothing runs that has not run. */
    void finish() {
        gate.open();
        executor.shutdown();
        awaitEnd();
    }

    /** Waits for the end of an executor that is shut down. */
    void awaitEnd() {
        try {
            assertThat(executor.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .as("%s has ended", executor)
                    .isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted while " + executor + " ended", e);
        }
    }

    @Override
    public void close() {
        try {
            finish();
        } finally {
            executor.shutdownNow();
        }
        if (pool != null) {
            pool.close();
            assertThat(pool.stats().addsUp()).as("%s", pool.stats()).isTrue();
            assertThat(pool.stats().queued()).isZero();
            assertThat(pool.stats().running()).isZero();
        }
    }
}
