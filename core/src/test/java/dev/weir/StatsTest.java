package dev.weir;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.internal.ledger.Times;
import dev.weir.support.Await;
import dev.weir.support.Gate;
import dev.weir.support.Team;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Statistics are one consistent picture, at every reading, under any load. */
class StatsTest {

    private static final int MAX = 4;

    @Test
    void everyReadingAddsUpUnderTheLoadOfFourSubmitters() throws Exception {
        int each = 20_000;
        AtomicLong begun = new AtomicLong();
        AtomicLong returned = new AtomicLong();
        AtomicLong ended = new AtomicLong();
        try (ThreadPool pool = ThreadPool.builder("stats")
                .threads(1, MAX)
                .queueCapacity(500)
                .overflow(Overflow.block(Duration.ofSeconds(60)))
                .failureHandler(failure -> {})
                .build()) {
            ConcurrentLinkedQueue<Task<?>> toCancel = new ConcurrentLinkedQueue<>();
            Team submitters = Team.start(4, number -> {
                for (int i = 0; i < each; i++) {
                    begun.incrementAndGet();
                    int kind = i % 10;
                    if (kind == 0) {
                        pool.submit(() -> {
                            ended.incrementAndGet();
                            throw new IllegalStateException();
                        });
                    } else if (kind == 1) {
                        toCancel.add(pool.submit(ended::incrementAndGet));
                    } else {
                        pool.execute(ended::incrementAndGet);
                    }
                    returned.incrementAndGet();
                }
            });
            Team canceller = Team.start(1, number -> {
                while (submitters.isAtWork()) {
                    Task<?> task = toCancel.poll();
                    if (task != null) {
                        task.cancel(false);
                    }
                }
            });
            PoolStats last = pool.stats();
            while (submitters.isAtWork()) {
                long acceptedAtLeast = returned.get();
                PoolStats stats = pool.stats();
                assertThat(stats.addsUp()).as("%s", stats).isTrue();
                assertThat(stats.accepted()).isBetween(acceptedAtLeast, begun.get());
                assertThat(stats.queued()).isBetween(0L, 500L);
                assertThat(stats.running()).isBetween(0L, (long) MAX);
                assertThat(stats.threads()).isBetween(1, MAX);
                assertThat(stats.idleThreads()).isBetween(0, stats.threads());
                assertNothingFell(last, stats);
                last = stats;
            }
            submitters.join();
            canceller.join();
            pool.join();
            PoolStats stats = pool.stats();
            assertThat(stats.accepted()).isEqualTo(4L * each);
            assertThat(stats.ended()).isEqualTo(4L * each);
            assertThat(stats.failed()).isEqualTo(4L * each / 10);
            assertThat(stats.queued()).isZero();
            assertThat(stats.running()).isZero();
        }
    }

    /**
     * Known numbers at every moment: one task is held, and each submitter has one more at most. A reading whose parts
     * were of different moments would find less than nothing waiting or running, or more than there can be.
     */
    @Test
    void everyReadingIsOfOneMoment() throws Exception {
        int submitters = 3;
        Gate gate = new Gate();
        AtomicBoolean over = new AtomicBoolean();
        try (ThreadPool pool = ThreadPool.builder("stats").threads(12, 12).build()) {
            pool.execute(gate);
            gate.awaitInside(1);
            Team team = Team.start(submitters, number -> {
                while (!over.get()) {
                    Task<Integer> task = pool.submit(() -> 1);
                    while (!task.isDone()) {
                        Thread.onSpinWait();
                    }
                }
            });
            for (int i = 0; i < 30_000; i++) {
                PoolStats stats = pool.stats();
                assertThat(stats.queued()).isBetween(0L, (long) submitters);
                assertThat(stats.running()).isBetween(1L, 1L + submitters);
                assertThat(stats.queued() + stats.running()).isBetween(1L, 1L + submitters);
                assertThat(pool.tasksLeft()).isBetween(1L, 1L + submitters);
            }
            over.set(true);
            team.join();
            gate.open();
        }
    }

    private static void assertNothingFell(PoolStats before, PoolStats after) {
        assertThat(after.accepted()).isGreaterThanOrEqualTo(before.accepted());
        assertThat(after.succeeded()).isGreaterThanOrEqualTo(before.succeeded());
        assertThat(after.failed()).isGreaterThanOrEqualTo(before.failed());
        assertThat(after.cancelled()).isGreaterThanOrEqualTo(before.cancelled());
        assertThat(after.peakThreads()).isGreaterThanOrEqualTo(before.peakThreads());
        assertThat(after.threadsCreated()).isGreaterThanOrEqualTo(before.threadsCreated());
        assertThat(after.threadsRetired()).isGreaterThanOrEqualTo(before.threadsRetired());
    }

