package dev.weir;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.internal.Race;
import dev.weir.internal.queue.TaskQueue;
import dev.weir.support.Gate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A pool whose tasks were tiny, so that its workers take several in one step; and then something happens. */
class BatchedPoolTest {

    private static ThreadPool pool(int threads) {
        return ThreadPool.builder("batched")
                .threads(threads, threads)
                .queueCapacity(100_000)
                .build();
    }

    private static TaskQueue queueOf(ThreadPool pool) {
        return ((WorkerPool) pool).queue();
    }

    /** Lets all threads find out that tasks are tiny; until there has been a batch, and longer. */
    private static void runTinyTasks(ThreadPool pool) throws InterruptedException {
        for (int round = 0; round < 20; round++) {
            for (int i = 0; i < 20_000; i++) {
                pool.execute(() -> {});
            }
            pool.join();
        }
    }

    /** Has a thread take a batch of tasks that begins with this one, and lets nobody else in until then. */
    private static void takeBatch(ThreadPool pool, Runnable first, Runnable... rest) {
        pool.pause();
        pool.execute(first);
        for (Runnable task : rest) {
            pool.execute(task);
        }
        pool.resume();
    }

    private static Runnable[] repeat(int times, Runnable task) {
        return Collections.nCopies(times, task).toArray(Runnable[]::new);
    }

    @Test
    void tinyTasksAreTakenInBatches() throws Exception {
        try (ThreadPool pool = pool(2)) {
            runTinyTasks(pool);

            Race.until("there is a batch", () -> {
                for (int i = 0; i < 1_000; i++) {
                    pool.execute(() -> {});
                }
                return queueOf(pool).hasBatches();
            });
        }
    }

    @Test
    void tasksBehindOneThatBlocksAreRunByAnIdleThread() throws Exception {
        try (ThreadPool pool = pool(2)) {
            runTinyTasks(pool);
            Gate gate = new Gate();
            AtomicInteger ran = new AtomicInteger();
            takeBatch(pool, gate, repeat(30, ran::incrementAndGet));

            Race.until("all others have run", () -> ran.get() == 30);
            gate.open();
        }
    }

    /** The other thread has more than enough to do, and never finds nothing. */
    @Test
    void tasksBehindOneThatBlocksAreRunByABusyThreadBeforeNewerOnes() throws Exception {
        try (ThreadPool pool = pool(2)) {
            runTinyTasks(pool);
            Gate gate = new Gate();
            List<Integer> order = Collections.synchronizedList(new ArrayList<>());
            pool.pause();
            pool.execute(gate);
            for (int i = 0; i < 2_000; i++) {
                int number = i;
                pool.execute(() -> {
                    order.add(number);
                    long end = System.nanoTime() + 100_000;
                    while (System.nanoTime() < end) {
                        Thread.onSpinWait();
                    }
                });
            }
            pool.resume();
            Race.until("all others have run", () -> order.size() == 2_000);
            gate.open();

            for (int first = 0; first < 32; first++) {
                assertThat(order.indexOf(first)).isLessThan(1_000);
            }
        }
    }

    @Test
    void poolThatGrowsHasTasksOutOfABatchRun() throws Exception {
        try (ThreadPool pool = ThreadPool.builder("batched")
                .threads(1, 8)
                .queueCapacity(100_000)
                .build()) {
            runTinyTasks(pool);
            Gate gate = new Gate();

            takeBatch(pool, gate, repeat(7, gate));

            gate.awaitInside(8);
            gate.open();
        }
    }

    @Test
    void shrunkPoolRunsWhatIsLeftInBatches() throws Exception {
        try (ThreadPool pool = pool(4)) {
            runTinyTasks(pool);
            Gate gate = new Gate();
            AtomicInteger ran = new AtomicInteger();
            takeBatch(pool, gate, repeat(3, gate));
            gate.awaitInside(4);
            for (int i = 0; i < 1_000; i++) {
                pool.execute(ran::incrementAndGet);
            }

            pool.resize(1, 1);
            gate.open();

            pool.join();
            assertThat(ran).hasValue(1_000);
        }
    }

    @Test
    void tasksInABatchAreHandedBack() throws Exception {
        ThreadPool pool = pool(1);
        pool.resize(2, 2);
        runTinyTasks(pool);
        Gate gate = new Gate();
        takeBatch(pool, gate, repeat(100, gate));
        gate.awaitInside(2);

        List<Runnable> left = pool.shutdownNow();

        gate.open();
        assertThat(left).hasSize(99);
        pool.close();
    }

    @Test
    void noTaskOfABatchBeginsWhileThePoolIsPaused() throws Exception {
        try (ThreadPool pool = pool(2)) {
            runTinyTasks(pool);
            Gate gate = new Gate();
            AtomicInteger ran = new AtomicInteger();
            takeBatch(pool, gate, repeat(1, gate));
            gate.awaitInside(2);
            for (int i = 0; i < 100; i++) {
                pool.execute(ran::incrementAndGet);
            }

            pool.pause();
            gate.open();
            Race.until("both are idle", () -> pool.stats().idleThreads() == 2);

            assertThat(ran).hasValue(0);
            pool.resume();
            pool.join();
            assertThat(ran).hasValue(100);
        }
    }
}
