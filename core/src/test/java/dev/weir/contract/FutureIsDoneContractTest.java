package dev.weir.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** {@code Future.isDone}: whether the task has completed, in whatever way. */
class FutureIsDoneContractTest {

    @OnKinds
    void isFalseWhileTheTaskWaitsOrRuns(Kind kind) throws Exception {
        try (Fixture on = kind.open()) {
            Future<?> running = on.executor().submit(on.gate());
            on.gate().awaitInside(1);
            assertThat(running.isDone()).isFalse();
            on.occupyTheRest();
            Future<?> waiting = on.executor().submit(on.counting());
            assertThat(waiting.isDone()).isFalse();
            on.gate().open();
            running.get();
            waiting.get();
            assertThat(running.isDone()).isTrue();
            assertThat(waiting.isDone()).isTrue();
        }
    }

    @OnKinds
    void isTrueAfterAFailure(Kind kind) {
        try (Fixture on = kind.open()) {
            Future<?> future = on.executor().submit(() -> {
                throw new IllegalStateException("the task's");
            });
            assertThatThrownBy(future::get).isInstanceOf(ExecutionException.class);
            assertThat(future.isDone()).isTrue();
        }
    }

    @OnKinds
    void isTrueAfterACancellationAtOnce(Kind kind) {
        try (Fixture on = kind.open()) {
            Future<?> running = on.executor().submit(on.gate());
            on.gate().awaitInside(1);
            on.occupyTheRest();
            Future<?> waiting = on.executor().submit(on.counting());
            waiting.cancel(false);
            assertThat(waiting.isDone()).isTrue();
            running.cancel(false);
            assertThat(running.isDone()).isTrue();
        }
    }

    @OnKinds
    void onceItIsTrueTheResultIsThereWithoutWaiting(Kind kind) throws Exception {
        try (Fixture on = kind.open()) {
            for (int round = 0; round < 2_000; round++) {
                int value = round;
                Future<Integer> future = on.executor().submit(() -> value);
                while (!future.isDone()) {
                    Thread.onSpinWait();
                }
                assertThat(future.get(0, TimeUnit.SECONDS)).isEqualTo(value);
            }
        }
    }

    @OnKinds
    void isFalseForTheTaskItself(Kind kind) throws Exception {
        try (Fixture on = kind.open()) {
            CompletableFuture<Future<?>> own = new CompletableFuture<>();
            Future<Boolean> future = on.executor().submit(() -> own.get().isDone());
            own.complete(future);
            assertThat(future.get()).isFalse();
        }
    }
}
