package dev.weir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.support.Gate;
import dev.weir.support.Team;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The capacity is strict both ways: never more waits, and nothing is refused that a thread or a place is there for. */
class CapacityStrictTest {

    private static final int MAX = 4;

    private static ThreadPool pool(int min, int capacity) {
        return ThreadPool.builder("strict")
                .threads(min, MAX)
                .queueCapacity(capacity)
                .build();
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "0, 1", "0, 2", "0, 100", "4, 0", "4, 1", "4, 2", "4, 100", "2, 0", "2, 3"})
    void blockingTasksAreAcceptedUpToExactlyTheMaximumAndTheCapacity(int min, int capacity) {
        for (int round = 0; round < 20; round++) {
            Gate gate = new Gate();
            try (ThreadPool pool = pool(min, capacity)) {
                for (int i = 0; i < MAX + capacity; i++) {
                    pool.execute(gate);
                }
                for (int i = 0; i < 3; i++) {
                    assertThatThrownBy(() -> pool.execute(gate))
                            .isInstanceOfSatisfying(
                                    TaskRejectedException.class,
                                    e -> assertThat(e.reason()).isEqualTo(RejectionReason.QUEUE_FULL));
                }
                gate.awaitInside(MAX);
                PoolStats stats = pool.stats();
                assertThat(stats.running()).isEqualTo(MAX);
                assertThat(stats.queued()).isEqualTo(capacity);
                assertThat(stats.rejected()).isEqualTo(3);
                gate.open();
            }
            assertThat(gate.entered()).isEqualTo(MAX + capacity);
        }
    }

    /** They make room when they begin, and not once more when they end. */
    @Test
    void tasksThatTheirWaiterRanMakeRoomOnce() throws Exception {
        Gate gate = new Gate();
        try (ThreadPool pool =
                ThreadPool.builder("strict").threads(1, 1).queueCapacity(2).build()) {
            pool.submit(() -> {
                        for (int i = 0; i < 10; i++) {
                            pool.submit(() -> 1).get();
                        }
                        return null;
                    })
                    .get();
            pool.join();
            for (int i = 0; i < 3; i++) {
                pool.execute(gate);
            }
            assertThatThrownBy(() -> pool.execute(gate)).isInstanceOf(TaskRejectedException.class);
            gate.open();
        }
    }

    @Test
    void tasksThatFailMakeRoomLikeAnyOther() throws Exception {
        try (ThreadPool pool = ThreadPool.builder("strict")
                .threads(1, 1)
                .queueCapacity(0)
                .failureHandler(failure -> {})
                .build()) {
            for (int i = 0; i < 5; i++) {
                pool.execute(() -> {
                    throw new IllegalStateException();
                });
                pool.join();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 100})
    void manySubmittersTogetherGetExactlyTheMaximumAndTheCapacity(int capacity) {
        for (int round = 0; round < 30; round++) {
            Gate gate = new Gate();
            AtomicInteger accepted = new AtomicInteger();
            try (ThreadPool pool = pool(round % (MAX + 1), capacity)) {
                Team submitters = Team.start(8, number -> {
                    for (int i = 0; i < MAX + capacity; i++) {
                        try {
                            pool.execute(gate);
                            accepted.incrementAndGet();
                        } catch (TaskRejectedException full) {
                            assertThat(full.reason()).isEqualTo(RejectionReason.QUEUE_FULL);
                        }
                    }
                });
                while (submitters.isAtWork()) {
                    assertBounds(pool, capacity);
                }
                submitters.join();
                assertThat(accepted).hasValue(MAX + capacity);
                gate.awaitInside(MAX);
                assertBounds(pool, capacity);
                gate.open();
            }
            assertThat(gate.entered()).isEqualTo(MAX + capacity);
            assertThat(gate.most()).isEqualTo(MAX);
        }
    }

    /** As many submitters as the pool has room for, each with one task at a time: there is always room for it. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 8})
    void nothingIsEverRefusedWhileThereIsRoom(int capacity) throws Exception {
        try (ThreadPool pool = pool(0, capacity)) {
            Team team = Team.start(MAX + capacity, number -> {
                for (int i = 0; i < 1_000; i++) {
                    int value = i;
                    assertThat(pool.submit(() -> value).get()).isEqualTo(value);
                }
            });
            while (team.isAtWork()) {
                assertBounds(pool, capacity);
            }
            team.join();
            assertThat(pool.stats().rejected()).isZero();
            assertThat(pool.stats().succeeded()).isEqualTo(1_000L * (MAX + capacity));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 100})
    void boundsHoldAtEveryReadingUnderAnOverload(int capacity) throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger accepted = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();
        try (ThreadPool pool = pool(1, capacity)) {
            Team submitters = Team.start(4, number -> {
                while (!over.get()) {
                    try {
                        pool.execute(Thread::yield);
                        accepted.incrementAndGet();
                    } catch (TaskRejectedException full) {
                        refused.incrementAndGet();
                    }
                }
            });
            for (int i = 0; i < 3_000; i++) {
                assertBounds(pool, capacity);
            }
            over.set(true);
            submitters.join();
            pool.join();
            assertThat(pool.stats().accepted()).isEqualTo(accepted.get());
            assertThat(pool.stats().succeeded()).isEqualTo(accepted.get());
            assertThat(pool.stats().rejected()).isEqualTo(refused.get());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5})
    void everyEndMakesRoomForExactlyOneMore(int capacity) throws Exception {
        Gate[] gates = new Gate[50];
        try (ThreadPool pool = pool(0, capacity)) {
            Task<?>[] tasks = new Task<?>[gates.length];
            for (int i = 0; i < gates.length; i++) {
                gates[i] = new Gate();
                if (i >= MAX + capacity) {
                    int next = i;
                    assertThatThrownBy(() -> pool.submit(gates[next])).isInstanceOf(TaskRejectedException.class);
                    gates[i - MAX - capacity].open();
                    tasks[i - MAX - capacity].get();
                }
                tasks[i] = pool.submit(gates[i]);
            }
            for (Gate gate : gates) {
                gate.open();
            }
        }
    }

    private static void assertBounds(ThreadPool pool, int capacity) {
        PoolStats stats = pool.stats();
        assertThat(stats.queued()).isBetween(0L, (long) capacity);
        assertThat(stats.running()).isBetween(0L, (long) MAX);
        assertThat(stats.threads()).isLessThanOrEqualTo(MAX);
        assertThat(stats.addsUp()).isTrue();
    }
}
