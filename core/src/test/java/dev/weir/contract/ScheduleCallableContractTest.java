package dev.weir.contract;

import static dev.weir.contract.Trait.SCHEDULES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** {@code ScheduledExecutorService.schedule(Callable, long, TimeUnit)}: as for a Runnable, with a value. */
class ScheduleCallableContractTest {

    @OnKinds(SCHEDULES)
    void futureGivesTheVeryValueOfTheTask(Kind kind) throws Exception {
        Object value = new Object();
        try (Fixture on = kind.open()) {
            Callable<Object> task = () -> value;
            assertThat(on.scheduler().schedule(task, 1, TimeUnit.MILLISECONDS).get())
                    .isSameAs(value);
            Callable<Object> nothing = () -> null;
            assertThat(on.scheduler()
                            .schedule(nothing, 1, TimeUnit.MILLISECONDS)
                            .get())
                    .isNull();
        }
    }

    @OnKinds(SCHEDULES)
    void taskDoesNotBeginBeforeItsDelay(Kind kind) throws Exception {
        try (Fixture on = kind.open()) {
            long submitted = System.nanoTime();
            long began = on.scheduler()
                    .schedule(System::nanoTime, 5, TimeUnit.MILLISECONDS)
                    .get();
            assertThat(began - submitted).isGreaterThanOrEqualTo(5_000_000);
        }
    }

    @OnKinds(SCHEDULES)
    void delayOfZeroOrLessIsNone(Kind kind) throws Exception {
        try (Fixture on = kind.open()) {
            for (long delay : new long[] {0, -1, Long.MIN_VALUE}) {
                assertThat(on.scheduler()
                                .schedule(() -> 7, delay, TimeUnit.DAYS)
                                .get(60, TimeUnit.SECONDS))
                        .isEqualTo(7);
            }
        }
    }

    @OnKinds(SCHEDULES)
    void refusesNull(Kind kind) {
        try (Fixture on = kind.open()) {
            assertThatThrownBy(() -> on.scheduler().schedule((Callable<Object>) null, 1, TimeUnit.SECONDS))
                    .isInstanceOf(NullPointerException.class);
            assertThatThrownBy(() -> on.scheduler().schedule(() -> on.ran().incrementAndGet(), 0, null))
                    .isInstanceOf(NullPointerException.class);
            on.finish();
            assertThat(on.ran()).hasValue(0);
        }
    }

    @OnKinds(SCHEDULES)
    void rejectsAfterShutdown(Kind kind) {
        try (Fixture on = kind.open()) {
            on.executor().shutdown();
            assertThatThrownBy(() -> on.scheduler().schedule(() -> on.ran().incrementAndGet(), 1, TimeUnit.SECONDS))
                    .isInstanceOf(RejectedExecutionException.class);
            on.finish();
            assertThat(on.ran()).hasValue(0);
        }
    }

    @OnKinds(SCHEDULES)
    void cancelledBeforeItsTimeItNeverRuns(Kind kind) {
        try (Fixture on = kind.open()) {
            ScheduledFuture<Integer> future =
                    on.scheduler().schedule(() -> on.ran().incrementAndGet(), 1, TimeUnit.HOURS);
            assertThat(future.cancel(false)).isTrue();
            assertThatThrownBy(future::get).isInstanceOf(CancellationException.class);
            on.finish();
            assertThat(on.ran()).hasValue(0);
        }
    }

    @OnKinds(SCHEDULES)
    void whatTheTaskThrowsIsTheCauseOfTheFuturesException(Kind kind) {
        try (Fixture on = kind.open()) {
            for (Throwable thrown : Thrown.ofEverySort()) {
                ScheduledFuture<Object> future = on.scheduler()
                        .schedule((Callable<Object>) () -> Thrown.anyway(thrown), 1, TimeUnit.MILLISECONDS);
                assertThatThrownBy(future::get)
                        .isInstanceOfSatisfying(
                                ExecutionException.class,
                                e -> assertThat(e.getCause()).isSameAs(thrown));
            }
        }
    }
}
