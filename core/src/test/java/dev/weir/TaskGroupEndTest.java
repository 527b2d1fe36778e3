package dev.weir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.support.Await;
import dev.weir.support.CapturedLog;
import dev.weir.support.Gate;
import dev.weir.support.Team;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** The deadline and the closing of a group: nothing of it is left behind. */
class TaskGroupEndTest {

    /** The compiler frowns on closing by hand what its try block closes too. */
    private static void closeNow(TaskGroup group) {
        group.close();
    }

    private static final Duration SHORT = Duration.ofMillis(20);
    private static final Duration LONG_ENOUGH_TO_BEGIN = Duration.ofMillis(500);

    private static ThreadPool pool(int threads) {
        return ThreadPool.builder("group")
                .threads(threads, threads)
                .failureHandler(failure -> {})
                .build();
    }

    private static Object forEver(CountDownLatch begun) throws InterruptedException {
        begun.countDown();
        new CountDownLatch(1).await();
        return "never";
    }

    private static void assertClosed(TaskGroup group) {
        assertThatThrownBy(() -> group.submit(() -> 1))
                .isInstanceOfSatisfying(
                        TaskRejectedException.class, e -> assertThat(e.reason()).isEqualTo(RejectionReason.CLOSED))
                .hasMessageContaining("task group");
    }

    private static void passes(Duration time) {
        long start = System.nanoTime();
        Await.until("the time is over", () -> System.nanoTime() - start >= time.toNanos());
    }

    // The deadline

    @Test
    void joinCancelsWhatIsLeftAtTheDeadline() {
        CountDownLatch begun = new CountDownLatch(1);
        try (ThreadPool pool = pool(1);
                TaskGroup group = pool.group().deadline(LONG_ENOUGH_TO_BEGIN)) {
            Task<Object> running = group.submit(() -> forEver(begun));
            Task<Integer> waiting = group.submit(() -> 1);
            Await.zero(begun);
            assertThatThrownBy(group::join)
                    .isInstanceOf(TimeoutException.class)
                    .hasMessageContaining(LONG_ENOUGH_TO_BEGIN.toString());
            assertThat(running.isCancelled()).isTrue();
            assertThat(waiting.taskState()).isEqualTo(TaskState.EXPIRED);
            assertThat(group.submit(() -> 2).isCancelled()).isTrue();
            assertThatThrownBy(group::join).isInstanceOf(TimeoutException.class);
            closeNow(group);
            PoolStats stats = pool.stats();
            assertThat(stats.addsUp()).isTrue();
            assertThat(stats.running() + stats.queued()).isZero();
            assertThat(stats.rejected()).isZero();
            assertThat(stats.expired()).isEqualTo(1);
        }
    }

    @Test
    void deadlineNeedsNobodyWhoWaits() {
        CountDownLatch begun = new CountDownLatch(1);
        try (ThreadPool pool = pool(1);
                TaskGroup group = pool.group().deadline(SHORT)) {
            Task<Object> running = group.submit(() -> forEver(begun));
            Task<Integer> waiting = group.submit(() -> 1);
            Await.until("both are given up", () -> running.isCancelled() && waiting.isDone());
        }
    }

    @Test
    void groupWithADeadlineIsJoinedWithinATaskOfAPoolOfOneThread() throws Exception {
        try (ThreadPool pool = pool(1)) {
            Task<Integer> outer = pool.submit(() -> {
                try (TaskGroup group = pool.group().deadline(Duration.ofMinutes(1))) {
                    Task<Integer> inner = group.submit(() -> 7);
                    group.join();
                    return inner.resultNow();
                }
            });
            assertThat(outer.get()).isEqualTo(7);
            assertThat(pool.stats().peakThreads()).isEqualTo(1);
        }
    }

    @Test
    void deadlineHoldsForAGroupThatCollectsAll() {
        try (ThreadPool pool = pool(1);
                TaskGroup group = pool.group().collectAll().deadline(SHORT)) {
            group.submit(() -> forEver(new CountDownLatch(1)));
            assertThatThrownBy(group::join).isInstanceOf(TimeoutException.class);
            assertThat(group.results())
                    .singleElement()
                    .satisfies(result -> assertThat(result.isSuccess()).isFalse());
        }
    }

