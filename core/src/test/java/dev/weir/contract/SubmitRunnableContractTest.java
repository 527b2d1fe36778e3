package dev.weir.contract;

import static dev.weir.contract.Trait.BOUNDED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;

/** {@code ExecutorService.submit(Runnable)}: runs it, and gives a future of null. */
class SubmitRunnableContractTest {

    @OnKinds
    void futureGivesNullOnceTheTaskHasRun(Kind kind) throws Exception {
        try (Fixture on = kind.open()) {
            Future<?> future = on.executor().submit(on.counting());
            assertThat(future.get()).isNull();
            assertThat(on.ran()).hasValue(1);
        }
    }

    @OnKinds
    void eachSubmissionRunsOnceAndHasAFutureOfItsOwn(Kind kind) throws Exception {
        try (Fixture on = kind.open()) {
            Runnable counting = on.counting();
            List<Future<?>> futures = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                futures.add(on.executor().submit(counting));
            }
            for (Future<?> each : futures) {
                each.get();
            }
            assertThat(futures).doesNotHaveDuplicates();
            assertThat(on.ran()).hasValue(1_000);
        }
    }

    @OnKinds
    void refusesNull(Kind kind) {
        try (Fixture on = kind.open()) {
            assertThatThrownBy(() -> on.executor().submit((Runnable) null)).isInstanceOf(NullPointerException.class);
        }
    }

    @OnKinds
    void doesNotWaitForTheTask(Kind kind) {
        try (Fixture on = kind.open()) {
            on.occupy();
            Future<?> future = on.executor().submit(on.counting());
            assertThat(future.isDone()).isFalse();
            assertThat(on.ran()).hasValue(0);
        }
    }

    @OnKinds
    void whatTheTaskThrowsIsTheCauseOfTheFuturesException(Kind kind) {
        try (Fixture on = kind.open()) {
            for (Throwable thrown : Thrown.ofEverySort()) {
                Future<?> future = on.executor().submit(() -> {
                    Thrown.anyway(thrown);
                });
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
            assertThatThrownBy(() -> on.executor().submit(on.counting()))
                    .isInstanceOf(RejectedExecutionException.class);
            on.finish();
            assertThat(on.ran()).hasValue(0);
        }
    }

    @OnKinds(BOUNDED)
    void rejectsWhatItHasNoRoomFor(Kind kind) throws Exception {
        try (Fixture on = kind.open(1)) {
            on.occupy();
            Future<?> accepted = on.executor().submit(on.counting());
            assertThatThrownBy(() -> on.executor().submit(on.counting()))
                    .isInstanceOf(RejectedExecutionException.class);
            on.gate().open();
            assertThat(accepted.get()).isNull();
            on.finish();
            assertThat(on.ran()).hasValue(1);
        }
    }
}
