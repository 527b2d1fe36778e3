package dev.weir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.support.Await;
import dev.weir.support.CapturedLog;
import dev.weir.support.Failures;
import dev.weir.support.Gate;
import dev.weir.support.Team;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Tasks begin when their time has come, once or again and again, until they throw, are cancelled or the pool ends. */
class ScheduleTest {

    private final Failures failures = new Failures();

    private ThreadPool pool(int min, int max) {
        return ThreadPool.builder("timed")
                .threads(min, max)
                .failureHandler(failures)
                .build();
    }

    private static boolean isScheduled(ThreadPool pool) {
        return !((WorkerPool) pool).schedule().isEmpty();
    }

    // Once

    @Test
    void delayedTaskBeginsWhenItsTimeHasComeAndNotBefore() throws Exception {
        try (ThreadPool pool = pool(0, 2)) {
            long begin = System.nanoTime();
            ScheduledTask<Long> task = pool.schedule(System::nanoTime, 30, TimeUnit.MILLISECONDS);
            assertThat(task.get() - begin).isGreaterThanOrEqualTo(30_000_000);
            assertThat(task.taskState()).isEqualTo(TaskState.SUCCEEDED);
            assertThat(task.isPeriodic()).isFalse();
            assertThat(isScheduled(pool)).isFalse();
        }
    }

    @Test
    void tasksBeginInTheOrderOfTheirTimes() throws Exception {
        try (ThreadPool pool = pool(1, 1)) {
            List<Integer> order = Collections.synchronizedList(new ArrayList<>());
            Map<ScheduledTask<?>, Integer> tasks = new TreeMap<>(); // by their times, however late each was submitted
            for (int i : new int[] {30, 10, 20}) {
                tasks.put(pool.schedule(() -> order.add(i), i, TimeUnit.MILLISECONDS), i);
            }
            pool.schedule(() -> order.add(0), 0, TimeUnit.MILLISECONDS).get();
            pool.schedule(() -> order.add(0), -5, TimeUnit.MILLISECONDS).get();
            Await.until("all have run", () -> order.size() == 5);
            order.removeAll(List.of(0));
            assertThat(order).containsExactlyElementsOf(tasks.values());
        }
    }

    @Test
    void untilItsTimeHasComeATaskIsInNoAccount() throws Exception {
        try (ThreadPool pool = pool(0, 2)) {
            ScheduledTask<?> task = pool.schedule(() -> {}, 1, TimeUnit.HOURS);
            assertThat(pool.tasksLeft()).isZero();
            assertThat(pool.stats().accepted()).isZero();
            assertThat(pool.stats().threads()).isZero();
            assertThat(task.taskState()).isEqualTo(TaskState.WAITING);
            assertThat(task.getDelay(TimeUnit.MINUTES)).isBetween(58L, 60L);
            pool.join();
            assertThat(task.cancel(false)).isTrue();
            assertThat(task.isCancelled()).isTrue();
            assertThat(task.cancel(false)).isFalse();
            assertThat(isScheduled(pool)).isFalse();
            assertThat(pool.stats().cancelled()).isZero();
        }
    }

    @Test
    void failureOfADelayedTaskIsItsFuturesOrReported() throws Exception {
        try (ThreadPool pool = pool(1, 1)) {
            ScheduledTask<Object> seen = pool.schedule(
                    () -> {
                        throw new IllegalStateException("seen");
                    },
                    1,
                    TimeUnit.MILLISECONDS);
            assertThatThrownBy(seen::get).isInstanceOf(ExecutionException.class).hasRootCauseMessage("seen");
            ScheduledTask<Object> unseen = pool.schedule(
                    () -> {
                        throw new IllegalStateException("unseen");
                    },
                    1,
                    TimeUnit.MILLISECONDS);
            Await.until("it has failed", unseen::isDone);
            assertThat(failures.told()).isEmpty();
        }
        assertThat(failures.told())
                .singleElement()
                .satisfies(told -> assertThat(told.exception()).hasMessage("unseen"));
    }