    @Test
    void submissionAfterTheDeadlineCancelsWhatIsLeftWithoutAJoiner() {
        CountDownLatch begun = new CountDownLatch(1);
        try (ThreadPool pool = pool(2);
                TaskGroup group = pool.group().deadline(SHORT)) {
            Task<Object> running = group.submit(() -> forEver(begun));
            passes(SHORT);
            assertThat(group.submit(() -> 1).isCancelled()).isTrue();
            assertThat(running.isCancelled()).isTrue();
            assertThatThrownBy(group::join).isInstanceOf(TimeoutException.class);
        }
    }

    @Test
    void endOfATaskAfterTheDeadlineCancelsTheOthersWithoutAJoiner() {
        Gate gate = new Gate();
        try (ThreadPool pool = pool(2);
                TaskGroup group = pool.group().deadline(SHORT)) {
            group.submit(gate);
            Task<Object> other = group.submit(() -> forEver(new CountDownLatch(1)));
            passes(SHORT);
            gate.open();
            Await.until("the other is cancelled", other::isCancelled);
            assertThatThrownBy(group::join).isInstanceOf(TimeoutException.class);
        }
    }

    @Test
    void taskThatHasNotBegunAtTheDeadlineNeverDoes() {
        Gate gate = new Gate();
        try (ThreadPool pool = pool(1);
                TaskGroup group = pool.group().deadline(SHORT)) {
            pool.execute(gate);
            Task<Object> late = group.submit(() -> forEver(new CountDownLatch(1)));
            Await.until("it has expired", late::isDone);
            gate.open();
            assertThat(late.taskState()).isEqualTo(TaskState.EXPIRED);
            assertThat(late.exceptionNow())
                    .isInstanceOf(TaskRejectedException.class)
                    .extracting(thrown -> ((TaskRejectedException) thrown).reason())
                    .isEqualTo(RejectionReason.EXPIRED);
        }
    }

    @Test
    void groupThatWasDoneInTimeIsInTimeHoweverLateItIsJoined() throws Exception {
        try (ThreadPool pool = pool(1)) {
            Duration time = SHORT;
            while (!isInTimeWhenJoinedLate(pool, time)) {
                time = time.multipliedBy(4); // the machine was too slow for that
            }
        }
    }

    private static boolean isInTimeWhenJoinedLate(ThreadPool pool, Duration time) throws Exception {
        try (TaskGroup group = pool.group().deadline(time)) {
            Task<Integer> task = group.submit(() -> 1);
            try {
                group.join();
            } catch (TimeoutException e) {
                return false;
            }
            passes(time);
            group.join();
            assertThat(task.resultNow()).isEqualTo(1);
            return true;
        }
    }

    @Test
    void deadlineOfNoTimeIsOverAtOnceAndAHugeOneNever() throws Exception {
        try (ThreadPool pool = pool(1);
                TaskGroup none = pool.group().deadline(Duration.ZERO);
                TaskGroup huge = pool.group().deadline(Duration.ofSeconds(Long.MAX_VALUE, 999_999_999));
                TaskGroup large = pool.group().deadline(Duration.ofNanos(Long.MAX_VALUE - 1))) {
            assertThat(none.submit(() -> 1).isCancelled()).isTrue();
            assertThatThrownBy(none::join).isInstanceOf(TimeoutException.class);
            for (TaskGroup group : new TaskGroup[] {huge, large}) {
                Task<Integer> task = group.submit(() -> 2);
                group.join();
                assertThat(task.resultNow()).isEqualTo(2);
            }
        }
    }

    @Test
    void failureBeforeTheDeadlineIsWhatJoinTells() throws Exception {
        try (ThreadPool pool = pool(1)) {
            Duration time = SHORT;
            while (!tellsOfTheFailureAfterTheDeadline(pool, time)) {
                time = time.multipliedBy(4); // the machine was too slow for that
            }
        }
    }

    private static boolean tellsOfTheFailureAfterTheDeadline(ThreadPool pool, Duration time) throws Exception {
        try (TaskGroup group = pool.group().deadline(time)) {
            group.submit(() -> {
                throw new IllegalStateException("x");
            });
            try {
                group.join();
            } catch (TimeoutException e) {
                return false;
            } catch (ExecutionException e) {
                assertThat(e).hasCauseInstanceOf(IllegalStateException.class);
            }
            passes(time);
            group.submit(() -> 1);
            assertThatThrownBy(group::join).isInstanceOf(ExecutionException.class);
            return true;
        }
    }

    // Interruption

