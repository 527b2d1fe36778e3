package dev.weir;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.support.Gate;
import dev.weir.support.Team;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * {@code tasksLeft()} is never off: it counts what waits, what runs and what lies ready at one and the same moment.
 *
 * <p>A result task is left from its submission until its result is taken, whichever of the three it is in between. So
 * while nobody takes, the number only depends on the submissions, though tasks wander from one count to the next all
 * the while. {@link #naiveSumOfThreeReadingsIsOff} shows that such a test can fail.
 */
class TasksLeftTest {

    private static ThreadPool pool(int capacity) {
        return ThreadPool.builder("left").threads(2, 4).queueCapacity(capacity).build();
    }

    private static Callable<Integer> someWork() {
        int turns = ThreadLocalRandom.current().nextInt(200);
        return () -> {
            int sum = 0;
            for (int i = 0; i < turns; i++) {
                sum += i;
                Thread.onSpinWait();
            }
            return sum;
        };
    }

    @Test
    void isExactlyTheNumberOfSubmissionsWhileNobodyTakes() throws Exception {
        int tasks = 20_000;
        try (ThreadPool pool = pool(tasks)) {
            ResultQueue<Integer> queue = pool.results(tasks);
            for (int submitted = 1; submitted <= tasks; submitted++) {
                queue.submit(someWork());
                assertThat(pool.tasksLeft()).isEqualTo(submitted);
            }
            pool.join();
            for (int left = tasks - 1; left >= 0; left--) {
                queue.take();
                if (left % 100 == 0) {
                    assertThat(pool.tasksLeft()).isEqualTo(left);
                }
            }
        }
    }

    @Test
    void liesBetweenTheSubmissionsBegunAndThoseReturnedWhileEightSubmit() throws Exception {
        int submitters = 8;
        int each = 5_000;
        AtomicLong begun = new AtomicLong();
        AtomicLong returned = new AtomicLong();
        try (ThreadPool pool = pool(submitters * each)) {
            ResultQueue<Integer> queue = pool.results(submitters * each);
            Team team = Team.start(submitters, number -> {
                for (int i = 0; i < each; i++) {
                    begun.incrementAndGet();
                    queue.submit(someWork());
                    returned.incrementAndGet();
                }
            });
            long readings = 0;
            for (long last = 0; team.isAtWork() || readings == 0; readings++) {
                long least = returned.get();
                long left = pool.tasksLeft();
                assertThat(left).isBetween(least, begun.get()).isGreaterThanOrEqualTo(last);
                last = left;
            }
            team.join();
            assertThat(pool.tasksLeft()).isEqualTo((long) submitters * each);
        }
    }

    @Test
    void liesWithinWhatEightSubmittersAndOneTakerHaveDone() throws Exception {
        int submitters = 8;
        int each = 4_000;
        AtomicLong begun = new AtomicLong();
        AtomicLong returned = new AtomicLong();
        AtomicLong takingBegun = new AtomicLong();
        AtomicLong takingReturned = new AtomicLong();
        try (ThreadPool pool = pool(submitters * each)) {
            ResultQueue<Integer> queue = pool.results(1_000);
            Team team = Team.start(submitters, number -> {
                for (int i = 0; i < each; i++) {
                    begun.incrementAndGet();
                    queue.submit(someWork());
                    returned.incrementAndGet();
                }
            });
            Team taker = Team.start(1, number -> {
                while (takingReturned.get() < (long) submitters * each) {
                    takingBegun.set(takingReturned.get() + 1);
                    if (queue.poll(Duration.ofSeconds(60)) != null) {
                        takingReturned.incrementAndGet();
                    }
                }
            });
            while (team.isAtWork() || taker.isAtWork()) {
                long submittedAtLeast = returned.get();
                long takenAtLeast = takingReturned.get();
                long left = pool.tasksLeft();
                long takenAtMost = takingBegun.get();
                long submittedAtMost = begun.get();
                assertThat(left).isBetween(submittedAtLeast - takenAtMost, submittedAtMost - takenAtLeast);
            }
            team.join();
            taker.join();
            assertThat(pool.tasksLeft()).isZero();
        }
    }

    @Test
    void plainTasksAreLeftUntilTheyHaveEnded() throws Exception {
        Gate gate = new Gate();
        try (ThreadPool pool = pool(100)) {
            for (int i = 1; i <= 20; i++) {
                pool.execute(gate);
                assertThat(pool.tasksLeft()).isEqualTo(i);
            }
            gate.open();
            pool.join();
            assertThat(pool.tasksLeft()).isZero();
        }
    }

    @Test
    void neverFallsBelowWhatIsHeldNorAboveItWhileTasksComeAndGo() throws Exception {
        int submitters = 8;
        AtomicLong begun = new AtomicLong();
        AtomicLong ended = new AtomicLong();
        try (ThreadPool pool = pool(100_000)) {
            Gate gate = new Gate();
            pool.execute(gate);
            gate.awaitInside(1);
            Team team = Team.start(submitters, number -> {
                for (int i = 0; i < 5_000; i++) {
                    begun.incrementAndGet();
                    pool.execute(ended::incrementAndGet);
                }
            });
            while (team.isAtWork()) {
                long endedAtLeast = ended.get();
                long left = pool.tasksLeft();
                // One task a worker has told of its end and is not yet counted off.
                assertThat(left)
                        .isBetween(
                                1L,
                                1 + begun.get() - endedAtLeast + pool.stats().maxThreads());
            }
            team.join();
            gate.open();
            pool.join();
            assertThat(pool.tasksLeft()).isZero();
        }
    }

    @Test
    void pausedPoolCountsWhatWaits() throws Exception {
        try (ThreadPool pool = pool(1_000)) {
            pool.pause();
            for (int i = 1; i <= 1_000; i++) {
                pool.submit(() -> 0);
                assertThat(pool.tasksLeft()).isEqualTo(i);
            }
            pool.resume();
            pool.join();
            assertThat(pool.tasksLeft()).isZero();
        }
    }

    /**
     * The negative control: what the article's code does, three numbers read at three moments, with which a task that
     * goes from one to the next in between is counted twice or not at all.
     */
    @Test
    void naiveSumOfThreeReadingsIsOff() throws Exception {
        int batch = 500;
        CountDownLatch seen = new CountDownLatch(1);
        AtomicBoolean off = new AtomicBoolean();
        for (int round = 0; round < 2_000 && !off.get(); round++) {
            try (ThreadPool pool = pool(batch)) {
                ResultQueue<Integer> queue = pool.results(batch);
                for (int submitted = 1; submitted <= batch; submitted++) {
                    queue.submit(() -> 0);
                    long naive = pool.stats().queued()
                            + pool.stats().running()
                            + pool.stats().unreadResults();
                    if (naive != submitted) {
                        off.set(true);
                        seen.countDown();
                        break;
                    }
                }
            }
        }
        assertThat(off).as("three readings give a sum that was never true").isTrue();
    }
}
