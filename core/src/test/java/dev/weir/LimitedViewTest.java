package dev.weir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.support.Await;
import dev.weir.support.Failures;
import dev.weir.support.Gate;
import dev.weir.support.Team;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A limited view uses at most so many of the pool's threads, with a queue bound and statistics of its own. */
class LimitedViewTest {

    private static ThreadPool pool(int max, int capacity) {
        return ThreadPool.builder("limited")
                .threads(0, max)
                .queueCapacity(capacity)
                .build();
    }

    private static void assertNothingIsLeft(ThreadPool pool) throws InterruptedException {
        pool.join();
        assertThat(pool.stats().addsUp()).isTrue();
        assertThat(((WorkerPool) pool).lanes().busy()).isEmpty();
    }

    @Test
    void exactlySoManyRunAtATime() throws Exception {
        try (ThreadPool pool = pool(8, 10_000)) {
            View view = pool.limited("thumbs", 3);
            AtomicInteger inside = new AtomicInteger();
            AtomicInteger most = new AtomicInteger();
            Team.run(4, number -> {
                for (int i = 0; i < 2_000; i++) {
                    view.execute(() -> {
                        most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                        Thread.yield();
                        inside.decrementAndGet();
                    });
                }
            });
            assertNothingIsLeft(pool);
            assertThat(most.get()).isBetween(1, 3);
            assertThat(view.stats().succeeded()).isEqualTo(8_000);
        }
    }

    @Test
    void allOfThemRunTogetherAndTheOtherThreadsAreFree() throws Exception {
        try (ThreadPool pool = pool(4, 100)) {
            View view = pool.limited("thumbs", 3);
            Gate gate = new Gate();
            for (int i = 0; i < 20; i++) {
                view.execute(gate);
            }
            gate.awaitInside(3);
            assertThat(pool.submit(() -> "other").get()).isEqualTo("other");
            ViewStats stats = view.stats();
            assertThat(stats.name()).isEqualTo("thumbs");
            assertThat(stats.limit()).isEqualTo(3);
            assertThat(stats.running()).isEqualTo(3);
            assertThat(stats.queued()).isEqualTo(17);
            gate.open();
            assertNothingIsLeft(pool);
        }
    }

    @Test
    void ownQueueBoundIsStrict() throws Exception {
        try (ThreadPool pool = pool(8, 100)) {
            View view = pool.limited("thumbs", 2, 5);
            Gate gate = new Gate();
            for (int i = 0; i < 7; i++) {
                view.execute(gate);
            }
            assertThatThrownBy(() -> view.execute(gate)).isInstanceOf(TaskRejectedException.class);
            gate.awaitInside(2);
            assertThatThrownBy(() -> view.submit(gate)).isInstanceOf(TaskRejectedException.class);
            assertThat(view.stats().rejected()).isEqualTo(2);
            assertThat(view.stats().accepted()).isEqualTo(7);
            gate.open();
            assertNothingIsLeft(pool);
        }
    }

    /** A place was taken for the task before the pool was asked. */
    @Test
    void taskThatThePoolRefusesTakesUpNoPlaceOfTheView() throws Exception {
        Gate gate = new Gate();
        try (ThreadPool pool = pool(1, 1)) {
            View view = pool.limited("thumbs", 1, 1);
            pool.execute(gate);
            gate.awaitInside(1);
            pool.execute(() -> {});
            for (int i = 0; i < 5; i++) {
                assertThatThrownBy(() -> view.execute(() -> {})).isInstanceOf(TaskRejectedException.class);
            }
            gate.open();
            pool.join();
            assertThat(view.submit(() -> 1).get()).isEqualTo(1);
            assertNothingIsLeft(pool);
        }
    }

    /** Who is told first waits for another kind of room, and cannot use this one. */
    @Test
    void roomInThePoolIsHeardOfBehindOneWhoWaitsForRoomInAView() {
        Gate ofTheView = new Gate();
        Gate first = new Gate();
        Gate second = new Gate();
        try (ThreadPool pool = ThreadPool.builder("limited")
                .threads(2, 2)
                .queueCapacity(1)
                .overflow(Overflow.block(Duration.ofMinutes(1)))
                .build()) {
            View view = pool.limited("thumbs", 1, 0);
            view.execute(ofTheView);
            ofTheView.awaitInside(1);
            pool.execute(first);
            first.awaitInside(1);
            pool.execute(second);
            Team forTheView = Team.start(1, number -> view.execute(() -> {}));
            Await.parked(forTheView.thread(0));
            Team forThePool = Team.start(1, number -> pool.execute(() -> {}));
            Await.parked(forThePool.thread(0));

            first.open();

            forThePool.join();
            second.open();
            ofTheView.open();
            forTheView.join();
        } finally {
            second.open();
            ofTheView.open();
        }
    }

    @Test
    void submitterMayRunWhatIsBeyondTheLimit() throws Exception {
        try (ThreadPool pool = ThreadPool.builder("limited")
                .threads(0, 8)
                .overflow(Overflow.callerRuns())
                .build()) {
            View view = pool.limited("thumbs", 1, 0);
            Gate gate = new Gate();
            view.execute(gate);
            assertThat(view.submit(Thread::currentThread).get()).isSameAs(Thread.currentThread());
            assertThat(view.stats().accepted()).isEqualTo(2);
            gate.open();
            assertNothingIsLeft(pool);
        }
    }