    @Test
    void interruptedJoinerLeavesTheTasksAlone() throws Exception {
        Gate gate = new Gate();
        try (ThreadPool pool = pool(1);
                TaskGroup group = pool.group()) {
            Task<?> task = group.submit(gate);
            Team joiner =
                    Team.start(1, number -> assertThatThrownBy(group::join).isInstanceOf(InterruptedException.class));
            Await.parked(joiner.thread(0));
            joiner.thread(0).interrupt();
            joiner.join();
            assertThat(task.isDone()).isFalse();
            gate.open();
            group.join();
            assertThat(task.isCancelled()).isFalse();
        }
    }

    // Closing

    @Test
    void closeInterruptsAndWaitsUntilTheTasksHaveReallyEnded() {
        Gate stubborn = new Gate();
        try (ThreadPool pool = pool(1)) {
            TaskGroup group = pool.group();
            Task<?> running = group.submit(stubborn);
            Task<Integer> waiting = group.submit(() -> 1);
            stubborn.awaitInside(1);
            Team closers = Team.start(2, number -> {
                group.close();
                assertThat(stubborn.inside()).isZero();
                assertThat(pool.stats().running()).isZero();
            });
            Await.until("they are cancelled", () -> running.isCancelled() && waiting.isCancelled());
            Await.parked(closers.thread(0));
            Await.parked(closers.thread(1));
            stubborn.open();
            closers.join();
            group.close();
            assertClosed(group);
            assertThatThrownBy(group::join)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("closed");
            assertThatThrownBy(group::collectAll).isInstanceOf(IllegalStateException.class);
            assertThat(pool.stats().cancelled()).isEqualTo(2);
            assertThat(pool.stats().rejected()).isEqualTo(1);
            assertThat(pool.stats().addsUp()).isTrue();
        }
    }

    @Test
    void interruptedCloserGoesOnWaitingAndKeepsItsStatus() {
        Gate stubborn = new Gate();
        try (ThreadPool pool = pool(1)) {
            TaskGroup group = pool.group();
            group.submit(stubborn);
            stubborn.awaitInside(1);
            Team closer = Team.start(1, number -> {
                Thread.currentThread().interrupt();
                group.close();
                assertThat(stubborn.inside()).isZero();
                assertThat(Thread.currentThread().isInterrupted()).isTrue();
            });
            Await.parked(closer.thread(0));
            closer.thread(0).interrupt();
            stubborn.open();
            closer.join();
        }
    }

    @Test
    void closeReleasesAJoiner() {
        CountDownLatch begun = new CountDownLatch(1);
        try (ThreadPool pool = pool(1)) {
            TaskGroup group = pool.group();
            group.submit(() -> forEver(begun));
            Team joiner =
                    Team.start(1, number -> assertThatThrownBy(group::join).isInstanceOf(IllegalStateException.class));
            Await.zero(begun);
            Await.parked(joiner.thread(0));
            group.close();
            joiner.join();
        }
    }

    @Test
    void closeReleasesASubmitterThatWaitsForRoom() {
        Gate gate = new Gate();
        try (ThreadPool pool = ThreadPool.builder("group")
                .threads(1, 1)
                .queueCapacity(0)
                .overflow(Overflow.block(Duration.ofSeconds(60)))
                .build()) {
            pool.execute(gate);
            gate.awaitInside(1);
            TaskGroup group = pool.group();
            Team submitter = Team.start(1, number -> assertClosed(group));
            Await.parked(submitter.thread(0));
            group.close();
            submitter.join();
            gate.open();
        }
    }

    @Test
    void closeInterruptsAndAwaitsATaskThatItsSubmitterRuns() {
        Gate busy = new Gate();
        CountDownLatch begun = new CountDownLatch(1);
        try (ThreadPool pool = ThreadPool.builder("group")
                .threads(1, 1)
                .queueCapacity(0)
                .overflow(Overflow.callerRuns())
                .build()) {
            pool.execute(busy);
            busy.awaitInside(1);
            TaskGroup group = pool.group();
            Team submitter = Team.start(
                    1,
                    number -> assertThat(group.submit(() -> forEver(begun)).isCancelled())
                            .isTrue());
            Await.zero(begun);
            group.close();
            submitter.join();
            busy.open();
        }
    }

