package dev.weir;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.internal.Race;
import dev.weir.internal.queue.TaskQueue;
import dev.weir.support.Gate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
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

    /**
     * The other thread has more than enough to do, never finds nothing, and is at a batch itself. Its first task ends once the
     * watchdog has seen to it that the older ones go first.
     */
    @Test
    void tasksBehindOneThatBlocksAreRunByABusyThreadBeforeNewerOnes() throws Exception {
        try (ThreadPool pool = pool(2)) {
            runTinyTasks(pool);
            Gate gate = new Gate();
            List<Integer> order = Collections.synchronizedList(new ArrayList<>());
            pool.pause();
            pool.execute(gate);
            for (int i = 0; i < 200; i++) {
                int number = i;
                pool.execute(() -> {
                    if (order.isEmpty()) {
                        Race.until(
                                "somebody goes first, or there is no batch",
                                () -> queueOf(pool).first().isSomebody()
                                        || !queueOf(pool).hasBatches());
                    }
                    order.add(number);
                });
            }
            pool.resume();
            Race.until("all others have run", () -> order.size() == 200);
            gate.open();

            assertThat(order.subList(1, 200)).isSorted();
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

    /** Has one of two threads leave in the middle of a batch, whose rest is some tasks, while the other one is busy. */
    private static Gate leaveABatch(ThreadPool pool, Runnable rest) {
        Gate leaver = new Gate();
        Gate busy = new Gate();
        pool.pause();
        pool.execute(leaver);
        pool.execute(busy);
        for (int i = 0; i < 6; i++) {
            pool.execute(rest);
        }
        pool.resume();
        leaver.awaitInside(1);
        busy.awaitInside(1);
        pool.resize(1, 1);
        leaver.open();
        Race.until("one has left", () -> pool.stats().threads() == 1);
        return busy;
    }

    @Test
    void whatAThreadThatLeavesHasLeftOfItsBatchIsRun() throws Exception {
        try (ThreadPool pool = pool(2)) {
            runTinyTasks(pool);
            AtomicInteger ran = new AtomicInteger();
            Gate busy = leaveABatch(pool, ran::incrementAndGet);

            assertThat(queueOf(pool).isExpecting()).isTrue();
            busy.open();

            pool.join();
            assertThat(ran).hasValue(6);
        }
    }

    @Test
    void whatAThreadThatLeavesHasLeftOfItsBatchIsHandedBack() throws Exception {
        ThreadPool pool = pool(2);
        runTinyTasks(pool);
        AtomicInteger ran =
                new AtomicInteger(); // if the batch did not reach so far, the other thread had the last four
        Gate busy = leaveABatch(pool, ran::incrementAndGet);

        List<Runnable> left = pool.shutdownNow();

        busy.open();
        pool.close();
        assertThat(ran.get()).isIn(0, 4);
        assertThat(left).hasSize(6 - ran.get());
    }

    private static void complete(CompletableFuture<Integer> future, Task<Integer> child) {
        try {
            future.complete(child.get());
        } catch (InterruptedException | ExecutionException unexpected) {
            future.completeExceptionally(unexpected);
        }
    }

    @Test
    void runningTaskMayWaitForOneOfItsBatchWhileThePoolIsPaused() throws Exception {
        try (ThreadPool pool = pool(2)) {
            runTinyTasks(pool);
            Gate gate = new Gate();
            Gate busy = new Gate();
            AtomicReference<Task<Integer>> child = new AtomicReference<>();
            CompletableFuture<Integer> got = new CompletableFuture<>();
            pool.pause();
            pool.execute(() -> {
                gate.run();
                complete(got, child.get());
            });
            pool.execute(busy);
            child.set(pool.submit(() -> 1));
            for (int i = 0; i < 6; i++) {
                pool.execute(() -> {});
            }
            pool.resume();
            gate.awaitInside(1);
            busy.awaitInside(1);

            pool.pause();
            gate.open();

            assertThat(got.get(60, TimeUnit.SECONDS)).isEqualTo(1);
            busy.open();
            pool.resume();
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
    void threadThatLeavesIsForgottenByTheQueue() throws Exception {
        try (ThreadPool pool = pool(2)) {
            runTinyTasks(pool);
            Race.until("both have come", () -> queueOf(pool).takers() == 2);

            pool.resize(0, 1);
            Race.until("one at most is left", () -> queueOf(pool).takers() <= 1);
        }
    }

    @Test
    void noTaskOfABatchBeginsWhileThePoolIsPaused() throws Exception {
        try (ThreadPool pool = pool(2)) {
            runTinyTasks(pool);
            Gate gate = new Gate();
            AtomicInteger ran = new AtomicInteger();
            Runnable[] rest = repeat(31, ran::incrementAndGet);
            rest[0] = gate;
            takeBatch(pool, gate, rest);
            gate.awaitInside(2);
            int before = ran.get(); // if the batch was a short one, what stood behind it
            assertThat(before).isLessThan(30);

            pool.pause();
            gate.open();
            Race.until("both are idle", () -> pool.stats().idleThreads() == 2);

            assertThat(ran).hasValue(before);
            pool.resume();
            pool.join();
            assertThat(ran).hasValue(30);
        }
    }
}