    @Test
    void failureOfAnExecutedTaskIsReportedAtOnce() throws Exception {
        Failures failures = new Failures();
        try (ThreadPool pool =
                ThreadPool.builder("limited").failureHandler(failures).build()) {
            View view = pool.limited("thumbs", 1);
            view.execute(() -> {
                throw new IllegalStateException();
            });
            pool.join();
            assertThat(failures.told()).hasSize(1);
            view.submit(() -> {
                throw new IllegalStateException();
            });
            pool.join();
            assertThat(failures.told()).hasSize(1);
            assertThat(view.stats().failed()).isEqualTo(2);
        }
        assertThat(failures.told()).hasSize(2);
    }

    @Test
    void shutdownNowInterruptsTheViewsTasksAndNoOther() throws Exception {
        try (ThreadPool pool = pool(4, 100)) {
            View view = pool.limited("thumbs", 1);
            CountDownLatch inside = new CountDownLatch(2);
            CountDownLatch end = new CountDownLatch(1);
            AtomicBoolean otherInterrupted = new AtomicBoolean();
            Task<?> other = pool.submit(() -> {
                inside.countDown();
                Await.zero(end);
                otherInterrupted.set(Thread.currentThread().isInterrupted());
            });
            Task<Boolean> own = view.submit(() -> {
                inside.countDown();
                try {
                    new CountDownLatch(1).await();
                    return false;
                } catch (InterruptedException e) {
                    return true;
                }
            });
            Await.zero(inside);
            Task<Integer> waiting = view.submit(() -> 1);
            assertThat(view.shutdownNow()).singleElement().isSameAs(waiting);
            assertThat(waiting.taskState()).isEqualTo(TaskState.HANDED_BACK);
            assertThat(own.get()).isTrue();
            assertThat(view.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
            end.countDown();
            other.get();
            assertThat(otherInterrupted).isFalse();
            assertNothingIsLeft(pool);
        }
    }

    @Test
    void interruptOfAViewHitsNoLaterTask() throws Exception {
        try (ThreadPool pool = pool(1, 100)) {
            for (int round = 0; round < 2_000; round++) {
                View view = pool.limited("thumbs", 1);
                CountDownLatch inside = new CountDownLatch(1);
                view.execute(inside::countDown);
                Task<Boolean> next = pool.submit(() -> Thread.currentThread().isInterrupted());
                Await.zero(inside);
                view.shutdownNow();
                assertThat(next.get()).isFalse();
            }
        }
    }

    @Test
    void closeWaitsForItsOwnTasksOnly() throws Exception {
        try (ThreadPool pool = pool(4, 100)) {
            Gate gate = new Gate();
            pool.execute(gate);
            AtomicInteger ran = new AtomicInteger();
            try (View view = pool.limited("thumbs", 1)) {
                for (int i = 0; i < 50; i++) {
                    view.execute(ran::incrementAndGet);
                }
            }
            assertThat(ran).hasValue(50);
            assertThat(pool.isShutdown()).isFalse();
            gate.open();
        }
    }

    @Test
    void tasksMayWaitForTasksOfTheirOwnView() throws Exception {
        try (ThreadPool pool = pool(2, 10_000)) {
            View view = pool.limited("thumbs", 2);
            assertThat(view.submit(() -> fibonacci(view, 16)).get()).isEqualTo(987);
            assertNothingIsLeft(pool);
        }
    }

    private static int fibonacci(View view, int n) throws Exception {
        if (n < 2) {
            return n;
        }
        Task<Integer> left = view.submit(() -> fibonacci(view, n - 1));
        Task<Integer> right = view.submit(() -> fibonacci(view, n - 2));
        return left.get() + right.get();
    }

    @Test
    void manyViewsShareThePoolFairlyAndLoseNothing() throws Exception {
        try (ThreadPool pool = pool(4, 100_000)) {
            List<View> views = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                views.add(pool.limited("view " + i, 1 + i % 3));
            }
            AtomicInteger ran = new AtomicInteger();
            Team.run(4, number -> {
                for (int i = 0; i < 5_000; i++) {
                    views.get(i % 10).submit(ran::incrementAndGet);
                    if (i % 7 == 0) {
                        pool.execute(ran::incrementAndGet);
                    }
                }
            });
            assertNothingIsLeft(pool);
            assertThat(ran).hasValue(4 * (5_000 + 715));
        }
    }

    @Test
    void badArgumentsAreNamed() {
        try (ThreadPool pool = pool(1, 1)) {
            assertThatThrownBy(() -> pool.limited(null, 1))
                    .isInstanceOf(NullPointerException.class)
                    .hasMessageContaining("name");
            assertThatThrownBy(() -> pool.limited(" ", 1)).hasMessageContaining("name");
            assertThatThrownBy(() -> pool.limited("x", 0))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("threads")
                    .hasMessageContaining("0");
            assertThatThrownBy(() -> pool.limited("x", 1, -1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("queueCapacity")
                    .hasMessageContaining("-1");
        }
    }
}
