package dev.weir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.support.Await;
import dev.weir.support.Gate;
import dev.weir.support.Team;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** A group's tasks are waited for together; the first failure cancels the others, or is one of many. */
class TaskGroupTest {

    /** The compiler frowns on closing by hand what its try block closes too. */
    private static void closeNow(TaskGroup group) {
        group.close();
    }

    private static ThreadPool pool(int threads) {
        return ThreadPool.builder("group")
                .threads(threads, threads)
                .failureHandler(failure -> {})
                .build();
    }

    /** Runs until it is interrupted. */
    private static Object forEver(CountDownLatch begun) throws InterruptedException {
        begun.countDown();
        new CountDownLatch(1).await();
        return "never";
    }

    private static void assertAddsUp(ThreadPool pool) {
        PoolStats stats = pool.stats();
        assertThat(stats.addsUp()).isTrue();
        assertThat(stats.queued() + stats.running()).isZero();
    }

    // Success

    @Test
    void joinWaitsForAllAndThenEachHasItsValue() throws Exception {
        Gate gate = new Gate();
        try (ThreadPool pool = pool(2);
                TaskGroup group = pool.group()) {
            Task<Integer> one = group.submit(() -> {
                gate.run();
                return 1;
            });
            Task<String> two = group.submit("second", () -> null);
            AtomicInteger ran = new AtomicInteger();
            Task<?> three = group.submit((Runnable) ran::incrementAndGet);
            Team joiner = Team.start(1, number -> group.join());
            Await.parked(joiner.thread(0));
            gate.open();
            joiner.join();
            assertThat(one.resultNow()).isEqualTo(1);
            assertThat(two.resultNow()).isNull();
            assertThat(two.name()).isEqualTo("second");
            assertThat(three.resultNow()).isNull();
            assertThat(ran).hasValue(1);
            group.submit(() -> 4);
            group.join();
            assertAddsUp(pool);
            assertThat(pool.stats().succeeded()).isEqualTo(4);
        }
    }

    @Test
    void emptyGroupNeedNotBeWaitedFor() throws Exception {
        try (ThreadPool pool = pool(1);
                TaskGroup group = pool.group();
                TaskGroup collecting = pool.group().collectAll()) {
            group.join();
            collecting.join();
            assertThat(collecting.results()).isEmpty();
        }
    }

    @Test
    void joinWaitsForTasksThatTheTasksSubmit() throws Exception {
        int depth = 200;
        try (ThreadPool pool = pool(3);
                TaskGroup group = pool.group()) {
            AtomicInteger ran = new AtomicInteger();
            Runnable[] next = {null};
            next[0] = () -> {
                if (ran.incrementAndGet() < depth) {
                    group.submit(next[0]);
                }
            };
            for (int round = 1; round <= 50; round++) {
                ran.set(0);
                group.submit(next[0]);
                group.join();
                assertThat(ran).hasValue(depth);
            }
            assertAddsUp(pool);
        }
    }

    /** The joiner goes by the order of submission, and this task is accepted when the joiner has passed its place. */
    @Test
    void joinWaitsForATaskThatWasStillBeingSubmittedWhenItsTurnCame() {
        Gate busy = new Gate();
        Gate hiring = new Gate();
        Gate first = new Gate();
        AtomicInteger threads = new AtomicInteger();
        AtomicBoolean firstHasEnded = new AtomicBoolean();
        try (ThreadPool pool = ThreadPool.builder("group")
                        .threads(1, 2)
                        .threadFactory(worker -> {
                            if (threads.incrementAndGet() == 2) {
                                hiring.run();
                            }
                            return new Thread(worker);
                        })
                        .build();
                TaskGroup group = pool.group()) {
            Await.until("nobody else hires", () -> pool.stats().idleThreads() == 1);
            pool.execute(busy);
            busy.awaitInside(1);
            Team submitter = Team.start(
                    1,
                    number -> group.submit(() -> {
                        first.run();
                        firstHasEnded.set(true);
                    }));
            hiring.awaitInside(1); // the first is in the queue, but its submitter does not know yet
            Task<Integer> second = group.submit(() -> 2);
            Team joiner = Team.start(1, number -> {
                group.join();
                assertThat(firstHasEnded).isTrue();
            });
            Await.parked(joiner.thread(0));
            Object waitsForSecond = LockSupport.getBlocker(joiner.thread(0));
            busy.open();
            first.awaitInside(1);
            second.cancel(false);
            Await.until("the joiner waits for the first", () -> {
                Object waitsFor = LockSupport.getBlocker(joiner.thread(0));
                return waitsFor != null && waitsFor != waitsForSecond || !joiner.isAtWork();
            });
            first.open();
            hiring.open();
            submitter.join();
            joiner.join();
        }
    }

