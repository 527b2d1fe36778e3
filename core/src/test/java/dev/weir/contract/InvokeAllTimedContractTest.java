package dev.weir.contract;

import static dev.weir.contract.Trait.BOUNDED;
import static dev.weir.contract.Trait.PARALLEL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.support.Await;
import dev.weir.support.Team;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/** {@code ExecutorService.invokeAll(Collection, long, TimeUnit)}: what is not done in time is cancelled. */
class InvokeAllTimedContractTest {

    @OnKinds
    void givesTheFuturesOfAllInTheirOrderIfThereIsTime(Kind kind) throws Exception {
        List<Callable<Integer>> tasks = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            int number = i;
            tasks.add(() -> number);
        }
        try (Fixture on = kind.open()) {
            for (List<Future<Integer>> futures : List.of(
                    on.executor().invokeAll(tasks, 60, TimeUnit.SECONDS),
                    on.executor().invokeAll(tasks, Long.MAX_VALUE, TimeUnit.NANOSECONDS),
                    on.executor().invokeAll(tasks, Long.MAX_VALUE, TimeUnit.DAYS))) {
                assertThat(futures).hasSize(200).allMatch(Future::isDone);
                for (int i = 0; i < 200; i++) {
                    assertThat(futures.get(i).get()).isEqualTo(i);
                }
            }
        }
    }

    @OnKinds
    void theLongestTimesDoNotOverflowWhileItWaits(Kind kind) {
        try (Fixture on = kind.open()) {
            Team callers = Team.start(2, number -> {
                TimeUnit unit = number == 0 ? TimeUnit.NANOSECONDS : TimeUnit.DAYS;
                List<Callable<String>> tasks = List.of(BulkTasks.through(on.gate(), "value"));
                assertThat(on.executor().invokeAll(tasks, Long.MAX_VALUE, unit))
                        .extracting(future -> future.get())
                        .containsExactly("value");
            });
            on.gate().awaitInside(1);
            Await.parked(callers.thread(0));
            Await.parked(callers.thread(1));
            on.gate().open();
            callers.join();
        }
    }

    @OnKinds
    void nothingToDoIsDoneWhateverTheTime(Kind kind) throws Exception {
        try (Fixture on = kind.open()) {
            for (long time : new long[] {Long.MIN_VALUE, -1, 0, 1, Long.MAX_VALUE}) {
                assertThat(on.executor().<Object>invokeAll(List.of(), time, TimeUnit.SECONDS))
                        .isEmpty();
            }
        }
    }

    @OnKinds
    void whatWaitsAndWhatRunsWhenTheTimeIsOverIsCancelled(Kind kind) throws Exception {
        try (Fixture on = kind.open()) {
            UntilInterrupted stay = new UntilInterrupted();
            List<Callable<String>> tasks = Collections.nCopies(kind.parallelism() + 3, stay);
            List<Future<String>> futures = on.executor().invokeAll(tasks, 5, TimeUnit.MILLISECONDS);
            assertThat(futures).hasSameSizeAs(tasks).allMatch(Future::isCancelled);
            assertThat(futures)
                    .allSatisfy(future -> assertThatThrownBy(future::get).isInstanceOf(CancellationException.class));
            on.finish();
            assertThat(stay.interrupted()).isEqualTo(stay.begun());
        }
    }

    @OnKinds(PARALLEL)
    void whatIsDoneInTimeKeepsItsOutcomeThoughTheTimeRunsOutForAnother(Kind kind) throws Exception {
        IllegalStateException failure = new IllegalStateException("the task's");
        try (Fixture on = kind.open()) {
            UntilInterrupted stay = new UntilInterrupted();
            List<Callable<String>> tasks = List.of(
                    () -> "value",
                    () -> {
                        throw failure;
                    },
                    stay);
            List<Future<String>> futures;
            long millis = 1;
            do { // until the time was long enough for the first two, on whatever machine
                futures = on.executor().invokeAll(tasks, millis, TimeUnit.MILLISECONDS);
                assertThat(futures).hasSize(3).allMatch(Future::isDone);
                assertThat(futures.get(2).isCancelled()).isTrue();
                millis *= 2;
            } while (futures.get(0).isCancelled() || futures.get(1).isCancelled());
            assertThat(futures.get(0).get()).isEqualTo("value");
            assertThatThrownBy(futures.get(1)::get)
                    .isInstanceOfSatisfying(
                            ExecutionException.class,
                            e -> assertThat(e.getCause()).isSameAs(failure));
        }
    }

    @OnKinds
    void withoutTimeEverythingIsCancelled(Kind kind) throws Exception {
        try (Fixture on = kind.open()) {
            on.occupy();
            List<Callable<Integer>> tasks =
                    Collections.nCopies(3, () -> on.ran().incrementAndGet());
            for (long time : new long[] {Long.MIN_VALUE, -1, 0}) {
                List<Future<Integer>> futures = on.executor().invokeAll(tasks, time, TimeUnit.DAYS);
                assertThat(futures).hasSize(3).allMatch(Future::isCancelled);
                assertThat(futures)
                        .allSatisfy(
                                future -> assertThatThrownBy(future::get).isInstanceOf(CancellationException.class));
            }
            on.finish();
            assertThat(on.ran()).hasValue(0);
        }
    }

    @OnKinds
    void refusesNull(Kind kind) {
        try (Fixture on = kind.open()) {
            on.occupy();
            Callable<Integer> task = () -> on.ran().incrementAndGet();
            assertThatThrownBy(() -> on.executor().invokeAll(null, 1, TimeUnit.SECONDS))
                    .isInstanceOf(NullPointerException.class);
            assertThatThrownBy(() -> on.executor().invokeAll(List.of(task), 1, null))
                    .isInstanceOf(NullPointerException.class);
            for (List<Callable<Integer>> tasks : BulkTasks.withNull(task)) {
                assertThatThrownBy(() -> on.executor().invokeAll(tasks, 60, TimeUnit.SECONDS))
                        .isInstanceOf(NullPointerException.class);
            }
            on.finish();
            assertThat(on.ran()).hasValue(0);
        }
    }

    @OnKinds
    void nullAmongTheTasksIsRefusedEvenWithoutTime(Kind kind) {
        try (Fixture on = kind.open()) {
            on.occupy();
            Callable<Integer> task = () -> on.ran().incrementAndGet();
            for (List<Callable<Integer>> tasks : BulkTasks.withNull(task)) {
                assertThatThrownBy(() -> on.executor().invokeAll(tasks, 0, TimeUnit.SECONDS))
                        .isInstanceOf(NullPointerException.class);
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
            assertThatThrownBy(
                            () -> on.executor().invokeAll(BulkTasks.thenThrowing(3, task, own), 60, TimeUnit.SECONDS))
                    .isSameAs(own);
            on.finish();
            assertThat(on.ran()).hasValue(0);
        }
    }

    @OnKinds
    void collectionThatChangesMeanwhileDoesNoHarm(Kind kind) throws Exception {
        try (Fixture on = kind.open()) {
            List<Callable<Integer>> tasks = BulkTasks.changing(() -> on.ran().incrementAndGet());
            try {
                assertThat(on.executor().invokeAll(tasks, 60, TimeUnit.SECONDS)).allMatch(Future::isDone);
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
            assertThatThrownBy(() -> on.executor().invokeAll(tasks, 60, TimeUnit.SECONDS))
                    .isInstanceOf(RejectedExecutionException.class);
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
            assertThatThrownBy(() -> on.executor().invokeAll(tasks, 60, TimeUnit.SECONDS))
                    .isInstanceOf(RejectedExecutionException.class);
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
                assertThatThrownBy(() -> on.executor().invokeAll(tasks, 1, TimeUnit.DAYS))
                        .isInstanceOf(InterruptedException.class);
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
                assertThatThrownBy(() -> on.executor().invokeAll(tasks, 1, TimeUnit.DAYS))
                        .isInstanceOf(InterruptedException.class);
                assertThat(Thread.currentThread().isInterrupted()).isFalse();
            });
            on.finish();
            assertThat(on.ran()).hasValue(0);
        }
    }
}