    @Test
    void taskWhoseTimeHasComeIsLateAndNotRefusedIfTheQueueIsFull() throws Exception {
        try (ThreadPool pool =
                ThreadPool.builder("timed").threads(1, 1).queueCapacity(1).build()) {
            Gate gate = new Gate();
            pool.execute(gate);
            gate.awaitInside(1);
            pool.execute(() -> {});
            ScheduledTask<String> late = pool.schedule(() -> "late", 0, TimeUnit.SECONDS);
            Await.until("its time is over", () -> late.getDelay(TimeUnit.MILLISECONDS) < -5);
            assertThat(pool.stats().queued()).isEqualTo(1);
            gate.open();
            assertThat(late.get()).isEqualTo("late");
            assertThat(pool.stats().rejected()).isZero();
        }
    }

    @Test
    void lateTaskCanBeCancelled() throws Exception {
        try (ThreadPool pool =
                ThreadPool.builder("timed").threads(1, 1).queueCapacity(0).build()) {
            Gate gate = new Gate();
            pool.execute(gate);
            gate.awaitInside(1);
            AtomicBoolean ran = new AtomicBoolean();
            ScheduledTask<?> late = pool.schedule(() -> ran.set(true), 0, TimeUnit.SECONDS);
            Await.until("its time is over", () -> late.getDelay(TimeUnit.MILLISECONDS) < -5);
            assertThat(late.cancel(true)).isTrue();
            assertThat(isScheduled(pool)).isFalse();
            gate.open();
            pool.join();
            assertThat(ran).isFalse();
        }
    }

    @Test
    void exactlyOneOfCancelAndRunHappens() {
        try (ThreadPool pool = pool(2, 2)) {
            AtomicInteger ran = new AtomicInteger();
            AtomicInteger cancelled = new AtomicInteger();
            int each = 20_000;
            Team.run(2, number -> {
                for (int i = 0; i < each; i++) {
                    ScheduledTask<?> task = pool.schedule(ran::incrementAndGet, i % 50, TimeUnit.MICROSECONDS);
                    if (i % 3 > 0) {
                        if (task.cancel(false)) {
                            cancelled.incrementAndGet();
                        }
                    }
                }
            });
            assertThat(pool.drain(Duration.ofMinutes(1))).isEmpty();
            // A task that was cancelled while it ran has run as well.
            PoolStats stats = pool.stats();
            assertThat(stats.addsUp()).isTrue();
            assertThat(stats.succeeded() + cancelled.get()).isEqualTo(2 * each);
            assertThat(isScheduled(pool)).isFalse();
        }
    }

    @Test
    void manyMayCancelTheSameTask() throws Exception {
        ThreadPool pool = pool(0, 1);
        for (int round = 0; round < 3_000; round++) {
            ScheduledTask<?> task = pool.schedule(() -> {}, 1, TimeUnit.DAYS);
            AtomicInteger succeeded = new AtomicInteger();
            Team.run(2, number -> {
                if (task.cancel(false)) {
                    succeeded.incrementAndGet();
                }
                assertThat(task.isDone()).isTrue();
            });
            assertThat(succeeded).hasValue(1);
        }
        assertThat(pool.stats().cancelled()).isZero();
        assertThat(pool.drain(Duration.ofMinutes(1))).isEmpty();
        assertThat(pool.isTerminated()).isTrue();
    }

    @Test
    void waitOfADelayedTaskBeginsWhenItIsDue() throws Exception {
        try (ThreadPool pool = pool(1, 1)) {
            ScheduledTask<?> far = pool.schedule(() -> {}, 1, TimeUnit.DAYS);
            assertThat(far.queueWait()).isZero();
            ScheduledTask<?> task = pool.schedule(() -> {}, 200, TimeUnit.MILLISECONDS);
            long begin = System.nanoTime();
            task.get();
            long whole = System.nanoTime() - begin;
            assertThat(task.queueWait()).isLessThan(Duration.ofNanos(whole));
            far.cancel(false);
        }
    }

