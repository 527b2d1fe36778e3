package dev.weir.contract;

import static dev.weir.contract.Trait.BOUNDED;
import static dev.weir.contract.Trait.PARALLEL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.support.Await;
import dev.weir.support.Team;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;

/** {@code ExecutorService.invokeAny(Collection)}: the value of one that succeeds; the others are cancelled. */
class InvokeAnyContractTest {

    @OnKinds
    void givesTheValueOfOneOfThem(Kind kind) throws Exception {
        try (Fixture on = kind.open()) {
            for (int round = 0; round < 200; round++) {
                List<Callable<Integer>> tasks = List.of(() -> 1, () -> 2, () -> 3);
                assertThat(on.executor().invokeAny(tasks)).isBetween(1, 3);
            }
        }
    }

    @OnKinds
    void nullIsAValue(Kind kind) throws Exception {
        try (Fixture on = kind.open()) {
            List<Callable<Object>> tasks = List.of(() -> null);
            assertThat(on.executor().invokeAny(tasks)).isNull();
        }
    }

    @OnKinds
    void passesOverThoseThatFail(Kind kind) throws Exception {
        try (Fixture on = kind.open()) {
            for (int place = 0; place <= Thrown.ofEverySort().size(); place++) {
                List<Callable<String>> tasks = new ArrayList<>(failing(Thrown.ofEverySort()));
                tasks.add(place, () -> "value");
                assertThat(on.executor().invokeAny(tasks)).isEqualTo("value");
            }
        }
    }

    @OnKinds
    void throwsTheFailureOfOneIfAllFail(Kind kind) {
        List<Throwable> failures = Thrown.ofEverySort();
        try (Fixture on = kind.open()) {
            assertThatThrownBy(() -> on.executor().invokeAny(failing(failures)))
                    .isInstanceOfSatisfying(
                            ExecutionException.class,
                            e -> assertThat(failures).anyMatch(failure -> failure == e.getCause()));
        }
    }

    private static List<Callable<String>> failing(List<Throwable> failures) {
        return failures.stream()
                .map(failure -> (Callable<String>) () -> {
                    throw Thrown.anyway(failure);
                })
                .toList();
    }

    @OnKinds
    void waitsForTheOneThatSucceeds(Kind kind) {
        try (Fixture on = kind.open()) {
            Team caller = Team.start(
                    1,
                    number -> assertThat(on.executor().invokeAny(List.of(BulkTasks.through(on.gate(), "value"))))
                            .isEqualTo("value"));
            on.gate().awaitInside(1);
            Await.parked(caller.thread(0));
            on.gate().open();
            caller.join();
        }
    }

    @OnKinds(PARALLEL)
    void onceOneHasSucceededThoseThatRunAreInterrupted(Kind kind) throws Exception {
        try (Fixture on = kind.open()) {
            UntilInterrupted stay = new UntilInterrupted();
            Callable<String> quick = () -> {
                stay.awaitBegun(1);
                return "value";
            };
            assertThat(on.executor().invokeAny(List.of(stay, quick))).isEqualTo("value");
            on.finish();
            assertThat(stay.begun()).isPositive();
            assertThat(stay.interrupted()).isEqualTo(stay.begun());
        }
    }

    @OnKinds
    void afterReturningNoTaskIsLeftBehind(Kind kind) throws Exception {
        try (Fixture on = kind.open()) {
            UntilInterrupted stay = new UntilInterrupted();
            List<Callable<String>> tasks = new ArrayList<>(Collections.nCopies(20, stay));
            tasks.add(0, () -> "value");
            for (int round = 0; round < 20; round++) {
                assertThat(on.executor().invokeAny(tasks)).isEqualTo("value");
            }
            on.finish();
            assertThat(stay.interrupted()).isEqualTo(stay.begun());
        }
    }

