package dev.weir;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.support.Await;
import dev.weir.support.CapturedLog;
import dev.weir.support.Gate;
import dev.weir.support.Team;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Claims about schedules that did not hold once; each test says what was wrong. */
class RefutedScheduleTest {

    /** Who came second counted the cancelling of a task that the pool had never had, and the pool never ended. */
    @Test
    void taskThatIsCancelledByTwoAtOnceIsInNoAccount() {
        ThreadPool pool = ThreadPool.builder("cancelled twice").threads(1, 1).build();
        try {
            for (int i = 0; i < 5_000; i++) {
                ScheduledTask<?> task = pool.schedule(() -> {}, 1, TimeUnit.HOURS);
                CyclicBarrier start = new CyclicBarrier(2);
                Team.run(2, number -> {
                    start.await();
                    task.cancel(false);
                    assertThat(task.isCancelled()).isTrue();
                });
                assertThat(pool.stats().cancelled()).isZero();
            }
            assertThat(pool.drain(Duration.ofSeconds(30))).isEmpty();
            assertThat(pool.isTerminated()).isTrue();
        } finally {
            pool.shutdownNow();
        }
    }

    /** The same, where one of the two was the pool that handed the task back. */
    @Test
    void taskThatIsCancelledWhileItIsHandedBackIsInNoAccount() throws Exception {
        for (int i = 0; i < 3_000; i++) {
            ThreadPool pool = ThreadPool.builder("handed back").threads(0, 1).build();
            List<? extends ScheduledTask<?>> tasks = List.of(
                    pool.schedule(() -> {}, 1, TimeUnit.HOURS),
                    pool.schedule(() -> {}, 1, TimeUnit.HOURS),
                    pool.schedule(() -> {}, 1, TimeUnit.HOURS));
            CyclicBarrier start = new CyclicBarrier(2);
            Team.run(2, number -> {
                start.await();
                if (number == 0) {
                    pool.shutdownNow();
                } else {
                    tasks.forEach(task -> task.cancel(false));
                }
            });
            assertThat(pool.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
            assertThat(pool.stats().cancelled()).isZero();
        }
    }

    /** A task cancelled as its run ended was put into the timer afterwards, and kept there until its next time. */
    @Test
    void nothingIsKeptOfAPeriodicTaskThatIsCancelledAsItsRunEnds() {
        try (ThreadPool pool = ThreadPool.builder("kept").threads(2, 2).build()) {
            List<WeakReference<Runnable>> works = new ArrayList<>();
            for (int i = 0; i < 20_000; i++) {
                AtomicBoolean ran = new AtomicBoolean();
                Runnable work = () -> ran.set(true);
                works.add(new WeakReference<>(work));
                ScheduledTask<?> task = pool.scheduleWithFixedDelay(work, 0, 1, TimeUnit.DAYS);
                while (!ran.get()) {
                    Thread.onSpinWait();
                }
                spin(i % 300);
                task.cancel(false);
            }
            Await.until("all are gone", () -> {
                System.gc();
                return works.stream().allMatch(work -> work.get() == null);
            });
        }
    }

    /** The worker that had ended a run scheduled the next one, which began, after the cancelling. */
    @Test
    void noRunBeginsOnceCancelHasReturned() throws Exception {
        try (ThreadPool pool = ThreadPool.builder("late run").threads(2, 2).build()) {
            AtomicBoolean late = new AtomicBoolean();
            for (int i = 0; i < 12_000; i++) {
                AtomicBoolean ran = new AtomicBoolean();
                AtomicBoolean over = new AtomicBoolean();
                ScheduledTask<?> task = pool.scheduleAtFixedRate(
                        () -> {
                            late.compareAndSet(false, over.get());
                            ran.set(true);
                        },
                        0,
                        1,
                        TimeUnit.NANOSECONDS);
                while (!ran.get()) {
                    Thread.onSpinWait();
                }
                spin(i % 300);
                task.cancel(false);
                over.set(pool.tasksLeft() == 0); // else a run that had begun before may come to look later
            }
            pool.join();
            assertThat(late).isFalse();
        }
    }

    /** The run that had found no room was cancelled, and counted, as if it waited in the queue; the pool never ended. */
    @Test
    void lateRunThatIsCancelledIsInNoAccount() {
        ThreadPool pool =
                ThreadPool.builder("late").threads(1, 1).queueCapacity(0).build();
        Gate gate = new Gate();
        pool.execute(gate);
        gate.awaitInside(1);
        ScheduledTask<?> late = pool.scheduleAtFixedRate(() -> {}, 0, 1, TimeUnit.HOURS);
        Await.until("its time is over", () -> late.getDelay(TimeUnit.MILLISECONDS) < -5);
        assertThat(late.cancel(true)).isTrue();
        assertThat(pool.stats().cancelled()).isZero();
        gate.open();
        assertThat(pool.drain(Duration.ofMinutes(1))).isEmpty();
        assertThat(pool.isTerminated()).isTrue();
    }

    /** A run could be admitted to a pool that had ended meanwhile: its account did not add up. */
    @Test
    void noRunIsAdmittedOnceThePoolIsOver() throws Exception {
        try (CapturedLog log = CapturedLog.open()) {
            for (int round = 0; round < 500; round++) {
                ThreadPool pool = ThreadPool.builder("over").threads(0, 2).build();
                for (int i = 0; i < 5; i++) {
                    pool.scheduleAtFixedRate(() -> {}, 0, 20, TimeUnit.MICROSECONDS);
                }
                if (round % 2 == 0) {
                    pool.shutdown();
                } else {
                    pool.shutdownNow();
                }
                assertThat(pool.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
            }
            assertThat(log.records()).isEmpty();
        }
    }

    /** A period of 292 years made the next time one that could not be compared with times in the past. */
    @Test
    void timesFarApartCompareAsTheyShould() throws Exception {
        Gate gate = new Gate();
        try (ThreadPool full = ThreadPool.builder("full")
                        .threads(1, 1)
                        .queueCapacity(0)
                        .build();
                ThreadPool pool = ThreadPool.builder("far").threads(1, 1).build()) {
            full.execute(gate);
            gate.awaitInside(1);
            ScheduledTask<?> late = full.schedule(() -> {}, 0, TimeUnit.SECONDS);
            Await.until("it is late", () -> late.getDelay(TimeUnit.MILLISECONDS) < 0);
            ScheduledTask<?> far = pool.scheduleAtFixedRate(() -> {}, 0, Long.MAX_VALUE, TimeUnit.DAYS);
            Await.until("it has run", () -> far.getDelay(TimeUnit.DAYS) > 36_500);
            gate.open();
            assertThat(late.compareTo(far)).isNegative();
            assertThat(far.compareTo(late)).isPositive();
        }
    }

    private static void spin(int times) {
        for (int i = 0; i < times; i++) {
            Thread.onSpinWait();
        }
    }
}
