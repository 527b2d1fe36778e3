package dev.weir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.support.Await;
import dev.weir.support.Failures;
import dev.weir.support.Gate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ways to wait within a task that once stood still, took too many threads, or left something behind. */
class RefutedNestingTest {

    private static ThreadPool pool(int min, int max) {
        return ThreadPool.builder("refuted")
                .threads(min, max)
                .queueCapacity(1_000_000)
                .failureHandler(failure -> {})
                .build();
    }

    private static View view(ThreadPool pool, String kind, String name) {
        return kind.equals("ordered") ? pool.ordered(name) : pool.limited(name, 1);
    }

    private static <T> T get(Future<T> future) throws Exception {
        return future.get(60, TimeUnit.SECONDS);
    }

    // Views

    @ParameterizedTest
    @ValueSource(strings = {"ordered", "limited"})
    void tasksOfTwoViewsMayEachWaitForATaskOfTheOther(String kind) throws Exception {
        for (int round = 0; round < 200; round++) {
            try (ThreadPool pool = pool(2, 2)) {
                View one = view(pool, kind, "one");
                View two = view(pool, kind, "two");
                CyclicBarrier together = new CyclicBarrier(2);
                Task<Integer> first = one.submit(() -> {
                    together.await();
                    return two.submit(() -> 1).get();
                });
                Task<Integer> second = two.submit(() -> {
                    together.await();
                    return one.submit(() -> 2).get();
                });
                assertThat(get(first)).isEqualTo(1);
                assertThat(get(second)).isEqualTo(2);
            }
        }
    }

    /** Way of the waits: last -> view's turn -> holder -> borrower (on the holder's thread) -> far, which runs last. */
    @ParameterizedTest
    @CsvSource({"ordered, holder", "ordered, borrower", "limited, holder", "limited, borrower"})
    void cancelledTaskThatStillRunsLendsItsTurn(String kind, String cancelled) throws Exception {
        try (ThreadPool pool = pool(2, 2)) {
            View view = view(pool, kind, "view");
            AtomicReference<Task<Integer>> borrower = new AtomicReference<>();
            CountDownLatch isCancelled = new CountDownLatch(1);
            Task<Integer> far = pool.submit(() -> {
                isCancelled.await();
                return view.submit(() -> 1).get();
            });
            Task<Integer> holder = view.submit(() -> {
                borrower.set(pool.submit(() -> far.get()));
                return borrower.get().get();
            });
            Await.until("the borrower waits", () -> awaited(borrower.get()) == far);

            assertThat((cancelled.equals("holder") ? holder : borrower.get()).cancel(false))
                    .isTrue();
            isCancelled.countDown();

            assertThat(get(far)).isEqualTo(1);
        }
    }

