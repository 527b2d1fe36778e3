package dev.weir.contract;

import static dev.weir.contract.Trait.BOUNDED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;

/** {@code ExecutorService.submit(Runnable, T)}: runs it, and gives a future of the given value. */
class SubmitRunnableWithValueContractTest {

    @OnKinds
    void futureGivesTheVeryValueOnceTheTaskHasRun(Kind kind) throws Exception {
        Object value = new Object();
        try (Fixture on = kind.open()) {
            Future<Object> future = on.executor().submit(on.counting(), value);
            assertThat(future.get()).isSameAs(value);
            assertThat(on.ran()).hasValue(1);
        }
    }

    @OnKinds
    void valueMayBeNull(Kind kind) throws Exception {
        try (Fixture on = kind.open()) {
            Future<Object> future = on.executor().submit(on.counting(), null);
            assertThat(future.get()).isNull();
            assertThat(on.ran()).hasValue(1);
        }
    }

    @OnKinds
    void valueIsNotGivenBeforeTheTaskHasRun(Kind kind) throws Exception {
        try (Fixture on = kind.open()) {
            on.occupy();
            Future<String> future = on.executor().submit(on.counting(), "value");
            assertThat(future.isDone()).isFalse();
            on.gate().open();
            assertThat(future.get()).isEqualTo("value");
        }
    }

    @OnKinds
    void refusesANullTask(Kind kind) {
        try (Fixture on = kind.open()) {
            assertThatThrownBy(() -> on.executor().submit(null, "value")).isInstanceOf(NullPointerException.class);
        }
    }

    @OnKinds
    void taskThatThrowsGivesNoValue(Kind kind) {
        try (Fixture on = kind.open()) {
            for (Throwable thrown : Thrown.ofEverySort()) {
                Future<String> future = on.executor()
                        .submit(
                                () -> {
                                    Thrown.anyway(thrown);
                                },
                                "value");
                assertThatThrownBy(future::get)
                        .isInstanceOfSatisfying(
                                ExecutionException.class,
                                e -> assertThat(e.getCause()).isSameAs(thrown));
            }
        }
    }

    @OnKinds
    void rejectsAfterShutdown(Kind kind) {
        try (Fixture on = kind.open()) {
            on.executor().shutdown();
            assertThatThrownBy(() -> on.executor().submit(on.counting(), "value"))
                    .isInstanceOf(RejectedExecutionException.class);
            on.finish();
            assertThat(on.ran()).hasValue(0);
        }
    }

    @OnKinds(BOUNDED)
    void rejectsWhatItHasNoRoomFor(Kind kind) throws Exception {
        try (Fixture on = kind.open(1)) {
            on.occupy();
            Future<String> accepted = on.executor().submit(on.counting(), "value");
            assertThatThrownBy(() -> on.executor().submit(on.counting(), "other"))
                    .isInstanceOf(RejectedExecutionException.class);
            on.gate().open();
            assertThat(accepted.get()).isEqualTo("value");
            on.finish();
            assertThat(on.ran()).hasValue(1);
        }
    }
}
