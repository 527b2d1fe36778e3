package dev.weir;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.support.Await;
import dev.weir.support.CapturedLog;
import dev.weir.support.EndOfStack;
import dev.weir.support.Gate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Claims about what an error leaves behind that did not hold once; each test says what was wrong. */
class RefutedErrorsTest {

    private static final int ROUNDS = 3;

    /** It was half cancelled for ever: others who cancelled it span, and the pool never ended. */
    @Test
    void taskThatIsCancelledAtTheEndOfTheStackIsCancelledOrNot() {
        checkWaiting(task -> task.cancel(false));
    }

    /** The same, where its time was over. */
    @Test
    void taskThatExpiresAtTheEndOfTheStackHasExpiredOrNot() {
        checkWaiting(task -> task.expire(new TaskRejectedException(RejectionReason.EXPIRED, "too late", null)));
    }

    private static void checkWaiting(Consumer<PooledTask<?>> giveUp) {
        ThreadPool pool = ThreadPool.builder("brink").threads(1, 1).build();
        Gate gate = new Gate();
        try {
            pool.execute(gate);
            gate.awaitInside(1);
            List<PooledTask<?>> tasks = atTheEndOfTheStack(() -> (PooledTask<?>) pool.submit(() -> {}), giveUp);
            assertThat(tasks).allMatch(task -> task.isDone() || task.isWaiting());
            tasks.forEach(giveUp);
            assertThat(tasks).allMatch(Task::isDone);
            gate.open();
            assertThat(pool.drain(Duration.ofSeconds(30))).isEmpty();
            assertThat(pool.isTerminated()).isTrue();
            assertThat(pool.stats().cancelled() + pool.stats().expired()).isEqualTo(tasks.size() + 1);
        } finally {
            gate.open();
            pool.shutdownNow();
        }
    }

    /** It was taken off the schedule half-way, and the timer of all pools was in disorder. */
    @Test
    void scheduledTaskThatIsCancelledAtTheEndOfTheStackIsCancelledOrNot() {
        checkScheduled(pool -> pool.schedule(() -> {}, 1, TimeUnit.HOURS));
    }

    /** The same, where it would have been run again and again. */
    @Test
    void periodicTaskThatIsCancelledAtTheEndOfTheStackIsCancelledOrNot() {
        checkScheduled(pool -> pool.scheduleAtFixedRate(() -> {}, 1, 1, TimeUnit.HOURS));
    }

    private static void checkScheduled(Function<ThreadPool, ScheduledTask<?>> schedule) {
        WorkerPool pool = (WorkerPool) ThreadPool.builder("brink").threads(0, 1).build();
        try {
            List<ScheduledTask<?>> tasks = atTheEndOfTheStack(() -> schedule.apply(pool), task -> task.cancel(false));
            assertThat(tasks).allMatch(task -> task.isDone() || task.taskState() == TaskState.WAITING);
            tasks.forEach(task -> task.cancel(false));
            assertThat(tasks).allMatch(Task::isCancelled);
            assertThat(pool.schedule().isEmpty()).isTrue();
            assertThat(pool.schedule().isPending()).isFalse();
            assertThat(pool.drain(Duration.ofSeconds(30))).isEmpty();
            assertThat(pool.isTerminated()).isTrue();
        } finally {
            pool.shutdownNow();
        }
    }

    /** A task that ran out of stack on its way into the schedule was waited for, for ever. */
    @Test
    void poolThatRunsOutOfStackWhileItSchedulesIsNotHeldUp() {
        WorkerPool pool = (WorkerPool) ThreadPool.builder("brink").threads(0, 1).build();
        try {
            int overflows = 0;
            for (int round = 0; round < ROUNDS; round++) {
                pool.schedule(() -> {}, 0, TimeUnit.HOURS);
                overflows += EndOfStack.run(() -> pool.schedule(() -> {}, 0, TimeUnit.HOURS));
            }
            assertThat(overflows).isPositive();
            assertThat(pool.drain(Duration.ofSeconds(10))).isEmpty();
            assertThat(pool.isTerminated()).isTrue();
        } finally {
            pool.shutdownNow();
        }
    }

