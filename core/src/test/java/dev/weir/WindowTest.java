package dev.weir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.weir.support.Await;
import dev.weir.support.Gate;
import dev.weir.support.Team;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** What is measured since an earlier reading, and the busy share and the rates that a pool tells of itself. */
class WindowTest {

    private static void spin(long nanos) {
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < nanos) {
            Thread.onSpinWait();
        }
    }

    @Test
    void windowHasOnlyWhatHappenedInIt() throws Exception {
        try (ThreadPool pool = ThreadPool.builder("window")
                .threads(1, 1)
                .failureHandler(failure -> {})
                .build()) {
            for (int i = 0; i < 1_000; i++) {
                pool.submit(() -> spin(1_000));
            }
            pool.join();
            PoolStats before = pool.stats();
            for (int i = 0; i < 10; i++) {
                pool.submit(() -> spin(2_000_000));
            }
            Task<?> failing = pool.submit(() -> {
                throw new IllegalStateException();
            });
            pool.join();
            assertThat(failing.exceptionNow()).isInstanceOf(IllegalStateException.class);
            PoolStats after = pool.stats();
            PoolWindow window = after.since(before);

            assertThat(window.accepted()).isEqualTo(11);
            assertThat(window.ended()).isEqualTo(11);
            assertThat(window.failed()).isEqualTo(1);
            assertThat(window.rejected()).isZero();
            assertThat(window.runTime().count()).isEqualTo(11);
            assertThat(window.queueWait().count()).isEqualTo(11);
            assertThat(window.runTime().p50()).isGreaterThan(Duration.ofNanos(1_960_000));
            assertThat(after.runTime().p50()).as("since the beginning").isLessThan(Duration.ofNanos(1_900_000));
            assertThat(window.runTime().max())
                    .isLessThanOrEqualTo(after.runTime().max());
            assertThat(window.length())
                    .isEqualTo(after.times().age().minus(before.times().age()));
            assertThat(window.completionRate()).isEqualTo(11e9 / window.length().toNanos());
            assertThat(window.arrivalRate()).isEqualTo(window.completionRate());
        }
    }

    @Test
    void emptyWindowIsAllZero() {
        try (ThreadPool pool = ThreadPool.builder("window").threads(0, 1).build()) {
            PoolStats now = pool.stats();
            PoolWindow window = now.since(now);
            assertThat(window.length()).isZero();
            assertThat(window.arrivalRate()).isZero();
            assertThat(window.completionRate()).isZero();
            assertThat(window.busyShare()).isZero();
            assertThat(window.queueWait().count()).isZero();
            assertThat(window.runTime().max()).isZero();
        }
    }

    @Test
    void windowNeedsAnEarlierReadingOfTheSamePool() {
        try (ThreadPool pool = ThreadPool.builder("window").threads(0, 1).build();
                ThreadPool other = ThreadPool.builder("other").threads(0, 1).build()) {
            PoolStats early = pool.stats();
            PoolStats late = pool.stats();
            assertThatThrownBy(() -> early.since(late))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("earlier")
                    .hasMessageContaining("window");
            assertThatThrownBy(() -> late.since(other.stats()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("other");
            assertThatThrownBy(() -> late.since(null))
                    .isInstanceOf(NullPointerException.class)
                    .hasMessage("earlier");
            assertThatThrownBy(() -> late.times().runTime().percentile(1.5))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("part")
                    .hasMessageContaining("1.5");
            assertThatThrownBy(() -> late.times().runTime().percentile(Double.NaN))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    /** The windows of a reader under load: each adds up by itself, and all of them are the whole. */
    @Test
    void windowsUnderLoadAddUpToTheWhole() throws Exception {
        try (ThreadPool pool = ThreadPool.builder("window")
                .threads(2, 2)
                .queueCapacity(1_000)
                .overflow(Overflow.block(Duration.ofMinutes(1)))
                .build()) {
            Team team = Team.start(2, number -> {
                for (int i = 0; i < 30_000; i++) {
                    pool.submit(() -> spin(ThreadLocalRandom.current().nextInt(2_000)));
                }
            });
            PoolStats first = pool.stats();
            PoolStats last = first;
            long accepted = 0;
            long ended = 0;
            long runs = 0;
            boolean over = false;
            while (!over) {
                over = !team.isAtWork();
                if (over) {
                    pool.join();
                }
                PoolStats now = pool.stats();
                assertThat(now.addsUp()).isTrue();
                PoolWindow window = now.since(last);
                assertThat(window.accepted()).isNotNegative();
                assertThat(window.ended()).isNotNegative();
                assertThat(window.busyShare()).isBetween(0.0, 1.0);
                assertThat(window.runTime().p99())
                        .isLessThanOrEqualTo(window.runTime().max());
                accepted += window.accepted();
                ended += window.ended();
                runs += window.runTime().count();
                last = now;
            }
            team.join();
            assertThat(accepted).isEqualTo(last.accepted() - first.accepted());
            assertThat(ended).isEqualTo(last.ended() - first.ended());
            assertThat(runs).isEqualTo(last.runTime().count() - first.runTime().count());
        }
    }

    // Busy and idle

    @Test
    void workersInTasksAreBusyAndTheOthersIdle() throws Exception {
        try (ThreadPool pool = ThreadPool.builder("busy").threads(4, 4).build()) {
            Await.until("all rest", () -> pool.stats().idleThreads() == 4);
            Gate gate = new Gate();
            for (int i = 0; i < 3; i++) {
                pool.execute(gate);
            }
            gate.awaitInside(3);
            Await.until("the fourth rests", () -> pool.stats().idleThreads() == 1);
            PoolStats before = pool.stats();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20)); // a window of some length, whichever
            PoolWindow busy = pool.stats().since(before);
            assertThat(busy.busyShare()).isBetween(0.75, 0.76);
            assertThat(busy.meanThreads()).isBetween(3.99, 4.01);
            gate.open();
            pool.join();
            Await.until("all rest", () -> pool.stats().idleThreads() == 4);
            before = pool.stats();
            PoolWindow idle = pool.stats().since(before);
            assertThat(idle.busyShare()).isLessThan(0.01);
        }
    }

    @Test
    void busyShareOfAPoolWhoseTasksNeverEndIsOne() throws Exception {
        try (ThreadPool pool = ThreadPool.builder("busy").threads(0, 2).build()) {
            Gate gate = new Gate();
            pool.execute(gate);
            pool.execute(gate);
            gate.awaitInside(2);
            Await.until("that is seen", () -> pool.stats().busyShare() > 0.99);
            gate.open();
            pool.join();
            Await.until("so is that", () -> pool.stats().busyShare() < 0.01);
        }
    }

    @Test
    void threadTimeGrowsWithTheThreadsThatAreThereAndStaysWhenTheyLeave() throws Exception {
        ThreadPool pool = ThreadPool.builder("lived")
                .threads(0, 3)
                .keepAlive(Duration.ZERO)
                .build();
        Gate gate = new Gate();
        for (int i = 0; i < 3; i++) {
            pool.execute(gate);
        }
        gate.awaitInside(3);
        Duration before = pool.stats().times().threads();
        assertThat(before).isPositive();
        assertThat(pool.stats().times().threads()).isGreaterThan(before);
        gate.open();
        pool.close();
        Duration last = pool.stats().times().threads();
        assertThat(pool.stats().times().threads()).isEqualTo(last);
        assertThat(last).isGreaterThan(before);
        assertThat(pool.stats().times().busy()).isPositive().isLessThanOrEqualTo(last);
    }

    // Rates of a real pool

    @Test
    void ratesAreThoseOfTheTasks() throws Exception {
        try (ThreadPool pool = ThreadPool.builder("rates").threads(1, 1).build()) {
            for (int i = 0; i < 500; i++) {
                pool.submit(() -> {}).get();
            }
            PoolStats young = pool.stats();
            double expected = 500e9 / young.times().age().toNanos();
            assertThat(young.arrivals().lastMinute()).isEqualTo(expected);
            assertThat(young.completions().lastMinute()).isEqualTo(expected);
            Await.until(
                    "the last second has nothing of it",
                    () -> pool.stats().arrivals().lastSecond() == 0);
            PoolStats later = pool.stats();
            assertThat(later.completions().lastSecond()).isZero();
            assertThat(later.arrivals().lastMinute()).isPositive();
        }
    }

    @Test
    void oldestWaitIsThatOfTheTaskThatWaits() throws Exception {
        try (ThreadPool pool = ThreadPool.builder("oldest").threads(1, 1).build()) {
            Gate gate = new Gate();
            pool.execute(gate);
            gate.awaitInside(1);
            assertThat(pool.stats().oldestWait()).isZero();
            long submitted = System.nanoTime();
            Task<?> waiting = pool.submit(() -> {});
            Await.until("it has aged", () -> pool.stats().oldestWait().compareTo(Duration.ofMillis(100)) > 0);
            Duration told = pool.stats().oldestWait();
            assertThat(told).isLessThanOrEqualTo(Duration.ofNanos(System.nanoTime() - submitted + 1_000_000_000));
            gate.open();
            waiting.get();
            pool.join();
            assertThat(pool.stats().oldestWait()).isZero();
        }
    }

    @Test
    void rejectionsAreCountedByReason() throws Exception {
        ThreadPool pool =
                ThreadPool.builder("reasons").threads(1, 1).queueCapacity(1).build();
        Gate gate = new Gate();
        pool.execute(gate);
        gate.awaitInside(1);
        pool.execute(() -> {});
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> pool.execute(() -> {})).isInstanceOf(TaskRejectedException.class);
        }
        gate.open();
        pool.close();
        assertThatThrownBy(() -> pool.execute(() -> {})).isInstanceOf(TaskRejectedException.class);
        PoolStats stats = pool.stats();
        assertThat(stats.rejectedBy())
                .containsOnly(entry(RejectionReason.QUEUE_FULL, 3L), entry(RejectionReason.SHUT_DOWN, 1L));
        assertThat(stats.rejected()).isEqualTo(4);
        assertThatThrownBy(() -> stats.rejectedBy().clear()).isInstanceOf(UnsupportedOperationException.class);
    }
}