    @Test
    void groupsAreNestedAndSharedByThreads() throws Exception {
        try (ThreadPool pool = pool(4);
                TaskGroup outer = pool.group()) {
            AtomicInteger leaves = new AtomicInteger();
            Team.run(
                    2,
                    number -> outer.submit(() -> {
                        try (TaskGroup inner = pool.group()) {
                            for (int i = 0; i < 50; i++) {
                                inner.submit(leaves::incrementAndGet);
                            }
                            inner.join();
                            assertThat(leaves.get()).isGreaterThanOrEqualTo(50);
                        }
                        return number;
                    }));
            outer.join();
            assertThat(leaves).hasValue(100);
            assertAddsUp(pool);
        }
    }

    // Failing fast

    @Test
    void firstFailureCancelsTheOthersAtOnceWithoutAJoiner() {
        CountDownLatch begun = new CountDownLatch(1);
        IllegalStateException thrown = new IllegalStateException("x");
        try (ThreadPool pool = pool(2);
                TaskGroup group = pool.group()) {
            Task<Object> running = group.submit(() -> forEver(begun));
            Await.zero(begun);
            Task<Object> failing = group.submit("failing", () -> {
                throw thrown;
            });
            Task<Integer> waiting = group.submit(() -> 1); // there may or may not be a thread for it before
            Await.until("the other is cancelled", running::isCancelled);
            Await.until("nothing runs", () -> pool.tasksLeft() == 0);
            assertThat(failing.exceptionNow()).isSameAs(thrown);
            assertThat(waiting.isDone()).isTrue();
            for (int again = 0; again < 2; again++) {
                assertThatThrownBy(group::join)
                        .isInstanceOf(ExecutionException.class)
                        .hasMessageContaining("failing")
                        .cause()
                        .isSameAs(thrown);
            }
            assertAddsUp(pool);
        }
    }

    @Test
    void failureReleasesAJoinerThatWaitsForAnotherTask() {
        CountDownLatch begun = new CountDownLatch(1);
        Gate gate = new Gate();
        IllegalStateException thrown = new IllegalStateException("x");
        try (ThreadPool pool = pool(2);
                TaskGroup group = pool.group()) {
            group.submit(() -> forEver(begun));
            group.submit(() -> {
                gate.run();
                throw thrown;
            });
            Team joiner = Team.start(
                    1,
                    number -> assertThatThrownBy(group::join)
                            .isInstanceOf(ExecutionException.class)
                            .hasCause(thrown));
            Await.zero(begun);
            Await.parked(joiner.thread(0));
            gate.open();
            joiner.join();
        }
    }

    @Test
    void joinNeverMissesAFailureHoweverLateItLearnsOfIt() throws Exception {
        IllegalStateException thrown = new IllegalStateException("x");
        try (ThreadPool pool = pool(2)) {
            for (int round = 0; round < 3_000; round++) {
                try (TaskGroup group = pool.group()) {
                    group.submit(() -> {
                        throw thrown;
                    });
                    assertThatThrownBy(group::join)
                            .isInstanceOf(ExecutionException.class)
                            .hasCause(thrown);
                }
            }
            assertAddsUp(pool);
        }
    }

