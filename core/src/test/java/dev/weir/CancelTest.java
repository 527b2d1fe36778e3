package dev.weir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.support.Await;
import dev.weir.support.Gate;
import dev.weir.support.Team;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Cancelling takes effect at once, and on nothing but the task that is cancelled. */
class CancelTest {

    private final Gate gate = new Gate();

    @AfterEach
    void open() {
        gate.open();
    }

    private static ThreadPool.Builder pool(int threads) {
        return ThreadPool.builder("cancel").threads(threads, threads).failureHandler(failure -> {});
    }

    @Test
    void waitingTaskThatIsCancelledNeverRuns() throws Exception {
        AtomicInteger ran = new AtomicInteger();
        try (ThreadPool pool = pool(1).build()) {
            pool.execute(gate);
            gate.awaitInside(1);
            Task<Integer> task = pool.submit(ran::incrementAndGet);

            assertThat(task.cancel(false)).isTrue();

            assertThat(task.isDone()).isTrue();
            assertThat(task.isCancelled()).isTrue();
            assertThatThrownBy(task::get).isInstanceOf(CancellationException.class);
            assertThat(task.cancel(true)).as("a second time").isFalse();
            PoolStats stats = pool.stats();
            assertThat(stats.cancelled()).isEqualTo(1);
            assertThat(stats.queued()).isZero();
            assertThat(stats.addsUp()).isTrue();
            gate.open();
            pool.join();
            assertThat(ran).hasValue(0);
        }
    }

    @Test
    void waitingTaskThatIsCancelledFreesItsPlaceAtOnce() {
        try (ThreadPool pool = pool(1).queueCapacity(2).build()) {
            pool.execute(gate);
            gate.awaitInside(1);
            for (int i = 0; i < 1_000; i++) {
                Task<?> first = pool.submit(() -> {});
                Task<?> second = pool.submit(() -> {});
                assertThatThrownBy(() -> pool.execute(() -> {})).isInstanceOf(TaskRejectedException.class);
                assertThat(second.cancel(false)).isTrue();
                assertThat(first.cancel(false)).isTrue();
            }
            assertThat(pool.stats().cancelled()).isEqualTo(2_000);
            assertThat(pool.tasksLeft()).isEqualTo(1);
            gate.open();
        }
    }

    @Test
    void waitingTaskThatIsCancelledLeavesTheQueueAtOnce() {
        try (ThreadPool pool = pool(1).build()) {
            pool.execute(gate);
            gate.awaitInside(1);
            Task<?> task = pool.submit(() -> {});
            assertThat(((WorkerPool) pool).queue().isExpecting()).isTrue();
            task.cancel(false);
            assertThat(((WorkerPool) pool).queue().isExpecting()).isFalse();
            gate.open();
        }
    }

    @Test
    void waitingTaskThatIsCancelledFreesItsPlaceWhilePaused() {
        try (ThreadPool pool = pool(1).queueCapacity(1).build()) {
            pool.pause();
            for (int i = 0; i < 1_000; i++) {
                Task<?> task = pool.submit(() -> {});
                assertThatThrownBy(() -> pool.execute(() -> {})).isInstanceOf(TaskRejectedException.class);
                task.cancel(false);
            }
            assertThat(pool.stats().cancelled()).isEqualTo(1_000);
        }
    }

    /** What a task would have needed can be large; its future may be kept for long. */
    @Test
    void waitingTaskThatIsCancelledLetsGoOfItsMemoryAtOnce() {
        try (ThreadPool pool = pool(1).build()) {
            pool.pause();
            List<Task<?>> kept = new ArrayList<>();
            List<WeakReference<byte[]>> loads = new ArrayList<>();
            for (int i = 0; i < 600; i++) {
                kept.add(submitWithLoad(pool, loads));
            }
            kept.forEach(task -> task.cancel(false));
            Await.until("what the tasks held is collected", () -> {
                System.gc();
                return loads.stream().allMatch(load -> load.get() == null);
            });
            assertThat(kept).allMatch(Task::isCancelled);
        }
    }

    private static Task<?> submitWithLoad(ThreadPool pool, List<WeakReference<byte[]>> loads) {
        byte[] load = new byte[1_000];
        loads.add(new WeakReference<>(load));
        return pool.submit(() -> load.length);
    }

