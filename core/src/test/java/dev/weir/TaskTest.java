package dev.weir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.support.Await;
import dev.weir.support.CapturedLog;
import dev.weir.support.Gate;
import dev.weir.support.Team;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A task is a future that tells its state, its outcome and its times. */
class TaskTest {

    private final Gate gate = new Gate();

    @AfterEach
    void open() {
        gate.open();
    }

    private static ThreadPool onePool() {
        return ThreadPool.builder("task")
                .threads(1, 1)
                .failureHandler(failure -> {})
                .build();
    }

    private static Integer fail() {
        throw new IllegalStateException("x");
    }

    @Test
    void eachWayToSubmitGivesItsValue() throws Exception {
        try (ThreadPool pool = onePool()) {
            assertThat(pool.submit(() -> 1).get()).isEqualTo(1);
            assertThat(pool.submit("name", () -> 2).get()).isEqualTo(2);
            Runnable nothing = () -> {};
            assertThat(pool.submit(nothing, 3).get()).isEqualTo(3);
            assertThat(pool.submit(nothing).get()).isNull();
            assertThat(pool.submit((Callable<Object>) () -> null).get()).isNull();
        }
    }

    @Test
    void waitingAndRunningTaskHasNoOutcomeYet() throws Exception {
        try (ThreadPool pool = onePool()) {
            Task<?> running = pool.submit(gate);
            Task<Integer> waiting = pool.submit(() -> 1);
            gate.awaitInside(1);
            for (Task<?> task : List.of(running, waiting)) {
                assertThat(task.isDone()).isFalse();
                assertThat(task.isCancelled()).isFalse();
                assertThatThrownBy(task::resultNow).isInstanceOf(IllegalStateException.class);
                assertThatThrownBy(task::exceptionNow).isInstanceOf(IllegalStateException.class);
                assertThatThrownBy(() -> task.get(0, TimeUnit.SECONDS)).isInstanceOf(TimeoutException.class);
                assertThatThrownBy(() -> task.get(-1, TimeUnit.SECONDS)).isInstanceOf(TimeoutException.class);
                assertThatThrownBy(() -> task.get(5, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            }
            gate.open();
            assertThat(waiting.get(60, TimeUnit.SECONDS)).isEqualTo(1);
        }
    }

    @Test
    void outcomeNowIsGivenOnceItIsThere() throws Exception {
        try (ThreadPool pool = onePool()) {
            Task<Integer> succeeded = pool.submit(() -> 1);
            Task<Integer> failed = pool.submit(TaskTest::fail);
            pool.pause();
            Task<Integer> cancelled = pool.submit(() -> 1);
            cancelled.cancel(false);
            pool.resume();
            pool.join();

            assertThat(succeeded.resultNow()).isEqualTo(1);
            assertThatThrownBy(succeeded::exceptionNow).isInstanceOf(IllegalStateException.class);
            assertThat(failed.exceptionNow()).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(failed::resultNow).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(cancelled::resultNow).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(cancelled::exceptionNow).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> cancelled.get(0, TimeUnit.SECONDS)).isInstanceOf(CancellationException.class);
        }
    }

    @Test
    void interruptedWaiterLeavesTheTaskAlone() throws Exception {
        try (ThreadPool pool = onePool()) {
            Task<?> task = pool.submit(gate);
            Team waiter =
                    Team.start(1, number -> assertThatThrownBy(task::get).isInstanceOf(InterruptedException.class));
            Await.parked(waiter.thread(0));
            waiter.thread(0).interrupt();
            waiter.join();
            assertThat(task.isDone()).isFalse();
            gate.open();
            task.get();
        }
    }

    @Test
    void allWaitersAreReleasedWhereverTheyAreWhenTheTaskEnds() throws Exception {
        try (ThreadPool pool = onePool()) {
            for (int round = 0; round < 500; round++) {
                int value = round;
                CountDownLatch started = new CountDownLatch(2);
                Task<Integer> task = pool.submit(() -> {
                    Await.zero(started);
                    return value;
                });
                Team.run(2, number -> {
                    started.countDown();
                    assertThat(task.get()).isEqualTo(value);
                });
            }
        }
    }

    @Test
    void nameIsTheOneGivenOrTheClass() throws Exception {
        try (ThreadPool pool = onePool()) {
            Task<Integer> named = pool.submit("order 17", () -> 1);
            Task<Integer> unnamed = pool.submit(() -> 1);
            assertThat(named.name()).isEqualTo("order 17");
            assertThat(named).asString().contains("order 17", "task");
            assertThat(unnamed.name()).contains("TaskTest");
            pool.join();
            assertThat(named.name()).isEqualTo("order 17");
            assertThat(unnamed.name()).contains("TaskTest");
        }
    }

    // Times

    @Test
    void timesAreThoseOfTheTask() throws Exception {
        try (ThreadPool pool = onePool()) {
            long begin = System.nanoTime();
            Task<?> running = pool.submit(gate);
            Task<?> waiting = pool.submit(() -> {});
            gate.awaitInside(1);

            Duration waited = waiting.queueWait();
            Duration ran = running.runTime();
            assertThat(waiting.runTime()).isZero();
            Await.until("it waits longer", () -> waiting.queueWait().compareTo(waited) > 0);
            Await.until("it runs longer", () -> running.runTime().compareTo(ran) > 0);
            gate.open();
            pool.join();
            Duration all = Duration.ofNanos(System.nanoTime() - begin);

            assertThat(running.queueWait().plus(running.runTime())).isLessThanOrEqualTo(all);
            assertThat(waiting.queueWait()).isGreaterThanOrEqualTo(waited).isLessThanOrEqualTo(all);
            assertThat(running.runTime()).isGreaterThanOrEqualTo(ran);
        }
    }

    @Test
    void timesOfADoneTaskStayAsTheyAre() throws Exception {
        try (ThreadPool pool = onePool()) {
            for (int i = 0; i < 20_000; i++) {
                Task<?> task = pool.submit(Thread::onSpinWait);
                while (!task.isDone()) {
                    Thread.onSpinWait();
                }
                Duration ran = task.runTime();
                Duration waited = task.queueWait();
                assertThat(task.runTime()).isEqualTo(ran);
                assertThat(task.queueWait()).isEqualTo(waited);
                assertThat(ran).isPositive();
            }
        }
    }

    @Test
    void taskThatNeverBeganHasNoRunTimeAndItsWaitHasEnded() {
        try (ThreadPool pool = onePool()) {
            pool.pause();
            Task<?> task = pool.submit(() -> {});
            task.cancel(false);
            Duration waited = task.queueWait();
            assertThat(waited).isPositive();
            assertThat(task.runTime()).isZero();
            long now = System.nanoTime();
            Await.until("the clock goes on", () -> System.nanoTime() > now + 1_000);
            assertThat(task.queueWait()).isEqualTo(waited);
        }
    }

    @Test
    void cancelledTaskGoesOnRunningByTheClockUntilItEnds() throws Exception {
        try (ThreadPool pool = onePool()) {
            Task<?> task = pool.submit(gate);
            gate.awaitInside(1);
            task.cancel(false);
            Duration ran = task.runTime();
            Await.until("it runs longer", () -> task.runTime().compareTo(ran) > 0);
            gate.open();
            pool.join();
            assertThat(task.runTime()).isEqualTo(task.runTime()).isGreaterThan(ran);
        }
    }

    // As a CompletableFuture

    @Test
    void completableFutureCompletesAsTheTaskDoes() throws Exception {
        try (ThreadPool pool = onePool()) {
            Task<Integer> succeeding = pool.submit(() -> {
                gate.run();
                return 1;
            });
            Task<Integer> failing = pool.submit(TaskTest::fail);
            Task<Integer> toCancel = pool.submit(() -> 1);
            CompletableFuture<Integer> success = succeeding.toCompletableFuture();
            CompletableFuture<Integer> failure = failing.toCompletableFuture();
            CompletableFuture<Integer> cancelled = toCancel.toCompletableFuture();
            assertThat(success).isNotDone();
            toCancel.cancel(false);
            assertThat(cancelled).isCancelled();
            gate.open();
            assertThat(success.get()).isEqualTo(1);
            assertThatThrownBy(failure::get)
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(IllegalStateException.class);
            assertThatThrownBy(cancelled::join).isInstanceOf(CancellationException.class);

            assertThat(succeeding.toCompletableFuture().getNow(0)).isEqualTo(1);
            assertThatThrownBy(() -> failing.toCompletableFuture().join()).isInstanceOf(CompletionException.class);
            assertThat(toCancel.toCompletableFuture()).isCancelled();
        }
    }

    @Test
    void cancellingTheCompletableFutureCancelsTheTask() throws Exception {
        AtomicInteger ran = new AtomicInteger();
        try (ThreadPool pool = onePool()) {
            pool.execute(gate);
            gate.awaitInside(1);
            Task<?> task = pool.submit(ran::incrementAndGet);
            CompletableFuture<?> future = task.toCompletableFuture();
            CompletableFuture<?> other = task.toCompletableFuture();

            assertThat(future.cancel(true)).isTrue();

            assertThat(task.isCancelled()).isTrue();
            assertThat(other).isCancelled();
            gate.open();
            pool.join();
            assertThat(ran).hasValue(0);
            assertThat(pool.stats().cancelled()).isEqualTo(1);
        }
    }

    @Test
    void cancellingTheCompletableFutureDoesNotInterruptTheTask() throws Exception {
        try (ThreadPool pool = onePool()) {
            AtomicInteger interrupted = new AtomicInteger();
            Task<?> task = pool.submit(() -> {
                gate.run();
                interrupted.set(Thread.currentThread().isInterrupted() ? 1 : 0);
            });
            gate.awaitInside(1);
            assertThat(task.toCompletableFuture().cancel(true)).isTrue();
            assertThat(task.isCancelled()).isTrue();
            gate.open();
            pool.join();
            assertThat(interrupted).hasValue(0);
        }
    }

    @Test
    void dependentsRunOnceAndWhatTheyThrowGoesNoFurther() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        try (CapturedLog log = CapturedLog.open();
                ThreadPool pool = onePool()) {
            for (int i = 0; i < 1_000; i++) {
                Task<Integer> task = pool.submit(() -> 1);
                task.toCompletableFuture().thenAccept(value -> {
                    calls.incrementAndGet();
                    throw new IllegalStateException("a dependent's own");
                });
                task.get();
            }
            pool.join();
            Await.until("all dependents ran", () -> calls.get() == 1_000);
            assertThat(pool.stats().succeeded()).isEqualTo(1_000);
            assertThat(log.records()).isEmpty();
        }
        assertThat(calls).hasValue(1_000);
    }

