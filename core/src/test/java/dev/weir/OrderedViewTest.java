package dev.weir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.support.Await;
import dev.weir.support.Gate;
import dev.weir.support.Team;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tasks of one key run one at a time, in their order, and hold up nobody else. */
class OrderedViewTest {

    private static ThreadPool pool(int min, int max, int capacity) {
        return ThreadPool.builder("ordered")
                .threads(min, max)
                .queueCapacity(capacity)
                .build();
    }

    private static void assertNothingIsLeft(ThreadPool pool) throws InterruptedException {
        pool.join();
        PoolStats stats = pool.stats();
        assertThat(stats.addsUp()).isTrue();
        assertThat(stats.queued() + stats.running()).isZero();
        assertThat(((WorkerPool) pool).lanes().busy()).isEmpty();
        Await.until("no key is left", () -> ((WorkerPool) pool).lanes().keys() == 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8})
    void tasksOfOneKeyRunOneAtATimeInTheirOrder(int threads) throws Exception {
        try (ThreadPool pool = pool(threads, threads, 100_000)) {
            List<Integer> order = new ArrayList<>(); // no locks: the view itself orders the accesses
            for (int i = 0; i < 20_000; i++) {
                int n = i;
                pool.ordered("key").execute(() -> order.add(n));
            }
            pool.join();
            assertThat(order).hasSize(20_000).isSorted();
            assertNothingIsLeft(pool);
        }
    }

    @Test
    void manySubmittersAndKeysKeepEachSubmittersOrderInEachKey() throws Exception {
        int submitters = 4;
        int keys = 50;
        int perSubmitter = 10_000;
        try (ThreadPool pool = pool(2, 8, submitters * perSubmitter)) {
            int[][] last = new int[keys][submitters];
            AtomicIntegerArray inside = new AtomicIntegerArray(keys);
            AtomicInteger faults = new AtomicInteger();
            AtomicLong ran = new AtomicLong();
            Team.run(submitters, submitter -> {
                for (int i = 1; i <= perSubmitter; i++) {
                    int n = i;
                    int key = i * 31 % keys;
                    pool.ordered(key).execute(() -> {
                        if (inside.incrementAndGet(key) != 1 || last[key][submitter] >= n) {
                            faults.incrementAndGet();
                        }
                        last[key][submitter] = n;
                        ran.incrementAndGet();
                        inside.decrementAndGet(key);
                    });
                }
            });
            assertNothingIsLeft(pool);
            assertThat(faults).hasValue(0);
            assertThat(ran).hasValue((long) submitters * perSubmitter);
        }
    }

    @Test
    void busyKeyDoesNotStarveTheRest() throws Exception {
        try (ThreadPool pool = pool(2, 2, 1_000)) {
            Gate gate = new Gate();
            View busy = pool.ordered("busy");
            busy.execute(gate);
            gate.awaitInside(1);
            for (int i = 0; i < 500; i++) {
                busy.execute(() -> {});
            }
            for (int i = 0; i < 100; i++) {
                assertThat(pool.ordered(i).submit(() -> "other").get()).isEqualTo("other");
                assertThat(pool.submit(() -> "plain").get()).isEqualTo("plain");
            }
            assertThat(busy.stats().queued()).isEqualTo(500);
            gate.open();
            assertNothingIsLeft(pool);
        }
    }

    @Test
    void waitingTasksOfAKeyTakeNoThread() throws Exception {
        try (ThreadPool pool = pool(0, 4, 1_000)) {
            Gate gate = new Gate();
            pool.ordered("key").execute(gate);
            gate.awaitInside(1);
            for (int i = 0; i < 100; i++) {
                pool.ordered("key").execute(() -> {});
            }
            Await.until("the other workers rest", () -> {
                PoolStats stats = pool.stats();
                return stats.idleThreads() == stats.threads() - 1;
            });
            assertThat(pool.stats().queued()).isEqualTo(100);
            gate.open();
            assertNothingIsLeft(pool);
        }
    }

    @Test
    void aMillionKeysLeaveNothing() throws Exception {
        try (ThreadPool pool = pool(2, 2, 2_000_000)) {
            AtomicInteger ran = new AtomicInteger();
            for (int key = 0; key < 1_000_000; key++) {
                pool.ordered(key).execute(ran::incrementAndGet);
            }
            assertNothingIsLeft(pool);
            assertThat(ran).hasValue(1_000_000);
        }
    }

    // Capacity

