package dev.weir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.support.Await;
import dev.weir.support.Gate;
import dev.weir.support.Team;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** {@code join()} returns when nothing waits and nothing runs: no sooner, and without fail. */
class JoinTest {

    private static ThreadPool.Builder pool(int min, int max) {
        return ThreadPool.builder("join").threads(min, max).failureHandler(failure -> {});
    }

    @Test
    void hundredThousandTasksOfWhichEveryThirdFailsAllEnd() throws Exception {
        int tasks = 100_000;
        try (ThreadPool pool = pool(2, 4).queueCapacity(tasks).build()) {
            AtomicLong ran = new AtomicLong();
            List<Task<Integer>> submitted = new ArrayList<>();
            for (int i = 0; i < tasks; i++) {
                int number = i;
                submitted.add(pool.submit(() -> {
                    ran.incrementAndGet();
                    if (number % 3 == 0) {
                        throw new IllegalStateException("every third");
                    }
                    return number;
                }));
            }
            pool.join();

            assertThat(ran).hasValue(tasks);
            assertThat(submitted).allMatch(Task::isDone);
            PoolStats stats = pool.stats();
            assertThat(stats.accepted()).isEqualTo(tasks);
            assertThat(stats.failed()).isEqualTo(33_334);
            assertThat(stats.succeeded()).isEqualTo(66_666);
            assertThat(stats.queued()).isZero();
            assertThat(stats.running()).isZero();
            assertThat(stats.addsUp()).isTrue();
            assertThat(submitted.get(7).resultNow()).isEqualTo(7);
            assertThat(submitted.get(9).exceptionNow()).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void hundredThousandExecutedTasksOfWhichEveryThirdFailsAllEnd() throws Exception {
        int tasks = 100_000;
        AtomicLong ran = new AtomicLong();
        try (ThreadPool pool = pool(2, 4).queueCapacity(tasks).build()) {
            for (int i = 0; i < tasks; i++) {
                int number = i;
                pool.execute(() -> {
                    ran.incrementAndGet();
                    if (number % 3 == 0) {
                        throw new IllegalStateException("every third");
                    }
                });
            }
            pool.join();
            assertThat(ran).hasValue(tasks);
            assertThat(pool.stats().failed()).isEqualTo(33_334);
            assertThat(pool.stats().succeeded()).isEqualTo(66_666);
        }
    }

    @Test
    void idlePoolIsJoinedAtOnce() throws Exception {
        try (ThreadPool pool = pool(0, 1).build();
                ThreadPool started = pool(3, 3).build()) {
            pool.join();
            started.join();
            assertThat(pool.join(Duration.ZERO)).isTrue();
            pool.submit(() -> 1).get();
            pool.join();
            assertThat(pool.stats().succeeded()).isEqualTo(1);
        }
    }

    @Test
    void everythingSubmittedBeforeJoinHasEndedAfterItThoughOthersGoOnSubmitting() throws Exception {
        int submitters = 4;
        int rounds = 500;
        try (ThreadPool pool =
                pool(1, 3).overflow(Overflow.block(Duration.ofSeconds(60))).build()) {
            Team.run(submitters, number -> {
                for (int round = 0; round < rounds; round++) {
                    CountDownLatch mine = new CountDownLatch(3);
                    Task<?> task = pool.submit(mine::countDown);
                    pool.execute(mine::countDown);
                    Task<?> last = pool.submit(mine::countDown);
                    pool.join();
                    assertThat(mine.getCount()).isZero();
                    assertThat(task.isDone()).isTrue();
                    assertThat(last.isDone()).isTrue();
                }
            });
            PoolStats stats = pool.stats();
            assertThat(stats.succeeded()).isEqualTo(3L * submitters * rounds);
            assertThat(stats.queued()).isZero();
            assertThat(stats.running()).isZero();
        }
    }

    @Test
    void severalJoinersAreAllReleased() {
        Gate gate = new Gate();
        try (ThreadPool pool = pool(1, 1).build()) {
            pool.execute(gate);
            gate.awaitInside(1);
            Team joiners = Team.start(5, number -> pool.join());
            for (int i = 0; i < 5; i++) {
                Await.parked(joiners.thread(i));
            }
            gate.open();
            joiners.join();
        }
    }

    @Test
    void timedJoinTellsWhetherItCameTrue() throws Exception {
        Gate gate = new Gate();
        try (ThreadPool pool = pool(1, 1).build()) {
            pool.execute(gate);
            assertThat(pool.join(Duration.ZERO)).isFalse();
            assertThat(pool.join(Duration.ofMillis(20))).isFalse();
            gate.open();
            assertThat(pool.join(Duration.ofSeconds(60))).isTrue();
            assertThat(pool.join(Duration.ZERO)).isTrue();
            assertThat(pool.join(Duration.ofSeconds(Long.MAX_VALUE))).isTrue();
        }
    }

    @Test
    void pausedPoolWithWaitingTasksIsNotQuiet() throws Exception {
        try (ThreadPool pool = pool(1, 1).build()) {
            pool.pause();
            Task<?> task = pool.submit(() -> 1);
            assertThat(pool.join(Duration.ofMillis(20))).isFalse();
            Team joiner = Team.start(1, number -> pool.join());
            Await.parked(joiner.thread(0));
            assertThat(task.isDone()).isFalse();
            pool.resume();
            joiner.join();
            assertThat(task.isDone()).isTrue();
        }
    }

    @Test
    void pausedPoolIsQuietOnceAllThatWaitsIsCancelled() throws Exception {
        try (ThreadPool pool = pool(1, 1).build()) {
            pool.pause();
            List<Task<Integer>> tasks =
                    IntStream.range(0, 10).mapToObj(i -> pool.submit(() -> i)).toList();
            Team joiner = Team.start(2, number -> pool.join());
            Await.parked(joiner.thread(0));
            Await.parked(joiner.thread(1));
            tasks.forEach(task -> task.cancel(false));
            joiner.join();
            assertThat(pool.stats().cancelled()).isEqualTo(10);
            assertThat(pool.join(Duration.ZERO)).isTrue();
        }
    }

    @Test
    void pausedPoolIsQuietOnceItsLastRunningTaskEndsAndNothingWaits() throws Exception {
        Gate gate = new Gate();
        try (ThreadPool pool = pool(1, 1).build()) {
            pool.execute(gate);
            gate.awaitInside(1);
            pool.pause();
            Team joiner = Team.start(1, number -> pool.join());
            Await.parked(joiner.thread(0));
            gate.open();
            joiner.join();
        }
    }

    @Test
    void taskThatWouldWaitForItselfIsToldSo() throws Exception {
        try (ThreadPool pool = pool(1, 1).build()) {
            Task<?> task = pool.submit(() -> {
                pool.join();
                return null;
            });
            assertThatThrownBy(task::get)
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(IllegalStateException.class);
            assertThat(task.exceptionNow()).hasMessageContaining("join");
            Task<?> timed = pool.submit(() -> pool.join(Duration.ZERO));
            assertThatThrownBy(timed::get).hasCauseInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void taskRunByItsSubmitterWouldWaitForItselfAsWell() throws Exception {
        Gate gate = new Gate();
        try (ThreadPool pool =
                pool(1, 1).queueCapacity(0).overflow(Overflow.callerRuns()).build()) {
            pool.execute(gate);
            gate.awaitInside(1);
            Task<?> task = pool.submit(() -> {
                pool.join();
                return null;
            });
            assertThat(task.exceptionNow()).isInstanceOf(IllegalStateException.class);
            gate.open();
            pool.join(); // the submitter itself may, now that it runs no task
        }
    }

    @Test
    void taskOfOnePoolMayJoinAnother() throws Exception {
        try (ThreadPool outer = pool(1, 1).build();
                ThreadPool inner = pool(1, 1).build()) {
            Task<Long> task = outer.submit(() -> {
                inner.submit(() -> 1);
                inner.join();
                return inner.stats().succeeded();
            });
            assertThat(task.get()).isEqualTo(1);
        }
    }

    @Test
    void joinWaitsForTasksThatSubmittersRun() throws Exception {
        Gate worker = new Gate();
        Gate caller = new Gate();
        try (ThreadPool pool =
                pool(1, 1).queueCapacity(0).overflow(Overflow.callerRuns()).build()) {
            pool.execute(worker);
            worker.awaitInside(1);
            Team submitter = Team.start(1, number -> pool.execute(caller));
            caller.awaitInside(1);
            worker.open();
            assertThat(pool.join(Duration.ofMillis(20))).isFalse();
            Team joiner = Team.start(1, number -> pool.join());
            Await.parked(joiner.thread(0));
            caller.open();
            joiner.join();
            submitter.join();
        }
    }

    @Test
    void interruptEndsTheWaitAndNothingElse() throws Exception {
        Gate gate = new Gate();
        try (ThreadPool pool = pool(1, 1).build()) {
            Task<?> task = pool.submit(gate);
            Team joiner =
                    Team.start(1, number -> assertThatThrownBy(pool::join).isInstanceOf(InterruptedException.class));
            Await.parked(joiner.thread(0));
            joiner.thread(0).interrupt();
            joiner.join();
            gate.open();
            pool.join();
            assertThat(task.isCancelled()).isFalse();
        }
    }

    @Test
    void joinIsNeverMissedWhereverTheLastTaskEnds() throws Exception {
        try (ThreadPool pool =
                pool(0, 2).keepAlive(Duration.ZERO).queueCapacity(100).build()) {
            for (int round = 0; round < 2_000; round++) {
                pool.execute(() -> {});
                if (round % 2 == 0) {
                    pool.execute(() -> {});
                }
                pool.join();
                assertThat(pool.tasksLeft()).isZero();
            }
        }
    }
}
