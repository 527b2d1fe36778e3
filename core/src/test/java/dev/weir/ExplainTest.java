package dev.weir;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.support.Await;
import dev.weir.support.Gate;
import dev.weir.support.Team;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

/** Staged problems, of each of which {@code explain()} must name the right cause; and pools that have none. */
class ExplainTest {

    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

    /** Ten seconds of work at least, for tasks of 5 ms on all processors as well as for those of 1 ms one at a time. */
    private static final int BACKLOG = 10_000 + 2_000 * PROCESSORS;

    private static void spin(long nanos) {
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < nanos) {
            Thread.onSpinWait();
        }
    }

    private static void nap(long nanos) {
        long end = System.nanoTime() + nanos;
        for (long left = nanos; left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    /** Has the pool explain itself in front of more tasks than it can run meanwhile. */
    private static Explanation explainInFrontOfAQueue(ThreadPool pool, Runnable task) {
        for (int i = 0; i < BACKLOG; i++) {
            pool.execute(task);
        }
        try {
            Await.until("enough have ended", () -> pool.stats().ended() >= 30);
            return pool.explain();
        } finally {
            pool.shutdownNow();
        }
    }

    // The five, and one more

    @Test
    void tooFewThreads() {
        try (ThreadPool pool =
                ThreadPool.builder("few").threads(2, 2).queueCapacity(BACKLOG).build()) {
            Explanation found = explainInFrontOfAQueue(pool, () -> nap(2_000_000));
            assertThat(found.limit()).as(found.text()).isEqualTo(Limit.THREADS);
            assertThat(found.suggestedThreads()).as(found.text()).isGreaterThan(2);
            assertThat(found.blocked()).isGreaterThan(found.computing());
            assertThat(found.text()).contains("THREADS", "More threads would help", "parkNanos", "Nothing was changed");
            assertThat(pool.stats().maxThreads()).as("nothing is changed").isEqualTo(2);
        }
    }

    @Test
    void boundByTheProcessorsWithTooManyThreads() {
        int threads = 4 * PROCESSORS;
        try (ThreadPool pool = ThreadPool.builder("many")
                .threads(threads, threads)
                .queueCapacity(BACKLOG)
                .build()) {
            Explanation found = explainInFrontOfAQueue(pool, () -> spin(5_000_000));
            assertThat(found.limit()).as(found.text()).isEqualTo(Limit.CPU);
            assertThat(found.suggestedThreads()).as(found.text()).isBetween(1, 2 * PROCESSORS);
            assertThat(found.computing()).isGreaterThan(found.processors());
            assertThat(found.text()).contains("CPU", "too many threads");
        }
    }

    @Test
    void stuckTask() throws Exception {
        try (ThreadPool pool = ThreadPool.builder("stuck").threads(2, 2).build()) {
            for (int i = 0; i < 1_000; i++) {
                pool.submit(() -> spin(1_000));
            }
            pool.join();
            Gate gate = new Gate();
            Task<?> stuck = pool.submit("the stuck one", () -> {
                gate.run();
                return null;
            });
            gate.awaitInside(1);
            Duration elevenTimes = pool.stats().runTime().p99().multipliedBy(11);
            Await.until("it is old", () -> {
                Duration age = pool.runningTasks().get(0).age();
                return age.compareTo(Duration.ofMillis(1_100)) > 0 && age.compareTo(elevenTimes) > 0;
            });
            Explanation found = pool.explain();
            gate.open();
            assertThat(found.limit()).as(found.text()).isEqualTo(Limit.STUCK);
            assertThat(found.cause()).contains("the stuck one", "stuck-", "at dev.weir.");
            assertThat(found.running()).extracting(RunningTask::task).contains("the stuck one");
            assertThat(found.text()).contains("STUCK", "the stuck one");
            assertThat(stuck.isCancelled()).isFalse();
        }
    }

    @Test
    void taskThatRunsForLongerThanThePoolExpects() throws Exception {
        Duration expected = Duration.ofMillis(20);
        try (ThreadPool pool = ThreadPool.builder("expecting")
                .threads(2, 2)
                .expectedRunTime(expected)
                .build()) {
            Gate gate = new Gate();
            pool.submit("the first one", () -> {
                gate.run();
                return null;
            });
            gate.awaitInside(1);
            Await.until("it is late", () -> pool.runningTasks().get(0).age().compareTo(expected) > 0);
            Explanation found = pool.explain();
            gate.open();
            assertThat(found.limit()).as(found.text()).isEqualTo(Limit.STUCK);
            assertThat(found.cause()).contains("the first one");
        }
    }

    @Test
    void taskThatMayTakeLongerThanThePoolExpectsIsNotStuck() throws Exception {
        Duration expected = Duration.ofMillis(20);
        try (ThreadPool pool = ThreadPool.builder("patient")
                .threads(2, 2)
                .expectedRunTime(expected)
                .build()) {
            Gate gate = new Gate();
            pool.submit(Expected.within(Duration.ofDays(1), gate));
            gate.awaitInside(1);
            Await.until("it is old", () -> pool.runningTasks().get(0).age().compareTo(expected) > 0);
            Explanation found = pool.explain();
            gate.open();
            assertThat(found.limit()).as(found.text()).isEqualTo(Limit.NONE);
        }
    }

    @Test
    void circleOfTasksThatWaitForEachOtherWithATimeLimit() throws Exception {
        try (ThreadPool pool = ThreadPool.builder("circle").threads(2, 2).build()) {
            AtomicReference<Task<?>> second = new AtomicReference<>();
            CountDownLatch both = new CountDownLatch(2);
            CountDownLatch submitted = new CountDownLatch(1);
            AtomicReference<Task<?>> first = new AtomicReference<>();
            first.set(pool.submit("chicken", () -> {
                both.countDown();
                submitted.await();
                both.await();
                return second.get().get(1, TimeUnit.MINUTES);
            }));
            second.set(pool.submit("egg", () -> {
                both.countDown();
                submitted.await();
                both.await();
                return first.get().get(1, TimeUnit.MINUTES);
            }));
            submitted.countDown();
            Await.until(
                    "both wait",
                    () -> pool.runningTasks().stream()
                                    .filter(task -> task.state() == Thread.State.TIMED_WAITING)
                                    .count()
                            == 2);
            Explanation found = pool.explain();
            first.get().cancel(true);
            second.get().cancel(true);
            assertThat(found.limit()).as(found.text()).isEqualTo(Limit.CIRCLE);
            assertThat(found.cause())
                    .isIn(
                            "chicken waits for egg, which waits for chicken",
                            "egg waits for chicken, which waits for egg");
            assertThat(found.text()).contains("CIRCLE", found.cause());
        }
    }

    @Test
    void circleOfLocks() throws Exception {
        try (ThreadPool pool = ThreadPool.builder("deadlock").threads(2, 2).build()) {
            ReentrantLock left = new ReentrantLock();
            ReentrantLock right = new ReentrantLock();
            CountDownLatch both = new CountDownLatch(2);
            List<Task<?>> tasks = new ArrayList<>();
            for (ReentrantLock[] order : new ReentrantLock[][] {{left, right}, {right, left}}) {
                tasks.add(pool.submit(() -> {
                    order[0].lock();
                    try {
                        both.countDown();
                        both.await();
                        order[1].lockInterruptibly();
                        order[1].unlock();
                    } finally {
                        order[0].unlock();
                    }
                    return null;
                }));
            }
            Await.until("both wait", () -> left.hasQueuedThreads() && right.hasQueuedThreads());
            Explanation found = pool.explain();
            tasks.forEach(task -> task.cancel(true));
            assertThat(found.limit()).as(found.text()).isEqualTo(Limit.CIRCLE);
            assertThat(found.cause()).contains("ReentrantLock", "held by deadlock-");
        }
    }

    @Test
    void overload() {
        try (ThreadPool pool = ThreadPool.builder("overload")
                .threads(PROCESSORS, PROCESSORS)
                .queueCapacity(10)
                .build()) {
            AtomicBoolean over = new AtomicBoolean();
            Team team = Team.start(1, number -> {
                while (!over.get()) {
                    try {
                        pool.execute(() -> spin(2_000_000));
                    } catch (TaskRejectedException full) {
                        LockSupport.parkNanos(100_000);
                    }
                }
            });
            try {
                Await.until(
                        "it refuses",
                        () -> pool.stats().rejected() > 10 && pool.stats().ended() > 30);
                Explanation found = pool.explain();
                assertThat(found.limit()).as(found.text()).isEqualTo(Limit.OVERLOAD);
                assertThat(found.window().rejected()).isPositive();
                assertThat(found.text()).contains("OVERLOAD", "refused");
            } finally {
                over.set(true);
                team.join();
            }
        }
    }

    @Test
    void oneLockThatMostTasksBlockOn() {
        try (ThreadPool pool =
                ThreadPool.builder("lock").threads(8, 8).queueCapacity(BACKLOG).build()) {
            ReentrantLock lock = new ReentrantLock();
            Runnable task = () -> {
                lock.lock();
                try {
                    nap(1_000_000);
                } finally {
                    lock.unlock();
                }
            };
            Explanation found = explainInFrontOfAQueue(pool, task);
            assertThat(found.limit()).as(found.text()).isEqualTo(Limit.BLOCKED_ON);
            assertThat(found.cause()).contains("ReentrantLock", "held by lock-");
            assertThat(found.stacks().get(0).count()).isGreaterThan(1);
        }
    }

    // No problem

    @Test
    void idlePool() {
        try (ThreadPool pool = ThreadPool.builder("idle").threads(1, 2).build()) {
            Explanation found = pool.explain();
            assertThat(found.limit()).isEqualTo(Limit.NONE);
            assertThat(found.cause()).isEmpty();
            assertThat(found.suggestedThreads()).isZero();
            assertThat(found.running()).isEmpty();
            assertThat(found.stacks()).isEmpty();
            assertThat(found.text()).contains("No limit", "No task has ended yet");
        }
    }

    @Test
    void tasksThatTakeLongAreNoProblemAsLongAsNothingWaits() {
        try (ThreadPool pool = ThreadPool.builder("long").threads(2, 2).build()) {
            Gate gate = new Gate();
            pool.execute(gate);
            pool.execute(gate);
            gate.awaitInside(2);
            Explanation found = pool.explain();
            gate.open();
            assertThat(found.limit()).as(found.text()).isEqualTo(Limit.NONE);
            assertThat(found.running()).hasSize(2);
            assertThat(found.stacks()).hasSize(1);
            assertThat(found.stacks().get(0).count()).isEqualTo(2);
        }
    }

    @Test
    void pausedPoolSaysSo() {
        try (ThreadPool pool = ThreadPool.builder("paused").threads(1, 1).build()) {
            pool.pause();
            pool.execute(() -> {});
            Explanation found = pool.explain();
            assertThat(found.limit()).isEqualTo(Limit.NONE);
            assertThat(found.text()).contains("paused");
            pool.resume();
        }
    }

    @Test
    void interruptCutsItShortAndStays() {
        try (ThreadPool pool = ThreadPool.builder("interrupted").threads(1, 1).build()) {
            Thread.currentThread().interrupt();
            Explanation found = pool.explain();
            assertThat(Thread.interrupted()).isTrue();
            assertThat(found.limit()).isEqualTo(Limit.NONE);
        }
    }

    @Test
    void closedPoolCanBeExplained() {
        ThreadPool pool = ThreadPool.builder("closed").threads(1, 1).build();
        pool.submit(() -> 1);
        pool.close();
        assertThat(pool.explain().text()).contains("closed", "TERMINATED");
    }
}