    @Test
    void neverMoreThanTheCapacityWaitThoughThreadsAreFree() throws Exception {
        try (ThreadPool pool = pool(0, 8, 10)) {
            Gate gate = new Gate();
            View view = pool.ordered("key");
            view.execute(gate);
            for (int i = 0; i < 10; i++) {
                view.execute(() -> {});
            }
            assertThatThrownBy(() -> view.execute(() -> {}))
                    .isInstanceOf(TaskRejectedException.class)
                    .hasMessageContaining("View key of pool ordered")
                    .extracting(thrown -> ((TaskRejectedException) thrown).reason())
                    .isEqualTo(RejectionReason.QUEUE_FULL);
            assertThat(view.stats().rejected()).isEqualTo(1);
            assertThat(pool.stats().rejected()).isEqualTo(1);
            assertThat(pool.ordered("other").submit(() -> 1).get()).isEqualTo(1); // has a thread of its own
            gate.open();
            assertNothingIsLeft(pool);
            view.execute(() -> {});
            assertNothingIsLeft(pool);
        }
    }

    /** Each task that was held up gives back what it took of the pool's room for such. */
    @Test
    void roomThatHeldUpTasksTookComesBack() throws Exception {
        try (ThreadPool pool = pool(0, 8, 10)) {
            for (int round = 0; round < 3; round++) {
                Gate gate = new Gate();
                View view = pool.ordered("key");
                for (int i = 0; i < 11; i++) {
                    view.execute(gate);
                }
                gate.open();
                assertNothingIsLeft(pool);
            }
        }
    }

    /** Whoever has found it before would otherwise use it beside the one that takes its place. */
    @Test
    void lineThatHasBecomeEmptyTakesNoFurtherTask() {
        try (ThreadPool pool = pool(1, 1, 10)) {
            Lanes lanes = ((WorkerPool) pool).lanes();
            Lane line = lanes.of(new LaneKey("key"));
            assertThat(line.reserve()).isEqualTo(Lane.Place.TAKEN);
            line.unreserve();
            assertThat(line.reserve()).isEqualTo(Lane.Place.LANE_CLOSED);
            assertThat(lanes.of(new LaneKey("key"))).isNotSameAs(line);
        }
    }

    @Test
    void blockedSubmitterGoesOnWhenItsKeyMoves() throws Exception {
        try (ThreadPool pool = ThreadPool.builder("ordered")
                .threads(2, 2)
                .queueCapacity(1)
                .overflow(Overflow.block(Duration.ofMinutes(1)))
                .build()) {
            AtomicInteger ran = new AtomicInteger();
            Team.run(4, number -> {
                for (int i = 0; i < 2_000; i++) {
                    pool.ordered(number % 3).execute(ran::incrementAndGet);
                }
            });
            assertNothingIsLeft(pool);
            assertThat(ran).hasValue(8_000);
        }
    }

    @Test
    void submitterRunsATaskOnlyIfItIsItsTurn() throws Exception {
        try (ThreadPool pool = ThreadPool.builder("ordered")
                .threads(1, 1)
                .queueCapacity(0)
                .overflow(Overflow.callerRuns())
                .build()) {
            Gate gate = new Gate();
            View first = pool.ordered("first");
            first.execute(gate);
            gate.awaitInside(1);
            assertThatThrownBy(() -> first.submit(() -> 1)).isInstanceOf(TaskRejectedException.class);
            assertThat(pool.ordered("second").submit(Thread::currentThread).get())
                    .isSameAs(Thread.currentThread());
            gate.open();
            assertNothingIsLeft(pool);
            assertThat(first.stats().accepted()).isEqualTo(1);
        }
    }

    @Test
    void fullKeyDropsItsOwnOldestTask() throws Exception {
        try (ThreadPool pool = ThreadPool.builder("ordered")
                .threads(2, 2)
                .queueCapacity(2)
                .overflow(Overflow.dropOldest())
                .build()) {
            Gate gate = new Gate();
            View view = pool.ordered("key");
            view.execute(gate);
            gate.awaitInside(1);
            Task<Integer> oldest = view.submit(() -> 1);
            Task<Integer> second = view.submit(() -> 2);
            Task<Integer> third = view.submit(() -> 3);
            assertThat(oldest.taskState()).isEqualTo(TaskState.DROPPED);
            gate.open();
            assertThat(second.get() + third.get()).isEqualTo(5);
            assertNothingIsLeft(pool);
            assertThat(view.stats().dropped()).isEqualTo(1);
        }
    }

    // Cancelling

