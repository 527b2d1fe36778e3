package dev.weir;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.support.Await;
import dev.weir.support.Gate;
import dev.weir.support.Team;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The pool grows before it queues, but not for tasks that are over sooner than a thread is made. */
class GrowthTest {

    private static ThreadPool.Builder pool(int min, int max) {
        return ThreadPool.builder("growth").threads(min, max);
    }

    @Test
    void minimumIsThereFromTheBeginningAndNoMore() {
        try (ThreadPool pool = pool(3, 10).build()) {
            assertThat(pool.stats().threads()).isEqualTo(3);
            Await.until("they rest", () -> pool.stats().idleThreads() == 3);
            assertThat(pool.stats().threadsCreated()).isEqualTo(3);
        }
    }

    @Test
    void poolWithoutAMinimumBeginsWithoutAThread() throws Exception {
        try (ThreadPool pool = pool(0, 10).build()) {
            assertThat(pool.stats().threads()).isZero();
            assertThat(pool.submit(() -> 1).get()).isEqualTo(1);
            assertThat(pool.stats().threadsCreated()).isEqualTo(1);
        }
    }

    @Test
    void idleThreadIsUsedBeforeANewOneIsMade() throws Exception {
        try (ThreadPool pool = pool(1, 10).build()) {
            for (int i = 0; i < 1_000; i++) {
                Await.until("the thread rests", () -> pool.stats().idleThreads() == 1);
                pool.submit(() -> 1).get();
            }
            assertThat(pool.stats().threadsCreated()).isEqualTo(1);
        }
    }

    @Test
    void sixteenTasksThatBlockRunAllAtOnce() {
        for (int round = 0; round < 50; round++) {
            try (ThreadPool pool = pool(2, 16).build()) {
                CountDownLatch all = new CountDownLatch(16);
                for (int i = 0; i < 16; i++) {
                    pool.execute(() -> {
                        all.countDown();
                        Await.zero(all); // each waits for every other
                    });
                }
                Await.zero(all);
                assertThat(pool.stats().threadsCreated()).isEqualTo(16);
            }
        }
    }

    @Test
    void tasksThatBlockRunAllAtOnceWhoeverSubmitsThem() {
        try (ThreadPool pool = pool(0, 32).build()) {
            CountDownLatch all = new CountDownLatch(32);
            Team.run(8, number -> {
                for (int i = 0; i < 4; i++) {
                    pool.execute(() -> {
                        all.countDown();
                        Await.zero(all);
                    });
                }
            });
            Await.zero(all);
        }
    }

    @Test
    void burstOfTinyTasksCreatesAtMostEightThreads() throws Exception {
        int[] created = new int[10];
        for (int round = 0; round < created.length; round++) {
            try (ThreadPool pool = pool(2, 200).build()) {
                for (int i = 0; i < 10_000; i++) {
                    pool.execute(GrowthTest::oneMicrosecond);
                }
                pool.join();
                created[round] = (int) pool.stats().threadsCreated();
            }
        }
        assertThat(IntStream.of(created).boxed()).allMatch(threads -> threads <= 8);
    }

    /** The runnable workers take all processors, so births do not chain: the watchdog sees to it. */
    @Test
    void tasksThatComputeWhileOthersWaitGetTheirThreads() {
        try (ThreadPool pool = ThreadPool.builder("growth").threads(2, 40).build()) {
            CountDownLatch all = new CountDownLatch(40);
            for (int i = 0; i < 40; i++) {
                pool.execute(() -> {
                    all.countDown();
                    while (all.getCount() > 0) {
                        Thread.onSpinWait();
                    }
                });
            }
            Await.zero(all);
            assertThat(pool.stats().threads()).isEqualTo(40);
        }
    }

    @Test
    void tinyTasksThatTurnIntoBlockingOnesGetTheirThreads() {
        try (ThreadPool pool = pool(1, 12).queueCapacity(100_000).build()) {
            for (int i = 0; i < 20_000; i++) {
                pool.execute(GrowthTest::oneMicrosecond);
            }
            CountDownLatch all = new CountDownLatch(12);
            for (int i = 0; i < 12; i++) {
                pool.execute(() -> {
                    all.countDown();
                    Await.zero(all);
                });
            }
            Await.zero(all);
        }
    }

    @Test
    void blockingTasksBehindOneThatBlocksAlreadyGetTheirThreads() throws Exception {
        try (ThreadPool pool = pool(1, 3).build()) {
            for (int round = 0; round < 20; round++) {
                pool.submit(() -> 1).get();
            }
            Gate gate = new Gate();
            pool.execute(gate);
            gate.awaitInside(1);
            pool.execute(gate);
            gate.awaitInside(2);
            pool.execute(gate);
            gate.awaitInside(3);
            gate.open();
        }
    }

    @Test
    void thereAreNeverMoreThreadsThanTheMaximum() throws Exception {
        int max = 5;
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        ConcurrentSkipListSet<String> names = new ConcurrentSkipListSet<>();
        try (ThreadPool pool = pool(0, max).queueCapacity(100_000).build()) {
            Team team = Team.start(4, number -> {
                for (int i = 0; i < 2_000; i++) {
                    int turn = i;
                    pool.execute(() -> {
                        names.add(Thread.currentThread().getName());
                        most.accumulateAndGet(running.incrementAndGet(), Math::max);
                        if (turn % 100 == 0) {
                            Thread.yield();
                        }
                        running.decrementAndGet();
                    });
                }
            });
            while (team.isAtWork()) {
                assertThat(pool.stats().threads()).isLessThanOrEqualTo(max);
            }
            team.join();
            pool.join();
            assertThat(most.get()).isBetween(1, max);
            assertThat(names).hasSizeLessThanOrEqualTo(max);
            assertThat(pool.stats().peakThreads()).isLessThanOrEqualTo(max);
        }
    }

    /** Nor one that leaves at once, since it is one too many. */
    @Test
    void tasksThatFindTheMaximumAtWorkCreateNoThread() throws Exception {
        Gate gate = new Gate();
        try (ThreadPool pool = pool(0, 2).build()) {
            pool.execute(gate);
            pool.execute(gate);
            gate.awaitInside(2);
            for (int i = 0; i < 50; i++) {
                pool.execute(gate);
            }
            gate.open();
            pool.join();
            assertThat(pool.stats().threadsCreated()).isEqualTo(2);
        }
    }

    @Test
    void fixedPoolStaysAsItIs() throws Exception {
        try (ThreadPool pool = pool(3, 3).build()) {
            for (int i = 0; i < 5_000; i++) {
                pool.execute(GrowthTest::oneMicrosecond);
            }
            pool.join();
            assertThat(pool.stats().threadsCreated()).isEqualTo(3);
            assertThat(pool.stats().threadsRetired()).isZero();
        }
    }

    @Test
    void waitingTaskIsTakenWhenALongTaskIsAllThatRuns() throws Exception {
        Gate gate = new Gate();
        try (ThreadPool pool = pool(2, 2).build()) {
            pool.execute(gate);
            gate.awaitInside(1);
            for (int i = 0; i < 2_000; i++) {
                assertThat(pool.submit(() -> 1).get()).isEqualTo(1);
            }
            gate.open();
        }
    }

    private static void oneMicrosecond() {
        long end = System.nanoTime() + 1_000;
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }
}
