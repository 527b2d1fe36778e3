package dev.weir.contract;

import static dev.weir.contract.Trait.SCHEDULES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.support.Await;
import dev.weir.support.Team;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** What both periodic methods promise: the task runs again and again, until it is cancelled, throws, or all ends. */
abstract class PeriodicContract {

    /** Schedules the task by the method under test. */
    abstract ScheduledFuture<?> schedule(Fixture on, Runnable task, long initialDelay, long period, TimeUnit unit);

    private ScheduledFuture<?> often(Fixture on, Runnable task) {
        return schedule(on, task, 0, 1, TimeUnit.MILLISECONDS);
    }

    @OnKinds(SCHEDULES)
    void runsAgainAndAgain(Kind kind) {
        try (Fixture on = kind.open()) {
            ScheduledFuture<?> future = often(on, on.counting());
            Await.until("it ran often", () -> on.ran().get() >= 20);
            assertThat(future.isDone()).isFalse();
            assertThat(future.isCancelled()).isFalse();
            future.cancel(false);
        }
    }

    @OnKinds(SCHEDULES)
    void doesNotBeginBeforeTheInitialDelay(Kind kind) {
        try (Fixture on = kind.open()) {
            long submitted = System.nanoTime();
            ScheduledFuture<?> future = schedule(
                    on,
                    () -> on.ran().compareAndSet(0, System.nanoTime() - submitted >= 5_000_000 ? 1 : -1),
                    5,
                    1,
                    TimeUnit.MILLISECONDS);
            Await.until("it ran", () -> on.ran().get() != 0);
            future.cancel(false);
            assertThat(on.ran()).hasValue(1);
        }
    }

    @OnKinds(SCHEDULES)
    void initialDelayOfZeroOrLessIsNone(Kind kind) {
        try (Fixture on = kind.open()) {
            for (long delay : new long[] {0, -1, Long.MIN_VALUE}) {
                int before = on.ran().get();
                ScheduledFuture<?> future = schedule(on, on.counting(), delay, 1, TimeUnit.DAYS);
                Await.until("it ran", () -> on.ran().get() == before + 1);
                assertThat(future.isDone()).isFalse();
                future.cancel(false);
            }
        }
    }

    @OnKinds(SCHEDULES)
    void theLongestPeriodsDoNotOverflow(Kind kind) throws Exception {
        try (Fixture on = kind.open()) {
            ScheduledFuture<?> once = schedule(on, on.counting(), 0, Long.MAX_VALUE, TimeUnit.DAYS);
            ScheduledFuture<?> never =
                    schedule(on, on.counting(), Long.MAX_VALUE, Long.MAX_VALUE, TimeUnit.NANOSECONDS);
            Await.until("it ran", () -> on.ran().get() == 1);
            on.scheduler().schedule(() -> {}, 2, TimeUnit.MILLISECONDS).get(60, TimeUnit.SECONDS);
            assertThat(on.ran()).hasValue(1);
            assertThat(once.isDone()).isFalse();
            assertThat(never.isDone()).isFalse();
            once.cancel(false);
            never.cancel(false);
        }
    }

    @OnKinds(SCHEDULES)
    void neverRunsTwiceAtOnce(Kind kind) {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        try (Fixture on = kind.open()) {
            ScheduledFuture<?> future = schedule(
                    on,
                    () -> {
                        most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                        if (on.ran().get() == 0) {
                            on.gate().run();
                        }
                        inside.decrementAndGet();
                        on.ran().incrementAndGet();
                    },
                    0,
                    1,
                    TimeUnit.NANOSECONDS);
            on.gate().awaitInside(1);
            // The first run takes longer than many periods, and other tasks of the executor show that time goes by.
            if (kind.parallelism() > 1) {
                ScheduledFuture<?> clock = on.scheduler().schedule(() -> {}, 5, TimeUnit.MILLISECONDS);
                Await.until("many periods went by", clock::isDone);
            }
            assertThat(on.gate().entered()).isEqualTo(1);
            on.gate().open();
            Await.until("it ran often", () -> on.ran().get() >= 200);
            future.cancel(false);
        }
        assertThat(most).hasValue(1);
    }

    @OnKinds(SCHEDULES)
    void cancelledItRunsNoMore(Kind kind) {
        try (Fixture on = kind.open()) {
            ScheduledFuture<?> future = often(on, on.counting());
            Await.until("it ran", () -> on.ran().get() >= 3);
            assertThat(future.cancel(false)).isTrue();
            assertThat(future.isCancelled()).isTrue();
            assertThat(future.isDone()).isTrue();
            assertThatThrownBy(future::get).isInstanceOf(CancellationException.class);
            on.finish(); // ends, since the task is not repeated any more
        }
    }

    @OnKinds(SCHEDULES)
    void cancelledBeforeItsFirstRunItNeverRuns(Kind kind) {
        try (Fixture on = kind.open()) {
            ScheduledFuture<?> future = schedule(on, on.counting(), 1, 1, TimeUnit.HOURS);
            assertThat(future.cancel(true)).isTrue();
            on.finish();
            assertThat(on.ran()).hasValue(0);
        }
    }

    @OnKinds(SCHEDULES)
    void cancelledWhileItRunsItIsInterruptedIfAskedForAndRunsNoMore(Kind kind) {
        try (Fixture on = kind.open()) {
            UntilInterrupted stay = new UntilInterrupted();
            ScheduledFuture<?> future = often(on, stay::run);
            stay.awaitBegun(1);
            assertThat(future.cancel(true)).isTrue();
            stay.awaitInterrupted(1);
            on.finish();
            assertThat(stay.begun()).isEqualTo(1);
        }
    }