    @Test
    void cancelledTasksLeaveAtOnceAndTheRestGoesOn() throws Exception {
        try (ThreadPool pool = pool(2, 2, 1_000)) {
            Gate gate = new Gate();
            View view = pool.ordered("key");
            view.execute(gate);
            gate.awaitInside(1);
            List<Task<Integer>> tasks = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                int n = i;
                tasks.add(view.submit(() -> n));
            }
            for (int i = 0; i < 1_000; i += 2) {
                assertThat(tasks.get(i).cancel(false)).isTrue();
            }
            assertThat(view.stats().queued()).isEqualTo(500);
            assertThat(pool.stats().queued()).isEqualTo(500);
            gate.open();
            for (int i = 1; i < 1_000; i += 2) {
                assertThat(tasks.get(i).get()).isEqualTo(i);
            }
            assertNothingIsLeft(pool);
            assertThat(view.stats().cancelled()).isEqualTo(500);
        }
    }

    @Test
    void nothingIsStrandedWhileTasksAreCancelledAtRandom() {
        for (int round = 0; round < 30; round++) {
            try (ThreadPool pool = pool(2, 3, 1_000_000)) {
                AtomicIntegerArray inside = new AtomicIntegerArray(3);
                AtomicInteger faults = new AtomicInteger();
                Team.run(4, number -> {
                    java.util.Random random = new java.util.Random(number);
                    List<Task<?>> mine = new ArrayList<>();
                    for (int i = 0; i < 1_000; i++) {
                        int key = random.nextInt(3);
                        mine.add(pool.ordered(key).submit(() -> {
                            if (inside.incrementAndGet(key) != 1) {
                                faults.incrementAndGet();
                            }
                            inside.decrementAndGet(key);
                        }));
                        if (random.nextInt(3) == 0) {
                            mine.get(random.nextInt(mine.size())).cancel(random.nextBoolean());
                        }
                    }
                    for (Task<?> task : mine) {
                        if (!task.isCancelled()) {
                            try {
                                task.get();
                            } catch (java.util.concurrent.CancellationException cancelled) {
                                // a moment ago
                            }
                        }
                    }
                });
                assertThat(pool.join(Duration.ofMinutes(1))).isTrue();
                assertNothingIsLeft(pool);
                assertThat(faults.get()).isLessThanOrEqualTo(0);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    // Nesting

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void taskMayWaitForOneBehindItInItsOwnOrder(int threads) throws Exception {
        try (ThreadPool pool = pool(threads, threads, 1_000)) {
            View view = pool.ordered("key");
            List<String> order = new ArrayList<>();
            view.submit(() -> {
                        view.execute(() -> order.add("before"));
                        view.submit(() -> order.add("awaited")).get();
                        order.add("outer");
                        view.execute(() -> order.add("after"));
                        return null;
                    })
                    .get();
            pool.join();
            assertThat(order).containsExactly("before", "awaited", "outer", "after");
            assertNothingIsLeft(pool);
        }
    }

    @Test
    void twoHundredWaitsDeepWithinOneKey() throws Exception {
        try (ThreadPool pool = pool(2, 2, 1_000)) {
            View view = pool.ordered("key");
            assertThat(view.submit(() -> depth(view, 200)).get()).isEqualTo(200);
            assertNothingIsLeft(pool);
        }
    }

    private static int depth(View view, int left) throws Exception {
        return left == 0 ? 0 : 1 + view.submit(() -> depth(view, left - 1)).get();
    }

    @Test
    void plainTaskMayWaitForAnOrderedOne() throws Exception {
        try (ThreadPool pool = pool(1, 1, 1_000)) {
            AtomicInteger count = new AtomicInteger();
            for (int i = 0; i < 100; i++) {
                pool.submit(() -> {
                    pool.ordered("key").execute(count::incrementAndGet);
                    return pool.ordered("key").submit(count::incrementAndGet).get();
                });
            }
            assertNothingIsLeft(pool);
            assertThat(count).hasValue(200);
        }
    }

    // Life

    @Test
    void pauseHoldsTheKeysUpAndResumeLetsThemGoOn() throws Exception {
        try (ThreadPool pool = pool(2, 2, 1_000)) {
            Gate gate = new Gate();
            View view = pool.ordered("key");
            AtomicInteger ran = new AtomicInteger();
            view.execute(gate);
            gate.awaitInside(1);
            for (int i = 0; i < 100; i++) {
                view.execute(ran::incrementAndGet);
            }
            Await.until("the tokens are parked", () -> pool.stats().idleThreads() == 1);
            pool.pause();
            gate.open();
            Await.until("all rest", () -> pool.stats().idleThreads() == 2);
            assertThat(ran).hasValue(0);
            pool.resume();
            assertNothingIsLeft(pool);
            assertThat(ran).hasValue(100);
        }
    }

    @Test
    void poolThatIsShutDownRunsWhatWaitsInItsKeys() throws Exception {
        ThreadPool pool = pool(0, 3, 1_000);
        Gate gate = new Gate();
        AtomicInteger ran = new AtomicInteger();
        View view = pool.ordered("key");
        view.execute(gate);
        gate.awaitInside(1);
        for (int i = 0; i < 100; i++) {
            view.execute(ran::incrementAndGet);
        }
        pool.shutdown();
        assertThat(view.isShutdown()).isTrue();
        assertThat(view.isTerminated()).isFalse();
        gate.open();
        pool.close();
        assertThat(ran).hasValue(100);
        assertThat(view.isTerminated()).isTrue();
        assertThat(pool.stats().addsUp()).isTrue();
    }

    @Test
    void shutdownNowOfThePoolHandsBackWhatWaitsInItsKeys() throws Exception {
        for (int round = 0; round < 200; round++) {
            ThreadPool pool = pool(2, 2, 1_000);
            CountDownLatch begun = new CountDownLatch(1);
            AtomicInteger ran = new AtomicInteger();
            View view = pool.ordered("key");
            view.execute(begun::countDown);
            for (int i = 0; i < 50; i++) {
                view.execute(ran::incrementAndGet);
            }
            Await.zero(begun);
            List<Runnable> handedBack = pool.shutdownNow();
            pool.close();
            assertThat(handedBack.size() + ran.get()).isEqualTo(50);
            PoolStats stats = pool.stats();
            assertThat(stats.addsUp()).isTrue();
            assertThat(stats.handedBack()).isEqualTo(handedBack.size());
            assertThat(view.stats().handedBack()).isEqualTo(handedBack.size());
            assertThat(((WorkerPool) pool).lanes().busy()).isEmpty();
        }
    }

    @Test
    void viewsOfEqualKeysShareOneOrderAndEachHasALifeOfItsOwn() throws Exception {
        try (ThreadPool pool = pool(2, 2, 1_000)) {
            Gate gate = new Gate();
            View one = pool.ordered(List.of(1));
            View two = pool.ordered(List.of(1));
            one.execute(gate);
            gate.awaitInside(1);
            Task<Integer> ofTwo = two.submit(() -> 2);
            Runnable ofOne = () -> {};
            one.execute(ofOne);
            assertThat(one.shutdownNow()).singleElement().isSameAs(ofOne);
            assertThatThrownBy(() -> one.execute(() -> {}))
                    .isInstanceOf(TaskRejectedException.class)
                    .hasMessageContaining("is shut down");
            assertThat(ofTwo.isDone()).isFalse();
            gate.open();
            one.close();
            assertThat(one.isTerminated()).isTrue();
            assertThat(ofTwo.get()).isEqualTo(2);
            assertThat(two.isShutdown()).isFalse();
            assertNothingIsLeft(pool);
        }
    }

    @Test
    void viewThatStopsWhileOthersSubmitComesToItsEnd() throws Exception {
        try (ThreadPool pool = pool(0, 4, 1_000_000)) {
            for (int round = 0; round < 300; round++) {
                View view = pool.ordered("key");
                AtomicInteger ran = new AtomicInteger();
                AtomicInteger accepted = new AtomicInteger();
                AtomicInteger handedBack = new AtomicInteger();
                Team.run(3, number -> {
                    if (number == 2) {
                        handedBack.set(view.shutdownNow().size());
                        return;
                    }
                    try {
                        for (; ; ) {
                            view.execute(ran::incrementAndGet);
                            accepted.incrementAndGet();
                        }
                    } catch (TaskRejectedException refused) {
                        assertThat(refused.reason()).isIn(RejectionReason.SHUT_DOWN, RejectionReason.QUEUE_FULL);
                    }
                });
                view.close();
                ViewStats stats = view.stats();
                assertThat(stats.accepted()).isEqualTo(accepted.get());
                assertThat(ran.get() + handedBack.get()).isEqualTo(accepted.get());
                assertThat(stats.queued() + stats.running()).isZero();
            }
            assertNothingIsLeft(pool);
            assertThat(((WorkerPool) pool).lanes().present(new LaneKey("key"))).isNull();
        }
    }

    @Test
    void nullKeyIsRefused() {
        try (ThreadPool pool = pool(1, 1, 1)) {
            assertThatThrownBy(() -> pool.ordered(null))
                    .isInstanceOf(NullPointerException.class)
                    .hasMessageContaining("key");
        }
    }

    @Test
    void keysThatComeAndGoInManyThreadsAreNeverLost() throws Exception {
        try (ThreadPool pool = pool(2, 4, 1_000_000)) {
            ConcurrentHashMap<Integer, AtomicInteger> ran = new ConcurrentHashMap<>();
            Team.run(4, number -> {
                for (int i = 0; i < 20_000; i++) {
                    int key = i % 4;
                    pool.ordered(key)
                            .execute(() -> ran.computeIfAbsent(key, k -> new AtomicInteger())
                                    .incrementAndGet());
                }
            });
            assertNothingIsLeft(pool);
            assertThat(ran.values()).allSatisfy(count -> assertThat(count).hasValue(20_000));
        }
    }
}
