package dev.weir.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.support.Await;
import dev.weir.support.Team;
import java.util.concurrent.TimeUnit;

/** {@code ExecutorService.awaitTermination}: waits for the end after a shutdown, a timeout or an interrupt. */
class AwaitTerminationContractTest {

    @OnKinds
    void isFalseForAnExecutorThatIsNotShutDown(Kind kind) throws Exception {
        try (Fixture on = kind.open()) {
            assertNotInTime(on);
            on.executor().execute(on.counting());
            assertNotInTime(on);
        }
    }

    @OnKinds
    void isFalseWhileATaskRunsOrWaits(Kind kind) throws Exception {
        try (Fixture on = kind.open()) {
            on.occupy();
            on.executor().execute(on.counting());
            on.executor().shutdown();
            assertNotInTime(on);
            on.executor().shutdownNow();
            assertNotInTime(on);
        }
    }

    private static void assertNotInTime(Fixture on) throws InterruptedException {
        assertThat(on.executor().awaitTermination(0, TimeUnit.SECONDS)).isFalse();
        assertThat(on.executor().awaitTermination(-1, TimeUnit.DAYS)).isFalse();
        assertThat(on.executor().awaitTermination(Long.MIN_VALUE, TimeUnit.DAYS))
                .isFalse();
        assertThat(on.executor().awaitTermination(1, TimeUnit.NANOSECONDS)).isFalse();
        long begin = System.nanoTime();
        assertThat(on.executor().awaitTermination(2, TimeUnit.MILLISECONDS)).isFalse();
        assertThat(System.nanoTime() - begin).as("the whole time").isGreaterThanOrEqualTo(2_000_000);
    }

    @OnKinds
    void isTrueAfterTheEndWhateverTheTime(Kind kind) throws Exception {
        try (Fixture on = kind.open()) {
            on.executor().execute(on.counting());
            on.finish();
            assertThat(on.executor().isTerminated()).isTrue();
            for (long time : new long[] {Long.MIN_VALUE, -1, 0, 1, Long.MAX_VALUE}) {
                assertThat(on.executor().awaitTermination(time, TimeUnit.DAYS)).isTrue();
            }
        }
    }

    @OnKinds
    void waitsForTheLastTask(Kind kind) {
        try (Fixture on = kind.open()) {
            on.occupy();
            on.executor().execute(on.counting());
            on.executor().shutdown();
            Team waiters = Team.start(4, number -> {
                long time = number % 2 == 0 ? Long.MAX_VALUE : Long.MAX_VALUE / 2;
                TimeUnit unit = number < 2 ? TimeUnit.DAYS : TimeUnit.NANOSECONDS;
                assertThat(on.executor().awaitTermination(time, unit)).isTrue();
                assertThat(on.executor().isTerminated()).isTrue();
                assertThat(on.ran()).hasValue(1);
            });
            for (int i = 0; i < 4; i++) {
                Await.parked(waiters.thread(i));
            }
            on.gate().open();
            waiters.join();
        }
    }

    @OnKinds
    void mayBeginBeforeTheShutdown(Kind kind) {
        try (Fixture on = kind.open()) {
            Team waiter = Team.start(
                    1,
                    number -> assertThat(on.executor().awaitTermination(60, TimeUnit.SECONDS))
                            .isTrue());
            Await.parked(waiter.thread(0));
            on.executor().shutdown();
            waiter.join();
        }
    }

    @OnKinds
    void interruptionEndsTheWaitAndNothingElse(Kind kind) throws Exception {
        try (Fixture on = kind.open()) {
            on.occupy();
            on.executor().execute(on.counting());
            on.executor().shutdown();
            Team waiter = Team.start(1, number -> {
                assertThatThrownBy(() -> on.executor().awaitTermination(1, TimeUnit.DAYS))
                        .isInstanceOf(InterruptedException.class);
                assertThat(Thread.currentThread().isInterrupted()).isFalse();
            });
            Await.parked(waiter.thread(0));
            waiter.thread(0).interrupt();
            waiter.join();
            assertThat(on.gate().inside()).isEqualTo(kind.parallelism());
            on.finish();
            assertThat(on.ran()).hasValue(1);
        }
    }

    @OnKinds
    void interruptedThreadDoesNotBeginToWait(Kind kind) {
        try (Fixture on = kind.open()) {
            Team.run(1, number -> {
                Thread.currentThread().interrupt();
                assertThatThrownBy(() -> on.executor().awaitTermination(1, TimeUnit.DAYS))
                        .isInstanceOf(InterruptedException.class);
                assertThat(Thread.currentThread().isInterrupted()).isFalse();
            });
        }
    }

    @OnKinds
    void interruptedThreadIsToldOfAnEndThatIsReached(Kind kind) {
        try (Fixture on = kind.open()) {
            on.finish();
            Team.run(1, number -> {
                Thread.currentThread().interrupt();
                assertThat(on.executor().awaitTermination(1, TimeUnit.DAYS)).isTrue();
                assertThat(Thread.currentThread().isInterrupted()).isTrue();
            });
        }
    }

    @OnKinds
    void refusesANullUnit(Kind kind) {
        try (Fixture on = kind.open()) {
            assertThatThrownBy(() -> on.executor().awaitTermination(1, null)).isInstanceOf(NullPointerException.class);
            on.finish();
            assertThatThrownBy(() -> on.executor().awaitTermination(1, null)).isInstanceOf(NullPointerException.class);
        }
    }

    @OnKinds
    void taskThatWaitsForItsOwnExecutorIsToldThatTheTimeIsOver(Kind kind) throws Exception {
        try (Fixture on = kind.open()) {
            assertThat(on.executor()
                            .submit(() -> {
                                on.executor().shutdown();
                                return on.executor().awaitTermination(2, TimeUnit.MILLISECONDS);
                            })
                            .get())
                    .isFalse();
        }
    }
}