    @OnKinds(SCHEDULES)
    void taskMayCancelItself(Kind kind) {
        try (Fixture on = kind.open()) {
            CompletableFuture<ScheduledFuture<?>> own = new CompletableFuture<>();
            ScheduledFuture<?> future = often(on, () -> {
                if (on.ran().incrementAndGet() == 3) {
                    own.join().cancel(false);
                }
            });
            own.complete(future);
            Await.until("it is cancelled", future::isCancelled);
            on.finish();
            assertThat(on.ran()).hasValue(3);
        }
    }

    @OnKinds(SCHEDULES)
    void whatItThrowsEndsItAndIsTheCauseOfTheFuturesException(Kind kind) {
        for (Throwable thrown : Thrown.ofEverySort()) {
            try (Fixture on = kind.open()) {
                ScheduledFuture<?> future = often(on, () -> {
                    if (on.ran().incrementAndGet() == 3) {
                        Thrown.anyway(thrown);
                    }
                });
                assertThatThrownBy(future::get)
                        .isInstanceOfSatisfying(
                                ExecutionException.class,
                                e -> assertThat(e.getCause()).isSameAs(thrown));
                assertThat(future.isDone()).isTrue();
                assertThat(future.isCancelled()).isFalse();
                on.finish();
                assertThat(on.ran()).hasValue(3);
            }
        }
    }

    @OnKinds(SCHEDULES)
    void itsFutureNeverReturnsAValue(Kind kind) {
        try (Fixture on = kind.open()) {
            ScheduledFuture<?> future = often(on, on.counting());
            Team waiter =
                    Team.start(1, number -> assertThatThrownBy(future::get).isInstanceOf(CancellationException.class));
            Await.until("it ran often", () -> on.ran().get() >= 10);
            assertThatThrownBy(() -> future.get(0, TimeUnit.SECONDS)).isInstanceOf(TimeoutException.class);
            assertThat(waiter.isAtWork()).isTrue();
            future.cancel(false);
            waiter.join();
        }
    }

    @OnKinds(SCHEDULES)
    void endsWithItsExecutor(Kind kind) {
        try (Fixture on = kind.open()) {
            ScheduledFuture<?> future = often(on, on.counting());
            Await.until("it ran", () -> on.ran().get() >= 3);
            on.executor().shutdown();
            on.awaitEnd();
            assertThat(future.isCancelled()).isTrue();
            assertThatThrownBy(future::get).isInstanceOf(CancellationException.class);
        }
    }

    @OnKinds(SCHEDULES)
    void runThatShutdownFindsAtWorkIsItsLast(Kind kind) {
        try (Fixture on = kind.open()) {
            ScheduledFuture<?> future = often(on, on.gate());
            on.gate().awaitInside(1);
            on.executor().shutdown();
            on.finish();
            assertThat(on.gate().entered()).isEqualTo(1);
            assertThat(future.isCancelled()).isTrue();
        }
    }

    /** The JDK gives back what waits without cancelling it, and cancels what runs; somebody has it in either case. */
    @OnKinds(SCHEDULES)
    void shutdownNowCancelsItOrGivesItBack(Kind kind) {
        try (Fixture on = kind.open()) {
            ScheduledFuture<?> waiting = schedule(on, on.counting(), 1, 1, TimeUnit.HOURS);
            ScheduledFuture<?> running = often(on, on.gate());
            on.gate().awaitInside(1);
            List<Runnable> back = on.executor().shutdownNow();
            assertThat(waiting.isCancelled() || back.stream().anyMatch(each -> each == waiting))
                    .isTrue();
            on.finish();
            assertThat(running.isCancelled()).isTrue();
            assertThat(on.gate().entered()).isEqualTo(1);
            assertThat(on.ran()).hasValue(0);
        }
    }

    @OnKinds(SCHEDULES)
    void refusesNull(Kind kind) {
        try (Fixture on = kind.open()) {
            assertThatThrownBy(() -> schedule(on, null, 1, 1, TimeUnit.SECONDS))
                    .isInstanceOf(NullPointerException.class);
            assertThatThrownBy(() -> schedule(on, on.counting(), 0, 1, null)).isInstanceOf(NullPointerException.class);
            on.finish();
            assertThat(on.ran()).hasValue(0);
        }
    }

    @OnKinds(SCHEDULES)
    void refusesAPeriodOfZeroOrLess(Kind kind) {
        try (Fixture on = kind.open()) {
            for (long period : new long[] {0, -1, Long.MIN_VALUE}) {
                assertThatThrownBy(() -> schedule(on, on.counting(), 0, period, TimeUnit.SECONDS))
                        .isInstanceOf(IllegalArgumentException.class);
            }
            on.finish();
            assertThat(on.ran()).hasValue(0);
        }
    }

    @OnKinds(SCHEDULES)
    void rejectsAfterShutdown(Kind kind) {
        try (Fixture on = kind.open()) {
            on.executor().shutdown();
            assertThatThrownBy(() -> often(on, on.counting())).isInstanceOf(RejectedExecutionException.class);
            on.finish();
            assertThat(on.ran()).hasValue(0);
        }
    }

    @OnKinds(SCHEDULES)
    void eachRunSeesWhatTheOneBeforeDid(Kind kind) {
        int[] plain = {0};
        try (Fixture on = kind.open()) {
            ScheduledFuture<?> future = schedule(
                    on,
                    () -> {
                        plain[0]++;
                        on.ran().setRelease(on.ran().getPlain() + 1);
                    },
                    0,
                    10,
                    TimeUnit.MICROSECONDS);
            Await.until("it ran often", () -> on.ran().get() >= 1_000);
            future.cancel(false);
            on.finish();
            assertThat(plain[0]).isEqualTo(on.ran().get()).isGreaterThanOrEqualTo(1_000);
        }
    }
}
