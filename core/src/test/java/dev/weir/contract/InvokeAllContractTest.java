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
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;

/** {@code ExecutorService.invokeAll(Collection)}: runs them all and waits until all are done. */
class InvokeAllContractTest {

    @OnKinds
    void givesTheFuturesOfAllInTheirOrderEachDone(Kind kind) throws Exception {
        List<Callable<Integer>> tasks = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            int number = i;
            tasks.add(() -> number);
        }
        try (Fixture on = kind.open()) {
            List<Future<Integer>> futures = on.executor().invokeAll(tasks);
            assertThat(futures).hasSize(500).allMatch(Future::isDone).noneMatch(Future::isCancelled);
            for (int i = 0; i < 500; i++) {
                assertThat(futures.get(i).get()).isEqualTo(i);
            }
        }
    }

    @OnKinds
    void nothingToDoIsDone(Kind kind) throws Exception {
        try (Fixture on = kind.open()) {
            assertThat(on.executor().<Object>invokeAll(List.of())).isEmpty();
            on.occupy();
            assertThat(on.executor().<Object>invokeAll(List.of())).isEmpty();
        }
    }

    @OnKinds
    void sameTaskManyTimesIsRunManyTimes(Kind kind) throws Exception {
        try (Fixture on = kind.open()) {
            Callable<Integer> task = () -> on.ran().incrementAndGet();
            List<Future<Integer>> futures = on.executor().invokeAll(Collections.nCopies(50, task));
            assertThat(futures).hasSize(50).doesNotHaveDuplicates();
            assertThat(on.ran()).hasValue(50);
        }
    }

    @OnKinds
    void thoseThatFailAreDoneAsWell(Kind kind) throws Exception {
        List<Throwable> failures = Thrown.ofEverySort();
        List<Callable<String>> tasks = new ArrayList<>();
        failures.forEach(failure -> tasks.add(() -> {
            throw Thrown.anyway(failure);
        }));
        tasks.add(() -> "value");
        try (Fixture on = kind.open()) {
            List<Future<String>> futures = on.executor().invokeAll(tasks);
            assertThat(futures).hasSize(tasks.size()).allMatch(Future::isDone);
            for (int i = 0; i < failures.size(); i++) {
                Throwable failure = failures.get(i);
                assertThatThrownBy(futures.get(i)::get)
                        .isInstanceOfSatisfying(
                                ExecutionException.class,
                                e -> assertThat(e.getCause()).isSameAs(failure));
            }
            assertThat(futures.get(failures.size()).get()).isEqualTo("value");
        }
    }

    @OnKinds
    void waitsForTheLast(Kind kind) {
        try (Fixture on = kind.open()) {
            List<Callable<String>> tasks = List.of(() -> "first", BulkTasks.through(on.gate(), "second"));
            Team caller = Team.start(
                    1,
                    number -> assertThat(on.executor().invokeAll(tasks))
                            .allMatch(Future::isDone)
                            .extracting(future -> future.get())
                            .containsExactly("first", "second"));
            on.gate().awaitInside(1);
            Await.parked(caller.thread(0));
            on.gate().open();
            caller.join();
        }
    }

    @OnKinds
    void refusesNoCollection(Kind kind) {
        try (Fixture on = kind.open()) {
            assertThatThrownBy(() -> on.executor().invokeAll(null)).isInstanceOf(NullPointerException.class);
        }
    }

    @OnKinds
    void nullAmongTheTasksIsRefusedAndNothingIsLeftRunning(Kind kind) {
        try (Fixture on = kind.open()) {
            on.occupy();
            Callable<Integer> task = () -> on.ran().incrementAndGet();
            for (List<Callable<Integer>> tasks : BulkTasks.withNull(task)) {
                assertThatThrownBy(() -> on.executor().invokeAll(tasks)).isInstanceOf(NullPointerException.class);
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
            assertThatThrownBy(() -> on.executor().invokeAll(BulkTasks.thenThrowing(3, task, own)))
                    .isSameAs(own);
            on.finish();
            assertThat(on.ran()).hasValue(0);
        }
    }

    @OnKinds
    void collectionThatThrowsHasWhatRunsInterrupted(Kind kind) {
        try (Fixture on = kind.open()) {
            IllegalStateException own = new IllegalStateException("the collection's");
            UntilInterrupted stay = new UntilInterrupted();
            assertThatThrownBy(() -> on.executor().invokeAll(BulkTasks.thenThrowing(2, stay, own)))
                    .isSameAs(own);
            on.finish();
            assertThat(stay.interrupted()).isEqualTo(stay.begun());
        }
    }

    /** What comes of it is left open; but the call ends, and leaves nothing behind. */
    @OnKinds
    void collectionThatChangesMeanwhileDoesNoHarm(Kind kind) throws Exception {
        try (Fixture on = kind.open()) {
            List<Callable<Integer>> tasks = BulkTasks.changing(() -> on.ran().incrementAndGet());
            try {
                assertThat(on.executor().invokeAll(tasks)).allMatch(Future::isDone);
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
            assertThatThrownBy(() -> on.executor().invokeAll(tasks)).isInstanceOf(RejectedExecutionException.class);
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
            assertThatThrownBy(() -> on.executor().invokeAll(tasks)).isInstanceOf(RejectedExecutionException.class);
            on.finish();
            assertThat(on.ran()).hasValue(0);
        }
    }

    @OnKinds
    void interruptionCancelsWhatIsNotDone(Kind kind) {
        try (Fixture on = kind.open()) {
            UntilInterrupted stay = new UntilInterrupted();
            List<Callable<String>> tasks = Collections.nCopies(kind.parallelism() + 3, stay);
            Team caller = Team.start(1, number -> {
                assertThatThrownBy(() -> on.executor().invokeAll(tasks)).isInstanceOf(InterruptedException.class);
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
                assertThatThrownBy(() -> on.executor().invokeAll(tasks)).isInstanceOf(InterruptedException.class);
                assertThat(Thread.currentThread().isInterrupted()).isFalse();
            });
            on.finish();
            assertThat(on.ran()).hasValue(0);
        }
    }

    @OnKinds
    void shutdownNowMeanwhileInterruptsWhatRunsAndTheCallerCanBeInterrupted(Kind kind) {
        try (Fixture on = kind.open()) {
            UntilInterrupted stay = new UntilInterrupted();
            Team caller = Team.start(1, number -> {
                List<Future<String>> futures = on.executor().invokeAll(Collections.nCopies(kind.parallelism(), stay));
                assertThat(futures)
                        .allSatisfy(future -> assertThatThrownBy(future::get)
                                .isInstanceOfAny(ExecutionException.class, CancellationException.class));
            });
            stay.awaitBegun(kind.parallelism());
            assertThat(on.executor().shutdownNow()).isEmpty();
            caller.join();
            assertThat(stay.interrupted()).isEqualTo(kind.parallelism());
        }
    }

    @OnKinds(PARALLEL)
    void taskOfTheExecutorMayCallIt(Kind kind) throws Exception {
        try (Fixture on = kind.open()) {
            Future<List<Future<Integer>>> outer =
                    on.executor().submit(() -> on.executor().invokeAll(Arrays.asList(() -> 1, () -> 2)));
            assertThat(outer.get()).extracting(future -> future.get()).containsExactly(1, 2);
        }
    }

    @OnKinds
    void manyThreadsMayCallItAtOnce(Kind kind) {
        try (Fixture on = kind.open()) {
            Team.run(4, number -> {
                for (int round = 0; round < 100; round++) {
                    List<Callable<Integer>> tasks = List.of(() -> number, () -> number + 1, () -> number + 2);
                    assertThat(on.executor().invokeAll(tasks))
                            .extracting(future -> future.get())
                            .containsExactly(number, number + 1, number + 2);
                }
            });
        }
    }
}
