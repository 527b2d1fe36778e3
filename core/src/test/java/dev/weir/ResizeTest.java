package dev.weir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.support.Await;
import dev.weir.support.Gate;
import dev.weir.support.Team;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The number of threads can be changed while the pool runs, and nothing that was accepted suffers from it. */
class ResizeTest {

    private static ThreadPool.Builder pool(int min, int max) {
        return ThreadPool.builder("resize").threads(min, max);
    }

    @Test
    void missingThreadsAreCreatedAtOnce() {
        try (ThreadPool pool = pool(1, 1).build()) {
            pool.resize(5, 8);
            PoolStats stats = pool.stats();
            assertThat(stats.threads()).isEqualTo(5);
            assertThat(stats.minThreads()).isEqualTo(5);
            assertThat(stats.maxThreads()).isEqualTo(8);
            assertThat(stats.threadsCreated()).isEqualTo(5);
        }
    }

    @Test
    void greaterMaximumIsUsedByTasksThatWaitAlready() {
        Gate gate = new Gate();
        try (ThreadPool pool = pool(1, 1).build()) {
            for (int i = 0; i < 6; i++) {
                pool.execute(gate);
            }
            gate.awaitInside(1);
            pool.resize(1, 6);
            gate.awaitInside(6);
            gate.open();
        }
    }

    @Test
    void idleSurplusLeavesAtOnceWhenTheMaximumFalls() {
        try (ThreadPool pool = pool(8, 8).keepAlive(Duration.ofHours(1)).build()) {
            Await.until("all rest", () -> pool.stats().idleThreads() == 8);
            pool.resize(2, 2);
            Await.until("six have left", () -> pool.stats().threads() == 2);
            Await.until("six are counted", () -> pool.stats().threadsRetired() == 6);
        }
    }

    @Test
    void busySurplusFinishesItsTaskFirst() throws Exception {
        Gate gate = new Gate();
        try (ThreadPool pool = pool(0, 4).keepAlive(Duration.ofHours(1)).build()) {
            Task<?>[] tasks = new Task<?>[4];
            for (int i = 0; i < 4; i++) {
                tasks[i] = pool.submit(gate);
            }
            gate.awaitInside(4);
            Task<?> waiting = pool.submit(() -> {});
            pool.resize(0, 1);
            assertThat(pool.stats().running()).isEqualTo(4);
            gate.open();
            for (Task<?> task : tasks) {
                task.get();
            }
            waiting.get();
            Await.until("one is left", () -> pool.stats().threads() == 1);
            assertThat(pool.stats().succeeded()).isEqualTo(5);
        }
    }

    @Test
    void busySurplusTakesNoFurtherTask() throws Exception {
        Gate gate = new Gate();
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        try (ThreadPool pool = pool(0, 4).build()) {
            for (int i = 0; i < 4; i++) {
                pool.execute(gate);
            }
            gate.awaitInside(4);
            for (int i = 0; i < 500; i++) {
                pool.execute(() -> {
                    most.accumulateAndGet(running.incrementAndGet(), Math::max);
                    Thread.yield();
                    running.decrementAndGet();
                });
            }
            pool.resize(0, 1);
            gate.open();
            pool.join();
            assertThat(most).hasValue(1);
            assertThat(pool.stats().succeeded()).isEqualTo(504);
        }
    }

    @Test
    void surplusAboveASmallerMinimumLeavesAfterItsKeepAlive() {
        try (ThreadPool pool = pool(4, 4).keepAlive(Duration.ofMillis(20)).build()) {
            Await.until("all rest", () -> pool.stats().idleThreads() == 4);
            pool.resize(0, 4);
            Await.until("all have left", () -> pool.stats().threads() == 0);
        }
    }

    @Test
    void neverMoreTasksRunAtOnceThanTheSmallerMaximumOnceItHasTakenEffect() throws Exception {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        try (ThreadPool pool = pool(4, 8).build()) {
            pool.resize(1, 2);
            Await.until("two at most", () -> pool.stats().threads() <= 2);
            for (int i = 0; i < 2_000; i++) {
                pool.execute(() -> {
                    most.accumulateAndGet(running.incrementAndGet(), Math::max);
                    Thread.yield();
                    running.decrementAndGet();
                });
            }
            pool.join();
            assertThat(most.get()).isBetween(1, 2);
        }
    }

    @Test
    void capacityFollowsTheMaximum() {
        Gate gate = new Gate();
        try (ThreadPool pool = pool(1, 1).queueCapacity(1).build()) {
            pool.execute(gate);
            pool.execute(gate);
            assertThatThrownBy(() -> pool.execute(gate)).isInstanceOf(TaskRejectedException.class);
            pool.resize(1, 3);
            pool.execute(gate);
            pool.execute(gate);
            assertThatThrownBy(() -> pool.execute(gate)).isInstanceOf(TaskRejectedException.class);
            gate.awaitInside(3);
            pool.resize(1, 2);
            assertThatThrownBy(() -> pool.execute(gate)).isInstanceOf(TaskRejectedException.class);
            gate.open();
        }
    }

    @Test
    void submitterThatWaitsForRoomGetsTheRoomOfAGreaterMaximum() {
        Gate gate = new Gate();
        try (ThreadPool pool = pool(1, 1)
                .queueCapacity(0)
                .overflow(Overflow.block(Duration.ofSeconds(60)))
                .build()) {
            pool.execute(gate);
            Team submitter = Team.start(1, number -> pool.execute(gate));
            Await.parked(submitter.thread(0));
            pool.resize(1, 2);
            submitter.join();
            gate.awaitInside(2);
            gate.open();
        }
    }

    @Test
    void resizingAllTheTimeLosesNoTaskAndEndsWithinItsBounds() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        AtomicLong ran = new AtomicLong();
        try (ThreadPool pool = pool(1, 4)
                .keepAlive(Duration.ofMillis(1))
                .queueCapacity(100_000)
                .build()) {
            Team resizers = Team.start(2, number -> {
                while (!over.get()) {
                    int max = ThreadLocalRandom.current().nextInt(1, 9);
                    pool.resize(ThreadLocalRandom.current().nextInt(0, max + 1), max);
                    Thread.sleep(0, 200_000); // leaves the submitters a processor; nothing is waited for
                }
            });
            Team.run(3, number -> {
                for (int i = 0; i < 10_000; i++) {
                    pool.execute(ran::incrementAndGet);
                }
            });
            pool.join();
            over.set(true);
            resizers.join();
            assertThat(ran).hasValue(30_000);
            pool.resize(2, 3);
            Await.until(
                    "two or three",
                    () -> pool.stats().threads() >= 2 && pool.stats().threads() <= 3);
            assertThat(pool.stats().addsUp()).isTrue();
        }
    }

    @Test
    void resizingAPoolThatIsShutDownCreatesNoThread() {
        ThreadPool pool = pool(1, 1).build();
        pool.close();
        pool.resize(4, 4);
        assertThat(pool.stats().threads()).isZero();
        assertThat(pool.stats().threadsCreated()).isEqualTo(1);
        assertThat(pool.isTerminated()).isTrue();
    }

    @Test
    void refusedBoundsChangeNothing() {
        try (ThreadPool pool = pool(1, 2).build()) {
            assertThatThrownBy(() -> pool.resize(3, 2)).isInstanceOf(IllegalArgumentException.class);
            assertThat(pool.stats().minThreads()).isEqualTo(1);
            assertThat(pool.stats().maxThreads()).isEqualTo(2);
        }
    }
}
