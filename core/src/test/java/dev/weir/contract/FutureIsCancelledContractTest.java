package dev.weir.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** {@code Future.isCancelled}: whether the task was cancelled before it completed. */
class FutureIsCancelledContractTest {

    @OnKinds
    void isFalseWhileTheTaskWaitsOrRuns(Kind kind) {
        try (Fixture on = kind.open()) {
            Future<?> running = on.executor().submit(on.gate());
            on.gate().awaitInside(1);
            on.occupyTheRest();
            Future<?> waiting = on.executor().submit(on.counting());
            assertThat(running.isCancelled()).isFalse();
            assertThat(waiting.isCancelled()).isFalse();
        }
    }

    @OnKinds
    void isTrueFromTheCancellationOnAndStaysSo(Kind kind) {
        try (Fixture on = kind.open()) {
            Future<?> running = on.executor().submit(on.gate());
            on.gate().awaitInside(1);
            on.occupyTheRest();
            Future<?> waiting = on.executor().submit(on.counting());
            running.cancel(false);
            waiting.cancel(true);
            assertThat(running.isCancelled()).isTrue();
            assertThat(waiting.isCancelled()).isTrue();
            on.finish();
            assertThat(running.isCancelled()).isTrue();
            assertThat(waiting.isCancelled()).isTrue();
        }
    }

    @OnKinds
    void isFalseForATaskThatCompletedEvenIfItIsCancelledThen(Kind kind) throws Exception {
        try (Fixture on = kind.open()) {
            Future<?> succeeded = on.executor().submit(on.counting());
            Future<?> failed = on.executor().submit(() -> {
                throw new IllegalStateException("the task's");
            });
            succeeded.get();
            assertThatThrownBy(failed::get).isInstanceOf(ExecutionException.class);
            succeeded.cancel(true);
            failed.cancel(true);
            assertThat(succeeded.isCancelled()).isFalse();
            assertThat(failed.isCancelled()).isFalse();
        }
    }

    @OnKinds
    void isFalseForATaskThatThrowsACancellationItself(Kind kind) {
        try (Fixture on = kind.open()) {
            Future<?> future = on.executor().submit(() -> {
                throw new CancellationException("only looks like one");
            });
            assertThatThrownBy(future::get)
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(CancellationException.class);
            assertThat(future.isCancelled()).isFalse();
            assertThat(future.isDone()).isTrue();
        }
    }
}