    private static TaskFuture<?> awaited(Task<?> task) {
        return task == null ? null : ((PooledTask<?>) task).awaited();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ordered", "limited"})
    void taskOfAViewMayWaitInAnyWayForOneOfTheSameView(String kind) throws Exception {
        try (ThreadPool pool = pool(1, 2)) {
            View view = view(pool, kind, "view");
            Callable<Integer> one = () -> 1;
            assertThat(get(view.submit(() -> view.invokeAny(List.of(one, one)))))
                    .isEqualTo(1);
            assertThat(get(view.submit(() -> view.invokeAny(List.of(one), 1, TimeUnit.HOURS))))
                    .isEqualTo(1);
            assertThat(get(view.submit(() -> view.submit(one).get(1, TimeUnit.HOURS))))
                    .isEqualTo(1);
            assertThat(get(view.submit(() -> view.invokeAll(List.of(one), 1, TimeUnit.HOURS)
                            .get(0)
                            .get())))
                    .isEqualTo(1);
            assertThat(get(view.submit(
                            () -> view.submit(one).toCompletableFuture().join())))
                    .isEqualTo(1);
            Task<Integer> middle =
                    view.submit(() -> pool.submit(() -> view.submit(one).get())
                            .toCompletableFuture()
                            .join());
            assertThat(get(middle)).isEqualTo(1);
        }
    }

    // Depth

    @Test
    void invokeAnyAndResultsMayBeDeeperThanThereAreSpares() throws Exception {
        try (ThreadPool pool = pool(1, 1)) {
            assertThat(get(pool.submit(() -> any(pool, 400)))).isEqualTo(400);
            assertThat(get(pool.submit(() -> results(pool, 400)))).isEqualTo(400);
        }
    }

    private static int any(ThreadPool pool, int left) throws Exception {
        return left == 0 ? 0 : 1 + pool.<Integer>invokeAny(List.of(() -> any(pool, left - 1)));
    }

    private static int results(ThreadPool pool, int left) throws Exception {
        if (left == 0) {
            return 0;
        }
        ResultQueue<Integer> results = pool.results(1);
        results.submit(() -> results(pool, left - 1));
        return 1 + results.take().get();
    }

    @Test
    void timedWaitsOfTwoPoolsMayBeDeeperThanThereAreSparesInOne() throws Exception {
        try (ThreadPool narrow = pool(1, 1);
                ThreadPool wide = pool(0, 2 * Spares.MOST)) {
            assertThat(get(narrow.submit(() -> alternate(wide, narrow, 3 * Spares.MOST))))
                    .isEqualTo(3 * Spares.MOST);
        }
    }

    private static int alternate(ThreadPool next, ThreadPool other, int left) throws Exception {
        return left == 0
                ? 0
                : 1 + next.submit(() -> alternate(other, next, left - 1)).get(1, TimeUnit.HOURS);
    }

    // Circles

    @Test
    void taskThatJoinsItselfInWhateverWayIsToldSo() throws Exception {
        try (ThreadPool pool = pool(2, 2)) {
            List<Callable<Object>> ways = new ArrayList<>();
            AtomicReference<Task<Object>> self = new AtomicReference<>();
            ways.add(() -> self.get().toCompletableFuture().join());
            ways.add(() -> self.get().toCompletableFuture().get());
            ways.add(() -> pool.invokeAny(List.of(() -> self.get().get())));
            for (Callable<Object> way : ways) {
                CountDownLatch known = new CountDownLatch(1);
                self.set(pool.submit("self", () -> {
                    Await.zero(known);
                    return way.call();
                }));
                known.countDown();
                assertThatThrownBy(() -> get(self.get())).hasStackTraceContaining("can never end");
            }
        }
    }

    @Test
    void circleThroughATaskThatItsSubmitterRunsIsTold() throws Exception {
        try (ThreadPool pool = ThreadPool.builder("refuted")
                .threads(2, 2)
                .queueCapacity(0)
                .overflow(Overflow.callerRuns())
                .failureHandler(failure -> {})
                .build()) {
            AtomicReference<Task<Object>> first = new AtomicReference<>();
            AtomicReference<Task<Object>> second = new AtomicReference<>();
            CountDownLatch known = new CountDownLatch(2);
            CountDownLatch inside = new CountDownLatch(1);
            first.set(pool.submit("first", () -> {
                Await.zero(known);
                return pool.submit("run by its submitter", () -> {
                            inside.countDown();
                            return second.get().get();
                        })
                        .get();
            }));
            known.countDown();
            second.set(pool.submit("second", () -> {
                Await.zero(inside);
                return first.get().get();
            }));
            known.countDown();
            assertThatThrownBy(() -> get(first.get())).hasStackTraceContaining("can never end");
            assertThatThrownBy(() -> get(second.get())).hasStackTraceContaining("can never end");
        }
    }

    // Threads

    @Test
    void whoWaitsForAFullViewOrADistantTaskIsNotWorthASpareBeyondTheBound() throws Exception {
        int many = 3 * Spares.MOST;
        try (ThreadPool pool = pool(2, 2)) {
            ScheduledTask<Integer> distant = pool.schedule(() -> 1, 1, TimeUnit.DAYS);
            List<Task<Integer>> waiters = new ArrayList<>();
            for (int i = 0; i < many; i++) {
                waiters.add(pool.submit(() -> distant.get()));
            }
            Await.until("as many are blocked as may be", () -> pool.stats().threads() == 2 + Spares.MOST);
            distant.cancel(false);
            pool.join();
            assertThat(waiters).allMatch(Task::isDone);
            assertThat(pool.stats().peakThreads()).isEqualTo(2 + Spares.MOST);

            View narrow = pool.limited("narrow", 1);
            Gate gate = new Gate();
            narrow.execute(gate);
            gate.awaitInside(1);
            for (int i = 0; i < many; i++) {
                pool.submit(() -> narrow.submit(() -> 1).get());
            }
            Await.until("as many are blocked as may be", () -> pool.stats().threads() == 2 + Spares.MOST);
            assertThat(((WorkerPool) pool).crew().spares().stranded()).isZero();
            assertThat(pool.stats().peakThreads()).isEqualTo(2 + Spares.MOST);
            gate.open(); // from now on those wait in the queue whose turn it is
            pool.join();
        }
    }

    /** It has its turn and no ticket any more, so it counted as no task that waits. */
    @Test
    void taskThatIsCalledWhileAllWorkersBlockGetsASpare() throws Exception {
        try (ThreadPool pool = pool(2, 2)) {
            Gate other = new Gate();
            pool.execute(other);
            other.awaitInside(1);
            View view = pool.limited("view", 1);
            Gate first = new Gate();
            CountDownLatch second = new CountDownLatch(1);
            CountDownLatch submitted = new CountDownLatch(1);
            Task<?> outer = pool.submit(() -> {
                Task<?> inner = view.submit(first);
                Await.zero(submitted);
                inner.get();
                pool.blocking(() -> second.await(60, TimeUnit.SECONDS));
                return null;
            });
            CountDownLatch blocked = new CountDownLatch(1);
            submitted.countDown();
            first.awaitInside(1);
            view.execute(second::countDown);
            pool.execute(() -> {
                blocked.countDown();
                try {
                    pool.blocking(() -> second.await(60, TimeUnit.SECONDS));
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            });
            other.open();
            Await.zero(blocked);
            first.open();
            outer.get(30, TimeUnit.SECONDS);
            assertThat(second.getCount()).isZero();
        }
    }

    // What goes ahead of others

    @Test
    void awaitedTaskIsNoOlderForThoseWhoEmptyTheQueue() throws Exception {
        for (boolean drops : new boolean[] {true, false}) {
            ThreadPool pool = ThreadPool.builder("refuted")
                    .threads(1, 1)
                    .queueCapacity(3)
                    .overflow(Overflow.dropOldest())
                    .build();
            CountDownLatch paused = new CountDownLatch(1);
            Gate gate = new Gate();
            List<Task<?>> tasks = new ArrayList<>();
            pool.execute(() -> {
                gate.run();
                Await.zero(paused);
                assertThatThrownBy(() -> tasks.get(2).get(1, TimeUnit.HOURS)).isNotNull();
            });
            gate.awaitInside(1);
            pool.pause();
            for (int i = 0; i < 3; i++) {
                tasks.add(pool.submit("task " + i, () -> 1));
            }
            gate.open();
            paused.countDown();
            Await.until("it waits", () -> ((WorkerPool) pool).crew().spares().stranded() == 1);
            if (drops) {
                pool.submit("newest", () -> 1);
                assertThat(tasks.get(0).taskState()).isEqualTo(TaskState.DROPPED);
                assertThat(tasks.get(2).taskState()).isEqualTo(TaskState.WAITING);
                pool.shutdownNow();
            } else {
                assertThat(pool.shutdownNow()).isEqualTo(tasks);
            }
            tasks.forEach(task -> task.cancel(true));
            pool.close();
        }
    }

    @Test
    void waitThatIsOverLeavesNothingInTheQueue() throws Exception {
        try (ThreadPool pool = pool(1, 1)) {
            get(pool.submit(() -> {
                pool.pause();
                Task<Integer> task = pool.submit(() -> 1);
                for (int i = 0; i < 1_000; i++) {
                    assertThatThrownBy(() -> task.get(0, TimeUnit.NANOSECONDS)).isInstanceOf(TimeoutException.class);
                }
                assertThat(((WorkerPool) pool).queue().first().isSomebody()).isFalse();
                pool.resume();
                return null;
            }));
            assertThat(((WorkerPool) pool).crew().spares().stranded()).isZero();
        }
    }

    // Failures and interrupts

    @Test
    void lookThatComesTooEarlyIsNone() throws Exception {
        for (boolean exception : new boolean[] {true, false}) {
            Failures failures = new Failures();
            try (ThreadPool pool = ThreadPool.builder("refuted")
                    .threads(1, 1)
                    .failureHandler(failures)
                    .build()) {
                Gate gate = new Gate();
                Task<?> task = pool.submit(() -> {
                    gate.run();
                    throw new IllegalStateException("of the test");
                });
                assertThatThrownBy(exception ? task::exceptionNow : task::resultNow)
                        .isInstanceOf(IllegalStateException.class);
                gate.open();
            }
            assertThat(failures.told()).hasSize(1);
        }
    }

    @Test
    void invokeAnyEndsWithTheFirstSuccessThoughTheSubmitterRunsTheTasks() throws Exception {
        try (ThreadPool pool = ThreadPool.builder("refuted")
                .threads(1, 1)
                .queueCapacity(0)
                .overflow(Overflow.callerRuns())
                .build()) {
            Gate gate = new Gate();
            pool.execute(gate);
            gate.awaitInside(1);
            AtomicBoolean second = new AtomicBoolean();
            assertThat(pool.<Integer>invokeAny(List.of(() -> 1, () -> {
                        second.set(true);
                        return 2;
                    })))
                    .isEqualTo(1);
            assertThat(second).isFalse();
            gate.open();
        }
    }

    @Test
    void cancellingATaskThatItsSubmitterRunsDoesNotInterruptTheSubmittingTask() throws Exception {
        try (ThreadPool pool = ThreadPool.builder("refuted")
                .threads(1, 1)
                .queueCapacity(0)
                .overflow(Overflow.callerRuns())
                .build()) {
            Task<Boolean> outer = pool.submit(() -> {
                try (TaskGroup group = pool.group()) {
                    group.submit(() -> {
                        Thread canceller = new Thread(group::close);
                        canceller.start();
                        Await.until(
                                "it is interrupted",
                                () -> Thread.currentThread().isInterrupted());
                        return null;
                    });
                }
                return Thread.currentThread().isInterrupted();
            });
            assertThat(get(outer)).isFalse();
        }
    }

    @Test
    void interruptedCloseLeavesNoFutureInLimbo() throws Exception {
        ThreadPool pool = pool(1, 1);
        Gate gate = new Gate();
        pool.execute(gate);
        gate.awaitInside(1);
        Task<Integer> waiting = pool.submit(() -> 1);
        Thread.currentThread().interrupt();
        gate.open();
        pool.close();
        assertThat(Thread.interrupted()).isTrue();
        Await.until("it is done", waiting::isDone);
    }

    // The end of the stack

    @Test
    void endOfTheStackWithinAViewHarmsNobodyElse() throws Exception {
        List<Task<?>> all = java.util.Collections.synchronizedList(new ArrayList<>());
        try (ThreadPool pool = pool(2, 2); // silent: the causes are as deep as the stack
                ThreadPool other = ThreadPool.builder("other").threads(1, 1).build()) {
            View view = pool.ordered("key");
            assertThatThrownBy(() -> get(view.submit(() -> dive(view, 5_000, all))))
                    .isInstanceOf(ExecutionException.class);
            assertThat(pool.join(Duration.ofMinutes(1))).isTrue();
            assertThat(all).allMatch(Task::isDone);
            other.execute(() -> {
                throw new IllegalStateException("of the test");
            });
            assertThat(get(other.submit(() -> 1))).isEqualTo(1);
            assertThat(other.stats().failed()).isEqualTo(1);
        }
    }

    private static int dive(View view, int left, List<Task<?>> all) throws Exception {
        Task<Integer> next = view.submit(() -> dive(view, left - 1, all));
        all.add(next);
        return left == 0 ? 0 : 1 + next.get();
    }
}
