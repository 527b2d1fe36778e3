package dev.weir.contract;

import static dev.weir.contract.Trait.BOUNDED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;

/** {@code ExecutorService.submit(Callable)}: runs it, and gives a future of its value. */
class SubmitCallableContractTest {

    @OnKinds
    void futureGivesTheVeryValueOfTheTask(Kind kind) throws Exception {
        Object value = new Object();
        try (Fixture on = kind.open()) {
            assertThat(on.executor().submit(() -> value).get()).isSameAs(value);
        }
    }

    @OnKinds
    void emptyValuesAreValues(Kind kind) throws Exception {
        try (Fixture on = kind.open()) {
            assertThat(on.executor().submit(() -> (Object) null).get()).isNull();
            assertThat(on.executor().submit(() -> 0).get()).isZero();
            assertThat(on.executor().submit(() -> "").get()).isEmpty();
            assertThat(on.executor().submit(() -> false).get()).isFalse();
        }
    }

    @OnKinds
    void throwableThatIsReturnedIsAValue(Kind kind) throws Exception {
        Exception value = new Exception("returned, not thrown");
        try (Fixture on = kind.open()) {
            assertThat(on.executor().submit(() -> value).get()).isSameAs(value);
        }
    }

    @OnKinds
    void eachFutureIsThatOfItsOwnTask(Kind kind) throws Exception {
        try (Fixture on = kind.open()) {
            List<Future<Integer>> futures = new ArrayList<>();
            for (int i = 0; i < 2_000; i++) {
                int number = i;
                futures.add(on.executor().submit(() -> number));
            }
            for (int i = 0; i < futures.size(); i++) {
                assertThat(futures.get(i).get()).isEqualTo(i);
            }
        }
    }

    @OnKinds
    void refusesNull(Kind kind) {
        try (Fixture on = kind.open()) {
            assertThatThrownBy(() -> on.executor().submit((Callable<Object>) null))
                    .isInstanceOf(NullPointerException.class);
        }
    }

    @OnKinds
    void doesNotWaitForTheTask(Kind kind) {
        try (Fixture on = kind.open()) {
            on.occupy();
            Future<Integer> future = on.executor().submit(() -> on.ran().incrementAndGet());
            assertThat(future.isDone()).isFalse();
            assertThat(on.ran()).hasValue(0);
        }
    }

    @OnKinds
    void whatTheTaskThrowsIsTheCauseOfTheFuturesException(Kind kind) {
        try (Fixture on = kind.open()) {
            for (Throwable thrown : Thrown.ofEverySort()) {
                Future<Object> future = on.executor().submit((Callable<Object>) () -> Thrown.anyway(thrown));
                assertThatThrownBy(future::get)
                        .isInstanceOfSatisfying(
                                ExecutionException.class,
                                e -> assertThat(e.getCause()).isSameAs(thrown));
            }
        }
    }

    @OnKinds
    void taskMayWaitForOneSubmittedBeforeIt(Kind kind) throws Exception {
        try (Fixture on = kind.open()) {
            Future<Integer> first = on.executor().submit(() -> 1);
            Future<Integer> second = on.executor().submit(() -> first.get() + 1);
            assertThat(second.get()).isEqualTo(2);
        }
    }

    @OnKinds
    void taskMaySubmitAnotherAndGiveItsFuture(Kind kind) throws Exception {
        try (Fixture on = kind.open()) {
            Future<Future<Integer>> outer =
                    on.executor().submit(() -> on.executor().submit(() -> 7));
            assertThat(outer.get().get()).isEqualTo(7);
        }
    }

    @OnKinds
    void taskThatSubmitsToAnExecutorThatWasShutDownFailsWithTheRejection(Kind kind) {
        try (Fixture on = kind.open()) {
            Future<Future<Integer>> outer = on.executor().submit(() -> {
                on.gate().run();
                return on.executor().submit(() -> on.ran().incrementAndGet());
            });
            on.gate().awaitInside(1);
            on.executor().shutdown();
            on.gate().open();
            assertThatThrownBy(outer::get)
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(RejectedExecutionException.class);
            on.finish();
            assertThat(on.ran()).hasValue(0);
        }
    }

    @OnKinds
    void rejectsAfterShutdown(Kind kind) {
        try (Fixture on = kind.open()) {
            on.executor().shutdown();
            assertThatThrownBy(() -> on.executor().submit(() -> on.ran().incrementAndGet()))
                    .isInstanceOf(RejectedExecutionException.class);
            on.finish();
            assertThat(on.ran()).hasValue(0);
        }
    }

    @OnKinds(BOUNDED)
    void rejectsWhatItHasNoRoomFor(Kind kind) throws Exception {
        try (Fixture on = kind.open(1)) {
            on.occupy();
            Future<Integer> accepted = on.executor().submit(() -> 1);
            assertThatThrownBy(() -> on.executor().submit(() -> on.ran().incrementAndGet()))
                    .isInstanceOf(RejectedExecutionException.class);
            on.gate().open();
            assertThat(accepted.get()).isEqualTo(1);
            on.finish();
            assertThat(on.ran()).hasValue(0);
        }
    }
}