    /** One after the other, until the stack sufficed; returns those that it was done to, and those that it failed for. */
    private static <T> List<T> atTheEndOfTheStack(Supplier<T> maker, Consumer<T> action) {
        List<T> tasks = new ArrayList<>();
        action.accept(maker.get());
        int overflows = 0;
        for (int round = 0; round < ROUNDS; round++) {
            int first = tasks.size();
            for (int i = 0; i < 1_000; i++) {
                tasks.add(maker.get());
            }
            AtomicInteger next = new AtomicInteger(first);
            overflows +=
                    EndOfStack.run(() -> action.accept(tasks.get(Math.min(next.getAndIncrement(), tasks.size() - 1))));
        }
        assertThat(overflows).isPositive();
        return tasks;
    }

    /** The submitter counted as at work for ever, and the pool never ended. */
    @Test
    void submitterThatHasNoStackToRunTheTaskIsNotAtWork() {
        WorkerPool pool = (WorkerPool) ThreadPool.builder("brink")
                .threads(1, 1)
                .queueCapacity(0)
                .overflow(Overflow.callerRuns())
                .build();
        Gate gate = new Gate();
        try {
            pool.execute(gate);
            gate.awaitInside(1);
            pool.execute(() -> {});
            int overflows = 0;
            for (int round = 0; round < 4 * ROUNDS; round++) {
                overflows += EndOfStack.run(() -> pool.execute(() -> {}));
            }
            assertThat(overflows).isPositive();
            assertThat(pool.admission().callersAtWork()).isZero();
            gate.open();
            assertThat(pool.drain(Duration.ofSeconds(30))).isEmpty();
            assertThat(pool.isTerminated()).isTrue();
        } finally {
            gate.open();
            pool.shutdownNow();
        }
    }

    /** The worker was claimed and not woken: it slept on, and whoever came later relied on it. */
    @Test
    void submitterThatHasNoStackToWakeAWorkerHasClaimedNone() {
        try (CapturedLog log = CapturedLog.open();
                ThreadPool pool = ThreadPool.builder("brink").threads(1, 1).build()) {
            AtomicInteger ran = new AtomicInteger();
            Runnable task = ran::incrementAndGet;
            pool.execute(task);
            int overflows = 0;
            for (int round = 0; round < 10 * ROUNDS; round++) {
                Await.until("the worker is idle", () -> pool.stats().idleThreads() == 1);
                overflows += EndOfStack.run(() -> pool.execute(task));
                int before = ran.get();
                pool.execute(task);
                Await.until("the next task has run", () -> ran.get() > before);
            }
            assertThat(overflows).isPositive();
            assertThat(log.records()).isEmpty();
        }
    }

    /** A worker was counted that nobody hired. */
    @Test
    void submitterThatHasNoStackToHireAWorkerHasCountedNone() {
        EndOfStack.run(() -> {});
        for (int round = 0; round < 10 * ROUNDS; round++) {
            ThreadPool pool = ThreadPool.builder("brink").threads(0, 1).build();
            AtomicInteger ran = new AtomicInteger();
            Runnable task = ran::incrementAndGet;
            EndOfStack.run(() -> pool.execute(task));
            int before = ran.get();
            pool.execute(task);
            Await.until("the next task has run", () -> ran.get() > before);
            assertThat(pool.drain(Duration.ofSeconds(30))).isEmpty();
            assertThat(pool.isTerminated()).isTrue();
        }
    }