    @Test
    void newPoolHasDoneNothing() {
        try (ThreadPool pool =
                ThreadPool.builder("fresh").threads(0, 3).queueCapacity(5).build()) {
            PoolStats stats = pool.stats();
            LatencySummary none = new LatencySummary(
                    0, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);
            ThreadCost free = new ThreadCost(0, Duration.ZERO, Duration.ZERO, 0, Duration.ZERO);
            Rates never = new Rates(0, 0, 0);
            Duration age = stats.times().age();
            assertThat(age).isPositive();
            assertThat(stats)
                    .isEqualTo(new PoolStats(
                            "fresh",
                            PoolState.RUNNING,
                            0,
                            0,
                            3,
                            0,
                            0,
                            0,
                            0,
                            0,
                            0,
                            0,
                            0,
                            0,
                            0,
                            0,
                            0,
                            0,
                            0,
                            0,
                            none,
                            none,
                            free,
                            Map.of(),
                            never,
                            never,
                            0,
                            Duration.ZERO,
                            0,
                            new PoolTimes(age, Duration.ZERO, Duration.ZERO, noTimes(), noTimes())));
            assertThat(stats.threadCost().share()).isZero();
        }
    }

    @Test
    void eachWayToEndIsCountedInItsOwnPlace() throws Exception {
        Gate gate = new Gate();
        ThreadPool pool = ThreadPool.builder("ways")
                .threads(1, 1)
                .queueCapacity(3)
                .overflow(Overflow.dropOldest())
                .failureHandler(failure -> {})
                .build();
        pool.submit(() -> 1).get();
        Task<?> running = pool.submit(gate);
        gate.awaitInside(1);
        pool.submit(() -> 2); // to be dropped
        Task<?> toCancel = pool.submit(() -> 3);
        pool.submit(() -> 4); // to be handed back
        pool.submit(() -> 5); // to be handed back, drops the first
        toCancel.cancel(false);
        running.cancel(false);
        pool.shutdownNow();
        gate.open();
        pool.close();

        PoolStats stats = pool.stats();
        assertThat(stats.accepted()).isEqualTo(6);
        assertThat(stats.succeeded()).isEqualTo(1);
        assertThat(stats.dropped()).isEqualTo(1);
        assertThat(stats.cancelled()).isEqualTo(2);
        assertThat(stats.handedBack()).isEqualTo(2);
        assertThat(stats.ended()).isEqualTo(6);
        assertThat(stats.addsUp()).isTrue();
    }

    @Test
    void ledgerThatDoesNotAddUpSaysSo() {
        assertThat(picture(3, 1, 1, 1).addsUp()).isTrue();
        assertThat(picture(3, 1, 1, 0).addsUp()).isFalse();
        assertThat(picture(0, -1, 1, 0).addsUp()).isFalse();
        assertThat(picture(0, 1, -1, 0).addsUp()).isFalse();
    }

    private static PoolStats picture(long accepted, long queued, long running, long succeeded) {
        LatencySummary none = new LatencySummary(
                0, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);
        ThreadCost free = new ThreadCost(0, Duration.ZERO, Duration.ZERO, 0, Duration.ZERO);
        return new PoolStats(
                "p",
                PoolState.RUNNING,
                1,
                1,
                1,
                1,
                0,
                queued,
                running,
                0,
                accepted,
                succeeded,
                0,
                0,
                0,
                0,
                0,
                0,
                1,
                0,
                none,
                none,
                free,
                Map.of(),
                new Rates(0, 0, 0),
                new Rates(0, 0, 0),
                0,
                Duration.ZERO,
                0,
                new PoolTimes(Duration.ZERO, Duration.ZERO, Duration.ZERO, noTimes(), noTimes()));
    }

    private static Latencies noTimes() {
        return new Latencies(new Times());
    }

