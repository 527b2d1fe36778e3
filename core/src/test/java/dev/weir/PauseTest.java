package dev.weir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.support.Await;
import dev.weir.support.Gate;
import dev.weir.support.Team;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A paused pool begins nothing, keeps what waits, and goes on as if nothing had been. */
class PauseTest {

    private static ThreadPool.Builder pool(int min, int max) {
        return ThreadPool.builder("pause").threads(min, max);
    }

    @Test
    void noTaskBeginsWhileThePoolIsPaused() throws Exception {
        AtomicInteger ran = new AtomicInteger();
        try (ThreadPool pool = pool(2, 2).build()) {
            pool.submit(() -> 0).get();
            pool.pause();
            for (int i = 0; i < 100; i++) {
                pool.execute(ran::incrementAndGet);
            }
            assertThat(pool.join(Duration.ofMillis(50))).isFalse();
            assertThat(ran).hasValue(0);
            assertThat(pool.stats().state()).isEqualTo(PoolState.PAUSED);
            assertThat(pool.stats().queued()).isEqualTo(100);
            assertThat(pool.stats().running()).isZero();
            pool.resume();
            pool.join();
            assertThat(ran).hasValue(100);
            assertThat(pool.stats().state()).isEqualTo(PoolState.RUNNING);
        }
    }

    /**
     * Once pause has returned, the number of tasks that have begun stays as it is. Workers wake submitters just after
     * they have taken a task: so there is often one that has taken its task, was stopped, and has not begun it.
     */
    @Test
    void noTaskBeginsOncePauseHasReturned() throws Exception {
        AtomicLong ran = new AtomicLong();
        AtomicBoolean over = new AtomicBoolean();
        try (ThreadPool pool = pool(4, 4)
                .queueCapacity(1)
                .overflow(Overflow.block(Duration.ofSeconds(60)))
                .build()) {
            Team submitters = Team.start(4, number -> {
                while (!over.get()) {
                    pool.execute(ran::incrementAndGet);
                }
            });
            for (int round = 1; round <= 1_000; round++) {
                pool.pause();
                long begun = begun(pool.stats());
                Await.until("what ran has ended", () -> pool.stats().running() == 0);
                assertThat(begun(pool.stats()))
                        .as("tasks begun, round %s", round)
                        .isEqualTo(begun);
                assertThat(ran.get()).as("tasks run, round %s", round).isEqualTo(begun);
                pool.resume();
                Thread.yield();
            }
            over.set(true);
            submitters.join();
        }
    }

    private static long begun(PoolStats stats) {
        return stats.accepted() - stats.queued();
    }

    @Test
    void runningTasksFinishWhilePaused() throws Exception {
        Gate gate = new Gate();
        try (ThreadPool pool = pool(1, 1).build()) {
            Task<?> running = pool.submit(gate);
            Task<?> waiting = pool.submit(() -> {});
            gate.awaitInside(1);
            pool.pause();
            gate.open();
            running.get();
            Await.until("the worker rests", () -> pool.stats().idleThreads() == 1);
            assertThat(waiting.isDone()).isFalse();
            pool.resume();
            waiting.get();
        }
    }

    @Test
    void waitingTasksRunInTheirOrderAfterwards() throws Exception {
        ConcurrentLinkedQueue<Integer> order = new ConcurrentLinkedQueue<>();
        List<Integer> expected = IntStream.range(0, 1_000).boxed().toList();
        try (ThreadPool pool = pool(1, 1).build()) {
            pool.pause();
            for (int i : expected) {
                pool.execute(() -> order.add(i));
            }
            pool.resume();
            pool.join();
        }
        assertThat(order).containsExactlyElementsOf(expected);
    }