    @OnKinds
    void refusesAnEmptyCollection(Kind kind) {
        try (Fixture on = kind.open()) {
            assertThatThrownBy(() -> on.executor().invokeAny(List.<Callable<Object>>of()))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @OnKinds
    void refusesNoCollection(Kind kind) {
        try (Fixture on = kind.open()) {
            assertThatThrownBy(() -> on.executor().invokeAny(null)).isInstanceOf(NullPointerException.class);
        }
    }

    @OnKinds
    void nullAmongTheTasksIsRefusedAndNothingIsLeftRunning(Kind kind) {
        try (Fixture on = kind.open()) {
            on.occupy();
            Callable<Integer> task = () -> on.ran().incrementAndGet();
            for (List<Callable<Integer>> tasks : BulkTasks.withNull(task)) {
                assertThatThrownBy(() -> on.executor().invokeAny(tasks)).isInstanceOf(NullPointerException.class);
            }
            on.finish();
            assertThat(on.ran()).hasValue(0);
        }
    }

    @OnKinds
    void collectionThatThrowsLeavesNothingRunning(Kind kind) {
        try (Fixture on = kind.open()) {
            on.occupy();
            IllegalStateException own = new IllegalStateException("the collection's");
            Callable<Integer> task = () -> on.ran().incrementAndGet();
            assertThatThrownBy(() -> on.executor().invokeAny(BulkTasks.thenThrowing(3, task, own)))
                    .isSameAs(own);
            on.finish();
            assertThat(on.ran()).hasValue(0);
        }
    }

    /** What comes of it is left open; but the call ends, and leaves nothing behind. */
    @OnKinds
    void collectionThatChangesMeanwhileDoesNoHarm(Kind kind) throws Exception {
        try (Fixture on = kind.open()) {
            try {
                assertThat(on.executor().invokeAny(BulkTasks.changing(() -> "value")))
                        .isEqualTo("value");
            } catch (RuntimeException undefined) {
                assertThat(undefined).isNotInstanceOf(RejectedExecutionException.class);
            }
            assertThat(on.executor().submit(() -> "goes on").get()).isEqualTo("goes on");
        }
    }

    @OnKinds
    void rejectsAfterShutdownAndRunsNone(Kind kind) {
        try (Fixture on = kind.open()) {
            on.executor().shutdown();
            List<Callable<Integer>> tasks =
                    Collections.nCopies(3, () -> on.ran().incrementAndGet());
            assertThatThrownBy(() -> on.executor().invokeAny(tasks)).isInstanceOf(RejectedExecutionException.class);
            on.finish();
            assertThat(on.ran()).hasValue(0);
        }
    }

    @OnKinds(BOUNDED)
    void rejectionOfOneCancelsTheOthers(Kind kind) {
        try (Fixture on = kind.open(3)) {
            on.occupy();
            List<Callable<Integer>> tasks =
                    Collections.nCopies(4, () -> on.ran().incrementAndGet());
            assertThatThrownBy(() -> on.executor().invokeAny(tasks)).isInstanceOf(RejectedExecutionException.class);
            on.finish();
            assertThat(on.ran()).hasValue(0);
        }
    }

    @OnKinds
    void interruptionCancelsThemAll(Kind kind) {
        try (Fixture on = kind.open()) {
            UntilInterrupted stay = new UntilInterrupted();
            List<Callable<String>> tasks = Collections.nCopies(kind.parallelism() + 3, stay);
            Team caller = Team.start(1, number -> {
                assertThatThrownBy(() -> on.executor().invokeAny(tasks)).isInstanceOf(InterruptedException.class);
                assertThat(Thread.currentThread().isInterrupted()).isFalse();
            });
            stay.awaitBegun(kind.parallelism());
            Await.parked(caller.thread(0));
            caller.thread(0).interrupt();
            caller.join();
            on.finish();
            assertThat(stay.interrupted()).isEqualTo(stay.begun());
        }
    }

    @OnKinds
    void interruptedThreadDoesNotBeginToWait(Kind kind) {
        try (Fixture on = kind.open()) {
            on.occupy();
            List<Callable<Integer>> tasks =
                    Collections.nCopies(3, () -> on.ran().incrementAndGet());
            Team.run(1, number -> {
                Thread.currentThread().interrupt();
                assertThatThrownBy(() -> on.executor().invokeAny(tasks)).isInstanceOf(InterruptedException.class);
                assertThat(Thread.currentThread().isInterrupted()).isFalse();
            });
            on.finish();
            assertThat(on.ran()).hasValue(0);
        }
    }

    @OnKinds(PARALLEL)
    void taskOfTheExecutorMayCallIt(Kind kind) throws Exception {
        try (Fixture on = kind.open()) {
            assertThat(on.executor()
                            .submit(() -> on.executor().invokeAny(Arrays.asList(() -> 7, () -> 7)))
                            .get())
                    .isEqualTo(7);
        }
    }

    @OnKinds
    void manyThreadsMayCallItAtOnce(Kind kind) {
        try (Fixture on = kind.open()) {
            Team.run(4, number -> {
                for (int round = 0; round < 100; round++) {
                    List<Callable<Integer>> tasks = List.of(() -> number, () -> number);
                    assertThat(on.executor().invokeAny(tasks)).isEqualTo(number);
                }
            });
        }
    }
}