    @Test
    void runningTaskThatIsCancelledIsInterruptedIfAskedFor() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        AtomicReference<Throwable> seen = new AtomicReference<>();
        try (ThreadPool pool = pool(1).build()) {
            Task<?> task = pool.submit(() -> {
                inside.countDown();
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    seen.set(e);
                }
            });
            Await.zero(inside);
            assertThat(task.cancel(true)).isTrue();
            assertThatThrownBy(task::get).isInstanceOf(CancellationException.class);
            pool.join();
            assertThat(seen.get()).isInstanceOf(InterruptedException.class);
            assertThat(pool.stats().cancelled()).isEqualTo(1);
        }
    }

    @Test
    void runningTaskThatIsCancelledWithoutInterruptGoesOnUndisturbed() throws Exception {
        AtomicReference<Boolean> interrupted = new AtomicReference<>();
        try (ThreadPool pool = pool(1).build()) {
            Task<?> task = pool.submit(() -> {
                gate.run();
                interrupted.set(Thread.currentThread().isInterrupted());
            });
            gate.awaitInside(1);
            assertThat(task.cancel(false)).isTrue();
            assertThat(task.isDone()).isTrue();
            gate.open();
            pool.join();
            assertThat(interrupted.get()).isFalse();
        }
    }

    @Test
    void cancelledTaskCountsAsRunningUntilItHasReallyEnded() throws Exception {
        try (ThreadPool pool = pool(1).queueCapacity(0).build()) {
            Task<?> task = pool.submit(gate);
            gate.awaitInside(1);
            task.cancel(false);

            assertThat(task.isDone()).isTrue();
            PoolStats stats = pool.stats();
            assertThat(stats.running()).isEqualTo(1);
            assertThat(stats.cancelled()).isZero();
            assertThat(stats.addsUp()).isTrue();
            assertThat(pool.tasksLeft()).isEqualTo(1);
            assertThat(pool.join(Duration.ofMillis(10))).isFalse();
            assertThatThrownBy(() -> pool.execute(() -> {}))
                    .as("its thread is not free")
                    .isInstanceOf(TaskRejectedException.class);

            gate.open();
            pool.join();
            stats = pool.stats();
            assertThat(stats.running()).isZero();
            assertThat(stats.cancelled()).isEqualTo(1);
            assertThat(stats.succeeded()).isZero();
        }
    }

    @Test
    void doneTaskCannotBeCancelled() throws Exception {
        try (ThreadPool pool = pool(1).build()) {
            Task<Integer> succeeded = pool.submit(() -> 1);
            Task<Integer> failed = pool.submit((Callable<Integer>) () -> {
                throw new IllegalStateException();
            });
            pool.join();
            assertThat(succeeded.cancel(true)).isFalse();
            assertThat(failed.cancel(true)).isFalse();
            assertThat(succeeded.get()).isEqualTo(1);
            assertThat(failed.isCancelled()).isFalse();
            assertThat(pool.stats().cancelled()).isZero();
        }
    }

    /** Cancels just when the task ends: the interrupt belongs to it or to nobody. */
    @Test
    void interruptHitsOnlyTheTaskThatWasCancelled() throws Exception {
        AtomicInteger strays = new AtomicInteger();
        try (ThreadPool pool = pool(2).queueCapacity(100_000).build()) {
            ConcurrentLinkedQueue<Task<?>> victims = new ConcurrentLinkedQueue<>();
            Team submitters = Team.start(1, number -> {
                for (int i = 0; i < 20_000; i++) {
                    victims.add(pool.submit(Thread::onSpinWait));
                    pool.execute(() -> {
                        if (Thread.currentThread().isInterrupted()) {
                            strays.incrementAndGet();
                        }
                    });
                }
            });
            Team cancellers = Team.start(2, number -> {
                while (submitters.isAtWork() || !victims.isEmpty()) {
                    Task<?> victim = victims.poll();
                    if (victim != null) {
                        victim.cancel(true);
                    }
                }
            });
            submitters.join();
            cancellers.join();
            pool.join();
            assertThat(strays).hasValue(0);
            PoolStats stats = pool.stats();
            assertThat(stats.succeeded() + stats.cancelled()).isEqualTo(40_000);
            assertThat(stats.addsUp()).isTrue();
        }
    }

    /** Whoever wins, the future and the ledger say the same. */
    @Test
    void cancelThatRacesWithTheStartTakesEffectOrNot() throws Exception {
        AtomicInteger ran = new AtomicInteger();
        int cancelled = 0;
        try (ThreadPool pool = pool(1).build()) {
            List<Task<?>> tasks = new ArrayList<>();
            for (int i = 0; i < 20_000; i++) {
                Task<?> task = pool.submit(ran::incrementAndGet);
                if (task.cancel(false)) {
                    cancelled++;
                }
                tasks.add(task);
                assertThat(task.isDone() || !task.isCancelled()).isTrue();
                if (i % 100 == 0) {
                    pool.join();
                }
            }
            pool.join();
            assertThat(tasks).filteredOn(Task::isCancelled).hasSize(cancelled);
            assertThat(tasks).allMatch(Task::isDone);
            assertThat(pool.stats().cancelled()).isEqualTo(cancelled);
            assertThat(pool.stats().succeeded()).isEqualTo(20_000 - cancelled);
            assertThat(ran.get()).isGreaterThanOrEqualTo(20_000 - cancelled);
        }
    }

    @Test
    void onlyOneOfManyCancelsSucceeds() {
        try (ThreadPool pool = pool(1).build()) {
            pool.pause();
            for (int i = 0; i < 500; i++) {
                Task<?> task = pool.submit(() -> {});
                AtomicInteger won = new AtomicInteger();
                Team.run(3, number -> won.addAndGet(task.cancel(true) ? 1 : 0));
                assertThat(won).hasValue(1);
            }
            assertThat(pool.stats().cancelled()).isEqualTo(500);
            assertThat(pool.stats().queued()).isZero();
        }
    }

    @Test
    void waiterOfACancelledTaskIsReleased() {
        try (ThreadPool pool = pool(1).build()) {
            pool.pause();
            Task<?> task = pool.submit(() -> {});
            Team waiters =
                    Team.start(3, number -> assertThatThrownBy(task::get).isInstanceOf(CancellationException.class));
            for (int i = 0; i < 3; i++) {
                Await.parked(waiters.thread(i));
            }
            task.cancel(false);
            waiters.join();
        }
    }

    /** As {@code shutdownNow()} of a view interrupts its tasks: that cancels none, however near its end it is. */
    @Test
    void taskThatIsInterruptedAsItEndsEndsAsItWould() throws Exception {
        try (ThreadPool pool = pool(1).build()) {
            AtomicReference<PooledTask<?>> current = new AtomicReference<>();
            Team.run(2, number -> {
                if (number == 0) {
                    for (int i = 0; i < 100_000; i++) {
                        PooledTask<?> task = (PooledTask<?>) pool.submit(() -> {});
                        current.set(task);
                        assertThat(task.get(60, TimeUnit.SECONDS)).isNull();
                    }
                    current.set(null);
                    return;
                }
                Await.until("there is a task", () -> current.get() != null);
                for (PooledTask<?> task = current.get(); task != null; task = current.get()) {
                    task.interrupt();
                }
            });
            assertThat(pool.stats().cancelled()).isZero();
        }
    }

    /** The same, where a task runs the one that it waits for. It is interrupted a few times only, or it would never help. */
    @Test
    void taskThatIsInterruptedAsItHelpsGoesOn() throws Exception {
        try (ThreadPool pool = pool(1).build()) {
            AtomicReference<PooledTask<?>> current = new AtomicReference<>();
            AtomicBoolean over = new AtomicBoolean();
            Team.run(2, number -> {
                if (number == 0) {
                    for (int i = 0; i < 100_000; i++) {
                        PooledTask<?> task = (PooledTask<?>) pool.submit(() -> waitFor(pool.submit(() -> {})));
                        current.set(task);
                        assertThat(task.get(60, TimeUnit.SECONDS)).isEqualTo("waited");
                    }
                    over.set(true);
                    return;
                }
                PooledTask<?> last = null;
                while (!over.get()) {
                    PooledTask<?> task = current.get();
                    for (int i = 0; i < 20 && task != last; i++) {
                        task.interrupt();
                    }
                    last = task;
                }
            });
            assertThat(pool.stats().cancelled()).isZero();
        }
    }

    private static String waitFor(Task<?> task) throws ExecutionException {
        while (!task.isDone()) {
            try {
                task.get();
            } catch (InterruptedException interrupted) {
                // It is asked again.
            }
        }
        return "waited";
    }
}
