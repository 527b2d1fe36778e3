package dev.weir.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.support.Await;
import dev.weir.support.Team;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;

/** {@code Future.get()}: waits for the end of the task, and tells how it ended. */
class FutureGetContractTest {

    @OnKinds
    void waitsUntilTheTaskHasItsValue(Kind kind) {
        try (Fixture on = kind.open()) {
            Future<String> future = on.executor().submit(on.gate(), "value");
            Team waiters = Team.start(3, number -> assertThat(future.get()).isEqualTo("value"));
            for (int i = 0; i < 3; i++) {
                Await.parked(waiters.thread(i));
            }
            on.gate().open();
            waiters.join();
        }
    }

    @OnKinds
    void waitsForATaskThatHasNotBegun(Kind kind) {
        try (Fixture on = kind.open()) {
            on.occupy();
            Future<Integer> future = on.executor().submit(() -> 7);
            Team waiter = Team.start(1, number -> assertThat(future.get()).isEqualTo(7));
            Await.parked(waiter.thread(0));
            on.gate().open();
            waiter.join();
        }
    }

    @OnKinds
    void givesTheSameValueEachTime(Kind kind) throws Exception {
        Object value = new Object();
        try (Fixture on = kind.open()) {
            Future<Object> future = on.executor().submit(() -> value);
            for (int i = 0; i < 3; i++) {
                assertThat(future.get()).isSameAs(value);
            }
        }
    }

    @OnKinds
    void tellsEverybodyTheSameFailure(Kind kind) {
        IllegalStateException failure = new IllegalStateException("the task's");
        try (Fixture on = kind.open()) {
            Future<?> future = on.executor().submit(() -> {
                on.gate().run();
                throw failure;
            });
            Team waiters = Team.start(3, number -> assertFailed(future, failure));
            for (int i = 0; i < 3; i++) {
                Await.parked(waiters.thread(i));
            }
            on.gate().open();
            waiters.join();
            assertFailed(future, failure);
        }
    }

    private static void assertFailed(Future<?> future, Throwable failure) {
        assertThatThrownBy(future::get)
                .isInstanceOfSatisfying(
                        ExecutionException.class, e -> assertThat(e.getCause()).isSameAs(failure));
    }

    @OnKinds
    void tellsThoseWhoWaitForACancelledTask(Kind kind) {
        try (Fixture on = kind.open()) {
            on.occupy();
            Future<?> future = on.executor().submit(on.counting());
            Team waiters =
                    Team.start(3, number -> assertThatThrownBy(future::get).isInstanceOf(CancellationException.class));
            for (int i = 0; i < 3; i++) {
                Await.parked(waiters.thread(i));
            }
            future.cancel(false);
            waiters.join();
            assertThatThrownBy(future::get).isInstanceOf(CancellationException.class);
        }
    }

    @OnKinds
    void doesNotWaitForTheEndOfATaskThatIsCancelledWhileItRuns(Kind kind) {
        try (Fixture on = kind.open()) {
            Future<?> future = on.executor().submit(on.gate());
            on.gate().awaitInside(1);
            future.cancel(false);
            assertThatThrownBy(future::get).isInstanceOf(CancellationException.class);
            assertThat(on.gate().inside()).isEqualTo(1);
        }
    }

    @OnKinds
    void whatACancelledTaskReturnsOrThrowsIsNotTold(Kind kind) {
        try (Fixture on = kind.open()) {
            Future<?> returning = on.executor().submit(on.gate(), "value");
            on.gate().awaitInside(1);
            returning.cancel(true);
            on.finish();
            assertThatThrownBy(returning::get).isInstanceOf(CancellationException.class);
        }
        try (Fixture on = kind.open()) {
            Future<?> throwing = on.executor().submit(() -> {
                on.gate().run();
                throw new IllegalStateException("nobody hears");
            });
            on.gate().awaitInside(1);
            throwing.cancel(true);
            on.finish();
            assertThatThrownBy(throwing::get).isInstanceOf(CancellationException.class);
        }
    }

    @OnKinds
    void interruptionEndsTheWaitAndLeavesTheTaskAlone(Kind kind) throws Exception {
        try (Fixture on = kind.open()) {
            Future<String> future = on.executor().submit(on.gate(), "value");
            Team waiter = Team.start(1, number -> {
                assertThatThrownBy(future::get).isInstanceOf(InterruptedException.class);
                assertThat(Thread.currentThread().isInterrupted()).isFalse();
            });
            Await.parked(waiter.thread(0));
            waiter.thread(0).interrupt();
            waiter.join();
            assertThat(future.isDone()).isFalse();
            on.gate().open();
            assertThat(future.get()).isEqualTo("value");
        }
    }

    @OnKinds
    void interruptedThreadDoesNotBeginToWait(Kind kind) {
        try (Fixture on = kind.open()) {
            Future<?> future = on.executor().submit(on.gate());
            Team.run(1, number -> {
                Thread.currentThread().interrupt();
                assertThatThrownBy(future::get).isInstanceOf(InterruptedException.class);
                assertThat(Thread.currentThread().isInterrupted()).isFalse();
            });
        }
    }

    @OnKinds
    void interruptedThreadGetsWhatIsThereWithoutWaiting(Kind kind) throws Exception {
        try (Fixture on = kind.open()) {
            Future<Integer> future = on.executor().submit(() -> 7);
            future.get();
            Team.run(1, number -> {
                Thread.currentThread().interrupt();
                assertThat(future.get()).isEqualTo(7);
                assertThat(Thread.currentThread().isInterrupted()).isTrue();
            });
        }
    }

    @OnKinds
    void resultOutlivesTheExecutor(Kind kind) throws Exception {
        AtomicReference<Future<Integer>> future = new AtomicReference<>();
        try (Fixture on = kind.open()) {
            future.set(on.executor().submit(() -> 7));
        }
        assertThat(future.get().get()).isEqualTo(7);
    }

    @OnKinds
    void waitersAreReleasedWhereverTheyAreWhenTheTaskEnds(Kind kind) {
        try (Fixture on = kind.open()) {
            AtomicReference<Future<Integer>> latest =
                    new AtomicReference<>(on.executor().submit(() -> 0));
            Team.run(3, number -> {
                for (int i = 0; i < 1_000; i++) {
                    int round = i;
                    if (number == 0) {
                        latest.set(on.executor().submit(() -> round));
                    }
                    assertThat(latest.get().get()).isNotNegative();
                }
            });
        }
    }
}