    @Test
    void failureIsKnownToAJoinerThatLearnsOfTheEndBeforeTheGroupDoes() throws Exception {
        Gate afterwards = new Gate();
        Gate gate = new Gate();
        IllegalStateException thrown = new IllegalStateException("x");
        try (ThreadPool pool = pool(1);
                TaskGroup group = pool.group()) {
            Task<Object> failing = group.submit(() -> {
                gate.run();
                throw thrown;
            });
            failing.toCompletableFuture().whenComplete((value, failure) -> afterwards.run());
            gate.open();
            afterwards.awaitInside(1); // the future is done, but its thread does not get on
            assertThatThrownBy(group::join)
                    .isInstanceOf(ExecutionException.class)
                    .hasCause(thrown);
            afterwards.open();
        }
    }

    @Test
    void failuresOfOthersThatCouldNotBeCancelledInTimeAreSuppressed() throws Exception {
        IllegalStateException first = new IllegalStateException("first");
        IllegalStateException second = new IllegalStateException("second");
        Gate afterFirst = new Gate();
        Gate mayFail = new Gate();
        try (ThreadPool pool = pool(2);
                TaskGroup group = pool.group()) {
            Task<Object> one = group.submit(() -> {
                mayFail.run();
                throw first;
            });
            Gate secondMayFail = new Gate();
            Task<Object> two = group.submit(() -> {
                secondMayFail.run();
                throw second;
            });
            one.toCompletableFuture().whenComplete((value, failure) -> afterFirst.run());
            mayFail.awaitInside(1);
            mayFail.open();
            afterFirst.awaitInside(1); // it is done, but the others are not cancelled yet
            secondMayFail.open();
            Await.until("the second has failed too", two::isDone);
            Await.until("it is noted", () -> pool.stats().running() == 0);
            afterFirst.open();
            assertThatThrownBy(group::join).isInstanceOfSatisfying(ExecutionException.class, e -> {
                List<Throwable> all = new ArrayList<>(List.of(e.getSuppressed()));
                all.add(e.getCause());
                assertThat(all).containsExactlyInAnyOrder(first, second);
            });
        }
    }

    @Test
    void submissionAfterTheFailureGivesACancelledTask() {
        try (ThreadPool pool = pool(1);
                TaskGroup group = pool.group()) {
            group.submit(() -> {
                throw new IllegalStateException("x");
            });
            assertThatThrownBy(group::join).isInstanceOf(ExecutionException.class);
            AtomicInteger ran = new AtomicInteger();
            Task<Integer> late = group.submit(ran::incrementAndGet);
            assertThat(late.isCancelled()).isTrue();
            assertThatThrownBy(late::get).isInstanceOf(CancellationException.class);
            assertThatThrownBy(group::join).isInstanceOf(ExecutionException.class);
            closeNow(group);
            assertThat(ran).hasValue(0);
            assertThat(pool.stats().accepted()).isEqualTo(1);
            assertThat(pool.stats().rejected()).isZero();
        }
    }

    @Test
    void submitterThatWaitsForRoomGetsACancelledTaskWhenTheGroupFails() {
        Gate failing = new Gate();
        try (ThreadPool pool = ThreadPool.builder("group")
                        .threads(2, 2)
                        .queueCapacity(0)
                        .overflow(Overflow.block(Duration.ofSeconds(60)))
                        .failureHandler(failure -> {})
                        .build();
                TaskGroup group = pool.group()) {
            Gate other = new Gate();
            pool.execute(other);
            group.submit(() -> {
                failing.run();
                throw new IllegalStateException("x");
            });
            failing.awaitInside(1);
            AtomicInteger ran = new AtomicInteger();
            Team submitter = Team.start(
                    1,
                    number -> assertThat(group.submit(ran::incrementAndGet).isCancelled())
                            .isTrue());
            Await.parked(submitter.thread(0));
            failing.open();
            submitter.join(); // whether the room or the failure came first
            closeNow(group);
            other.open();
        }
    }

