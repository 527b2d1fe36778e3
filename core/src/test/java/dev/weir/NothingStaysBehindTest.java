package dev.weir;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.support.Await;
import dev.weir.support.Gate;
import dev.weir.support.LiveThreads;
import dev.weir.support.Team;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** After a pool has ended there is no thread of it, no watchdog, and no reference to it or its tasks. */
class NothingStaysBehindTest {

    private static final String WATCHDOG = "weir-watchdog";

    private static void useAll(ThreadPool pool, int threads) throws InterruptedException {
        Gate gate = new Gate();
        for (int i = 0; i < threads; i++) {
            pool.execute(gate);
        }
        gate.awaitInside(threads);
        gate.open();
        pool.join();
    }

    @Test
    void noThreadIsLeftAfterClose() throws Exception {
        for (int round = 0; round < 300; round++) {
            ThreadPool pool = ThreadPool.builder("behind").threads(round % 4, 4).build();
            if (round % 3 > 0) {
                useAll(pool, 4);
            }
            pool.close();
            assertThat(LiveThreads.named("behind")).isEmpty();
            PoolStats stats = pool.stats();
            assertThat(stats.threads()).isZero();
            assertThat(stats.threadsRetired()).isEqualTo(stats.threadsCreated());
        }
        assertThat(LiveThreads.named(WATCHDOG)).isEmpty();
    }

    @Test
    void noThreadIsLeftWhenTerminationHasBeenAwaited() throws Exception {
        for (int round = 0; round < 100; round++) {
            ThreadPool pool = ThreadPool.builder("behind").threads(0, 8).build();
            useAll(pool, 8);
            pool.shutdownNow();
            assertThat(pool.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
            assertThat(LiveThreads.named("behind")).isEmpty();
        }
        assertThat(LiveThreads.named(WATCHDOG)).isEmpty();
    }

    @Test
    void threadsThatHadLeftBeforeAreGoneAsWell() throws Exception {
        ThreadPool pool = ThreadPool.builder("behind")
                .threads(0, 8)
                .keepAlive(Duration.ZERO)
                .build();
        useAll(pool, 8);
        Await.until("all have left", () -> pool.stats().threads() == 0);
        pool.close();
        assertThat(LiveThreads.named("behind")).isEmpty();
        assertThat(LiveThreads.named(WATCHDOG)).isEmpty();
    }

    @Test
    void watchdogServesManyPoolsAndEndsWithTheLast() throws Exception {
        List<ThreadPool> pools = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            ThreadPool pool = ThreadPool.builder("behind" + i)
                    .threads(0, 3)
                    .keepAlive(Duration.ZERO)
                    .build();
            pools.add(pool);
            useAll(pool, 3);
        }
        assertThat(LiveThreads.named(WATCHDOG)).hasSizeLessThanOrEqualTo(1);
        Team.run(4, number -> {
            for (int i = number; i < 20; i += 4) {
                pools.get(i).close();
            }
        });
        assertThat(LiveThreads.named("behind")).isEmpty();
        assertThat(LiveThreads.named(WATCHDOG)).isEmpty();

        try (ThreadPool another = ThreadPool.builder("behind")
                .threads(0, 3)
                .keepAlive(Duration.ZERO)
                .build()) {
            useAll(another, 3);
        }
        assertThat(LiveThreads.named("behind")).isEmpty();
        assertThat(LiveThreads.named(WATCHDOG)).isEmpty();
    }

    @Test
    void poolsThatComeAndGoInManyThreadsLeaveNothing() {
        Team.run(4, number -> {
            for (int round = 0; round < 50; round++) {
                try (ThreadPool pool = ThreadPool.builder("behind" + number)
                        .threads(round % 2, 3)
                        .keepAlive(Duration.ZERO)
                        .build()) {
                    useAll(pool, 3);
                }
                assertThat(LiveThreads.named("behind" + number)).isEmpty();
            }
        });
        assertThat(LiveThreads.named(WATCHDOG)).isEmpty();
    }

    @Test
    void watchdogHoldsNothingOfTheProgram() throws Exception {
        try (ThreadPool pool = ThreadPool.builder("behind")
                .threads(0, 3)
                .keepAlive(Duration.ZERO)
                .build()) {
            useAll(pool, 3);
            // A thread that leaves asks for the watchdog, and may do so after the tasks have ended.
            Await.until(
                    "there is a watchdog", () -> !LiveThreads.named(WATCHDOG).isEmpty());
            assertThat(LiveThreads.named(WATCHDOG)).hasSize(1).allSatisfy(watchdog -> {
                assertThat(watchdog.isDaemon()).isTrue();
                assertThat(watchdog.getContextClassLoader()).isNull();
            });
        }
    }

    @Test
    void closedPoolIsCollected() throws Exception {
        WeakReference<ThreadPool> reference = useAndForget();
        Await.until("the pool is collected", () -> {
            System.gc();
            return reference.get() == null;
        });
    }

    private static WeakReference<ThreadPool> useAndForget() throws InterruptedException {
        Gate gate = new Gate();
        ThreadPool pool = ThreadPool.builder("behind")
                .threads(0, 3)
                .queueCapacity(0)
                .overflow(Overflow.callerRuns())
                .build();
        for (int i = 0; i < 3; i++) {
            pool.execute(gate);
        }
        gate.awaitInside(3);
        pool.execute(() -> {}); // run by this thread, which lives on
        gate.open();
        ResultQueue<Integer> results = pool.results(1);
        results.submit(() -> 1);
        results.take();
        pool.close();
        return new WeakReference<>(pool);
    }

    @Test
    void poolAtRestHoldsOnToNoTask() throws Exception {
        try (ThreadPool pool = ThreadPool.builder("behind").threads(2, 2).build()) {
            List<WeakReference<byte[]>> loads = new ArrayList<>();
            for (int i = 0; i < 600; i++) {
                submitWithLoad(pool, loads, i % 2 == 0);
            }
            pool.join();
            Await.until("what the tasks held is collected", () -> {
                System.gc();
                return loads.stream().allMatch(load -> load.get() == null);
            });
        }
    }

    private static void submitWithLoad(ThreadPool pool, List<WeakReference<byte[]>> loads, boolean execute) {
        byte[] load = new byte[1_000];
        loads.add(new WeakReference<>(load));
        if (execute) {
            pool.execute(() -> assertThat(load).isNotEmpty());
        } else {
            pool.submit(() -> load.length);
        }
    }
}