    @Test
    void lateTasksKeepTheirOrder() throws Exception {
        try (ThreadPool pool =
                ThreadPool.builder("timed").threads(1, 1).queueCapacity(1).build()) {
            Gate gate = new Gate();
            pool.execute(gate);
            gate.awaitInside(1);
            List<Integer> order = Collections.synchronizedList(new ArrayList<>());
            List<ScheduledTask<?>> tasks = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                int n = i;
                tasks.add(pool.schedule(() -> order.add(n), i, TimeUnit.MICROSECONDS));
            }
            Await.until("all are late", () -> tasks.get(199).getDelay(TimeUnit.MILLISECONDS) < 0);
            gate.open();
            for (ScheduledTask<?> task : tasks) {
                task.get();
            }
            assertThat(order).hasSize(200).isSorted();
        }
    }

    @Test
    void aMillionScheduledAndCancelledLeaveNothing() {
        try (ThreadPool pool = pool(0, 1)) {
            for (int i = 0; i < 1_000_000; i++) {
                assertThat(pool.schedule(() -> {}, 1, TimeUnit.DAYS).cancel(false))
                        .isTrue();
            }
            assertThat(isScheduled(pool)).isFalse();
        }
    }

    @Test
    void slowThreadFactoryDoesNotHoldUpTheTimer() throws Exception {
        Gate gate = new Gate();
        ThreadFactory slow = work -> {
            gate.run();
            return new Thread(work);
        };
        try (ThreadPool blocked = ThreadPool.builder("slow")
                        .threads(0, 1)
                        .threadFactory(slow)
                        .build();
                ThreadPool other = pool(1, 1)) {
            ScheduledTask<Integer> first = blocked.schedule(() -> 1, 1, TimeUnit.MILLISECONDS);
            gate.awaitInside(1);
            assertThat(other.schedule(() -> 2, 1, TimeUnit.MILLISECONDS).get()).isEqualTo(2);
            gate.open();
            assertThat(first.get()).isEqualTo(1);
        }
    }

    @Test
    void taskMayWaitForADelayedOneOfItsOwnPool() throws Exception {
        try (ThreadPool pool = pool(1, 1)) {
            assertThat(pool.submit(() -> pool.schedule(() -> 7, 5, TimeUnit.MILLISECONDS)
                                    .get())
                            .get())
                    .isEqualTo(7);
        }
    }

    // Again and again

    @Test
    void fixedRateCatchesUpAndDoesNotDrift() throws Exception {
        try (ThreadPool pool = pool(2, 2)) {
            Gate gate = new Gate();
            AtomicInteger runs = new AtomicInteger();
            ScheduledTask<?> task = pool.scheduleAtFixedRate(
                    () -> {
                        if (runs.incrementAndGet() == 1) {
                            gate.run();
                        }
                    },
                    0,
                    1,
                    TimeUnit.MILLISECONDS);
            gate.awaitInside(1);
            Await.until("forty periods are over", () -> task.getDelay(TimeUnit.MILLISECONDS) < -40);
            gate.open();
            Await.until("it has caught up", () -> runs.get() >= 40 && task.getDelay(TimeUnit.NANOSECONDS) > 0);
            assertThat(task.cancel(false)).isTrue();
            assertThat(task.isDone()).isTrue();
        }
    }

    @Test
    void timeOfEachRunAtAFixedRateIsExact() throws Exception {
        try (ThreadPool pool = pool(1, 1)) {
            CountDownLatch ten = new CountDownLatch(10);
            List<Long> due = Collections.synchronizedList(new ArrayList<>());
            ScheduledTask<?>[] self = {null};
            CountDownLatch known = new CountDownLatch(1);
            self[0] = pool.scheduleAtFixedRate(
                    () -> {
                        Await.zero(known);
                        due.add(((PeriodicTask) self[0]).dueNanos());
                        ten.countDown();
                    },
                    0,
                    700,
                    TimeUnit.MICROSECONDS);
            known.countDown();
            Await.zero(ten);
            self[0].cancel(false);
            for (int i = 1; i < 10; i++) {
                assertThat(due.get(i) - due.get(i - 1)).isEqualTo(700_000);
            }
        }
    }

    @Test
    void fixedDelayLeavesTheDelayBetweenRuns() throws Exception {
        try (ThreadPool pool = pool(2, 2)) {
            List<Long> ends = Collections.synchronizedList(new ArrayList<>());
            AtomicBoolean tooEarly = new AtomicBoolean();
            CountDownLatch runs = new CountDownLatch(10);
            ScheduledTask<?> task = pool.scheduleWithFixedDelay(
                    () -> {
                        long begin = System.nanoTime();
                        if (!ends.isEmpty() && begin - ends.get(ends.size() - 1) < 2_000_000) {
                            tooEarly.set(true);
                        }
                        ends.add(System.nanoTime());
                        runs.countDown();
                    },
                    0,
                    2,
                    TimeUnit.MILLISECONDS);
            Await.zero(runs);
            task.cancel(true);
            assertThat(tooEarly).isFalse();
        }
    }

    @Test
    void periodicRunsNeverOverlap() throws Exception {
        try (ThreadPool pool = pool(4, 4)) {
            AtomicInteger inside = new AtomicInteger();
            AtomicInteger faults = new AtomicInteger();
            CountDownLatch runs = new CountDownLatch(500);
            ScheduledTask<?> task = pool.scheduleAtFixedRate(
                    () -> {
                        if (inside.incrementAndGet() != 1) {
                            faults.incrementAndGet();
                        }
                        Thread.yield();
                        inside.decrementAndGet();
                        runs.countDown();
                    },
                    0,
                    1,
                    TimeUnit.MICROSECONDS);
            Await.zero(runs);
            task.cancel(false);
            assertThat(faults).hasValue(0);
            assertThat(task.isPeriodic()).isTrue();
        }
    }

    @Test
    void periodicTaskThatThrowsEndsAndIsReportedOnce() throws Exception {
        ScheduledTask<?> task;
        AtomicInteger runs = new AtomicInteger();
        try (ThreadPool pool = pool(1, 1)) {
            task = pool.scheduleAtFixedRate(
                    () -> {
                        if (runs.incrementAndGet() == 3) {
                            throw new IllegalStateException("third");
                        }
                    },
                    0,
                    1,
                    TimeUnit.MILLISECONDS);
            assertThatThrownBy(task::get).isInstanceOf(ExecutionException.class).hasRootCauseMessage("third");
            pool.join();
            assertThat(failures.told()).hasSize(1);
            assertThat(isScheduled(pool)).isFalse();
            assertThat(pool.stats().succeeded()).isEqualTo(2);
            assertThat(pool.stats().failed()).isEqualTo(1);
        }
        assertThat(runs).hasValue(3);
        assertThat(failures.told()).hasSize(1);
        assertThat(task.taskState()).isEqualTo(TaskState.FAILED);
    }

    @Test
    void cancelWithoutInterruptLetsTheRunEndAndIsTheLast() throws Exception {
        try (ThreadPool pool = pool(1, 1)) {
            Gate gate = new Gate();
            AtomicInteger runs = new AtomicInteger();
            ScheduledTask<?> task = pool.scheduleAtFixedRate(
                    () -> {
                        runs.incrementAndGet();
                        gate.run();
                    },
                    0,
                    1,
                    TimeUnit.MICROSECONDS);
            gate.awaitInside(1);
            assertThat(task.taskState()).isEqualTo(TaskState.RUNNING);
            assertThat(task.cancel(false)).isTrue();
            gate.open();
            pool.join();
            assertThat(runs).hasValue(1);
            assertThat(pool.stats().succeeded()).isEqualTo(1);
            assertThat(isScheduled(pool)).isFalse();
        }
    }

    @Test
    void cancelWithInterruptReachesTheRun() throws Exception {
        try (ThreadPool pool = pool(1, 1)) {
            CountDownLatch inside = new CountDownLatch(1);
            AtomicBoolean interrupted = new AtomicBoolean();
            ScheduledTask<?> task = pool.scheduleWithFixedDelay(
                    () -> {
                        inside.countDown();
                        try {
                            new CountDownLatch(1).await();
                        } catch (InterruptedException e) {
                            interrupted.set(true);
                        }
                    },
                    0,
                    1,
                    TimeUnit.MICROSECONDS);
            Await.zero(inside);
            assertThat(task.cancel(true)).isTrue();
            pool.join();
            assertThat(interrupted).isTrue();
        }
    }

    @Test
    void periodicTaskMayCancelItself() throws Exception {
        try (ThreadPool pool = pool(1, 1)) {
            AtomicInteger runs = new AtomicInteger();
            ScheduledTask<?>[] self = {null};
            CountDownLatch known = new CountDownLatch(1);
            self[0] = pool.scheduleAtFixedRate(
                    () -> {
                        Await.zero(known);
                        if (runs.incrementAndGet() == 5) {
                            self[0].cancel(false);
                        }
                    },
                    0,
                    1,
                    TimeUnit.MICROSECONDS);
            known.countDown();
            Await.until("it is over", self[0]::isDone);
            pool.join();
            assertThat(runs).hasValue(5);
            assertThat(isScheduled(pool)).isFalse();
        }
    }

    // The pool's life

    @Test
    void shutdownCancelsPeriodicTasksAndWaitsForDelayedOnes() throws Exception {
        ThreadPool pool = pool(0, 1);
        ScheduledTask<?> periodic = pool.scheduleAtFixedRate(() -> {}, 1, 1, TimeUnit.HOURS);
        ScheduledTask<String> delayed = pool.schedule(() -> "ran", 20, TimeUnit.MILLISECONDS);
        pool.shutdown();
        assertThat(periodic.isCancelled()).isTrue();
        assertThat(pool.isTerminated()).isFalse();
        assertThatThrownBy(() -> pool.schedule(() -> {}, 1, TimeUnit.SECONDS))
                .isInstanceOf(TaskRejectedException.class);
        pool.close();
        assertThat(delayed.get()).isEqualTo("ran");
        assertThat(pool.stats().addsUp()).isTrue();
        assertThat(pool.stats().rejected()).isEqualTo(1);
    }

    @Test
    void cancellingTheLastDelayedTaskLetsThePoolEnd() throws Exception {
        ThreadPool pool = pool(1, 1);
        ScheduledTask<?> delayed = pool.schedule(() -> {}, 1, TimeUnit.DAYS);
        pool.shutdown();
        assertThat(pool.awaitTermination(1, TimeUnit.MILLISECONDS)).isFalse();
        delayed.cancel(false);
        assertThat(pool.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
    }

    @Test
    void shutdownNowHandsBackBothKindsInTheOrderOfTheirTimes() throws Exception {
        ThreadPool pool = pool(0, 1);
        AtomicInteger ran = new AtomicInteger();
        ScheduledTask<?> later = pool.schedule(ran::incrementAndGet, 2, TimeUnit.HOURS);
        ScheduledTask<?> periodic = pool.scheduleAtFixedRate(ran::incrementAndGet, 1, 1, TimeUnit.HOURS);
        ScheduledTask<?> never = pool.schedule(ran::incrementAndGet, Long.MAX_VALUE, TimeUnit.DAYS);
        assertThat(pool.shutdownNow()).containsExactly(periodic, later, never);
        assertThat(pool.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
        assertThat(later.taskState()).isEqualTo(TaskState.HANDED_BACK);
        later.run();
        periodic.run();
        assertThat(ran).hasValue(2);
        assertThat(later.isDone()).isTrue();
        assertThat(pool.stats().handedBack()).isZero(); // they had never been accepted
        assertThat(pool.stats().addsUp()).isTrue();
    }

    @Test
    void schedulingThatRacesWithTheEndIsEitherRunOrRefusedOrHandedBack() throws Exception {
        for (int round = 0; round < 300; round++) {
            ThreadPool pool = pool(0, 2);
            AtomicInteger ran = new AtomicInteger();
            AtomicInteger accepted = new AtomicInteger();
            List<Runnable> handedBack = Collections.synchronizedList(new ArrayList<>());
            boolean now = round % 2 == 0;
            Team.run(3, number -> {
                if (number == 2) {
                    if (now) {
                        handedBack.addAll(pool.shutdownNow());
                    } else {
                        pool.shutdown();
                    }
                    return;
                }
                for (int i = 0; i < 50; i++) {
                    try {
                        pool.schedule(ran::incrementAndGet, i % 5, TimeUnit.MICROSECONDS);
                        accepted.incrementAndGet();
                    } catch (TaskRejectedException refused) {
                        assertThat(refused.reason()).isEqualTo(RejectionReason.SHUT_DOWN);
                    }
                }
            });
            pool.close();
            assertThat(ran.get() + handedBack.size()).isEqualTo(accepted.get());
            assertThat(pool.stats().addsUp()).isTrue();
            assertThat(isScheduled(pool)).isFalse();
        }
    }

    /** Found by the test above: who looked at the very moment in which the timer gave it up took it for admitted. */
    @Test
    void entryThatIsAskedForAgainAndAgainCanBeTakenAtAnyMoment() throws Exception {
        try (WorkerPool pool = (WorkerPool) pool(0, 1)) {
            Schedule.Entry[] entries = new Schedule.Entry[100_000];
            Arrays.setAll(entries, i -> new AdmittedInVain(pool.schedule()));
            Team.run(2, number -> {
                for (Schedule.Entry entry : entries) {
                    if (number == 0) {
                        assertThat(entry.take()).isTrue();
                    }
                    while (!entry.isTaken()) {
                        entry.due();
                    }
                }
            });
        }
    }

    private static final class AdmittedInVain extends Schedule.Entry {

        AdmittedInVain(Schedule schedule) {
            super(schedule, true);
        }

        @Override
        boolean admit() {
            return false;
        }

        @Override
        boolean isOver() {
            return true;
        }

        @Override
        void shutDown() {}

        @Override
        void handBack(List<Runnable> handedBack) {}
    }

    @Test
    void nothingIsAdmittedAfterTheEnd() throws Exception {
        try (CapturedLog log = CapturedLog.open()) {
            for (int round = 0; round < 500; round++) {
                ThreadPool pool = pool(0, 2);
                ScheduledTask<?> task = pool.scheduleAtFixedRate(() -> {}, 0, 1, TimeUnit.MICROSECONDS);
                Team.run(2, number -> {
                    if (number == 0) {
                        task.cancel(false);
                    } else {
                        pool.close();
                    }
                });
                PoolStats stats = pool.stats();
                assertThat(stats.ended()).isEqualTo(stats.accepted());
            }
            assertThat(log.records()).isEmpty(); // no audit failed
        }
    }

    @Test
    void periodicTasksThatRaceWithTheEndLeaveNothing() throws Exception {
        for (int round = 0; round < 200; round++) {
            ThreadPool pool = pool(0, 2);
            List<ScheduledTask<?>> tasks = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                tasks.add(pool.scheduleAtFixedRate(() -> {}, 0, 20, TimeUnit.MICROSECONDS));
            }
            if (round % 2 == 0) {
                pool.close();
                assertThat(tasks).allMatch(ScheduledTask::isCancelled);
            } else {
                pool.shutdownNow();
                assertThat(pool.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
            }
            assertThat(isScheduled(pool)).isFalse();
            assertThat(pool.stats().addsUp()).isTrue();
        }
    }

    // Bad input

    @Test
    void badArgumentsAreNamed() {
        try (ThreadPool pool = pool(0, 1)) {
            Runnable task = () -> {};
            assertThatThrownBy(() -> pool.schedule((Runnable) null, 1, TimeUnit.SECONDS))
                    .isInstanceOf(NullPointerException.class)
                    .hasMessageContaining("task");
            assertThatThrownBy(() -> pool.schedule(task, 1, null))
                    .isInstanceOf(NullPointerException.class)
                    .hasMessageContaining("unit");
            assertThatThrownBy(() -> pool.scheduleAtFixedRate(null, 1, 1, TimeUnit.SECONDS))
                    .isInstanceOf(NullPointerException.class);
            assertThatThrownBy(() -> pool.scheduleWithFixedDelay(task, 1, 1, null))
                    .isInstanceOf(NullPointerException.class);
            assertThatThrownBy(() -> pool.scheduleAtFixedRate(task, 1, 0, TimeUnit.SECONDS))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("period")
                    .hasMessageContaining("0");
            assertThatThrownBy(() -> pool.scheduleWithFixedDelay(task, 1, -3, TimeUnit.SECONDS))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("delay")
                    .hasMessageContaining("-3");
            assertThat(isScheduled(pool)).isFalse();
        }
    }

    @Test
    void futuresCompareByTheirTimes() {
        try (ThreadPool pool = pool(0, 1)) {
            ScheduledTask<?> first = pool.schedule(() -> {}, 1, TimeUnit.HOURS);
            ScheduledTask<?> second = pool.scheduleAtFixedRate(() -> {}, 2, 1, TimeUnit.HOURS);
            assertThat(first.compareTo(second)).isNegative();
            assertThat(second.compareTo(first)).isPositive();
            ScheduledTask<?> same = first;
            assertThat(first.compareTo(same)).isZero();
            first.cancel(false);
            second.cancel(false);
        }
    }
}