    @Test
    void threadsAreThoseCreatedLessThoseRetired() throws Exception {
        try (ThreadPool pool = ThreadPool.builder("stats")
                .threads(2, 6)
                .keepAlive(Duration.ofMillis(5))
                .build()) {
            for (int round = 0; round < 10; round++) {
                Gate gate = new Gate();
                for (int i = 0; i < 6; i++) {
                    pool.execute(gate);
                }
                gate.awaitInside(6);
                PoolStats busy = pool.stats();
                assertThat(busy.threads()).isEqualTo(6);
                assertThat(busy.idleThreads()).isZero();
                assertThat(busy.peakThreads()).isEqualTo(6);
                assertThat(busy.running()).isEqualTo(6);
                gate.open();
                Await.until("the pool is at rest", () -> {
                    PoolStats rest = pool.stats();
                    return rest.threads() == 2
                            && rest.idleThreads() == 2
                            && rest.threadsCreated() - rest.threadsRetired() == 2;
                });
            }
            assertThat(pool.stats().peakThreads()).isEqualTo(6);
        }
    }

    @Test
    void timesOfSlowTasksAreAllCounted() throws Exception {
        try (ThreadPool pool = ThreadPool.builder("stats").threads(1, 1).build()) {
            for (int i = 0; i < 100; i++) {
                pool.execute(() -> spin(100_000));
            }
            pool.join();
            LatencySummary runs = pool.stats().runTime();
            assertThat(runs.count()).isEqualTo(100);
            assertThat(runs.p50()).isGreaterThanOrEqualTo(Duration.ofNanos(98_000)); // buckets of 1.6 %
            assertThat(runs.p90()).isGreaterThanOrEqualTo(runs.p50());
            assertThat(runs.p99()).isGreaterThanOrEqualTo(runs.p90());
            assertThat(runs.p999()).isGreaterThanOrEqualTo(runs.p99());
            assertThat(runs.max()).isGreaterThanOrEqualTo(runs.p999()).isGreaterThanOrEqualTo(runs.mean());
            LatencySummary waits = pool.stats().queueWait();
            assertThat(waits.count()).isPositive();
            assertThat(waits.max()).isGreaterThanOrEqualTo(waits.p50());
        }
    }

    @Test
    void submittedTasksAreAllTimed() throws Exception {
        try (ThreadPool pool = ThreadPool.builder("stats").threads(2, 2).build()) {
            for (int i = 0; i < 5_000; i++) {
                pool.submit(() -> 1);
            }
            pool.join();
            assertThat(pool.stats().runTime().count()).isEqualTo(5_000);
            assertThat(pool.stats().queueWait().count()).isEqualTo(5_000);
        }
    }

    @Test
    void samplesOfTinyTasksStandForAboutAllOfThem() throws Exception {
        int tasks = 100_000;
        try (ThreadPool pool =
                ThreadPool.builder("stats").threads(1, 1).queueCapacity(tasks).build()) {
            for (int i = 0; i < tasks; i++) {
                pool.execute(() -> {});
            }
            pool.join();
            assertThat(pool.stats().runTime().count()).isBetween(tasks * 9L / 10, tasks * 11L / 10);
        }
    }

    @Test
    void poolStatesTheArticlesShare() throws Exception {
        ThreadPool pool = ThreadPool.builder("share").threads(0, 1).build();
        pool.submit(() -> spin(1_000_000)).get();
        ThreadCost alive = pool.stats().threadCost();
        assertThat(alive.created()).isEqualTo(1);
        assertThat(alive.createTime()).isPositive();
        assertThat(alive.runTime()).isGreaterThanOrEqualTo(Duration.ofMillis(1));
        assertThat(alive.ended()).isZero();
        assertThat(alive.share()).isBetween(0.0, 1.0).isNotZero();

        double first = alive.share();
        for (int i = 0; i < 20; i++) {
            pool.submit(() -> spin(1_000_000)).get();
        }
        assertThat(pool.stats().threadCost().share()).as("the longer it lives").isLessThan(first);

        pool.close();
        ThreadCost dead = pool.stats().threadCost();
        assertThat(dead.ended()).isEqualTo(dead.created());
        assertThat(dead.endTime()).isPositive();
        assertThat(dead.share()).isBetween(0.0, 1.0);
        assertThat(dead.share())
                .isEqualTo(
                        (double) (dead.createTime().toNanos() + dead.endTime().toNanos())
                                / (dead.createTime().toNanos()
                                        + dead.endTime().toNanos()
                                        + dead.runTime().toNanos()));
    }

    private static void spin(long nanos) {
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < nanos) {
            Thread.onSpinWait();
        }
    }
}
