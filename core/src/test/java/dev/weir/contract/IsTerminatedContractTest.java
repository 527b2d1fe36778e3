package dev.weir.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.support.Await;
import dev.weir.support.Team;

/** {@code ExecutorService.isTerminated}: whether all tasks have completed since it was shut down. */
class IsTerminatedContractTest {

    @OnKinds
    void isNeverTrueWithoutAShutdown(Kind kind) throws Exception {
        try (Fixture on = kind.open()) {
            assertThat(on.executor().isTerminated()).isFalse();
            for (int i = 0; i < 200; i++) {
                on.executor().submit(on.counting()).get();
                assertThat(on.executor().isTerminated()).isFalse();
            }
        }
    }

    @OnKinds
    void isFalseWhileATaskRunsAndTrueOnceAllHaveEnded(Kind kind) {
        try (Fixture on = kind.open()) {
            on.occupy();
            on.executor().execute(on.counting());
            on.executor().shutdown();
            assertThat(on.executor().isTerminated()).isFalse();
            on.gate().open();
            Await.until("it has ended", on.executor()::isTerminated);
            assertThat(on.ran()).hasValue(1);
            assertThat(on.gate().inside()).isZero();
        }
    }

    @OnKinds
    void isFalseAfterShutdownNowWhileATaskDoesNotListen(Kind kind) {
        try (Fixture on = kind.open()) {
            on.occupy();
            on.executor().shutdownNow();
            assertThat(on.executor().isTerminated()).isFalse();
            on.gate().open();
            Await.until("it has ended", on.executor()::isTerminated);
        }
    }

    @OnKinds
    void executorThatWasNeverUsedIsTerminatedByItself(Kind kind) {
        try (Fixture on = kind.open()) {
            on.executor().shutdown();
            Await.until("it has ended", on.executor()::isTerminated);
        }
    }

    @OnKinds
    void onceItIsTrueEveryTaskHasEnded(Kind kind) {
        for (int round = 0; round < 100; round++) {
            try (Fixture on = kind.open()) {
                for (int i = 0; i < 50; i++) {
                    on.executor().execute(on.counting());
                }
                Team watcher = Team.start(1, number -> {
                    while (!on.executor().isTerminated()) {
                        Thread.onSpinWait();
                    }
                    assertThat(on.ran()).hasValue(50);
                });
                on.executor().shutdown();
                watcher.join();
            }
        }
    }
}
