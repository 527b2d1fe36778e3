package dev.weir.contract;

import static dev.weir.contract.Trait.SCHEDULES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.support.Await;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** {@code ScheduledExecutorService.schedule(Runnable, long, TimeUnit)}: runs it once, not before the delay. */
class ScheduleRunnableContractTest {

    @OnKinds(SCHEDULES)
    void futureGivesNullOnceTheTaskHasRun(Kind kind) throws Exception {
        try (Fixture on = kind.open()) {
            ScheduledFuture<?> future = on.scheduler().schedule(on.counting(), 1, TimeUnit.MILLISECONDS);
            assertThat((Object) future.get()).isNull();
            assertThat(future.isDone()).isTrue();
            on.finish();
            assertThat(on.ran()).hasValue(1);
        }
    }

    @OnKinds(SCHEDULES)
    void taskDoesNotBeginBeforeItsDelay(Kind kind) throws Exception {
        try (Fixture on = kind.open()) {
            for (int millis = 0; millis < 12; millis++) {
                AtomicLong began = new AtomicLong();
                long submitted = System.nanoTime();
                on.scheduler()
                        .schedule(() -> began.set(System.nanoTime()), millis, TimeUnit.MILLISECONDS)
                        .get();
                assertThat(began.get() - submitted).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(millis));
            }
        }
    }

    @OnKinds(SCHEDULES)
    void delayOfZeroOrLessIsNone(Kind kind) throws Exception {
        try (Fixture on = kind.open()) {
            for (long delay : new long[] {0, -1, Long.MIN_VALUE}) {
                on.scheduler().schedule(on.counting(), delay, TimeUnit.DAYS).get(60, TimeUnit.SECONDS);
            }
            assertThat(on.ran()).hasValue(3);
        }
    }

    @OnKinds(SCHEDULES)
    void theLongestDelaysDoNotOverflow(Kind kind) throws Exception {
        try (Fixture on = kind.open()) {
            ScheduledFuture<?> never = on.scheduler().schedule(on.counting(), Long.MAX_VALUE, TimeUnit.DAYS);
            ScheduledFuture<?> hardly = on.scheduler().schedule(on.counting(), Long.MAX_VALUE, TimeUnit.NANOSECONDS);
            ScheduledFuture<?> soon = on.scheduler().schedule(() -> {}, 1, TimeUnit.MILLISECONDS);
            ScheduledFuture<?> before = on.scheduler().schedule(() -> {}, Long.MIN_VALUE, TimeUnit.DAYS);
            soon.get(60, TimeUnit.SECONDS);
            before.get(60, TimeUnit.SECONDS);
            assertThat(on.ran()).hasValue(0);
            assertThat(never.isDone()).isFalse();
            assertThat(never.getDelay(TimeUnit.DAYS)).isPositive();
            assertThat(hardly.getDelay(TimeUnit.DAYS)).isPositive();
            never.cancel(false);
            hardly.cancel(false);
        }
    }

    @OnKinds(SCHEDULES)
    void delayThatIsLeftShrinksToNothing(Kind kind) throws Exception {
        try (Fixture on = kind.open()) {
            ScheduledFuture<?> future = on.scheduler().schedule(on.counting(), 1, TimeUnit.HOURS);
            long first = future.getDelay(TimeUnit.NANOSECONDS);
            assertThat(first).isPositive().isLessThanOrEqualTo(TimeUnit.HOURS.toNanos(1));
            Await.until("less is left", () -> future.getDelay(TimeUnit.NANOSECONDS) < first);
            future.cancel(false);

            ScheduledFuture<?> done = on.scheduler().schedule(on.counting(), 1, TimeUnit.MILLISECONDS);
            done.get();
            assertThat(done.getDelay(TimeUnit.NANOSECONDS)).isNotPositive();
        }
    }

    @OnKinds(SCHEDULES)
    void futuresAreOrderedByWhatIsLeft(Kind kind) {
        try (Fixture on = kind.open()) {
            ScheduledFuture<?> early = on.scheduler().schedule(on.counting(), 1, TimeUnit.HOURS);
            ScheduledFuture<?> late = on.scheduler().schedule(on.counting(), 1, TimeUnit.DAYS);
            assertThat(early.compareTo(late)).isNegative();
            assertThat(late.compareTo(early)).isPositive();
            java.util.concurrent.Delayed same = early;
            assertThat(early.compareTo(same)).isZero();
            early.cancel(false);
            late.cancel(false);
        }
    }

    @OnKinds(SCHEDULES)
    void refusesNull(Kind kind) {
        try (Fixture on = kind.open()) {
            assertThatThrownBy(() -> on.scheduler().schedule((Runnable) null, 1, TimeUnit.SECONDS))
                    .isInstanceOf(NullPointerException.class);
            assertThatThrownBy(() -> on.scheduler().schedule(on.counting(), 0, null))
                    .isInstanceOf(NullPointerException.class);
            on.finish();
            assertThat(on.ran()).hasValue(0);
        }
    }

    @OnKinds(SCHEDULES)
    void rejectsAfterShutdown(Kind kind) {
        try (Fixture on = kind.open()) {
            on.executor().shutdown();
            assertThatThrownBy(() -> on.scheduler().schedule(on.counting(), 0, TimeUnit.SECONDS))
                    .isInstanceOf(RejectedExecutionException.class);
            assertThatThrownBy(() -> on.scheduler().schedule(on.counting(), 1, TimeUnit.SECONDS))
                    .isInstanceOf(RejectedExecutionException.class);
            on.finish();
            assertThat(on.ran()).hasValue(0);
        }
    }

    @OnKinds(SCHEDULES)
    void cancelledBeforeItsTimeItNeverRuns(Kind kind) {
        try (Fixture on = kind.open()) {
            ScheduledFuture<?> future = on.scheduler().schedule(on.counting(), 1, TimeUnit.HOURS);
            assertThat(future.isDone()).isFalse();
            assertThat(future.cancel(true)).isTrue();
            assertThat(future.isCancelled()).isTrue();
            assertThatThrownBy(future::get).isInstanceOf(CancellationException.class);
            on.finish();
            assertThat(on.ran()).hasValue(0);
        }
    }

    @OnKinds(SCHEDULES)
    void cancelledWhileItRunsItIsInterruptedIfAskedFor(Kind kind) {
        AtomicBoolean interrupted = new AtomicBoolean();
        try (Fixture on = kind.open()) {
            UntilInterrupted stay = new UntilInterrupted();
            ScheduledFuture<?> asked = on.scheduler().schedule(stay::run, 1, TimeUnit.MILLISECONDS);
            stay.awaitBegun(1);
            assertThat(asked.cancel(true)).isTrue();
            stay.awaitInterrupted(1);

            ScheduledFuture<?> spared = on.scheduler()
                    .schedule(
                            () -> {
                                on.gate().run();
                                interrupted.set(Thread.currentThread().isInterrupted());
                            },
                            1,
                            TimeUnit.MILLISECONDS);
            on.gate().awaitInside(1);
            assertThat(spared.cancel(false)).isTrue();
            on.finish();
            assertThat(interrupted).isFalse();
        }
    }

    @OnKinds(SCHEDULES)
    void whatTheTaskThrowsIsTheCauseOfTheFuturesException(Kind kind) {
        try (Fixture on = kind.open()) {
            for (Throwable thrown : Thrown.ofEverySort()) {
                ScheduledFuture<?> future = on.scheduler()
                        .schedule(
                                () -> {
                                    Thrown.anyway(thrown);
                                },
                                1,
                                TimeUnit.MILLISECONDS);
                assertThatThrownBy(future::get)
                        .isInstanceOfSatisfying(
                                ExecutionException.class,
                                e -> assertThat(e.getCause()).isSameAs(thrown));
            }
        }
    }

    @OnKinds(SCHEDULES)
    void gettingItInTimeMayFail(Kind kind) {
        try (Fixture on = kind.open()) {
            ScheduledFuture<?> future = on.scheduler().schedule(on.counting(), 1, TimeUnit.HOURS);
            assertThatThrownBy(() -> future.get(2, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            assertThat(future.isDone()).isFalse();
            future.cancel(false);
        }
    }

    @OnKinds(SCHEDULES)
    void manyAreEachRunOnce(Kind kind) {
        try (Fixture on = kind.open()) {
            for (int i = 0; i < 1_000; i++) {
                on.scheduler().schedule(on.counting(), i % 7, TimeUnit.MILLISECONDS);
            }
            Await.until("all ran", () -> on.ran().get() == 1_000);
            on.finish();
            assertThat(on.ran()).hasValue(1_000);
        }
    }

    @OnKinds(SCHEDULES)
    void taskMayScheduleAnother(Kind kind) throws Exception {
        try (Fixture on = kind.open()) {
            ScheduledFuture<ScheduledFuture<?>> outer = on.scheduler()
                    .schedule(
                            () -> on.scheduler().schedule(on.counting(), 1, TimeUnit.MILLISECONDS),
                            1,
                            TimeUnit.MILLISECONDS);
            outer.get().get();
            assertThat(on.ran()).hasValue(1);
        }
    }
}
