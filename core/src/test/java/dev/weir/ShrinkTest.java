package dev.weir;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.support.Await;
import dev.weir.support.Gate;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Threads above the minimum leave when they are idle, the coldest first; the others stay. */
class ShrinkTest {

    private static ThreadPool.Builder pool(int min, int max, int keepAliveMillis) {
        return ThreadPool.builder("shrink").threads(min, max).keepAlive(Duration.ofMillis(keepAliveMillis));
    }

    /** Makes all threads that there can be. */
    private static void fill(ThreadPool pool, int count) throws InterruptedException {
        Gate gate = new Gate();
        for (int i = 0; i < count; i++) {
            pool.execute(gate);
        }
        gate.awaitInside(count);
        gate.open();
        pool.join();
    }

    @Test
    void surplusLeavesDownToTheMinimum() throws Exception {
        try (ThreadPool pool = pool(3, 12, 30).build()) {
            fill(pool, 12);
            Await.until("nine have left", () -> pool.stats().threadsRetired() == 9);
            PoolStats stats = pool.stats();
            assertThat(stats.threads()).isEqualTo(3);
            assertThat(stats.threadsCreated()).isEqualTo(12);
            assertThat(stats.peakThreads()).isEqualTo(12);
            fill(pool, 12);
            Await.until("nine more have left", () -> pool.stats().threadsRetired() == 18);
            assertThat(pool.stats().threads()).isEqualTo(3);
        }
    }

    @Test
    void poolWithoutAMinimumShrinksToNothingAndComesBack() throws Exception {
        try (ThreadPool pool = pool(0, 4, 5).build()) {
            for (int round = 0; round < 5; round++) {
                fill(pool, 4);
                Await.until("all have left", () -> pool.stats().threads() == 0);
                assertThat(pool.submit(() -> 1).get()).isEqualTo(1);
            }
            Await.until(
                    "none is held on to",
                    () -> ((WorkerPool) pool).crew().present().isEmpty());
        }
    }

    @Test
    void threadsOfTheMinimumStayHoweverLongTheyAreIdle() throws Exception {
        try (ThreadPool pool = pool(2, 3, 1).build()) {
            Set<Thread> before = new HashSet<>();
            Await.until("both rest", () -> pool.stats().idleThreads() == 2);
            for (int i = 0; i < 50; i++) {
                before.add(pool.submit(Thread::currentThread).get());
                Await.until("they rest", () -> pool.stats().idleThreads() >= 2);
            }
            assertThat(pool.stats().threads()).isGreaterThanOrEqualTo(2);
            assertThat(pool.stats().threadsCreated() - pool.stats().threads())
                    .isLessThanOrEqualTo(pool.stats().threadsRetired());
            assertThat(before).isNotEmpty();
        }
    }

    @Test
    void mostRecentlyUsedThreadIsWoken() throws Exception {
        try (ThreadPool pool = pool(0, 6, 3_600_000).build()) {
            fill(pool, 6);
            awaitRest(pool);
            Thread hot = pool.submit(Thread::currentThread).get();
            for (int i = 0; i < 500; i++) {
                awaitRest(pool);
                assertThat(pool.submit(Thread::currentThread).get()).isSameAs(hot);
            }
        }
    }

    @Test
    void coldThreadsLeaveWhileAHotOneKeepsWorking() throws Exception {
        try (ThreadPool pool = pool(0, 6, 100).build()) {
            fill(pool, 6);
            while (pool.stats().threadsRetired() < 5) {
                awaitRest(pool);
                pool.submit(() -> {}).get();
            }
        }
    }

    private static void awaitRest(ThreadPool pool) {
        Await.until("all rest", () -> {
            PoolStats stats = pool.stats();
            return stats.idleThreads() == stats.threads();
        });
    }

    @Test
    void threadLeavesAtOnceWithoutAKeepAlive() throws Exception {
        try (ThreadPool pool = pool(1, 5, 0).build()) {
            fill(pool, 5);
            Await.until("four have left", () -> pool.stats().threads() == 1);
        }
    }

    @Test
    void noTaskIsLostWhileTheLastThreadLeaves() throws Exception {
        try (ThreadPool pool = pool(0, 2, 0).build()) {
            for (int i = 0; i < 5_000; i++) {
                assertThat(pool.submit(() -> 1).get()).isEqualTo(1);
            }
            Await.until("all have left", () -> pool.stats().threads() == 0);
            PoolStats stats = pool.stats();
            assertThat(stats.succeeded()).isEqualTo(5_000);
            Await.until("all are counted", () -> {
                PoolStats now = pool.stats();
                return now.threadsRetired() == now.threadsCreated();
            });
        }
    }

    @Test
    void poolIsIdleForeverWithAKeepAliveOfForever() throws Exception {
        try (ThreadPool pool = ThreadPool.builder("shrink")
                .threads(0, 3)
                .keepAlive(Duration.ofSeconds(Long.MAX_VALUE))
                .build()) {
            fill(pool, 3);
            Await.until("all rest", () -> pool.stats().idleThreads() == 3);
            assertThat(pool.stats().threadsRetired()).isZero();
        }
    }
}