    @Test
    void threadThatCannotBeInterruptedKeepsNoOtherTaskFromBeingCancelled() {
        CountDownLatch begun = new CountDownLatch(1);
        AtomicBoolean stubborn = new AtomicBoolean(true);
        Gate gate = new Gate();
        try (CapturedLog log = CapturedLog.open();
                ThreadPool pool = ThreadPool.builder("group")
                        .threads(2, 2)
                        .threadFactory(worker -> new Thread(worker) {
                            @Override
                            public void interrupt() {
                                if (stubborn.getAndSet(false)) {
                                    throw new SecurityException("not me");
                                }
                                super.interrupt();
                            }
                        })
                        .build()) {
            TaskGroup group = pool.group();
            Task<?> first = group.submit(gate);
            Task<Object> second = group.submit(() -> forEver(begun));
            gate.awaitInside(1);
            Await.zero(begun);
            Team closer = Team.start(1, number -> group.close());
            Await.until("both are cancelled", () -> first.isCancelled() && second.isCancelled());
            gate.open();
            closer.join();
            assertThat(log.records()).hasSize(1);
        }
    }

    @Test
    void taskThatClosesItsOwnGroupCancelsTheOthersAndDoesNotWait() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        try (ThreadPool pool = pool(2)) {
            TaskGroup group = pool.group();
            Task<Object> other = group.submit(() -> forEver(begun));
            Await.zero(begun);
            Task<String> closing = group.submit(() -> {
                group.close();
                return "goes on";
            });
            assertThat(closing.get()).isEqualTo("goes on");
            assertThat(other.isCancelled()).isTrue();
            assertClosed(group);
            group.close();
            assertThat(pool.tasksLeft()).isZero();
        }
    }

    @Test
    void taskOfAnotherGroupOfThePoolClosesAsAnyThreadDoes() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        try (ThreadPool pool = pool(2);
                TaskGroup outer = pool.group()) {
            TaskGroup inner = pool.group();
            AtomicReference<Thread> insideInner = new AtomicReference<>();
            inner.submit(() -> {
                insideInner.set(Thread.currentThread());
                try {
                    return forEver(begun);
                } finally {
                    insideInner.set(null);
                }
            });
            Await.zero(begun);
            outer.submit(() -> {
                inner.close();
                assertThat(insideInner.get()).isNull();
            });
            outer.join();
        }
    }

    @Test
    void groupOfAPoolThatIsShutDownIsRefusedAndCanBeClosed() throws Exception {
        ThreadPool pool = pool(1);
        TaskGroup group = pool.group();
        group.submit(() -> 1);
        pool.close();
        assertThatThrownBy(() -> group.submit(() -> 2))
                .isInstanceOfSatisfying(
                        TaskRejectedException.class, e -> assertThat(e.reason()).isEqualTo(RejectionReason.SHUT_DOWN));
        group.join();
        group.close();
    }

    @Test
    void nothingRunsAfterCloseHoweverSubmittersFailuresAndTheEndMeet() {
        try (ThreadPool pool = pool(3)) {
            for (int round = 0; round < 300; round++) {
                AtomicInteger running = new AtomicInteger();
                AtomicInteger submitted = new AtomicInteger();
                int enough = round;
                boolean fails = round % 3 == 0;
                TaskGroup group = round % 2 == 0 ? pool.group() : pool.group().collectAll();
                Team team = Team.start(4, number -> {
                    if (number < 3) {
                        submitUntilClosed(group, running, submitted, fails);
                    } else {
                        Await.until("some are submitted", () -> submitted.get() >= enough);
                        group.close();
                        assertThat(running).hasValue(0);
                    }
                });
                team.join();
                assertThat(running).hasValue(0);
                PoolStats stats = pool.stats();
                assertThat(stats.addsUp()).isTrue();
                assertThat(stats.queued() + stats.running()).isZero();
            }
        }
    }

    private static void submitUntilClosed(
            TaskGroup group, AtomicInteger running, AtomicInteger submitted, boolean fails) {
        for (; ; ) {
            try {
                group.submit(() -> {
                    running.incrementAndGet();
                    try {
                        if (fails && ThreadLocalRandom.current().nextInt(50) == 0) {
                            throw new IllegalStateException("x");
                        }
                        Thread.yield();
                    } finally {
                        running.decrementAndGet();
                    }
                    return 1;
                });
                submitted.incrementAndGet();
            } catch (TaskRejectedException e) {
                if (e.reason() == RejectionReason.CLOSED) {
                    return;
                }
            }
        }
    }
}