    /** The task that was to be dropped was in nobody's hands, and the pool never ended. */
    @Test
    void submitterThatHasNoStackToDropATaskDropsNone() {
        ThreadPool pool = ThreadPool.builder("brink")
                .threads(1, 1)
                .queueCapacity(1)
                .overflow(Overflow.dropOldest())
                .build();
        Gate gate = new Gate();
        try {
            pool.execute(gate);
            gate.awaitInside(1);
            pool.execute(() -> {});
            pool.execute(() -> {});
            int overflows = 0;
            for (int round = 0; round < 4 * ROUNDS; round++) {
                overflows += EndOfStack.run(() -> pool.execute(() -> {}));
            }
            assertThat(overflows).isPositive();
            assertThat(pool.stats().queued()).isEqualTo(1);
            gate.open();
            assertThat(pool.drain(Duration.ofSeconds(30))).isEmpty();
            assertThat(pool.isTerminated()).isTrue();
        } finally {
            gate.open();
            pool.shutdownNow();
        }
    }

    /** The lock on the pool's life was never given back. */
    @Test
    void poolThatIsStoppedAtTheEndOfTheStackCanBeStoppedOnceMore() {
        ThreadPool.builder("brink").threads(0, 1).build().shutdownNow();
        List<ThreadPool> pools = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            pools.add(ThreadPool.builder("brink").threads(0, 1).build());
        }
        AtomicInteger next = new AtomicInteger();
        assertThat(EndOfStack.run(
                        () -> pools.get(Math.min(next.getAndIncrement(), 999)).shutdownNow()))
                .isPositive();
        pools.forEach(ThreadPool::shutdownNow);
        assertThat(pools).allMatch(ThreadPool::isTerminated);
    }

    /** A pool that was shut down at the end of the stack never ended, even if it was shut down once more. */
    @Test
    void poolThatIsShutDownAtTheEndOfTheStackEndsIfItIsShutDownOnceMore() throws Exception {
        ThreadPool.builder("brink").threads(0, 1).build().shutdown();
        List<ThreadPool> pools = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            pools.add(ThreadPool.builder("brink").threads(0, 1).build());
        }
        AtomicInteger next = new AtomicInteger();
        assertThat(EndOfStack.run(
                        () -> pools.get(Math.min(next.getAndIncrement(), 999)).shutdown()))
                .isPositive();
        pools.forEach(ThreadPool::shutdown);
        assertThat(pools).allMatch(ThreadPool::isTerminated);
    }

    /** An error in the admission of a late task stopped all retries of the pool, which never ended. */
    @Test
    void errorInTheAdmissionOfALateTaskDoesNotKeepItOut() throws Exception {
        checkAdmitted(List.of(Admitting.NO_ROOM, Admitting.ERROR, Admitting.DONE));
    }

    /** An error in the admission of a task whose time had come lost the task, and the pool never ended. */
    @Test
    void errorInTheAdmissionOfADueTaskDoesNotKeepItOut() throws Exception {
        checkAdmitted(List.of(Admitting.ERROR, Admitting.DONE));
    }

    private static void checkAdmitted(List<Admitting> answers) throws Exception {
        WorkerPool pool =
                (WorkerPool) ThreadPool.builder("short of memory").threads(0, 1).build();
        try (CapturedLog log = CapturedLog.open()) {
            Stumbling entry = new Stumbling(pool, answers);
            entry.begin(0);
            Await.until("it is admitted", () -> entry.asked.get() == answers.size());
            pool.shutdown();
            assertThat(pool.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
            assertThat(log.records()).hasSize(1);
        } finally {
            pool.shutdownNow();
        }
    }

    private enum Admitting {
        NO_ROOM,
        ERROR,
        DONE
    }

    /** An entry that is admitted at last. */
    private static final class Stumbling extends Schedule.Entry {

        private final List<Admitting> answers;
        private final AtomicInteger asked = new AtomicInteger();

        Stumbling(WorkerPool pool, List<Admitting> answers) {
            super(pool.schedule(), false);
            this.answers = answers;
        }

        @Override
        boolean admit() {
            Admitting answer = answers.get(asked.getAndIncrement());
            if (answer == Admitting.ERROR) {
                throw new OutOfMemoryError("for this test");
            }
            return answer == Admitting.DONE;
        }

        @Override
        void shutDown() {}

        @Override
        void handBack(List<Runnable> handedBack) {}
    }
}
