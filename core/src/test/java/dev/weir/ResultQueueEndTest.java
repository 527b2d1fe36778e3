package dev.weir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.support.Await;
import dev.weir.support.CapturedLog;
import dev.weir.support.Gate;
import dev.weir.support.Team;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code close()} and {@code cancel()} of a result queue of either order. */
class ResultQueueEndTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    private static ThreadPool pool(int threads) {
        return ThreadPool.builder("end")
                .threads(threads, threads)
                .failureHandler(failure -> {})
                .build();
    }

    private static <T> ResultQueue<T> queue(ThreadPool pool, int capacity, boolean inOrder) {
        ResultQueue<T> queue = pool.results(capacity);
        return inOrder ? queue.inOrder() : queue;
    }

    private static void assertRefused(RejectionReason reason, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        TaskRejectedException.class, e -> assertThat(e.reason()).isEqualTo(reason))
                .hasMessageContaining("result queue");
    }

    private static Task<Integer> submitGated(ResultQueue<Integer> queue, Gate gate) {
        return queue.submit(() -> {
            gate.run();
            return 0;
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void closedQueueTakesNothingMoreAndGivesWhatItHas(boolean inOrder) {
        Gate gate = new Gate();
        try (ThreadPool pool = pool(1)) {
            ResultQueue<Integer> queue = queue(pool, 3, inOrder);
            submitGated(queue, gate);
            queue.submit(() -> 1);
            queue.close();
            queue.close();
            assertRefused(RejectionReason.CLOSED, () -> queue.submit(() -> 2));
            assertThat(queue.left()).isEqualTo(2);
            gate.open();
            List<Integer> taken = new ArrayList<>();
            queue.forEach(result -> taken.add(((Result.Success<Integer>) result).value()));
            assertThat(taken).containsExactly(0, 1);
            assertThat(queue.left()).isZero();
            assertThat(pool.stats().rejected()).isEqualTo(1);
            assertThat(pool.stats().addsUp()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void closedQueueInATryBlock(boolean inOrder) throws Exception {
        try (ThreadPool pool = pool(1)) {
            ResultQueue<Integer> left;
            try (ResultQueue<Integer> queue = queue(pool, 3, inOrder)) {
                queue.submit(() -> 7);
                left = queue;
            }
            assertThat(left.take().get()).isEqualTo(7);
            assertThat(left.poll(LONG)).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void submittersThatWaitForRoomAreRefusedByClosing(boolean cancel) {
        Gate gate = new Gate();
        try (ThreadPool pool = pool(1)) {
            ResultQueue<Integer> queue = pool.results(1);
            submitGated(queue, gate);
            gate.awaitInside(1);
            Team submitters =
                    Team.start(3, number -> assertRefused(RejectionReason.CLOSED, () -> queue.submit(() -> number)));
            for (int i = 0; i < 3; i++) {
                Await.parked(submitters.thread(i));
            }
            if (cancel) {
                queue.cancel();
            } else {
                queue.close();
            }
            submitters.join();
            assertThat(queue.left()).isEqualTo(1);
            gate.open();
        }
    }

    @Test
    void submitterThatWaitsForRoomInThePoolIsRefusedByCancelling() {
        Gate gate = new Gate();
        try (ThreadPool pool = ThreadPool.builder("end")
                .threads(1, 1)
                .queueCapacity(0)
                .overflow(Overflow.block(LONG))
                .build()) {
            pool.execute(gate);
            gate.awaitInside(1);
            ResultQueue<Integer> queue = pool.results(5);
            Team submitter =
                    Team.start(1, number -> assertRefused(RejectionReason.CLOSED, () -> queue.submit(() -> number)));
            Await.parked(submitter.thread(0));
            queue.cancel();
            submitter.join();
            assertThat(queue.left()).isZero();
            assertThat(pool.stats().rejected()).isEqualTo(1);
            gate.open();
        }
    }

    @Test
    void closedQueueRefusesTasksOfItsOwnPoolAsClosedEvenWhenItIsFull() throws Exception {
        try (ThreadPool pool = pool(1)) {
            ResultQueue<Integer> queue = pool.results(1);
            queue.submit(() -> 1);
            queue.close();
            pool.submit(() -> assertRefused(RejectionReason.CLOSED, () -> queue.submit(() -> 2)))
                    .get();
            assertThat(queue.take().get()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void cancellingInterruptsWhatRunsAndDropsTheRest(boolean inOrder) {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        AtomicInteger ran = new AtomicInteger();
        try (ThreadPool pool = pool(1)) {
            ResultQueue<Integer> queue = queue(pool, 10, inOrder);
            queue.submit(() -> 0);
            Task<Integer> running = queue.submit(() -> {
                begun.countDown();
                try {
                    new CountDownLatch(1).await();
                } finally {
                    interrupted.countDown();
                }
                return 1;
            });
            Task<Integer> waiting = queue.submit(ran::incrementAndGet);
            Await.zero(begun);
            assertThat(pool.stats().unreadResults()).isEqualTo(1);

            queue.cancel();

            Await.zero(interrupted);
            assertThat(running.isCancelled()).isTrue();
            assertThat(waiting.isCancelled()).isTrue();
            Await.until("nothing is left", () -> queue.left() == 0);
            assertThat(queue.ready()).isZero();
            assertThat(queue.iterator().hasNext()).isFalse();
            assertThatThrownBy(queue::take)
                    .isInstanceOf(NoSuchElementException.class)
                    .hasMessageContaining("cancelled");
            assertRefused(RejectionReason.CLOSED, () -> queue.submit(() -> 2));
            assertThat(ran).hasValue(0);
            PoolStats stats = pool.stats();
            assertThat(stats.unreadResults()).isZero();
            assertThat(stats.cancelled()).isEqualTo(2);
            assertThat(stats.addsUp()).isTrue();
        }
    }

    @Test
    void cancellingDropsResultsBehindATaskThatHasNotEnded() throws Exception {
        Gate gate = new Gate();
        try (ThreadPool pool = pool(2)) {
            ResultQueue<Integer> queue = queue(pool, 10, true);
            submitGated(queue, gate);
            gate.awaitInside(1);
            queue.submit(() -> 1).get();
            Await.until("it is counted", () -> pool.stats().unreadResults() == 1);
            queue.cancel();
            Await.until("it is dropped", () -> pool.stats().unreadResults() == 0);
            assertThat(queue.left()).as("the one that runs on").isEqualTo(1);
            gate.open();
            Await.until("it has ended", () -> queue.left() == 0);
            assertThat(pool.tasksLeft()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void takersThatWaitGetNothingOnceTheQueueIsCancelled(boolean inOrder) {
        Gate gate = new Gate();
        try (ThreadPool pool = pool(1)) {
            ResultQueue<Integer> queue = queue(pool, 2, inOrder);
            submitGated(queue, gate);
            gate.awaitInside(1);
            Team takers = Team.start(3, number -> {
                switch (number) {
                    case 0 -> assertThat(queue.poll(LONG)).isNull();
                    case 1 -> assertThat(queue.iterator().hasNext()).isFalse();
                    default -> assertThatThrownBy(queue::take).isInstanceOf(NoSuchElementException.class);
                }
            });
            for (int i = 0; i < 3; i++) {
                Await.parked(takers.thread(i));
            }
            queue.cancel();
            takers.join(); // though the task runs still
            assertThat(gate.inside()).isEqualTo(1);
            gate.open();
        }
    }

    /** The factory is called while the task is submitted: it is in the queue, but its submitter does not have it yet. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void taskThatIsBeingSubmittedIsCancelledOnceItIsAccepted(boolean threadsCanBeMade) {
        AtomicReference<ResultQueue<Integer>> queue = new AtomicReference<>();
        AtomicBoolean addedUp = new AtomicBoolean();
        AtomicReference<ThreadPool> present = new AtomicReference<>();
        Gate gate = new Gate();
        try (CapturedLog log = CapturedLog.open();
                ThreadPool pool = ThreadPool.builder("end")
                        .threads(0, 1)
                        .threadFactory(worker -> {
                            queue.get().cancel();
                            addedUp.set(present.get().stats().addsUp());
                            return threadsCanBeMade
                                    ? new Thread(() -> {
                                        gate.run();
                                        worker.run();
                                    })
                                    : null;
                        })
                        .build()) {
            present.set(pool);
            queue.set(pool.results(2));
            if (threadsCanBeMade) {
                assertThat(queue.get().submit(() -> 1).isCancelled()).isTrue();
            } else {
                assertThatThrownBy(() -> queue.get().submit(() -> 1)).isInstanceOf(TaskRejectedException.class);
                assertThat(log.records()).isNotEmpty();
            }
            gate.open();
            assertThat(addedUp).isTrue();
            PoolStats stats = pool.stats();
            assertThat(stats.addsUp()).isTrue();
            assertThat(stats.cancelled()).isEqualTo(threadsCanBeMade ? 1 : 0);
            assertThat(stats.accepted()).isEqualTo(stats.cancelled());
            assertThat(stats.unreadResults()).isZero();
            assertThat(queue.get().left()).isZero();
        }
    }

    @Test
    void cancellingInterruptsATaskThatItsSubmitterRuns() {
        Gate busy = new Gate();
        CountDownLatch begun = new CountDownLatch(1);
        try (ThreadPool pool = ThreadPool.builder("end")
                .threads(1, 1)
                .queueCapacity(0)
                .overflow(Overflow.callerRuns())
                .build()) {
            pool.execute(busy);
            busy.awaitInside(1);
            ResultQueue<Integer> queue = pool.results(2);
            Team submitter = Team.start(1, number -> {
                Task<Integer> task = queue.submit(() -> {
                    begun.countDown();
                    new CountDownLatch(1).await();
                    return 1;
                });
                assertThat(task.isCancelled()).isTrue();
            });
            Await.zero(begun);
            queue.cancel();
            submitter.join();
            assertThat(queue.left()).isZero();
            busy.open();
        }
    }

    @Test
    void taskMayCancelItsOwnQueue() {
        try (ThreadPool pool = pool(1)) {
            ResultQueue<Integer> queue = pool.results(2);
            CountDownLatch submitted = new CountDownLatch(1);
            Task<Integer> task = queue.submit(() -> {
                Await.zero(submitted);
                queue.cancel();
                return 1;
            });
            Task<Integer> next = queue.submit(() -> 2);
            submitted.countDown();
            Await.until("nothing is left", () -> queue.left() == 0);
            assertThat(task.isCancelled()).isTrue();
            assertThat(next.isCancelled()).isTrue();
            assertThat(pool.stats().unreadResults()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void ledgerAddsUpHoweverSubmittersTakersAndTheEndMeet(boolean inOrder) {
        try (ThreadPool pool = pool(3)) {
            for (int round = 0; round < 200; round++) {
                ResultQueue<Integer> queue = queue(pool, 8, inOrder);
                boolean cancel = round % 2 == 0;
                AtomicInteger accepted = new AtomicInteger();
                AtomicInteger taken = new AtomicInteger();
                int enough = round;
                Team team = Team.start(5, number -> {
                    if (number < 3) {
                        submitUntilRefused(queue, accepted);
                    } else if (number == 3) {
                        takeUntilClosed(queue, taken);
                    } else {
                        Await.until("some are accepted", () -> accepted.get() >= enough);
                        if (cancel) {
                            queue.cancel();
                        } else {
                            queue.close();
                        }
                    }
                });
                team.join();
                queue.forEach(result -> taken.incrementAndGet());
                Await.until("nothing is left", () -> queue.left() == 0);
                if (!cancel) {
                    assertThat(taken).hasValue(accepted.get());
                }
                PoolStats stats = pool.stats();
                assertThat(stats.addsUp()).isTrue();
                assertThat(stats.unreadResults()).isZero();
                assertThat(stats.queued() + stats.running()).isZero();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void noSubmissionSlipsThroughBetweenTheLookAtTheDoorAndTheEntry(boolean inOrder) {
        int rounds = 3_000;
        ThreadPool pool = pool(1);
        try {
            AtomicReference<ResultQueue<Object>> present = new AtomicReference<>();
            Team submitter = Team.start(1, ignored -> {
                for (int round = 0; round < rounds; round++) {
                    ResultQueue<Object> queue;
                    do {
                        queue = present.getAndSet(null);
                    } while (queue == null);
                    try {
                        queue.submit(() -> {
                            new CountDownLatch(1).await(); // for ever, if it is not cancelled
                            return 1;
                        });
                    } catch (TaskRejectedException e) {
                        assertThat(e.reason()).isEqualTo(RejectionReason.CLOSED);
                    }
                }
            });
            for (int round = 0; round < rounds; round++) {
                ResultQueue<Object> queue = queue(pool, 1, inOrder);
                present.set(queue);
                Await.until("the submitter has it", () -> present.get() == null);
                for (int spin = round % 100; spin > 0; spin--) {
                    Thread.onSpinWait();
                }
                queue.cancel();
                Await.until("nothing is left", () -> queue.left() == 0);
            }
            submitter.join();
            Await.until("every task was cancelled", () -> pool.tasksLeft() == 0);
            assertThat(pool.stats().addsUp()).isTrue();
        } finally {
            pool.shutdownNow(); // or a task that slipped through would run for ever
            pool.close();
        }
    }

    private static void submitUntilRefused(ResultQueue<Integer> queue, AtomicInteger accepted) {
        try {
            for (; ; ) {
                queue.submit(() -> 1);
                accepted.incrementAndGet();
            }
        } catch (TaskRejectedException e) {
            assertThat(e.reason()).isEqualTo(RejectionReason.CLOSED);
        }
    }

    private static void takeUntilClosed(ResultQueue<Integer> queue, AtomicInteger taken) throws InterruptedException {
        for (; ; ) {
            Result<Integer> result = queue.poll(LONG);
            if (result != null) {
                taken.incrementAndGet();
            } else if (isClosed(queue)) {
                return;
            }
        }
    }

    private static boolean isClosed(ResultQueue<Integer> queue) {
        try {
            queue.inOrder();
            return false;
        } catch (IllegalStateException e) {
            return e.getMessage().contains("closed");
        }
    }
}
