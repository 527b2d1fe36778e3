package dev.weir.contract;

import static dev.weir.contract.Trait.BOUNDED;
import static dev.weir.contract.Trait.PARALLEL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.support.Await;
import dev.weir.support.Team;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** {@code ExecutorService.invokeAny(Collection, long, TimeUnit)}: the value of one that succeeds in time. */
class InvokeAnyTimedContractTest {

    @OnKinds
    void givesTheValueOfOneOfThemIfThereIsTime(Kind kind) throws Exception {
        try (Fixture on = kind.open()) {
            List<Callable<Integer>> tasks = List.of(() -> 1, () -> 2, () -> 3);
            assertThat(on.executor().invokeAny(tasks, 60, TimeUnit.SECONDS)).isBetween(1, 3);
            assertThat(on.executor().invokeAny(tasks, Long.MAX_VALUE, TimeUnit.NANOSECONDS))
                    .isBetween(1, 3);
            assertThat(on.executor().invokeAny(tasks, Long.MAX_VALUE, TimeUnit.DAYS))
                    .isBetween(1, 3);
        }
    }

    @OnKinds
    void theLongestTimesDoNotOverflowWhileItWaits(Kind kind) {
        try (Fixture on = kind.open()) {
            Team callers = Team.start(2, number -> {
                TimeUnit unit = number == 0 ? TimeUnit.NANOSECONDS : TimeUnit.DAYS;
                List<Callable<String>> tasks = List.of(BulkTasks.through(on.gate(), "value"));
                assertThat(on.executor().invokeAny(tasks, Long.MAX_VALUE, unit)).isEqualTo("value");
            });
            on.gate().awaitInside(1);
            Await.parked(callers.thread(0));
            Await.parked(callers.thread(1));
            on.gate().open();
            callers.join();
        }
    }

    @OnKinds
    void whenTheTimeIsOverAllAreCancelled(Kind kind) {
        try (Fixture on = kind.open()) {
            UntilInterrupted stay = new UntilInterrupted();
            List<Callable<String>> tasks = Collections.nCopies(kind.parallelism() + 3, stay);
            assertThatThrownBy(() -> on.executor().invokeAny(tasks, 5, TimeUnit.MILLISECONDS))
                    .isInstanceOf(TimeoutException.class);
            on.finish();
            assertThat(stay.interrupted()).isEqualTo(stay.begun());
        }
    }

    @OnKinds
    void withoutTimeNoneThatHasToWaitSucceeds(Kind kind) {
        try (Fixture on = kind.open()) {
            on.occupy();
            List<Callable<Integer>> tasks =
                    Collections.nCopies(3, () -> on.ran().incrementAndGet());
            for (long time : new long[] {Long.MIN_VALUE, -1, 0}) {
                assertThatThrownBy(() -> on.executor().invokeAny(tasks, time, TimeUnit.DAYS))
                        .isInstanceOf(TimeoutException.class);
            }
            on.finish();
            assertThat(on.ran()).hasValue(0);
        }
    }

    @OnKinds(PARALLEL)
    void failureOfOneIsNoAnswerWhileAnotherMaySucceed(Kind kind) {
        try (Fixture on = kind.open()) {
            UntilInterrupted stay = new UntilInterrupted();
            Callable<String> failing = () -> {
                throw new IllegalStateException("the task's");
            };
            assertThatThrownBy(() -> on.executor().invokeAny(List.of(failing, stay), 5, TimeUnit.MILLISECONDS))
                    .isInstanceOf(TimeoutException.class);
            on.finish();
            assertThat(stay.interrupted()).isEqualTo(stay.begun());
        }
    }

    @OnKinds
    void throwsTheFailureOfOneIfAllFailInTime(Kind kind) {
        List<Throwable> failures = Thrown.ofEverySort();
        List<Callable<String>> tasks = failures.stream()
                .map(failure -> (Callable<String>) () -> {
                    throw Thrown.anyway(failure);
                })
                .toList();
        try (Fixture on = kind.open()) {
            assertThatThrownBy(() -> on.executor().invokeAny(tasks, 60, TimeUnit.SECONDS))
                    .isInstanceOfSatisfying(
                            ExecutionException.class,
                            e -> assertThat(failures).anyMatch(failure -> failure == e.getCause()));
        }
    }

    @OnKinds
    void refusesNull(Kind kind) {
        try (Fixture on = kind.open()) {
            on.occupy();
            Callable<Integer> task = () -> on.ran().incrementAndGet();
            assertThatThrownBy(() -> on.executor().invokeAny(null, 1, TimeUnit.SECONDS))
                    .isInstanceOf(NullPointerException.class);
            assertThatThrownBy(() -> on.executor().invokeAny(List.of(task), 1, null))
                    .isInstanceOf(NullPointerException.class);
            for (List<Callable<Integer>> tasks : BulkTasks.withNull(task)) {
                assertThatThrownBy(() -> on.executor().invokeAny(tasks, 60, TimeUnit.SECONDS))
                        .isInstanceOf(NullPointerException.class);
            }
            on.finish();
            assertThat(on.ran()).hasValue(0);
        }
    }

    /** Not said of this method, but of the one without a time; and the JDK does the same for both. */
    @OnKinds
    void refusesAnEmptyCollectionWhateverTheTime(Kind kind) {
        try (Fixture on = kind.open()) {
            for (long time : new long[] {-1, 0, 60}) {
                assertThatThrownBy(() -> on.executor().invokeAny(List.<Callable<Object>>of(), time, TimeUnit.SECONDS))
                        .isInstanceOf(IllegalArgumentException.class);
            }
        }
    }

    @OnKinds
    void collectionThatThrowsLeavesNothingRunning(Kind kind) {
        try (Fixture on = kind.open()) {
            on.occupy();
            IllegalStateException own = new IllegalStateException("the collection's");
            Callable<Integer> task = () -> on.ran().incrementAndGet();
            assertThatThrownBy(
                            () -> on.executor().invokeAny(BulkTasks.thenThrowing(3, task, own), 60, TimeUnit.SECONDS))
                    .isSameAs(own);
            on.finish();
            assertThat(on.ran()).hasValue(0);
        }
    }

    @OnKinds
    void rejectsAfterShutdownAndRunsNone(Kind kind) {
        try (Fixture on = kind.open()) {
            on.executor().shutdown();
            List<Callable<Integer>> tasks =
                    Collections.nCopies(3, () -> on.ran().incrementAndGet());
            assertThatThrownBy(() -> on.executor().invokeAny(tasks, 60, TimeUnit.SECONDS))
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
            assertThatThrownBy(() -> on.executor().invokeAny(tasks, 60, TimeUnit.SECONDS))
                    .isInstanceOf(RejectedExecutionException.class);
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
                assertThatThrownBy(() -> on.executor().invokeAny(tasks, 1, TimeUnit.DAYS))
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
                assertThatThrownBy(() -> on.executor().invokeAny(tasks, 1, TimeUnit.DAYS))
                        .isInstanceOf(InterruptedException.class);
                assertThat(Thread.currentThread().isInterrupted()).isFalse();
            });
            on.finish();
            assertThat(on.ran()).hasValue(0);
        }
    }
}
