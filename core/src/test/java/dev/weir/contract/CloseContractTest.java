package dev.weir.contract;

import static dev.weir.contract.Trait.CLOSES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.support.Await;
import dev.weir.support.Team;
import java.util.concurrent.RejectedExecutionException;

/** {@code ExecutorService.close}, from JDK 19 on: shuts down and waits until all tasks have completed. */
class CloseContractTest {

    private static void close(Fixture on) throws Exception {
        ((AutoCloseable) on.executor()).close();
    }

    @OnKinds(CLOSES)
    void waitsUntilAllThatWasSubmittedHasRun(Kind kind) {
        try (Fixture on = kind.open()) {
            on.occupy();
            on.executor().execute(on.counting());
            Team closers = Team.start(3, number -> {
                close(on);
                assertThat(on.executor().isTerminated()).isTrue();
                assertThat(on.ran()).hasValue(1);
                assertThat(Thread.currentThread().isInterrupted()).isFalse();
            });
            for (int i = 0; i < 3; i++) {
                Await.parked(closers.thread(i));
            }
            Await.until("it is shut down", on.executor()::isShutdown);
            assertThatThrownBy(() -> on.executor().execute(on.counting()))
                    .isInstanceOf(RejectedExecutionException.class);
            on.gate().open();
            closers.join();
        }
    }

    @OnKinds(CLOSES)
    void isWhatTheEndOfATryStatementDoes(Kind kind) throws Exception {
        try (Fixture on = kind.open()) {
            try (AutoCloseable closing = (AutoCloseable) on.executor()) {
                assertThat(closing).isNotNull();
                for (int i = 0; i < 500; i++) {
                    on.executor().execute(on.counting());
                }
            }
            assertThat(on.ran()).hasValue(500);
            assertThat(on.executor().isTerminated()).isTrue();
        }
    }

    @OnKinds(CLOSES)
    void waitsAlsoIfItWasShutDownBefore(Kind kind) {
        try (Fixture on = kind.open()) {
            on.occupy();
            on.executor().execute(on.counting());
            on.executor().shutdown();
            Team closer = Team.start(1, number -> {
                close(on);
                assertThat(on.ran()).hasValue(1);
            });
            Await.parked(closer.thread(0));
            on.gate().open();
            closer.join();
        }
    }

    @OnKinds(CLOSES)
    void hasNoEffectOnceItHasEnded(Kind kind) throws Exception {
        try (Fixture on = kind.open()) {
            close(on);
            close(on);
            Team.run(1, number -> {
                Thread.currentThread().interrupt();
                close(on);
                assertThat(Thread.currentThread().isInterrupted()).isTrue();
            });
            assertThat(on.executor().isTerminated()).isTrue();
        }
    }

    @OnKinds(CLOSES)
    void interruptionStopsWhatRunsAndWhatWaitsAndTheWaitGoesOn(Kind kind) {
        try (Fixture on = kind.open()) {
            UntilInterrupted stay = new UntilInterrupted();
            for (int i = 0; i < kind.parallelism(); i++) {
                on.executor().execute(() -> {
                    stay.run();
                    on.gate().run();
                });
            }
            stay.awaitBegun(kind.parallelism());
            on.executor().execute(on.counting());
            Team closer = Team.start(1, number -> {
                close(on);
                assertThat(on.executor().isTerminated()).isTrue();
                assertThat(on.gate().inside()).isZero();
                assertThat(Thread.currentThread().isInterrupted()).isTrue();
            });
            Await.parked(closer.thread(0));
            closer.thread(0).interrupt();
            on.gate().awaitInside(kind.parallelism());
            assertThat(closer.isAtWork()).isTrue();
            assertThat(on.executor().isTerminated()).isFalse();
            on.gate().open();
            closer.join();
            assertThat(stay.interrupted()).isEqualTo(kind.parallelism());
            assertThat(on.ran()).hasValue(0);
        }
    }

    @OnKinds(CLOSES)
    void interruptedThreadStopsWhatRunsAtOnceAndStaysInterrupted(Kind kind) {
        try (Fixture on = kind.open()) {
            UntilInterrupted stay = new UntilInterrupted();
            on.executor().execute(stay::run);
            stay.awaitBegun(1);
            Team.run(1, number -> {
                Thread.currentThread().interrupt();
                close(on);
                assertThat(on.executor().isTerminated()).isTrue();
                assertThat(Thread.currentThread().isInterrupted()).isTrue();
            });
            assertThat(stay.interrupted()).isEqualTo(1);
        }
    }
}