    @Test
    void invokeAllAndInvokeAnyWorkAsOnAnyExecutorService() throws Exception {
        try (ThreadPool pool = onePool()) {
            List<Callable<Integer>> calls = List.of(() -> 1, () -> 2, () -> 3);
            assertThat(pool.invokeAll(calls)).extracting(future -> future.get()).containsExactly(1, 2, 3);
            List<Callable<Integer>> oneFails = List.of(TaskTest::fail, () -> 2);
            Integer any = pool.invokeAny(oneFails);
            assertThat(any).isEqualTo(2);
        }
    }

    @Test
    void runningATaskByHandDoesNothingWhileItBelongsToThePool() throws Exception {
        AtomicInteger ran = new AtomicInteger();
        try (ThreadPool pool = onePool()) {
            pool.pause();
            Task<?> task = pool.submit(ran::incrementAndGet);
            ((Runnable) task).run();
            assertThat(ran).hasValue(0);
            pool.resume();
            task.get();
            ((Runnable) task).run();
            assertThat(ran).hasValue(1);
        }
    }

    @Test
    void taskThatHasBegunNeitherExpiresNorIsDroppedNorHandedBack() {
        try (ThreadPool pool = onePool()) {
            PooledTask<?> task = (PooledTask<?>) pool.submit(gate);
            gate.awaitInside(1);
            TaskRejectedException reason =
                    ((WorkerPool) pool).admission().rejection(RejectionReason.EXPIRED, task, null);
            assertThat(task.expire(reason)).isFalse();
            assertThat(task.drop(reason)).isFalse();
            assertThat(task.handBack()).isFalse();
            assertThat(task.taskState()).isEqualTo(TaskState.RUNNING);
            assertThat(pool.stats().running()).isEqualTo(1);
            gate.open();
        }
    }

    @Test
    void taskOfOnePoolGivenToAnotherIsAPlainRunnableThere() throws Exception {
        try (ThreadPool pool = onePool();
                ThreadPool other = onePool()) {
            Task<Integer> task = pool.submit(() -> 1);
            task.get();
            other.execute((Runnable) task);
            other.join();
            assertThat(other.stats().succeeded()).isEqualTo(1);
        }
    }
}
