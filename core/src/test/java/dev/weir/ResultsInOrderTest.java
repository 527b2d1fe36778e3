package dev.weir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.support.Await;
import dev.weir.support.Gate;
import dev.weir.support.Team;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** {@code results(capacity).inOrder()}: results come in the order of submission, whatever becomes of the tasks. */
class ResultsInOrderTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    private static ThreadPool pool(int min, int max) {
        return ThreadPool.builder("in-order")
                .threads(min, max)
                .failureHandler(failure -> {})
                .build();
    }

    private static <T> Task<T> submitGated(ResultQueue<T> queue, Gate gate, T value) {
        return queue.submit(() -> {
            gate.run();
            return value;
        });
    }

    @Test
    void resultsWaitForTheirTurn() throws Exception {
        Gate first = new Gate();
        Gate third = new Gate();
        try (ThreadPool pool = pool(4, 4)) {
            ResultQueue<Integer> queue = pool.<Integer>results(10).inOrder();
            submitGated(queue, first, 1);
            Task<Integer> second = queue.submit(() -> 2);
            submitGated(queue, third, 3);
            Task<Integer> fourth = queue.submit(() -> 4);
            second.get();
            fourth.get();

            Await.until("both are counted", () -> pool.stats().unreadResults() == 2);
            assertThat(queue.ready()).as("the first has not ended").isZero();
            assertThat(queue.poll(Duration.ZERO)).isNull();
            assertThat(queue.left()).isEqualTo(4);

            first.open();
            assertThat(queue.take().get()).isEqualTo(1);
            assertThat(queue.ready()).as("up to the third").isEqualTo(1);
            third.open();
            assertThat(queue.take().get()).isEqualTo(2);
            assertThat(queue.take().get()).isEqualTo(3);
            assertThat(queue.take().get()).isEqualTo(4);
            assertThatThrownBy(queue::take).isInstanceOf(NoSuchElementException.class);
            assertThat(pool.tasksLeft()).isZero();
        }
    }

    @Test
    void nullZeroFalseAndTheEmptyStringAreResultsLikeAnyOther() {
        try (ThreadPool pool = pool(2, 2)) {
            ResultQueue<Object> queue = pool.results(10).inOrder();
            Object[] values = {null, 0, "", false};
            for (Object value : values) {
                queue.submit(() -> value);
            }
            List<Object> taken = new ArrayList<>();
            queue.forEach(result -> taken.add(((Result.Success<Object>) result).value()));
            assertThat(taken).containsExactly(values);
        }
    }

    @Test
    void failedAndCancelledTasksGiveAFailureInTheirTurn() throws Exception {
        IllegalStateException thrown = new IllegalStateException("x");
        Gate gate = new Gate();
        try (ThreadPool pool = pool(1, 1)) {
            ResultQueue<Integer> queue = pool.<Integer>results(10).inOrder();
            submitGated(queue, gate, 1);
            queue.submit(() -> {
                throw thrown;
            });
            Task<Integer> cancelled = queue.submit(() -> 3);
            queue.submit(() -> 4);
            cancelled.cancel(false);
            assertThat(queue.ready()).isZero();
            gate.open();

            assertThat(queue.take()).isEqualTo(new Result.Success<>(1));
            assertThat(queue.take()).isEqualTo(new Result.Failure<>(thrown));
            assertThat(((Result.Failure<Integer>) queue.take()).exception()).isInstanceOf(CancellationException.class);
            assertThat(queue.take()).isEqualTo(new Result.Success<>(4));
        }
    }

    @Test
    void droppedTaskGivesAFailureInItsTurn() throws Exception {
        Gate gate = new Gate();
        try (ThreadPool pool = ThreadPool.builder("in-order")
                .threads(1, 1)
                .queueCapacity(1)
                .overflow(Overflow.dropOldest())
                .build()) {
            ResultQueue<Integer> queue = pool.<Integer>results(3).inOrder();
            submitGated(queue, gate, 1);
            gate.awaitInside(1);
            queue.submit(() -> 2);
            queue.submit(() -> 3);
            gate.open();
            assertThat(queue.take().get()).isEqualTo(1);
            assertThat(((Result.Failure<Integer>) queue.take()).exception()).isInstanceOf(TaskRejectedException.class);
            assertThat(queue.take().get()).isEqualTo(3);
        }
    }

    @Test
    void refusedTaskLeavesNoHole() throws Exception {
        Gate gate = new Gate();
        try (ThreadPool pool =
                ThreadPool.builder("in-order").threads(1, 1).queueCapacity(1).build()) {
            ResultQueue<Integer> queue = pool.<Integer>results(5).inOrder();
            submitGated(queue, gate, 1);
            gate.awaitInside(1);
            queue.submit(() -> 2);
            for (int i = 0; i < 10; i++) {
                assertThatThrownBy(() -> queue.submit(() -> -1)).isInstanceOf(TaskRejectedException.class);
            }
            assertThat(queue.left()).isEqualTo(2);
            gate.open();
            assertThat(queue.take().get()).isEqualTo(1);
            queue.submit(() -> 3);
            assertThat(queue.take().get()).isEqualTo(2);
            assertThat(queue.take().get()).isEqualTo(3);
            assertThat(queue.left()).isZero();
        }
    }

    @Test
    void tasksHandedBackByShutdownNowLeaveNoHole() throws Exception {
        Gate gate = new Gate();
        try (ThreadPool pool = pool(1, 1)) {
            ResultQueue<Integer> queue = pool.<Integer>results(5).inOrder();
            submitGated(queue, gate, 1);
            gate.awaitInside(1);
            queue.submit(() -> 2);
            queue.submit(() -> 3);
            Team taker = Team.start(1, number -> {
                assertThat(queue.take()).isEqualTo(new Result.Success<>(1));
                assertThatThrownBy(queue::take).isInstanceOf(NoSuchElementException.class);
            });
            Await.parked(taker.thread(0));
            assertThat(pool.shutdownNow()).hasSize(2);
            gate.open();
            taker.join();
            assertThat(queue.left()).isZero();
            assertThat(pool.tasksLeft()).isZero();
        }
    }

    @Test
    void taskHandedBackBeforeOneThatHasEndedLetsItBeTaken() throws Exception {
        try (ThreadPool pool = pool(1, 1)) {
            pool.pause();
            ResultQueue<Integer> queue = pool.<Integer>results(2).inOrder();
            queue.submit(() -> 1);
            queue.submit(() -> 2).cancel(false);
            assertThat(queue.ready()).isZero();
            Team taker =
                    Team.start(1, number -> assertThat(queue.take().isSuccess()).isFalse());
            Await.parked(taker.thread(0));
            assertThat(pool.shutdownNow()).hasSize(1);
            taker.join();
            assertThat(queue.left()).isZero();
        }
    }

    @Test
    void everyTakerThatCanHaveAResultIsWoken() {
        int takers = 4;
        Gate gate = new Gate();
        try (ThreadPool pool = pool(2, 2)) {
            ResultQueue<Integer> queue = pool.<Integer>results(takers).inOrder();
            submitGated(queue, gate, 0);
            CountDownLatch othersEnded = new CountDownLatch(takers - 1);
            for (int i = 1; i < takers; i++) {
                int value = i;
                queue.submit(() -> value).toCompletableFuture().thenRun(othersEnded::countDown);
            }
            Await.zero(othersEnded);
            ConcurrentLinkedQueue<Integer> taken = new ConcurrentLinkedQueue<>();
            Team team = Team.start(takers, number -> taken.add(queue.take().get()));
            for (int i = 0; i < takers; i++) {
                Await.parked(team.thread(i));
            }
            gate.open(); // one end, and four results can be taken
            team.join();
            assertThat(taken).containsExactlyInAnyOrder(0, 1, 2, 3);
        }
    }

    @Test
    void slowFirstTaskHoldsBackSubmittersAndNoWorker() throws Exception {
        Gate gate = new Gate();
        try (ThreadPool pool = pool(2, 2)) {
            ResultQueue<Integer> queue = pool.<Integer>results(3).inOrder();
            AtomicInteger submitted = new AtomicInteger();
            Team submitter = Team.start(1, ignored -> {
                submitGated(queue, gate, 0);
                for (int i = 1; i <= 10; i++) {
                    int value = i;
                    queue.submit(() -> value);
                    submitted.incrementAndGet();
                }
            });
            Await.until("two have ended", () -> pool.stats().unreadResults() == 2);
            Await.parked(submitter.thread(0));
            assertThat(submitted).hasValue(2);
            assertThat(pool.submit(() -> "others go on").get()).isEqualTo("others go on");
            gate.open();
            for (int expected = 0; expected <= 10; expected++) {
                Result<Integer> result;
                do {
                    result = queue.poll(LONG); // null: all are taken that are submitted so far
                } while (result == null);
                assertThat(result.get()).isEqualTo(expected);
            }
            submitter.join();
        }
    }

    @Test
    void taskThatItsSubmitterRunsItselfKeepsItsTurn() throws Exception {
        Gate gate = new Gate();
        try (ThreadPool pool = ThreadPool.builder("in-order")
                .threads(1, 1)
                .queueCapacity(0)
                .overflow(Overflow.callerRuns())
                .build()) {
            ResultQueue<Integer> queue = pool.<Integer>results(3).inOrder();
            submitGated(queue, gate, 1);
            gate.awaitInside(1);
            assertThat(queue.submit(() -> 2).isDone()).isTrue();
            assertThat(queue.ready()).isZero();
            gate.open();
            assertThat(queue.take().get()).isEqualTo(1);
            assertThat(queue.take().get()).isEqualTo(2);
        }
    }

    @Test
    void manySubmittersAndTakersGetEachSubmittersResultsInItsOrder() {
        int submitters = 4;
        int each = 5_000;
        try (ThreadPool pool = pool(2, 4)) {
            ResultQueue<int[]> queue = pool.<int[]>results(64).inOrder();
            CountDownLatch allSubmitted = new CountDownLatch(submitters);
            Team producing = Team.start(submitters, number -> {
                for (int i = 0; i < each; i++) {
                    int turn = i;
                    queue.submit(() -> new int[] {number, turn});
                }
                allSubmitted.countDown();
            });
            AtomicInteger taken = new AtomicInteger();
            Team consuming = Team.start(3, ignored -> {
                int[] last = new int[submitters];
                while (allSubmitted.getCount() > 0 || queue.left() > 0) {
                    Result<int[]> result = queue.poll(Duration.ofMillis(1));
                    if (result != null) {
                        int[] value = result.get();
                        assertThat(value[1]).isGreaterThanOrEqualTo(last[value[0]]);
                        last[value[0]] = value[1] + 1;
                        taken.incrementAndGet();
                    }
                }
            });
            producing.join();
            consuming.join();
            assertThat(taken).hasValue(submitters * each);
            PoolStats stats = pool.stats();
            assertThat(stats.addsUp()).isTrue();
            assertThat(stats.unreadResults()).isZero();
        }
    }

    @Test
    void oneTakerGetsAllOfOneSubmitterInOrderWhateverTheTasksTake() throws Exception {
        try (ThreadPool pool = pool(3, 3)) {
            ResultQueue<Integer> queue = pool.<Integer>results(50).inOrder();
            Team submitter = Team.start(1, ignored -> {
                for (int i = 0; i < 3_000; i++) {
                    int value = i;
                    queue.submit(() -> {
                        for (int spin = value % 7 * 300; spin > 0; spin--) {
                            Thread.onSpinWait();
                        }
                        return value;
                    });
                }
            });
            for (int expected = 0; expected < 3_000; ) {
                Result<Integer> result = queue.poll(LONG);
                if (result != null) {
                    assertThat(result.get()).isEqualTo(expected++);
                }
            }
            submitter.join();
        }
    }

    @Test
    void comesTooLateOnceSomethingWasSubmittedOrTheQueueIsClosed() throws Exception {
        try (ThreadPool pool = pool(1, 1)) {
            ResultQueue<Integer> used = pool.results(2);
            used.submit(() -> 1);
            assertThatThrownBy(used::inOrder)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("submitted already");
            used.take();
            assertThatThrownBy(used::inOrder).isInstanceOf(IllegalStateException.class);
            ResultQueue<Integer> closed = pool.results(2);
            closed.close();
            assertThatThrownBy(closed::inOrder)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("closed");
        }
    }

    @Test
    void hasTheSamePoolAndCapacityAndIsAQueueOfItsOwn() throws Exception {
        try (ThreadPool pool = pool(1, 1)) {
            ResultQueue<Integer> plain = pool.results(1);
            ResultQueue<Integer> queue = plain.inOrder().inOrder();
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
            assertThat(plain.left()).isZero();
            plain.submit(() -> 3);
            assertThat(plain.take().get()).isEqualTo(3);
            assertThat(queue.take().get()).isEqualTo(1);
        }
    }
}
