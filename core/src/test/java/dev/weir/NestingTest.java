package dev.weir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.support.Await;
import dev.weir.support.Gate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A task may wait for tasks of its own pool, at any depth, with any number of threads. */
class NestingTest {

    private static ThreadPool pool(int max) {
        return ThreadPool.builder("nest")
                .threads(0, max)
                .queueCapacity(1_000_000)
                .build();
    }

    private static void assertAllEnded(ThreadPool pool) throws InterruptedException {
        pool.join();
        PoolStats stats = pool.stats();
        assertThat(stats.addsUp()).isTrue();
        assertThat(stats.running()).isZero();
        assertThat(stats.accepted()).isEqualTo(stats.ended());
    }

    // The programs that hang on other pools

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8})
    void fibonacci(int threads) throws Exception {
        try (ThreadPool pool = pool(threads)) {
            assertThat(pool.submit(() -> fibonacci(pool, 25)).get()).isEqualTo(75_025);
            assertAllEnded(pool);
        }
    }

    private static int fibonacci(ThreadPool pool, int n) throws Exception {
        if (n < 2) {
            return n;
        }
        Task<Integer> left = pool.submit(() -> fibonacci(pool, n - 1));
        Task<Integer> right = pool.submit(() -> fibonacci(pool, n - 2));
        return left.get() + right.get();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8})
    void quicksort(int threads) throws Exception {
        int[] numbers = new Random(17).ints(1_000_000).toArray();
        int[] sorted = numbers.clone();
        Arrays.sort(sorted);
        try (ThreadPool pool = pool(threads)) {
            pool.submit(() -> {
                        quicksort(pool, numbers, 0, numbers.length - 1);
                        return null;
                    })
                    .get();
            assertThat(numbers).isEqualTo(sorted);
            assertAllEnded(pool);
        }
    }

    private static void quicksort(ThreadPool pool, int[] a, int from, int to) throws Exception {
        if (to - from < 500) {
            if (from < to) {
                Arrays.sort(a, from, to + 1);
            }
            return;
        }
        int pivot = a[(from + to) >>> 1];
        int i = from;
        int j = to;
        while (i <= j) {
            while (a[i] < pivot) {
                i++;
            }
            while (a[j] > pivot) {
                j--;
            }
            if (i <= j) {
                int swapped = a[i];
                a[i++] = a[j];
                a[j--] = swapped;
            }
        }
        int right = i;
        int left = j;
        List<Callable<Void>> halves = List.of(
                () -> {
                    quicksort(pool, a, from, left);
                    return null;
                },
                () -> {
                    quicksort(pool, a, right, to);
                    return null;
                });
        for (Future<Void> half : pool.invokeAll(halves)) {
            half.get();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8})
    void tenThousandWaitsDeep(int threads) throws Exception {
        try (ThreadPool pool = pool(threads)) {
            assertThat(pool.submit(() -> depth(pool, 10_000)).get()).isEqualTo(10_000);
            assertAllEnded(pool);
            assertThat(pool.stats().peakThreads())
                    .as("one for a hundred waits, and not many that take tasks from each other")
                    .isLessThan(Spares.MOST);
        }
    }

    /** A wait that may end too early cannot be used to run a task, so each needs a thread. */
    @Test
    void timedWaitsMayBeDeeperThanThereAreSpares() throws Exception {
        try (ThreadPool pool = pool(1)) {
            assertThat(pool.submit(() -> timedDepth(pool, 2 * Spares.MOST)).get())
                    .isEqualTo(2 * Spares.MOST);
            assertAllEnded(pool);
        }
    }

    private static int timedDepth(ThreadPool pool, int left) throws Exception {
        return left == 0 ? 0 : 1 + pool.submit(() -> timedDepth(pool, left - 1)).get(1, TimeUnit.HOURS);
    }

    /** The spares would otherwise begin with the tasks that were submitted first, and block as they do. */
    @Test
    void moreTasksThanThereAreSparesMayEachWaitForAnotherOne() throws Exception {
        try (ThreadPool pool = pool(1)) {
            List<Task<Integer>> all = new ArrayList<>();
            Gate gate = new Gate();
            pool.execute(gate);
            for (int i = 0; i < 4 * Spares.MOST; i++) {
                all.add(pool.submit(() -> timedDepth(pool, 1)));
            }
            gate.open();
            for (Task<Integer> task : all) {
                assertThat(task.get()).isEqualTo(1);
            }
            assertAllEnded(pool);
            assertThat(pool.stats().peakThreads()).isLessThan(Spares.MOST);
        }
    }

    @Test
    void taskThatIsAwaitedGoesAheadOfOthers() throws Exception {
        try (ThreadPool pool = pool(1)) {
            List<String> order = Collections.synchronizedList(new ArrayList<>());
            pool.submit(() -> {
                        for (int i = 0; i < 100; i++) {
                            pool.execute(() -> order.add("other"));
                        }
                        return pool.submit(() -> order.add("awaited")).get(1, TimeUnit.HOURS);
                    })
                    .get();
            pool.join();
            assertThat(order).hasSize(101).startsWith("awaited");
        }
    }

    private static int depth(ThreadPool pool, int left) throws Exception {
        return left == 0 ? 0 : 1 + pool.submit(() -> depth(pool, left - 1)).get();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void completableFuturesCanBeJoined(int threads) throws Exception {
        try (ThreadPool pool = pool(threads)) {
            Task<Integer> sum = pool.submit(() -> {
                CompletableFuture<Integer> one = pool.submit(() -> 1).toCompletableFuture();
                CompletableFuture<Integer> two =
                        pool.submit(() -> 1).toCompletableFuture().thenApply(n -> n + 1);
                CompletableFuture<Integer> three = pool.submit(() -> 1).toCompletableFuture();
                return one.join() + two.join() + three.get();
            });
            assertThat(sum.get()).isEqualTo(4);
        }
    }

    @Test
    void dependentThatRunsOnTheSamePoolCanBeJoined() throws Exception {
        try (ThreadPool pool = pool(1)) {
            Task<Integer> sum = pool.submit(() -> pool.submit(() -> 1)
                    .toCompletableFuture()
                    .thenApplyAsync(n -> n + 1, pool)
                    .thenComposeAsync(n -> pool.submit(() -> n + 1).toCompletableFuture(), pool)
                    .join());
            assertThat(sum.get()).isEqualTo(3);
        }
    }

    @Test
    void invokeAnyAndTimedWaitsWithinATask() throws Exception {
        try (ThreadPool pool = pool(1)) {
            Task<Integer> sum = pool.submit(() -> {
                int any = pool.<Integer>invokeAny(List.of(() -> 1, () -> 1));
                int timed = pool.submit(() -> 1).get(1, TimeUnit.HOURS);
                int all = pool.<Integer>invokeAll(List.of(() -> 1), 1, TimeUnit.HOURS)
                        .get(0)
                        .get();
                return any + timed + all;
            });
            assertThat(sum.get()).isEqualTo(3);
        }
    }

    @Test
    void resultsCanBeTakenWithinATask() throws Exception {
        try (ThreadPool pool = pool(1)) {
            Task<Integer> sum = pool.submit(() -> {
                ResultQueue<Integer> results = pool.results(10);
                for (int i = 1; i <= 3; i++) {
                    int n = i;
                    results.submit(() -> n);
                }
                int total = 0;
                for (Result<Integer> result : results) {
                    total += result.get();
                }
                return total;
            });
            assertThat(sum.get()).isEqualTo(6);
        }
    }

    @Test
    void twoPoolsMayWaitForEachOther() throws Exception {
        try (ThreadPool a = pool(1);
                ThreadPool b = pool(1)) {
            assertThat(a.submit(() -> alternate(b, a, 3 * Spares.MOST)).get()).isEqualTo(3 * Spares.MOST);
            assertAllEnded(a);
            assertAllEnded(b);
        }
    }

    private static int alternate(ThreadPool next, ThreadPool other, int left) throws Exception {
        return left == 0
                ? 0
                : 1 + next.submit(() -> alternate(other, next, left - 1)).get();
    }

    @Test
    void taskOfAFullPoolMayWaitForOneThatIsRunByItsSubmitter() throws Exception {
        try (ThreadPool pool = ThreadPool.builder("nest")
                .threads(1, 1)
                .queueCapacity(1)
                .overflow(Overflow.callerRuns())
                .build()) {
            Gate gate = new Gate();
            pool.execute(gate);
            gate.awaitInside(1);
            Task<Integer> waiting = pool.submit(() -> 1);
            Task<Integer> run = pool.submit(() -> waiting.get() + 1); // here, and runs the waiting one here
            assertThat(run.get()).isEqualTo(2);
            gate.open();
            assertAllEnded(pool);
        }
    }

    @Test
    void nestedTasksTakeNoRoomInTheQueue() throws Exception {
        try (ThreadPool pool =
                ThreadPool.builder("nest").threads(1, 1).queueCapacity(1).build()) {
            assertThat(pool.submit(() -> depth(pool, 90)).get()).isEqualTo(90);
        }
    }

    // Only that one

    @Test
    void waiterRunsTheAwaitedTaskAndNoOther() throws Exception {
        try (ThreadPool pool = ThreadPool.builder("nest").threads(1, 1).build()) {
            List<String> order = Collections.synchronizedList(new ArrayList<>());
            Task<?> outer = pool.submit(() -> {
                pool.execute(() -> order.add("other"));
                Task<?> awaited = pool.submit(() -> order.add("awaited"));
                awaited.get();
                order.add("outer");
                return null;
            });
            outer.get();
            pool.join();
            assertThat(order).containsExactly("awaited", "outer", "other");
        }
    }

    @Test
    void waiterRunsItOnItsOwnThreadAndPutsTheThreadBack() throws Exception {
        try (ThreadPool pool = ThreadPool.builder("nest").threads(1, 1).build()) {
            Task<Boolean> outer = pool.submit(() -> {
                Thread thread = Thread.currentThread();
                thread.setName("outer");
                Task<Thread> inner = pool.submit(() -> {
                    Thread.currentThread().setName("inner");
                    Thread.currentThread().setPriority(Thread.MIN_PRIORITY);
                    Thread.currentThread().interrupt();
                    return Thread.currentThread();
                });
                return inner.get() == thread
                        && thread.getName().equals("outer")
                        && thread.getPriority() == Thread.NORM_PRIORITY
                        && !thread.isInterrupted();
            });
            assertThat(outer.get()).isTrue();
        }
    }

    // Interrupts

    @Test
    void interruptedWaiterRunsNothing() throws Exception {
        try (ThreadPool pool = ThreadPool.builder("nest").threads(1, 1).build()) {
            AtomicBoolean ran = new AtomicBoolean();
            Task<?> outer = pool.submit(() -> {
                Task<?> inner = pool.submit(() -> ran.set(true));
                Thread.currentThread().interrupt();
                assertThatThrownBy(inner::get).isInstanceOf(InterruptedException.class);
                assertThat(Thread.currentThread().isInterrupted()).isFalse();
                assertThat(ran).isFalse();
                return null;
            });
            outer.get();
        }
    }

    @Test
    void interruptOfTheWaiterReachesItAfterTheAwaitedTask() throws Exception {
        try (ThreadPool pool = ThreadPool.builder("nest").threads(1, 1).build()) {
            CountDownLatch inside = new CountDownLatch(1);
            CountDownLatch cancelled = new CountDownLatch(1);
            AtomicBoolean innerInterrupted = new AtomicBoolean();
            AtomicBoolean outerInterrupted = new AtomicBoolean();
            Task<?> outer = pool.submit(() -> {
                pool.submit(() -> {
                            inside.countDown();
                            Await.zero(cancelled);
                            innerInterrupted.set(Thread.currentThread().isInterrupted());
                        })
                        .get();
                outerInterrupted.set(Thread.currentThread().isInterrupted());
                return null;
            });
            Await.zero(inside);
            assertThat(outer.cancel(true)).isTrue();
            assertThat(outer.isCancelled()).isTrue();
            assertThat(outer.taskState()).isEqualTo(TaskState.CANCELLED);
            cancelled.countDown();
            pool.join();
            assertThat(innerInterrupted).isFalse();
            assertThat(outerInterrupted).isTrue();
            assertThat(pool.stats().cancelled()).isEqualTo(1);
        }
    }

    @Test
    void waiterThatIsCancelledWithoutInterruptIsNotInterrupted() throws Exception {
        try (ThreadPool pool = ThreadPool.builder("nest").threads(1, 1).build()) {
            Gate gate = new Gate();
            AtomicBoolean outerInterrupted = new AtomicBoolean();
            Task<?> outer = pool.submit(() -> {
                pool.submit(gate).get();
                outerInterrupted.set(Thread.currentThread().isInterrupted());
                return null;
            });
            gate.awaitInside(1);
            assertThat(outer.cancel(false)).isTrue();
            gate.open();
            pool.join();
            assertThat(outerInterrupted).isFalse();
        }
    }

    @Test
    void interruptOfTheAwaitedTaskDoesNotReachTheWaiter() throws Exception {
        try (ThreadPool pool = ThreadPool.builder("nest").threads(1, 1).build()) {
            for (int round = 0; round < 2_000; round++) {
                AtomicReference<Task<?>> inner = new AtomicReference<>();
                CountDownLatch inside = new CountDownLatch(1);
                Task<Boolean> outer = pool.submit(() -> {
                    Task<?> made = pool.submit(inside::countDown);
                    inner.set(made);
                    try {
                        made.get();
                    } catch (java.util.concurrent.CancellationException cancelled) {
                        // as it may be
                    }
                    return Thread.currentThread().isInterrupted();
                });
                Await.zero(inside);
                inner.get().cancel(true);
                assertThat(outer.get()).isFalse();
            }
        }
    }

    @Test
    void shutdownNowInterruptsTheWaiterToo() throws Exception {
        ThreadPool pool = ThreadPool.builder("nest").threads(1, 1).build();
        Gate gate = new Gate();
        AtomicBoolean outerInterrupted = new AtomicBoolean();
        pool.submit(() -> {
            pool.submit(gate).get();
            outerInterrupted.set(Thread.currentThread().isInterrupted());
            return null;
        });
        gate.awaitInside(1);
        pool.shutdownNow();
        gate.open();
        pool.close();
        assertThat(outerInterrupted).isTrue();
    }

    // Circles

    @Test
    void taskThatWaitsForItselfIsToldSo() throws Exception {
        try (ThreadPool pool = pool(1)) {
            AtomicReference<Task<?>> self = new AtomicReference<>();
            CountDownLatch known = new CountDownLatch(1);
            self.set(pool.submit("narcissus", () -> {
                Await.zero(known);
                return self.get().get();
            }));
            known.countDown();
            assertThatThrownBy(() -> self.get().get())
                    .cause()
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("narcissus")
                    .hasMessageContaining("can never end");
        }
    }

    @Test
    void tasksThatWaitForEachOtherAreTold() throws Exception {
        for (int round = 0; round < 1_000; round++) {
            try (ThreadPool pool = ThreadPool.builder("nest")
                    .threads(2, 2)
                    .failureHandler(failure -> {})
                    .build()) {
                AtomicReference<Task<?>> hen = new AtomicReference<>();
                AtomicReference<Task<?>> egg = new AtomicReference<>();
                CountDownLatch inside = new CountDownLatch(2);
                CountDownLatch known = new CountDownLatch(1);
                hen.set(pool.submit("hen", () -> {
                    inside.countDown();
                    Await.zero(known);
                    return egg.get().get();
                }));
                egg.set(pool.submit("egg", () -> {
                    inside.countDown();
                    Await.zero(known);
                    return hen.get().get();
                }));
                Await.zero(inside);
                known.countDown();
                assertThatThrownBy(() -> hen.get().get()).isInstanceOf(java.util.concurrent.ExecutionException.class);
                assertThatThrownBy(() -> egg.get().get())
                        .isInstanceOf(java.util.concurrent.ExecutionException.class)
                        .hasStackTraceContaining("hen waits for egg")
                        .hasStackTraceContaining("can never end");
            } catch (AssertionError e) {
                if (!String.valueOf(e.getMessage()).contains("egg waits for hen")) {
                    throw e; // it may as well be the other one that closed the circle
                }
            }
        }
    }

    /** The first holds the view's turn and waits for the second, which waits for a third one of the view. */
    @Test
    void turnOfAViewIsLentToWhoeverItIsNeededBy() throws Exception {
        for (int round = 0; round < 300; round++) {
            boolean second = round % 2 == 0;
            try (ThreadPool pool = pool(2)) {
                View view = pool.ordered("key");
                CountDownLatch firstInside = new CountDownLatch(1);
                CountDownLatch secondWaits = new CountDownLatch(1);
                AtomicReference<Task<Integer>> middle = new AtomicReference<>();
                CountDownLatch known = new CountDownLatch(1);
                Task<Integer> first = view.submit(() -> {
                    firstInside.countDown();
                    Await.zero(known);
                    if (second) {
                        Await.zero(secondWaits);
                    }
                    return middle.get().get() + 1;
                });
                Await.zero(firstInside);
                middle.set(pool.submit(() -> {
                    Task<Integer> third = view.submit(() -> 1);
                    secondWaits.countDown();
                    return third.get() + 1;
                }));
                known.countDown();
                assertThat(first.get(60, TimeUnit.SECONDS)).isEqualTo(3);
            }
        }
    }

    // Spares

    @Test
    void blockedWorkersAreReplacedAndTheSparesLeave() throws Exception {
        try (ThreadPool pool = ThreadPool.builder("nest").threads(2, 2).build()) {
            CountDownLatch latch = new CountDownLatch(1);
            for (int i = 0; i < 2; i++) {
                pool.submit(() -> pool.blocking(() -> {
                    latch.await();
                    return null;
                }));
            }
            pool.submit(latch::countDown).get();
            pool.join();
            Await.until("the spares have left", () -> pool.stats().threads() == 2);
            assertThat(pool.stats().peakThreads()).isLessThanOrEqualTo(4);
        }
    }

    @Test
    void blockingOutsideOfTasksIsJustACall() throws Exception {
        try (ThreadPool pool = pool(1)) {
            assertThat(pool.<Integer>blocking(() -> 7)).isEqualTo(7);
            assertThatThrownBy(() -> pool.blocking(() -> {
                        throw new java.io.IOException("as it is");
                    }))
                    .isInstanceOf(java.io.IOException.class)
                    .hasMessage("as it is");
            assertThatThrownBy(() -> pool.blocking(null))
                    .isInstanceOf(NullPointerException.class)
                    .hasMessageContaining("action");
        }
    }

    @Test
    void thereAreNeverMoreSparesThanBlockedWorkersNorThanTheBound() throws Exception {
        int tasks = Spares.MOST + 50;
        try (ThreadPool pool = ThreadPool.builder("nest").threads(0, 1).build()) {
            CountDownLatch latch = new CountDownLatch(1);
            AtomicInteger blocked = new AtomicInteger();
            for (int i = 0; i < tasks; i++) {
                pool.submit(() -> pool.blocking(() -> {
                    blocked.incrementAndGet();
                    latch.await();
                    return null;
                }));
            }
            Await.until("as many as can be are blocked", () -> blocked.get() == Spares.MOST + 1);
            assertThat(pool.stats().threads()).isEqualTo(Spares.MOST + 1);
            assertThat(pool.stats().queued()).isEqualTo(tasks - Spares.MOST - 1);
            latch.countDown();
            assertAllEnded(pool);
        }
    }

    @Test
    void nothingIsRefusedBecauseWorkersAreBlocked() throws Exception {
        try (ThreadPool pool =
                ThreadPool.builder("nest").threads(1, 1).queueCapacity(3).build()) {
            CountDownLatch latch = new CountDownLatch(1);
            AtomicInteger blocked = new AtomicInteger();
            Callable<Void> task = () -> pool.blocking(() -> {
                blocked.incrementAndGet();
                latch.await();
                return null;
            });
            for (int i = 1; i <= 10; i++) {
                int now = i;
                pool.submit(task);
                Await.until("it blocks", () -> blocked.get() == now);
            }
            for (int i = 0; i < 3; i++) {
                pool.submit(() -> {});
            }
            latch.countDown();
            assertAllEnded(pool);
        }
    }

    @Test
    void joinWithinATaskOfThePoolSaysWhyItCannotBe() throws Exception {
        try (ThreadPool pool = pool(1)) {
            Task<?> task = pool.submit(() -> pool.join(Duration.ofSeconds(1)));
            assertThatThrownBy(task::get).hasCauseInstanceOf(IllegalStateException.class);
        }
    }
}
