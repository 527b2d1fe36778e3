package dev.weir.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weir.Overflow;
import dev.weir.Task;
import dev.weir.ThreadPool;
import dev.weir.support.Await;
import dev.weir.support.CapturedLog;
import dev.weir.support.ChildJvm;
import java.lang.ref.Cleaner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

/** Tasks are submitted and waited for from threads that nobody thinks of. */
class PlacesTest {

    private static final int TASKS = 100;

    private final AtomicInteger ran = new AtomicInteger();

    /** Several may live at once, and each is to leave no thread. */
    private static final AtomicInteger MADE = new AtomicInteger();

    private ThreadPool small() {
        return ThreadPool.builder("places-" + MADE.incrementAndGet())
                .threads(0, 2)
                .queueCapacity(10)
                .overflow(Overflow.block(Duration.ofMinutes(1)))
                .build();
    }

    private void use(ThreadPool pool) {
        try {
            for (int i = 0; i < TASKS; i++) {
                pool.execute(ran::incrementAndGet);
                assertThat(pool.submit(() -> 1).get(1, TimeUnit.MINUTES)).isEqualTo(1);
            }
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private void endsWell(ThreadPool pool, int users) throws Exception {
        assertThat(pool.join(Duration.ofMinutes(1))).isTrue();
        assertThat(ran).hasValue(users * TASKS);
        Aftermath.isSound(pool);
    }

    @Test
    void shutdownHook() throws Exception {
        String said = ChildJvm.of(LastWords.class).run();
        assertThat(said).contains("said all: 404").doesNotContain("Bug");
    }

    @Test
    void cleaner() throws Exception {
        ThreadPool pool = small();
        Cleaner cleaner = Cleaner.create();
        AtomicInteger cleaned = new AtomicInteger();
        for (int i = 0; i < 5; i++) {
            cleaner.register(new Object(), () -> {
                use(pool);
                cleaned.incrementAndGet();
            });
        }
        Await.until("all are cleaned", () -> {
            System.gc();
            return cleaned.get() == 5;
        });
        endsWell(pool, 5);
    }

    /** Submits when it is found to be garbage. */
    private static final class Testament {

        private final Runnable will;

        Testament(Runnable will) {
            this.will = will;
        }

        @Override
        @SuppressWarnings({"removal", "deprecation"})
        protected void finalize() {
            will.run();
        }
    }

    @Test
    void finalizer() throws Exception {
        ThreadPool pool = small();
        AtomicInteger finalized = new AtomicInteger();
        for (int i = 0; i < 5; i++) {
            new Testament(() -> {
                use(pool);
                finalized.incrementAndGet();
            });
        }
        Await.until("all are finalized", () -> {
            System.gc();
            return finalized.get() == 5;
        });
        endsWell(pool, 5);
    }

    @Test
    void virtualThreads() throws Exception {
        assumeTrue(Runtime.version().feature() >= 21, "SKIPPED: this JDK has no virtual threads");
        ThreadPool pool = small();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            threads.add((Thread)
                    Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, (Runnable)
                            () -> use(pool)));
        }
        threads.forEach(Await::ended);
        endsWell(pool, 100);
    }

    @Test
    void forkJoinWorkers() throws Exception {
        ThreadPool pool = small();
        ForkJoinPool other = new ForkJoinPool(2);
        List<ForkJoinTask<?>> tasks = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            tasks.add(other.submit(() -> use(pool)));
        }
        for (ForkJoinTask<?> task : tasks) {
            task.get(1, TimeUnit.MINUTES);
        }
        other.shutdown();
        endsWell(pool, 20);
    }

    /** Each pool's task waits for one of the next pool, the last pool's for one of the first: as deep as may be. */
    @Test
    void poolsInACircle() throws Exception {
        List<ThreadPool> pools = List.of(small(), small(), small());
        List<Task<Integer>> outer = new ArrayList<>();
        for (int i = 0; i < TASKS; i++) {
            outer.add(pools.get(0).submit(() -> around(pools, 1)));
        }
        for (Task<Integer> task : outer) {
            assertThat(task.get(1, TimeUnit.MINUTES)).isEqualTo(12);
        }
        for (ThreadPool pool : pools) {
            Aftermath.isSound(pool);
        }
    }

    private static int around(List<ThreadPool> pools, int depth) throws Exception {
        if (depth == 12) {
            return depth;
        }
        return pools.get(depth % pools.size())
                .submit(() -> around(pools, depth + 1))
                .get();
    }

    /** The three tasks wait for each other: nobody can go on, and one of them is told. */
    @Test
    void tasksOfPoolsInACircleThatWaitForEachOther() throws Exception {
        List<ThreadPool> pools = List.of(small(), small(), small());
        List<Task<Object>> tasks = new ArrayList<>();
        AtomicInteger begun = new AtomicInteger();
        for (int i = 0; i < 3; i++) {
            int number = i;
            Callable<Object> waiting = () -> {
                begun.incrementAndGet();
                Await.until("all have begun", () -> begun.get() == 3);
                return tasks.get((number + 1) % 3).get();
            };
            pools.get(i).pause();
            tasks.add(pools.get(i).submit(waiting));
        }
        pools.forEach(ThreadPool::resume);
        assertThatThrownBy(() -> tasks.get(0).get(1, TimeUnit.MINUTES))
                .hasRootCauseInstanceOf(IllegalStateException.class)
                .hasStackTraceContaining("can never end");
        for (ThreadPool pool : pools) {
            Aftermath.isSound(pool);
        }
    }

    /** The pool speaks to a log that is written by the pool. */
    @Test
    void logHandler() throws Exception {
        ThreadPool pool = small();
        Logger logger = Logger.getLogger("dev.weir");
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord logged) {
                pool.execute(ran::incrementAndGet);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        try (CapturedLog log = CapturedLog.open()) {
            logger.addHandler(handler);
            for (int i = 0; i < TASKS; i++) {
                pool.execute(() -> {
                    throw new IllegalStateException("logged");
                });
            }
            assertThat(pool.join(Duration.ofMinutes(1))).isTrue();
            assertThat(log.records()).hasSize(TASKS);
        } finally {
            logger.removeHandler(handler);
        }
        endsWell(pool, 1);
    }

    /** What the pool's timer and its watchdog call back, dependents of a task among it, may use the pool. */
    @Test
    void dependentOfATaskThatExpiresOrIsRefused() throws Exception {
        ThreadPool pool = small();
        pool.pause();
        List<Task<?>> waiting = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            Task<?> task = pool.submit(() -> {});
            task.toCompletableFuture().whenComplete((value, thrown) -> pool.execute(ran::incrementAndGet));
            waiting.add(task);
        }
        waiting.forEach(task -> task.cancel(true));
        pool.resume();
        assertThat(pool.join(Duration.ofMinutes(1))).isTrue();
        assertThat(ran).hasValue(5);
        Aftermath.isSound(pool);
    }
}
