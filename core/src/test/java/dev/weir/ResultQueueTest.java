package dev.weir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.support.Await;
import dev.weir.support.Failures;
import dev.weir.support.Gate;
import dev.weir.support.Team;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Results come in the order of completion, each once, and hold back whoever submits faster than they are taken. */
class ResultQueueTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    private static ThreadPool pool(int min, int max) {
        return ThreadPool.builder("results")
                .threads(min, max)
                .failureHandler(failure -> {})
                .build();
    }

    @Test
    void nullZeroFalseAndTheEmptyStringAreResultsLikeAnyOther() {
        try (ThreadPool pool = pool(1, 1)) {
            ResultQueue<Object> queue = pool.results(10);
            Object[] values = {null, 0, "", false, 0.0, List.of(), new Object[0]};
            for (Object value : values) {
                queue.submit(() -> value);
            }
            List<Object> taken = new ArrayList<>();
            for (Result<Object> result : queue) {
                assertThat(result.isSuccess()).isTrue();
                taken.add(((Result.Success<Object>) result).value());
            }
            assertThat(taken).containsExactly(values);
            assertThat(pool.tasksLeft()).isZero();
        }
    }

    @Test
    void failureIsAResultWithWhatWasThrown() throws Exception {
        IllegalStateException thrown = new IllegalStateException("x");
        try (ThreadPool pool = pool(1, 1)) {
            ResultQueue<String> queue = pool.results(1);
            queue.submit(() -> {
                throw thrown;
            });
            Result<String> result = queue.take();
            assertThat(result).isEqualTo(new Result.Failure<String>(thrown));
            assertThat(result.isSuccess()).isFalse();
            assertThatThrownBy(result::get)
                    .isInstanceOf(ExecutionException.class)
                    .hasCause(thrown);
        }
    }

    @Test
    void resultsComeInTheOrderOfCompletion() throws Exception {
        try (ThreadPool pool = pool(3, 3)) {
            ResultQueue<Integer> queue = pool.results(3);
            List<CountDownLatch> mayEnd = List.of(new CountDownLatch(1), new CountDownLatch(1), new CountDownLatch(1));
            for (int i = 0; i < 3; i++) {
                int number = i;
                queue.submit(() -> {
                    Await.zero(mayEnd.get(number));
                    return number;
                });
            }
            for (int number : new int[] {2, 0, 1}) {
                mayEnd.get(number).countDown();
                assertThat(queue.take().get()).isEqualTo(number);
            }
        }
    }

    @Test
    void iterationEndsWhenAllThatWasSubmittedHasBeenTaken() {
        try (ThreadPool pool = pool(2, 2)) {
            ResultQueue<Integer> queue = pool.results(1_000);
            for (int i = 0; i < 1_000; i++) {
                int number = i;
                queue.submit(() -> number);
            }
            List<Integer> taken = new ArrayList<>();
            for (Result<Integer> result : queue) {
                taken.add(((Result.Success<Integer>) result).value());
            }
            assertThat(taken).hasSize(1_000).doesNotHaveDuplicates();
            assertThat(queue.iterator().hasNext()).isFalse();
            assertThatThrownBy(() -> queue.iterator().next()).isInstanceOf(NoSuchElementException.class);
        }
    }

    @Test
    void iteratorGivesTheSameResultHoweverOftenItIsAskedForOne() {
        try (ThreadPool pool = pool(1, 1)) {
            ResultQueue<Integer> queue = pool.results(2);
            queue.submit(() -> 1);
            queue.submit(() -> 2);
            Iterator<Result<Integer>> iterator = queue.iterator();
            assertThat(iterator.hasNext()).isTrue();
            assertThat(iterator.hasNext()).isTrue();
            assertThat(iterator.next()).isEqualTo(new Result.Success<>(1));
            assertThat(iterator.next()).isEqualTo(new Result.Success<>(2));
            assertThat(iterator.hasNext()).isFalse();
        }
    }

    @Test
    void takingFromAnEmptyQueueDoesNotWaitForWhatWillNotCome() throws Exception {
        try (ThreadPool pool = pool(1, 1)) {
            ResultQueue<Integer> queue = pool.results(1);
            assertThatThrownBy(queue::take).isInstanceOf(NoSuchElementException.class);
            assertThat(queue.poll(LONG)).isNull();
            assertThat(queue).isEmpty();
        }
    }

    @Test
    void pollGivesUpWhenItsTimeIsOverAndLosesNothing() throws Exception {
        Gate gate = new Gate();
        try (ThreadPool pool = pool(1, 1)) {
            ResultQueue<String> queue = pool.results(1);
            queue.submit(() -> {
                gate.run();
                return "late";
            });
            assertThat(queue.poll(Duration.ZERO)).isNull();
            assertThat(queue.poll(Duration.ofMillis(5))).isNull();
            gate.open();
            assertThat(queue.poll(LONG)).isEqualTo(new Result.Success<>("late"));
        }
    }

    @Test
    void interruptedTakerLosesNoResult() throws Exception {
        Gate gate = new Gate();
        try (ThreadPool pool = pool(1, 1)) {
            ResultQueue<String> queue = pool.results(1);
            queue.submit(() -> {
                gate.run();
                return "kept";
            });
            Team taker =
                    Team.start(1, number -> assertThatThrownBy(queue::take).isInstanceOf(InterruptedException.class));
            Await.parked(taker.thread(0));
            taker.thread(0).interrupt();
            taker.join();

            Team iterating = Team.start(1, number -> {
                assertThatThrownBy(() -> queue.iterator().hasNext()).isInstanceOf(IllegalStateException.class);
                assertThat(Thread.currentThread().isInterrupted()).isTrue();
            });
            Await.parked(iterating.thread(0));
            iterating.thread(0).interrupt();
            iterating.join();

            gate.open();
            assertThat(queue.take().get()).isEqualTo("kept");
        }
    }

    @Test
    void submitterWaitsWhileItsResultsAreNotTakenAndWorkersNeverDo() throws Exception {
        try (ThreadPool pool = pool(2, 2)) {
            ResultQueue<Integer> queue = pool.results(3);
            AtomicInteger submitted = new AtomicInteger();
            Team submitter = Team.start(1, ignored -> {
                for (int i = 0; i < 10; i++) {
                    int number = i;
                    queue.submit(() -> number);
                    submitted.incrementAndGet();
                }
            });
            Await.until("the results are full", () -> queue.ready() == 3);
            Await.parked(submitter.thread(0));
            assertThat(submitted).hasValue(3);
            assertThat(queue.left()).isEqualTo(3);
            pool.join(); // no worker is held up
            assertThat(pool.submit(() -> "others go on").get()).isEqualTo("others go on");

            for (int taken = 0; taken < 10; ) {
                taken += queue.poll(LONG) == null ? 0 : 1; // null: all are taken that are submitted so far
                assertThat(queue.left()).isLessThanOrEqualTo(3);
            }
            submitter.join();
            assertThat(queue.left()).isZero();
        }
    }

    @Test
    void moreIsNeverOnItsWayThanTheCapacity() throws Exception {
        int capacity = 5;
        try (ThreadPool pool = pool(2, 4)) {
            ResultQueue<Integer> queue = pool.results(capacity);
            AtomicInteger onTheWay = new AtomicInteger();
            AtomicInteger most = new AtomicInteger();
            Team submitters = Team.start(4, ignored -> {
                for (int i = 0; i < 500; i++) {
                    queue.submit(() -> {
                        most.accumulateAndGet(onTheWay.incrementAndGet(), Math::max);
                        return 0;
                    });
                }
            });
            for (int i = 0; i < 2_000; ) {
                if (queue.ready() > 0) {
                    onTheWay.decrementAndGet();
                    assertThat(queue.poll(LONG)).isNotNull();
                    i++;
                } else {
                    Thread.onSpinWait();
                }
            }
            submitters.join();
            assertThat(most.get()).isLessThanOrEqualTo(capacity);
            assertThat(queue.left()).isZero();
        }
    }

    @Test
    void workerOfThePoolIsRefusedInsteadOfWaitingForItself() throws Exception {
        try (ThreadPool pool = pool(1, 1)) {
            ResultQueue<Integer> queue = pool.results(1);
            queue.submit(() -> 1);
            Task<RejectionReason> nested = pool.submit(() -> {
                try {
                    queue.submit(() -> 2);
                    return null;
                } catch (TaskRejectedException e) {
                    return e.reason();
                }
            });
            assertThat(nested.get()).isEqualTo(RejectionReason.QUEUE_FULL);
            assertThat(queue.take().get()).isEqualTo(1);
            assertThat(queue.left()).isZero();
            assertThat(pool.stats().rejected()).isEqualTo(1);
        }
    }

    @Test
    void severalConsumersTakeEachResultOnce() {
        int submitters = 4;
        int each = 5_000;
        try (ThreadPool pool = pool(2, 4)) {
            ResultQueue<Integer> queue = pool.results(64);
            ConcurrentLinkedQueue<Integer> taken = new ConcurrentLinkedQueue<>();
            CountDownLatch allSubmitted = new CountDownLatch(submitters);
            Team producing = Team.start(submitters, number -> {
                for (int i = 0; i < each; i++) {
                    int value = number * each + i;
                    queue.submit(() -> value);
                }
                allSubmitted.countDown();
            });
            Team consuming = Team.start(3, number -> {
                while (allSubmitted.getCount() > 0 || queue.left() > 0) {
                    Result<Integer> result = queue.poll(Duration.ofMillis(1));
                    if (result != null) {
                        taken.add(result.get());
                    }
                }
            });
            producing.join();
            consuming.join();
            assertThat(taken).hasSize(submitters * each).doesNotHaveDuplicates();
            assertThat(pool.stats().unreadResults()).isZero();
            assertThat(queue.left()).isZero();
        }
    }

    @Test
    void consumersThatWaitForTheLastResultAreAllReleasedWhenOneGetsIt() {
        Gate gate = new Gate();
        try (ThreadPool pool = pool(1, 1)) {
            ResultQueue<String> queue = pool.results(1);
            queue.submit(() -> {
                gate.run();
                return "last";
            });
            AtomicInteger got = new AtomicInteger();
            Team consumers = Team.start(4, number -> queue.forEach(result -> got.incrementAndGet()));
            for (int i = 0; i < 4; i++) {
                Await.parked(consumers.thread(i));
            }
            gate.open();
            consumers.join();
            assertThat(got).hasValue(1);
        }
    }

    @Test
    void cancelledTaskGivesAFailure() throws Exception {
        Gate gate = new Gate();
        try (ThreadPool pool = pool(1, 1)) {
            ResultQueue<String> queue = pool.results(2);
            Task<String> running = queue.submit(() -> {
                gate.run();
                return "too late";
            });
            Task<String> waiting = queue.submit(() -> "never");
            gate.awaitInside(1);

            waiting.cancel(false);
            assertThat(queue.take()).satisfies(ResultQueueTest::isCancellation);

            running.cancel(false);
            assertThat(queue.ready()).as("it runs still").isZero();
            assertThat(pool.stats().running()).isEqualTo(1);
            gate.open();
            assertThat(queue.take()).satisfies(ResultQueueTest::isCancellation);
            assertThat(queue.left()).isZero();
        }
    }

    private static void isCancellation(Result<String> result) {
        assertThat(((Result.Failure<String>) result).exception()).isInstanceOf(CancellationException.class);
    }

    @Test
    void droppedTaskGivesAFailure() throws Exception {
        Gate gate = new Gate();
        try (ThreadPool pool = ThreadPool.builder("results")
                .threads(1, 1)
                .queueCapacity(1)
                .overflow(Overflow.dropOldest())
                .build()) {
            pool.execute(gate);
            gate.awaitInside(1);
            ResultQueue<String> queue = pool.results(2);
            queue.submit(() -> "old");
            queue.submit(() -> "new");

            Result<String> dropped = queue.take();
            assertThat(((Result.Failure<String>) dropped).exception())
                    .isInstanceOfSatisfying(
                            TaskRejectedException.class,
                            e -> assertThat(e.reason()).isEqualTo(RejectionReason.DROPPED));
            gate.open();
            assertThat(queue.take().get()).isEqualTo("new");
        }
    }

    @Test
    void taskHandedBackByShutdownNowGivesNoResultAndReleasesItsTaker() throws Exception {
        ThreadPool pool = pool(1, 1);
        pool.pause();
        ResultQueue<String> queue = pool.results(2);
        queue.submit(() -> "never");
        Team taker =
                Team.start(1, number -> assertThatThrownBy(queue::take).isInstanceOf(NoSuchElementException.class));
        Await.parked(taker.thread(0));

        assertThat(pool.shutdownNow()).hasSize(1);

        taker.join();
        assertThat(queue.left()).isZero();
        assertThat(queue).isEmpty();
        assertThat(pool.tasksLeft()).isZero();
        pool.close();
    }

    @Test
    void handedBackTaskThatItsOwnerRunsUpsetsNoCount() throws Exception {
        ThreadPool pool = pool(1, 1);
        pool.pause();
        ResultQueue<String> queue = pool.results(2);
        Task<String> task = queue.submit(() -> "run by its owner");

        pool.shutdownNow().forEach(Runnable::run);

        assertThat(task.resultNow()).isEqualTo("run by its owner");
        queue.poll(Duration.ZERO); // whether it gives a result or not
        assertThat(queue.left()).isZero();
        assertThat(queue.ready()).isZero();
        assertThat(pool.stats().unreadResults()).isZero();
        assertThat(pool.tasksLeft()).isZero();
        assertThat(queue.poll(LONG)).isNull();
        pool.close();
    }

    @Test
    void refusedSubmissionGivesItsPlaceBack() {
        ThreadPool pool = pool(1, 1);
        ResultQueue<String> queue = pool.results(1);
        pool.shutdown();
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> queue.submit(() -> "never"))
                    .isInstanceOfSatisfying(
                            TaskRejectedException.class,
                            e -> assertThat(e.reason()).isEqualTo(RejectionReason.SHUT_DOWN));
            assertThat(queue.left()).isZero();
        }
        pool.close();
    }

    @Test
    void submitterThatWaitsForRoomIsReleasedByShutdown() {
        ThreadPool pool = pool(1, 1);
        ResultQueue<String> queue = pool.results(1);
        queue.submit(() -> "the only place");
        Team submitters = Team.start(
                3,
                number -> assertThatThrownBy(() -> queue.submit(() -> "never"))
                        .isInstanceOfSatisfying(
                                TaskRejectedException.class,
                                e -> assertThat(e.reason()).isEqualTo(RejectionReason.SHUT_DOWN)));
        for (int i = 0; i < 3; i++) {
            Await.parked(submitters.thread(i));
        }
        pool.shutdown();
        submitters.join();
        pool.close();
        assertThat(queue.left()).isEqualTo(1);
        assertThat(queue).hasSize(1);
    }

    @Test
    void submitterThatWaitsForRoomIsReleasedByAnInterruptAndKeepsIt() throws Exception {
        try (ThreadPool pool = pool(1, 1)) {
            ResultQueue<String> queue = pool.results(1);
            queue.submit(() -> "the only place");
            Team submitter = Team.start(1, number -> {
                assertThatThrownBy(() -> queue.submit(() -> "never"))
                        .isInstanceOfSatisfying(
                                TaskRejectedException.class,
                                e -> assertThat(e.reason()).isEqualTo(RejectionReason.INTERRUPTED));
                assertThat(Thread.currentThread().isInterrupted()).isTrue();
            });
            Await.parked(submitter.thread(0));
            submitter.thread(0).interrupt();
            submitter.join();
            assertThat(queue.left()).isEqualTo(1);
            assertThat(queue.take().get()).isEqualTo("the only place");
        }
    }

    @Test
    void resultsThatNobodyHasTakenAreCountedAsLeft() throws Exception {
        try (ThreadPool pool = pool(2, 2)) {
            ResultQueue<Integer> queue = pool.results(100);
            for (int i = 0; i < 100; i++) {
                queue.submit(() -> 0);
            }
            pool.join();
            assertThat(pool.stats().unreadResults()).isEqualTo(100);
            assertThat(queue.ready()).isEqualTo(100);
            for (int left = 99; left >= 0; left--) {
                queue.take();
                assertThat(pool.tasksLeft()).isEqualTo(left);
                assertThat(queue.left()).isEqualTo(left);
            }
        }
    }

    @Test
    void twoResultQueuesOfOnePoolKeepTheirResultsApart() {
        try (ThreadPool pool = pool(2, 2)) {
            ResultQueue<String> letters = pool.results(10);
            ResultQueue<Integer> digits = pool.results(10);
            Arrays.asList("a", "b", "c").forEach(letter -> letters.submit(() -> letter));
            Arrays.asList(1, 2).forEach(digit -> digits.submit(() -> digit));
            assertThat(letters)
                    .hasSize(3)
                    .allSatisfy(result -> assertThat(result.get()).isInstanceOf(String.class));
            assertThat(digits)
                    .hasSize(2)
                    .allSatisfy(result -> assertThat(result.get()).isInstanceOf(Integer.class));
        }
    }

    @Test
    void failureOfAResultTaskIsReportedUnlessItIsTaken() throws Exception {
        Failures failures = new Failures();
        try (ThreadPool pool = ThreadPool.builder("results")
                .threads(1, 1)
                .failureHandler(failures)
                .build()) {
            for (int i = 0; i < 2; i++) {
                ResultQueue<String> queue = pool.results(1);
                queue.submit(() -> {
                    throw new IllegalStateException();
                });
                pool.join();
                if (i == 0) {
                    assertThat(queue.take().isSuccess()).isFalse();
                }
            }
            assertThat(failures.told()).isEmpty();
        }
        assertThat(failures.told()).hasSize(1);
    }

    @Test
    void futureOfAResultTaskWorksAlongsideTheQueue() throws Exception {
        try (ThreadPool pool = pool(1, 1)) {
            ResultQueue<Integer> queue = pool.results(1);
            assertThat(queue.submit(() -> 7).get()).isEqualTo(7);
            assertThat(queue.take().get()).isEqualTo(7);
        }
    }

    @Test
    void slowConsumerNeverStopsThePool() throws Exception {
        Semaphore permits = new Semaphore(0);
        try (ThreadPool pool = pool(1, 1)) {
            ResultQueue<Integer> queue = pool.results(1);
            Team submitter = Team.start(1, ignored -> {
                for (int i = 0; i < 100; i++) {
                    queue.submit(() -> 0);
                }
            });
            Team consumer = Team.start(1, ignored -> {
                for (int taken = 0; taken < 100; taken++) {
                    permits.acquire();
                    while (queue.poll(LONG) == null) {
                        Thread.onSpinWait(); // all are taken that are submitted so far
                    }
                }
            });
            for (int i = 0; i < 100; i++) {
                assertThat(pool.submit(() -> "runs").get()).isEqualTo("runs");
                permits.release();
            }
            submitter.join();
            consumer.join();
        }
    }
}
