package dev.weir;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.support.Gate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What random programs found, each as the smallest program that showed it. */
@Timeout(60)
class RefutedProgramsTest {

    private static ThreadPool tiny(int queueCapacity) {
        return ThreadPool.builder("tiny")
                .threads(1, 1)
                .queueCapacity(queueCapacity)
                .build();
    }

    /** The end of the pause left its bound behind, by which nothing was ever admitted. */
    @Test
    void scheduledTaskRunsThoughThePoolIsShutDownWhilePaused() throws Exception {
        ThreadPool pool = tiny(0);
        Task<Integer> task = pool.schedule(() -> 7, 5, TimeUnit.MILLISECONDS);
        pool.pause();
        pool.shutdown();
        assertThat(task.get()).isEqualTo(7);
        assertThat(pool.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    }

    /** The waiter held the only place, and for what was not in the queue no spare came. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void taskWaitsForAScheduledOneWhereThereIsNoRoom(int queueCapacity) throws Exception {
        try (ThreadPool pool = tiny(queueCapacity)) {
            Task<Integer> outer = pool.submit(() -> {
                if (queueCapacity > 0) {
                    pool.execute(() -> {});
                }
                return pool.schedule(() -> 7, 1, TimeUnit.MILLISECONDS).get();
            });
            assertThat(outer.get()).isEqualTo(7);
        }
    }

    /** The same, where the waiter waits for it by way of something else. */
    @Test
    void taskBlocksUntilAScheduledOneOpensALatch() throws Exception {
        try (ThreadPool pool = tiny(0)) {
            CountDownLatch latch = new CountDownLatch(1);
            Task<Integer> outer = pool.submit(() -> {
                pool.schedule(latch::countDown, 1, TimeUnit.MILLISECONDS);
                return pool.blocking(() -> {
                    latch.await();
                    return 7;
                });
            });
            assertThat(outer.get()).isEqualTo(7);
        }
    }

    /** The same, where the waiter began to wait during a pause. */
    @Test
    void taskThatWaitsForAScheduledOneGoesOnAfterAPause() throws Exception {
        try (ThreadPool pool = tiny(0)) {
            Gate gate = new Gate();
            Task<Integer> outer = pool.submit(() -> {
                gate.run();
                return pool.schedule(() -> 7, 1, TimeUnit.MILLISECONDS).get();
            });
            gate.awaitInside(1);
            pool.pause();
            gate.open();
            pool.resume();
            assertThat(outer.get()).isEqualTo(7);
        }
    }

    /** The same, where a task of a view holds the place in the queue while it waits for its turn. */
    @Test
    void taskWaitsForAScheduledOneWhereATaskOfAViewTakesTheRoom() throws Exception {
        try (ThreadPool pool =
                ThreadPool.builder("tiny").threads(2, 2).queueCapacity(1).build()) {
            ExecutorService view = pool.ordered("key");
            Gate start = new Gate();
            Gate end = new Gate();
            Future<Integer> outer = view.submit(() -> {
                start.run();
                return pool.schedule(() -> 7, 1, TimeUnit.MILLISECONDS).get();
            });
            start.awaitInside(1);
            Future<Integer> behind = view.submit(() -> 8);
            pool.execute(end);
            end.awaitInside(1);
            start.open();
            assertThat(outer.get()).isEqualTo(7);
            assertThat(behind.get()).isEqualTo(8);
            end.open();
        }
    }

    /** The same, more often within each other than there are spares for those that are merely blocked. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1_000})
    void scheduledTasksWaitForEachOtherInALongChain(int queueCapacity) throws Exception {
        try (ThreadPool pool = tiny(queueCapacity)) {
            assertThat(pool.submit(() -> chain(pool, Spares.MOST + 50)).get()).isEqualTo(Spares.MOST + 50);
        }
    }

    private static int chain(ThreadPool pool, int left) throws Exception {
        return left == 0
                ? 0
                : 1
                        + pool.schedule(() -> chain(pool, left - 1), 0, TimeUnit.MILLISECONDS)
                                .get();
    }

    /** It said that nothing could be cancelled any more, of a task that was not done yet. */
    @Test
    void periodicTaskThatCannotBeCancelledIsDone() throws Exception {
        CyclicBarrier barrier = new CyclicBarrier(2);
        try (ThreadPool pool = ThreadPool.builder("tiny")
                .threads(2, 2)
                .failureHandler(failure -> {})
                .build()) {
            for (int round = 0; round < 2_000; round++) {
                ScheduledTask<?> task = pool.scheduleAtFixedRate(
                        () -> {
                            meet(barrier);
                            throw new IllegalStateException("meant");
                        },
                        0,
                        1,
                        TimeUnit.HOURS);
                meet(barrier);
                for (int spins = round % 100; spins > 0; spins--) {
                    Thread.onSpinWait();
                }
                assertThat(task.cancel(false) || task.isDone()).isTrue();
                assertThat(task.isDone()).isTrue();
            }
        }
    }

    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** The same, while its owner ran it, to whom it was handed back. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void periodicTaskThatItsOwnerRunsCanBeCancelled(boolean interrupt) throws Exception {
        ThreadPool pool = tiny(0);
        Gate gate = new Gate();
        boolean[] interrupted = new boolean[2];
        Runnable work = () -> {
            gate.run();
            interrupted[0] = Thread.currentThread().isInterrupted();
        };
        ScheduledTask<?> task = pool.scheduleAtFixedRate(work, 1, 1, TimeUnit.HOURS);
        assertThat(pool.shutdownNow()).containsExactly(task);
        Thread owner = new Thread(() -> {
            task.run();
            interrupted[1] = Thread.interrupted();
        });
        owner.start();
        gate.awaitInside(1);
        assertThat(task.cancel(interrupt)).isTrue();
        assertThat(task.isCancelled()).isTrue();
        assertThat(task.cancel(interrupt)).isFalse();
        gate.open();
        owner.join();
        assertThat(interrupted[0]).as("in the task").isEqualTo(interrupt);
        assertThat(interrupted[1]).as("left interrupted").isFalse();
        task.run();
        assertThat(gate.entered()).isEqualTo(1);
    }

    /** It got the interrupt that was meant for the one who submitted it, and gave that one its own. */
    @ParameterizedTest
    @CsvSource({"false, false", "false, true", "true, false", "true, true"})
    void taskThatItsSubmitterRunsSharesNoInterruptWithIt(boolean outerHasFuture, boolean innerHasFuture)
            throws Exception {
        List<String> seen = new ArrayList<>();
        try (ThreadPool pool = ThreadPool.builder("tiny")
                .threads(1, 1)
                .queueCapacity(0)
                .overflow(Overflow.callerRuns())
                .build()) {
            Runnable inner = () -> {
                seen.add("inner " + Thread.currentThread().isInterrupted());
                Thread.currentThread().interrupt();
                Thread.currentThread().setName("changed");
            };
            Runnable outer = () -> {
                String name = Thread.currentThread().getName();
                run(pool, inner, innerHasFuture);
                seen.add("outer " + Thread.interrupted());
                Thread.currentThread().interrupt();
                run(pool, inner, innerHasFuture);
                seen.add("outer " + Thread.interrupted());
                seen.add("name kept " + Thread.currentThread().getName().equals(name));
            };
            run(pool, outer, outerHasFuture);
            pool.join();
        }
        assertThat(seen).containsExactly("inner false", "outer false", "inner false", "outer true", "name kept true");
    }

    private static void run(ThreadPool pool, Runnable task, boolean hasFuture) {
        if (hasFuture) {
            pool.submit(task);
        } else {
            pool.execute(task);
        }
    }

    /** What one left, the next one got: its interrupt and the name that it gave to the thread. */
    @Test
    void tasksOfAnOrderedViewThatAWaiterRunsShareNoThreadState() throws Exception {
        try (ThreadPool pool = tiny(100)) {
            Task<String> outer = pool.submit(() -> {
                String name = Thread.currentThread().getName();
                ExecutorService view = pool.ordered("key");
                view.submit(() -> {
                    Thread.currentThread().interrupt();
                    Thread.currentThread().setName("changed");
                });
                Future<String> next = view.submit(() -> Thread.currentThread().isInterrupted() + " "
                        + Thread.currentThread().getName().equals(name));
                return next.get();
            });
            assertThat(outer.get()).isEqualTo("false true");
            assertThat(pool.drain(Duration.ofSeconds(30))).isEmpty();
        }
    }

    /** A worker is interrupted by that, but this thread is the submitter's, which was left interrupted. */
    @Test
    void submitterThatRunsATaskIsNotInterruptedWhenThePoolIsStopped() {
        ThreadPool pool = ThreadPool.builder("tiny")
                .threads(1, 1)
                .queueCapacity(0)
                .overflow(Overflow.callerRuns())
                .build();
        Gate gate = new Gate();
        pool.execute(gate);
        gate.awaitInside(1);
        pool.execute(() -> pool.execute(pool::shutdownNow));
        assertThat(Thread.interrupted()).isFalse();
        gate.open();
        pool.close();
    }

    /** It was counted a moment before its future was done. */
    @Test
    void joinReturnsOnlyWhenTheFutureOfACancelledTaskIsDone() throws Exception {
        CyclicBarrier barrier = new CyclicBarrier(2);
        ThreadPool pool = tiny(100);
        pool.pause();
        for (int round = 0; round < 5_000; round++) {
            Task<Integer> task = pool.submit(() -> 7);
            Thread other = new Thread(() -> {
                try {
                    barrier.await();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
                task.cancel(false);
            });
            other.start();
            barrier.await();
            while (!pool.join(Duration.ZERO)) {
                Thread.onSpinWait();
            }
            assertThat(task.isDone()).isTrue();
            other.join();
        }
        pool.close();
    }

    /** It was left interrupted by what was meant for a task that it ran itself. */
    @Test
    void submitterThatRunsATaskIsNotLeftInterruptedWhenThatOneIs() {
        ThreadPool pool = ThreadPool.builder("tiny")
                .threads(1, 1)
                .queueCapacity(0)
                .overflow(Overflow.callerRuns())
                .build();
        Gate gate = new Gate();
        pool.execute(gate);
        gate.awaitInside(1);
        View view = pool.limited("view", 1);
        view.execute(view::shutdownNow);
        assertThat(Thread.interrupted()).as("left interrupted").isFalse();
        Thread.currentThread().interrupt();
        pool.submit(() -> {});
        assertThat(Thread.interrupted()).as("what it had itself").isTrue();
        gate.open();
        pool.close();
    }

    /** It ran what it got back, and somebody else cancelled that. */
    @Test
    void ownerThatRunsATaskThatWasHandedBackIsNotLeftInterruptedByItsCancellation() {
        ThreadPool pool = tiny(1);
        pool.pause();
        AtomicReference<Task<?>> own = new AtomicReference<>();
        own.set(pool.submit(() -> {
            own.get().cancel(true);
        }));
        List<Runnable> handedBack = pool.shutdownNow();
        assertThat(handedBack).hasSize(1);
        handedBack.get(0).run();
        assertThat(own.get().isCancelled()).isTrue();
        assertThat(Thread.interrupted()).isFalse();
    }

    /** As before, of a task that would have been run again and again. */
    @Test
    void ownerThatRunsAPeriodicTaskThatWasHandedBackIsNotLeftInterruptedByItsCancellation() {
        ThreadPool pool = tiny(1);
        AtomicReference<Future<?>> own = new AtomicReference<>();
        own.set(pool.scheduleAtFixedRate(() -> own.get().cancel(true), 1, 1, TimeUnit.DAYS));
        List<Runnable> handedBack = pool.shutdownNow();
        assertThat(handedBack).hasSize(1);
        handedBack.get(0).run();
        assertThat(own.get().isCancelled()).isTrue();
        assertThat(Thread.interrupted()).as("left interrupted").isFalse();
    }

    /** Only what was meant for the task is taken from its owner. */
    @Test
    void ownerThatRunsAPeriodicTaskThatWasHandedBackKeepsTheInterruptThatItHad() {
        ThreadPool pool = tiny(1);
        AtomicReference<Future<?>> own = new AtomicReference<>();
        own.set(pool.scheduleAtFixedRate(() -> own.get().cancel(true), 1, 1, TimeUnit.DAYS));
        List<Runnable> handedBack = pool.shutdownNow();
        Thread.currentThread().interrupt();
        handedBack.get(0).run();
        assertThat(own.get().isCancelled()).isTrue();
        assertThat(Thread.interrupted()).as("what it had itself").isTrue();
    }
}
