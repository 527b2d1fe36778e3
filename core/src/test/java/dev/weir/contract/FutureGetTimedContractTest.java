package dev.weir.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.support.Await;
import dev.weir.support.Team;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** {@code Future.get(long, TimeUnit)}: as {@code get()}, but not for longer than the time given. */
class FutureGetTimedContractTest {

    @OnKinds
    void givesTheValueOfATaskThatIsDoneWhateverTheTime(Kind kind) throws Exception {
        try (Fixture on = kind.open()) {
            Future<Integer> future = on.executor().submit(() -> 7);
            future.get();
            assertThat(future.get(0, TimeUnit.SECONDS)).isEqualTo(7);
            assertThat(future.get(-1, TimeUnit.DAYS)).isEqualTo(7);
            assertThat(future.get(Long.MIN_VALUE, TimeUnit.DAYS)).isEqualTo(7);
            assertThat(future.get(Long.MAX_VALUE, TimeUnit.DAYS)).isEqualTo(7);
        }
    }

    @OnKinds
    void timeIsOverForATaskThatRuns(Kind kind) throws Exception {
        try (Fixture on = kind.open()) {
            Future<String> future = on.executor().submit(on.gate(), "value");
            on.gate().awaitInside(1);
            assertTimesOut(future);
            assertThat(future.isDone()).isFalse();
            on.gate().open();
            assertThat(future.get(60, TimeUnit.SECONDS)).isEqualTo("value");
        }
    }

    @OnKinds
    void timeIsOverForATaskThatWaits(Kind kind) throws Exception {
        try (Fixture on = kind.open()) {
            on.occupy();
            Future<Integer> future = on.executor().submit(() -> 7);
            assertTimesOut(future);
            on.gate().open();
            assertThat(future.get(60, TimeUnit.SECONDS)).isEqualTo(7);
        }
    }

    private static void assertTimesOut(Future<?> future) {
        assertThatThrownBy(() -> future.get(0, TimeUnit.SECONDS)).isInstanceOf(TimeoutException.class);
        assertThatThrownBy(() -> future.get(1, TimeUnit.NANOSECONDS)).isInstanceOf(TimeoutException.class);
        assertThatThrownBy(() -> future.get(2, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        assertThatThrownBy(() -> future.get(-1, TimeUnit.DAYS)).isInstanceOf(TimeoutException.class);
        assertThatThrownBy(() -> future.get(Long.MIN_VALUE, TimeUnit.DAYS)).isInstanceOf(TimeoutException.class);
    }

    @OnKinds
    void waitsForTheWholeTimeBeforeItGivesUp(Kind kind) {
        try (Fixture on = kind.open()) {
            Future<?> future = on.executor().submit(on.gate());
            long begin = System.nanoTime();
            assertThatThrownBy(() -> future.get(5, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            assertThat(System.nanoTime() - begin).isGreaterThanOrEqualTo(5_000_000);
        }
    }

    @OnKinds
    void theLongestTimesDoNotOverflow(Kind kind) {
        try (Fixture on = kind.open()) {
            Future<String> future = on.executor().submit(on.gate(), "value");
            long[] times = {Long.MAX_VALUE, Long.MAX_VALUE - 1, Long.MAX_VALUE / 2};
            Team waiters = Team.start(6, number -> {
                TimeUnit unit = number < 3 ? TimeUnit.NANOSECONDS : TimeUnit.DAYS;
                assertThat(future.get(times[number % 3], unit)).isEqualTo("value");
            });
            for (int i = 0; i < 6; i++) {
                Await.parked(waiters.thread(i));
            }
            on.gate().open();
            waiters.join();
        }
    }

    @OnKinds
    void refusesANullUnitEvenWhereItWouldNotWait(Kind kind) throws Exception {
        try (Fixture on = kind.open()) {
            Future<?> running = on.executor().submit(on.gate());
            assertThatThrownBy(() -> running.get(1, null)).isInstanceOf(NullPointerException.class);
            on.gate().open();
            running.get();
            assertThatThrownBy(() -> running.get(1, null)).isInstanceOf(NullPointerException.class);
        }
    }

    @OnKinds
    void tellsTheFailure(Kind kind) {
        IllegalStateException failure = new IllegalStateException("the task's");
        try (Fixture on = kind.open()) {
            Future<?> future = on.executor().submit(() -> {
                throw failure;
            });
            assertThatThrownBy(() -> future.get(60, TimeUnit.SECONDS))
                    .isInstanceOfSatisfying(
                            ExecutionException.class,
                            e -> assertThat(e.getCause()).isSameAs(failure));
        }
    }

    @OnKinds
    void tellsTheCancellationToThoseWhoWait(Kind kind) {
        try (Fixture on = kind.open()) {
            on.occupy();
            Future<?> future = on.executor().submit(on.counting());
            Team waiters = Team.start(
                    2,
                    number -> assertThatThrownBy(() -> future.get(60, TimeUnit.SECONDS))
                            .isInstanceOf(CancellationException.class));
            Await.parked(waiters.thread(0));
            Await.parked(waiters.thread(1));
            future.cancel(true);
            waiters.join();
            assertThatThrownBy(() -> future.get(0, TimeUnit.SECONDS)).isInstanceOf(CancellationException.class);
        }
    }

    @OnKinds
    void interruptionEndsTheWaitAndLeavesTheTaskAlone(Kind kind) throws Exception {
        try (Fixture on = kind.open()) {
            Future<String> future = on.executor().submit(on.gate(), "value");
            Team waiter = Team.start(1, number -> {
                assertThatThrownBy(() -> future.get(60, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
                assertThat(Thread.currentThread().isInterrupted()).isFalse();
            });
            Await.parked(waiter.thread(0));
            waiter.thread(0).interrupt();
            waiter.join();
            assertThat(future.isDone()).isFalse();
            on.gate().open();
            assertThat(future.get()).isEqualTo("value");
        }
    }

    @OnKinds
    void interruptedThreadDoesNotBeginToWaitButGetsWhatIsThere(Kind kind) throws Exception {
        try (Fixture on = kind.open()) {
            Future<String> future = on.executor().submit(on.gate(), "value");
            Team.run(1, number -> {
                Thread.currentThread().interrupt();
                assertThatThrownBy(() -> future.get(60, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
                assertThat(Thread.currentThread().isInterrupted()).isFalse();
            });
            on.gate().open();
            future.get();
            Team.run(1, number -> {
                Thread.currentThread().interrupt();
                assertThat(future.get(0, TimeUnit.SECONDS)).isEqualTo("value");
                assertThat(Thread.currentThread().isInterrupted()).isTrue();
            });
        }
    }
}