    @Test
    void threadsAboveTheMinimumMayLeaveWhilePausedAndComeBackAfterwards() throws Exception {
        Gate first = new Gate();
        try (ThreadPool pool = pool(1, 4).keepAlive(Duration.ofMillis(20)).build()) {
            for (int i = 0; i < 4; i++) {
                pool.execute(first);
            }
            first.awaitInside(4);
            pool.pause();
            for (int i = 0; i < 4; i++) {
                pool.execute(() -> {});
            }
            first.open();
            Await.until("the surplus has left", () -> pool.stats().threads() == 1);
            assertThat(pool.stats().queued()).isEqualTo(4);

            Gate second = new Gate();
            for (int i = 0; i < 4; i++) {
                pool.execute(second);
            }
            pool.resume();
            second.awaitInside(4);
            second.open();
        }
    }

    @Test
    void poolWithoutAnyThreadComesBackWhenItIsResumed() throws Exception {
        try (ThreadPool pool = pool(0, 2).build()) {
            pool.pause();
            Task<Integer> task = pool.submit(() -> 1);
            assertThat(pool.stats().threads()).isZero();
            pool.resume();
            assertThat(task.get()).isEqualTo(1);
        }
    }

    @Test
    void exactlyTheCapacityIsAcceptedWhilePaused() throws Exception {
        for (int capacity : new int[] {0, 1, 2, 100}) {
            try (ThreadPool pool = pool(2, 4).queueCapacity(capacity).build()) {
                pool.pause();
                for (int i = 0; i < capacity; i++) {
                    pool.execute(() -> {});
                }
                for (int i = 0; i < 3; i++) {
                    assertThatThrownBy(() -> pool.execute(() -> {}))
                            .isInstanceOfSatisfying(
                                    TaskRejectedException.class,
                                    e -> assertThat(e.reason()).isEqualTo(RejectionReason.QUEUE_FULL));
                }
                assertThat(pool.stats().queued()).isEqualTo(capacity);
                assertThat(pool.stats().rejected()).isEqualTo(3);
                pool.resume();
                pool.join();
                assertThat(pool.stats().succeeded()).isEqualTo(capacity);
            }
        }
    }

    @Test
    void exactlyTheCapacityIsAcceptedWhilePausedFromManySubmitters() throws Exception {
        int capacity = 1_000;
        try (ThreadPool pool = pool(2, 4).queueCapacity(capacity).build()) {
            pool.pause();
            AtomicInteger accepted = new AtomicInteger();
            Team.run(8, number -> {
                for (int i = 0; i < 500; i++) {
                    try {
                        pool.execute(() -> {});
                        accepted.incrementAndGet();
                    } catch (TaskRejectedException full) {
                        assertThat(full.reason()).isEqualTo(RejectionReason.QUEUE_FULL);
                    }
                }
            });
            assertThat(accepted).hasValue(capacity);
            assertThat(pool.stats().queued()).isEqualTo(capacity);
        }
    }

    @Test
    void capacityWhilePausedDoesNotCountTasksThatRun() throws Exception {
        Gate gate = new Gate();
        try (ThreadPool pool = pool(2, 2).queueCapacity(3).build()) {
            pool.execute(gate);
            pool.execute(gate);
            gate.awaitInside(2);
            pool.pause();
            for (int i = 0; i < 3; i++) {
                pool.execute(() -> {});
            }
            assertThatThrownBy(() -> pool.execute(() -> {})).isInstanceOf(TaskRejectedException.class);
            gate.open();
            Await.until("both rest", () -> pool.stats().idleThreads() == 2);
            assertThatThrownBy(() -> pool.execute(() -> {})).isInstanceOf(TaskRejectedException.class);
        }
    }

    @Test
    void submittersThatWaitForRoomGetItWhenThePoolIsResumed() throws Exception {
        AtomicInteger ran = new AtomicInteger();
        try (ThreadPool pool = pool(1, 1)
                .queueCapacity(1)
                .overflow(Overflow.block(Duration.ofSeconds(60)))
                .build()) {
            pool.pause();
            pool.execute(ran::incrementAndGet);
            Team submitters = Team.start(3, number -> pool.execute(ran::incrementAndGet));
            for (int i = 0; i < 3; i++) {
                Await.parked(submitters.thread(i));
            }
            pool.resume();
            submitters.join();
            pool.join();
            assertThat(ran).hasValue(4);
        }
    }

