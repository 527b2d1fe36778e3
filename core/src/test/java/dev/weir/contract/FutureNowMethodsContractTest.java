package dev.weir.contract;

import static dev.weir.contract.Trait.ANSWERS_NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.support.Team;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** {@code Future.resultNow}, {@code exceptionNow} and {@code state}: how the task ended, without waiting. */
class FutureNowMethodsContractTest {

    @OnKinds(ANSWERS_NOW)
    void taskWithAValue(Kind kind) throws Throwable {
        Object value = new Object();
        try (Fixture on = kind.open()) {
            Future<Object> future = on.executor().submit(() -> value);
            future.get();
            assertThat(Now.resultNow(future)).isSameAs(value);
            assertThatThrownBy(() -> Now.exceptionNow(future)).isInstanceOf(IllegalStateException.class);
            Now.assertState(future, "SUCCESS");
        }
    }

    @OnKinds(ANSWERS_NOW)
    void nullIsAValue(Kind kind) throws Throwable {
        try (Fixture on = kind.open()) {
            Future<?> future = on.executor().submit(on.counting());
            future.get();
            assertThat(Now.resultNow(future)).isNull();
            Now.assertState(future, "SUCCESS");
        }
    }

    @OnKinds(ANSWERS_NOW)
    void taskThatFailed(Kind kind) throws Throwable {
        try (Fixture on = kind.open()) {
            for (Throwable thrown : Thrown.ofEverySort()) {
                Future<?> future = on.executor().submit(() -> {
                    Thrown.anyway(thrown);
                });
                assertThatThrownBy(future::get).isInstanceOf(ExecutionException.class);
                assertThat(Now.exceptionNow(future)).isSameAs(thrown);
                assertThatThrownBy(() -> Now.resultNow(future)).isInstanceOf(IllegalStateException.class);
                Now.assertState(future, "FAILED");
            }
        }
    }

    @OnKinds(ANSWERS_NOW)
    void taskThatWaitsOrRuns(Kind kind) throws Throwable {
        try (Fixture on = kind.open()) {
            Future<?> running = on.executor().submit(on.gate());
            on.gate().awaitInside(1);
            on.occupyTheRest();
            Future<?> waiting = on.executor().submit(on.counting());
            assertHasNothing(running);
            assertHasNothing(waiting);
            Now.assertState(running, "RUNNING");
            Now.assertState(waiting, "RUNNING");
        }
    }

    @OnKinds(ANSWERS_NOW)
    void taskThatWasCancelled(Kind kind) throws Throwable {
        try (Fixture on = kind.open()) {
            Future<?> running = on.executor().submit(on.gate());
            on.gate().awaitInside(1);
            on.occupyTheRest();
            Future<?> waiting = on.executor().submit(on.counting());
            running.cancel(false);
            waiting.cancel(false);
            assertHasNothing(running);
            assertHasNothing(waiting);
            Now.assertState(running, "CANCELLED");
            Now.assertState(waiting, "CANCELLED");
            on.finish();
            assertHasNothing(running);
            Now.assertState(running, "CANCELLED");
        }
    }

    private static void assertHasNothing(Future<?> future) {
        assertThatThrownBy(() -> Now.resultNow(future)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> Now.exceptionNow(future)).isInstanceOf(IllegalStateException.class);
    }

    @OnKinds(ANSWERS_NOW)
    void interruptedThreadIsToldAsWellAndStaysInterrupted(Kind kind) throws Exception {
        try (Fixture on = kind.open()) {
            Future<Integer> future = on.executor().submit(() -> 7);
            future.get();
            Team.run(1, number -> {
                Thread.currentThread().interrupt();
                assertThat(resultNow(future)).isEqualTo(7);
                assertThat(Thread.currentThread().isInterrupted()).isTrue();
            });
        }
    }

    private static Object resultNow(Future<?> future) {
        try {
            return Now.resultNow(future);
        } catch (Throwable thrown) {
            throw new AssertionError(thrown);
        }
    }
}