    @Test
    void taskCancelledByTheUserIsNoFailure() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        try (ThreadPool pool = pool(1);
                TaskGroup group = pool.group()) {
            Task<Object> running = group.submit(() -> forEver(begun));
            Task<Integer> waiting = group.submit(() -> 1);
            Task<Integer> other = group.submit(() -> 2);
            Await.zero(begun);
            waiting.cancel(false);
            running.cancel(true);
            group.join();
            assertThat(other.resultNow()).isEqualTo(2);
        }
    }

    @Test
    void droppedTaskIsAFailure() {
        Gate gate = new Gate();
        try (ThreadPool pool = ThreadPool.builder("group")
                        .threads(1, 1)
                        .queueCapacity(1)
                        .overflow(Overflow.dropOldest())
                        .build();
                TaskGroup group = pool.group()) {
            pool.execute(gate);
            gate.awaitInside(1);
            group.submit(() -> 1);
            pool.execute(() -> {});
            assertThatThrownBy(group::join)
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOf(TaskRejectedException.class);
            gate.open();
        }
    }

    @Test
    void handedBackTaskIsAFailureAndReleasesTheJoiner() {
        Gate gate = new Gate();
        try (ThreadPool pool = pool(1);
                TaskGroup group = pool.group()) {
            pool.execute(gate);
            gate.awaitInside(1);
            Task<Integer> one = group.submit(() -> 1);
            Task<Integer> two = group.submit(() -> 2);
            Team joiner = Team.start(
                    1,
                    number -> assertThatThrownBy(group::join)
                            .isInstanceOf(ExecutionException.class)
                            .cause()
                            .isInstanceOfSatisfying(
                                    TaskRejectedException.class,
                                    e -> assertThat(e.reason()).isEqualTo(RejectionReason.SHUT_DOWN)));
            Await.parked(joiner.thread(0));
            pool.shutdownNow().forEach(Runnable::run);
            joiner.join();
            closeNow(group);
            assertThat(one.isCancelled()).isTrue();
            assertThat(two.isCancelled()).isTrue();
            gate.open();
            Await.until("all has ended", () -> pool.tasksLeft() == 0);
            assertAddsUp(pool);
        }
    }

    @Test
    void refusedSubmissionIsThrownAndDoesNotBelongToTheGroup() throws Exception {
        Gate gate = new Gate();
        try (ThreadPool pool = ThreadPool.builder("group")
                        .threads(1, 1)
                        .queueCapacity(0)
                        .build();
                TaskGroup group = pool.group();
                TaskGroup collecting = pool.group().collectAll()) {
            Task<?> running = collecting.submit(gate);
            gate.awaitInside(1);
            for (TaskGroup each : List.of(group, collecting)) {
                assertThatThrownBy(() -> each.submit(() -> 1))
                        .isInstanceOfSatisfying(
                                TaskRejectedException.class,
                                e -> assertThat(e.reason()).isEqualTo(RejectionReason.QUEUE_FULL));
            }
            group.join();
            gate.open();
            collecting.join();
            assertThat(collecting.results()).hasSize(1);
            assertThat(running.isDone()).isTrue();
        }
    }

    @Test
    void finishedTasksAreNotHeld() throws Exception {
        try (ThreadPool pool = pool(2);
                TaskGroup group = pool.group()) {
            List<WeakReference<Task<?>>> finished = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                finished.add(new WeakReference<>(group.submit(() -> new byte[1_000])));
            }
            group.join();
            Await.until("all are collected", () -> {
                System.gc();
                return finished.stream().allMatch(task -> task.get() == null);
            });
        }
    }

    // Collecting all

    @Test
    void collectingGroupLetsEachTaskHaveItsOwnFate() throws Exception {
        IllegalStateException thrown = new IllegalStateException("x");
        Gate gate = new Gate();
        try (ThreadPool pool = pool(1);
                TaskGroup group = pool.group().collectAll()) {
            group.submit(() -> {
                gate.run();
                return 1;
            });
            group.submit(() -> {
                throw thrown;
            });
            group.submit(() -> 3).cancel(false);
            group.submit(() -> null);
            assertThatThrownBy(group::results)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("join()");
            gate.open();
            group.join();
            List<Result<?>> results = group.results();
            assertThat(results).hasSize(4);
            assertThat(results.get(0)).isEqualTo(new Result.Success<>(1));
            assertThat(results.get(1)).isEqualTo(new Result.Failure<>(thrown));
            assertThat(((Result.Failure<?>) results.get(2)).exception()).isInstanceOf(CancellationException.class);
            assertThat(results.get(3)).isEqualTo(new Result.Success<>(null));
            group.submit(() -> 5);
            group.join();
            closeNow(group);
            assertThat(group.results()).hasSize(5);
            assertThat(results).hasSize(4);
        }
    }

    @Test
    void resultsOfACollectingGroupComeInTheOrderOfSubmission() throws Exception {
        try (ThreadPool pool = pool(3);
                TaskGroup group = pool.group().collectAll()) {
            Integer[] expected = new Integer[1_000];
            for (int i = 0; i < expected.length; i++) {
                int value = i;
                expected[i] = value;
                group.submit(() -> value);
            }
            group.join();
            assertThat(group.results().stream()
                            .map(result -> ((Result.Success<?>) result).value())
                            .toList())
                    .isEqualTo(Arrays.asList(expected));
        }
    }

    @Test
    void handedBackTaskOfACollectingGroupIsCancelled() throws Exception {
        try (ThreadPool pool = pool(1)) {
            pool.pause();
            TaskGroup group = pool.group().collectAll();
            group.submit(() -> 1);
            pool.shutdownNow();
            group.join();
            assertThat(((Result.Failure<?>) group.results().get(0)).exception())
                    .isInstanceOf(CancellationException.class);
            group.close();
        }
    }

    @Test
    void groupThatFailsFastKeepsNoResults() throws Exception {
        try (ThreadPool pool = pool(1);
                TaskGroup group = pool.group()) {
            group.submit(() -> 1);
            group.join();
            assertThatThrownBy(group::results)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("collectAll()");
        }
    }

    // Misuse

    @Test
    void settingsComeBeforeTheFirstTask() {
        try (ThreadPool pool = pool(1);
                TaskGroup group = pool.group()) {
            group.submit(() -> 1);
            assertThatThrownBy(group::collectAll)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("collectAll()");
            assertThatThrownBy(() -> group.deadline(Duration.ofSeconds(1)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("deadline()");
        }
    }

    @Test
    void nullsAndNegativeTimesAreRefusedByName() {
        try (ThreadPool pool = pool(1);
                TaskGroup group = pool.group()) {
            assertThatThrownBy(() -> group.submit((Callable<Object>) null)).hasMessage("task");
            assertThatThrownBy(() -> group.submit((Runnable) null)).hasMessage("task");
            assertThatThrownBy(() -> group.submit("name", null)).hasMessage("task");
            assertThatThrownBy(() -> group.submit((String) null, () -> 1))
                    .isInstanceOf(NullPointerException.class)
                    .hasMessage("name");
            assertThatThrownBy(() -> group.deadline(null))
                    .isInstanceOf(NullPointerException.class)
                    .hasMessage("deadline");
            assertThatThrownBy(() -> group.deadline(Duration.ofNanos(-1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("deadline", "PT-0.000000001S");
            group.collectAll(); // nothing was submitted
            assertThat(pool.stats().accepted()).isZero();
        }
    }

    @Test
    void taskThatJoinsItsOwnGroupIsToldSo() throws Exception {
        try (ThreadPool pool = pool(1);
                TaskGroup group = pool.group()) {
            AtomicReference<Throwable> caught = new AtomicReference<>();
            group.submit(() -> {
                try {
                    group.join();
                } catch (Exception e) {
                    caught.set(e);
                }
            });
            group.join();
            assertThat(caught.get()).isInstanceOf(IllegalStateException.class).hasMessageContaining("itself");
        }
    }
}
