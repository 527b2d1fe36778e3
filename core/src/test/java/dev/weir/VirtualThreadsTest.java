package dev.weir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.support.Await;
import dev.weir.support.Gate;
import dev.weir.support.Team;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * The same pool on virtual threads: one for each task that runs, none for one that waits. On a JDK without them each test
 * shows instead that the pool says so.
 */
class VirtualThreadsTest {

    private static final boolean AVAILABLE = Runtime.version().feature() >= 21;

    /** What a test does with a pool. */
    private interface Use {
        void on(ThreadPool pool) throws Exception;
    }

    private static void with(int max, int capacity, Use use) throws Exception {
        ThreadPool.Builder builder =
                ThreadPool.builder("virtual").virtualThreads(max).queueCapacity(capacity);
        if (!AVAILABLE) {
            assertThatThrownBy(builder::build)
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessageContaining("21")
                    .hasMessageContaining(Runtime.version().toString());
            return;
        }
        try (ThreadPool pool = builder.build()) {
            use.on(pool);
            assertThat(pool.drain(Duration.ofMinutes(1))).isEmpty();
            PoolStats stats = pool.stats();
            assertThat(stats.addsUp()).isTrue();
            assertThat(stats.threads()).isZero();
            assertThat(stats.threadsRetired()).isEqualTo(stats.threadsCreated());
        }
    }

    private static boolean isVirtual(Thread thread) throws ReflectiveOperationException {
        return (boolean) Thread.class.getMethod("isVirtual").invoke(thread);
    }

    @Test
    void eachTaskRunsInAVirtualThreadOfItsOwnWithThePoolsName() throws Exception {
        with(8, 100, pool -> {
            Set<Thread> threads = ConcurrentHashMap.newKeySet();
            for (int i = 0; i < 100; i++) {
                Thread thread = pool.submit(Thread::currentThread).get();
                assertThat(isVirtual(thread)).isTrue();
                assertThat(thread.getName()).startsWith("virtual-");
                threads.add(thread);
            }
            assertThat(threads).hasSize(100);
            assertThat(pool.stats().threadsCreated()).isGreaterThanOrEqualTo(100);
        });
    }

    @Test
    void nothingIsCreatedForATaskThatWaits() throws Exception {
        with(3, 1_000, pool -> {
            assertThat(pool.stats().threadsCreated()).isZero();
            Gate gate = new Gate();
            for (int i = 0; i < 3; i++) {
                pool.execute(gate);
            }
            gate.awaitInside(3);
            AtomicInteger ran = new AtomicInteger();
            for (int i = 0; i < 1_000; i++) {
                pool.execute(ran::incrementAndGet);
            }
            assertThat(pool.stats().threadsCreated()).isEqualTo(3);
            assertThat(pool.stats().queued()).isEqualTo(1_000);
            assertThat(pool.stats().running()).isEqualTo(3);
            assertThatThrownBy(() -> pool.execute(() -> {})).isInstanceOf(TaskRejectedException.class);
            gate.open();
            pool.join();
            assertThat(ran).hasValue(1_000);
        });
    }

    @Test
    void neverMoreRunThanMay() throws Exception {
        with(5, 100_000, pool -> {
            AtomicInteger inside = new AtomicInteger();
            AtomicInteger most = new AtomicInteger();
            Team.run(4, number -> {
                for (int i = 0; i < 5_000; i++) {
                    pool.execute(() -> {
                        most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                        Thread.yield();
                        inside.decrementAndGet();
                    });
                }
            });
            pool.join();
            assertThat(most.get()).isBetween(1, 5);
            assertThat(pool.stats().succeeded()).isEqualTo(20_000);
        });
    }

    @Test
    void tenThousandBlockAtOnce() throws Exception {
        with(10_000, 0, pool -> {
            CountDownLatch all = new CountDownLatch(10_000);
            for (int i = 0; i < 10_000; i++) {
                pool.execute(() -> {
                    all.countDown();
                    Await.zero(all);
                });
            }
            pool.join();
            assertThat(pool.stats().succeeded()).isEqualTo(10_000);
        });
    }

    @Test
    void threadLocalsOfATaskAreGoneWithItsThread() throws Exception {
        ThreadLocal<String> local = new ThreadLocal<>();
        with(1, 100, pool -> {
            pool.submit(() -> local.set("mine")).get();
            assertThat(pool.submit(() -> local.get() == null).get()).isTrue();
        });
    }

    @Test
    void pauseIsStrictAndResumeGoesOn() throws Exception {
        with(4, 10_000, pool -> {
            for (int round = 0; round < 200; round++) {
                AtomicInteger ran = new AtomicInteger();
                for (int i = 0; i < 50; i++) {
                    pool.execute(ran::incrementAndGet);
                }
                pool.pause();
                Await.until(
                        "those that had begun have ended", () -> pool.stats().running() == 0);
                int then = ran.get();
                assertThat(pool.stats().queued()).isEqualTo(50 - then);
                pool.resume();
                pool.join();
                assertThat(ran).hasValue(50);
            }
        });
    }

    @Test
    void nestingWorksAsOnPlatformThreads() throws Exception {
        with(
                2,
                100_000,
                pool -> assertThat(pool.submit(() -> fibonacci(pool, 18)).get()).isEqualTo(2_584));
    }

    private static int fibonacci(ThreadPool pool, int n) throws Exception {
        if (n < 2) {
            return n;
        }
        Task<Integer> left = pool.submit(() -> fibonacci(pool, n - 1));
        Task<Integer> right = pool.submit(() -> fibonacci(pool, n - 2));
        return left.get() + right.get();
    }

    @Test
    void viewsAndSchedulesWorkAsWell() throws Exception {
        with(4, 10_000, pool -> {
            AtomicInteger ran = new AtomicInteger();
            for (int i = 0; i < 1_000; i++) {
                pool.ordered(i % 7).execute(ran::incrementAndGet);
            }
            assertThat(pool.schedule(() -> "later", 1, TimeUnit.MILLISECONDS).get())
                    .isEqualTo("later");
            pool.join();
            assertThat(ran).hasValue(1_000);
        });
    }

    @Test
    void resizeChangesHowManyRun() throws Exception {
        with(1, 10_000, pool -> {
            Gate gate = new Gate();
            for (int i = 0; i < 6; i++) {
                pool.execute(gate);
            }
            gate.awaitInside(1);
            pool.resize(2, 4);
            gate.awaitInside(4);
            assertThat(pool.stats().minThreads()).isZero();
            gate.open();
        });
    }

    @Test
    void badArgumentsAreNamed() {
        assertThatThrownBy(() -> ThreadPool.builder("virtual").virtualThreads(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("maxConcurrent")
                .hasMessageContaining("0");
        assertThatThrownBy(() -> ThreadPool.builder("virtual")
                        .threadFactory(Thread::new)
                        .virtualThreads(1)
                        .build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("threadFactory");
    }

    @Test
    void lastCallOfTheTwoCounts() throws Exception {
        try (ThreadPool pool =
                ThreadPool.builder("both").virtualThreads(3).threads(0, 1).build()) {
            assertThat(pool.submit(() -> Thread.currentThread().getName()).get())
                    .isEqualTo("both-1");
        }
    }
}