    @Test
    void pausingAndResumingTwiceIsAsOnce() throws Exception {
        try (ThreadPool pool = pool(1, 1).build()) {
            pool.resume();
            pool.pause();
            pool.pause();
            Task<Integer> task = pool.submit(() -> 1);
            assertThat(pool.stats().state()).isEqualTo(PoolState.PAUSED);
            pool.resume();
            assertThat(pool.stats().state()).isEqualTo(PoolState.RUNNING);
            pool.resume();
            assertThat(task.get()).isEqualTo(1);
        }
    }

    @Test
    void manyThreadsMayPauseResumeAndSubmitAtOnceAndNothingIsLost() throws Exception {
        AtomicLong ran = new AtomicLong();
        AtomicBoolean over = new AtomicBoolean();
        try (ThreadPool pool = pool(1, 4).queueCapacity(100_000).build()) {
            Team togglers = Team.start(3, number -> {
                while (!over.get()) {
                    pool.pause();
                    Thread.yield();
                    pool.resume();
                }
            });
            Team.run(3, number -> {
                for (int i = 0; i < 5_000; i++) {
                    pool.execute(ran::incrementAndGet);
                }
            });
            over.set(true);
            togglers.join();
            pool.resume();
            pool.join();
            assertThat(ran).hasValue(15_000);
            assertThat(pool.stats().addsUp()).isTrue();
        }
    }

    @Test
    void taskMayPauseItsOwnPool() throws Exception {
        try (ThreadPool pool = pool(1, 1).build()) {
            Task<?> pausing = pool.submit(pool::pause);
            pausing.get();
            Task<Integer> next = pool.submit(() -> 1);
            assertThat(pool.join(Duration.ofMillis(20))).isFalse();
            pool.resume();
            assertThat(next.get()).isEqualTo(1);
        }
    }

    @Test
    void shutdownOfAPausedPoolRunsWhatWaits() throws Exception {
        AtomicInteger ran = new AtomicInteger();
        ThreadPool pool = pool(0, 2).build();
        pool.pause();
        for (int i = 0; i < 50; i++) {
            pool.execute(ran::incrementAndGet);
        }
        pool.close();
        assertThat(ran).hasValue(50);
        assertThat(pool.isTerminated()).isTrue();
    }

    @Test
    void shutdownNowOfAPausedPoolHandsBackWhatWaits() throws Exception {
        AtomicInteger ran = new AtomicInteger();
        ThreadPool pool = pool(2, 2).build();
        pool.pause();
        for (int i = 0; i < 50; i++) {
            pool.execute(ran::incrementAndGet);
        }
        assertThat(pool.shutdownNow()).hasSize(50);
        pool.close();
        assertThat(ran).hasValue(0);
        assertThat(pool.stats().handedBack()).isEqualTo(50);
    }

    @Test
    void pausingAPoolThatIsShutDownDoesNothing() throws Exception {
        Gate gate = new Gate();
        ThreadPool pool = pool(1, 1).build();
        pool.execute(gate);
        Task<Integer> waiting = pool.submit(() -> 1);
        pool.shutdown();
        pool.pause();
        assertThat(pool.stats().state()).isEqualTo(PoolState.DRAINING);
        gate.open();
        assertThat(waiting.get()).isEqualTo(1);
        pool.close();
        pool.pause();
        pool.resume();
        assertThat(pool.isTerminated()).isTrue();
    }

    @Test
    void resizingWhilePausedBeginsNoTask() throws Exception {
        AtomicInteger ran = new AtomicInteger();
        try (ThreadPool pool = pool(1, 1).build()) {
            pool.pause();
            pool.execute(ran::incrementAndGet);
            pool.resize(3, 6);
            Await.until("the minimum is there", () -> pool.stats().idleThreads() == 3);
            assertThat(ran).hasValue(0);
            assertThat(pool.stats().queued()).isEqualTo(1);
            pool.resume();
            pool.join();
            assertThat(ran).hasValue(1);
        }
    }
}
