package dev.weir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.support.Await;
import dev.weir.support.Gate;
import dev.weir.support.Team;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What two threads did to each other once; each test says what was wrong. */
class RefutedRacesTest {

    private static ThreadPool pool(int threads) {
        return ThreadPool.builder("raced").threads(threads, threads).build();
    }

    /** Ends the pool, and fails instead of waiting for ever if it does not end. */
    private static void assertEnds(ThreadPool pool) throws InterruptedException {
        pool.shutdownNow();
        assertThat(pool.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        assertThat(pool.stats().addsUp()).isTrue();
    }

    private static Lane onlyLane(ThreadPool pool) {
        return ((WorkerPool) pool).lanes().busy().iterator().next();
    }

    /** The queue was opened again, and tasks were run after the pool had been stopped. */
    @Test
    void shutdownDuringShutdownNowDoesNotOpenTheQueueAgain() throws Exception {
        ThreadPool pool = pool(1);
        pool.pause();
        AtomicBoolean isOpen = new AtomicBoolean();
        AtomicBoolean ran = new AtomicBoolean();
        pool.group().submit(() -> {}).toCompletableFuture().whenComplete((value, thrown) -> {
            pool.shutdown();
            isOpen.set(((WorkerPool) pool).queue().isReady());
        });
        pool.execute(() -> ran.set(true));
        assertThat(pool.shutdownNow()).hasSize(2);
        assertThat(isOpen).isFalse();
        assertThat(ran).isFalse();
        assertEnds(pool);
    }

    /** Its owner ran it while a worker just found out that it was not there to be begun: neither did, and nobody could. */
    @Test
    void taskHandedBackIsRunByItsOwnerHoweverLateItsWorkerLeaves() throws Exception {
        ThreadPool pool = pool(1);
        PooledTask<Object> task = ((Submitting) pool).task(null, () -> null);
        VarHandle runner = MethodHandles.privateLookupIn(PooledTask.class, MethodHandles.lookup())
                .findVarHandle(PooledTask.class, "runner", Thread.class);
        runner.setVolatile(task, Thread.currentThread()); // as the worker's that is about to begin it
        assertThat(task.handBackUnadmitted()).isTrue();
        Team owner = Team.start(1, number -> task.run());
        Await.until("its owner waits or has given up", () -> !owner.isAtWork() || isYielding(owner.thread(0)));
        runner.setVolatile(task, null);
        owner.join();
        assertThat(task.isDone()).isTrue();
        assertEnds(pool);
    }

    private static boolean isYielding(Thread thread) {
        return Arrays.stream(thread.getStackTrace())
                .anyMatch(frame -> frame.getMethodName().startsWith("yield"));
    }

    /** The worker that found it too late called them with its hand out for a task, and waited for itself. */
    @Test
    void callbackOfATaskThatIsTooLateForItsResultQueueMayPauseThePool() throws Exception {
        ThreadPool pool = pool(1);
        Gate gate = new Gate();
        pool.execute(gate);
        gate.awaitInside(1);
        ResultQueue<Object> results = pool.<Object>results(2).inOrder();
        CountDownLatch paused = pausedByTheSecond(pool, gate, results.submit(() -> null), results.submit(() -> null));
        results.cancel();
        assertThat(paused.getCount()).isZero();
        assertEnds(pool);
    }

    /** The same with a group whose deadline is over. */
    @Test
    void callbackOfATaskThatIsTooLateForItsGroupMayPauseThePool() throws Exception {
        ThreadPool pool = pool(1);
        Gate gate = new Gate();
        pool.execute(gate);
        gate.awaitInside(1);
        try (TaskGroup group = pool.group().deadline(Duration.ofMillis(200))) {
            CountDownLatch paused = pausedByTheSecond(pool, gate, group.submit(() -> null), group.submit(() -> null));
            assertThat(paused.await(10, TimeUnit.SECONDS)).isTrue();
        }
        assertEnds(pool);
    }

    /** While the end of the first is told, the only worker finds the second too late. */
    private static CountDownLatch pausedByTheSecond(ThreadPool pool, Gate busy, Task<?> first, Task<?> second) {
        CountDownLatch paused = new CountDownLatch(1);
        second.toCompletableFuture().whenComplete((value, thrown) -> {
            pool.pause();
            paused.countDown();
        });
        first.toCompletableFuture().whenComplete((value, thrown) -> {
            busy.open();
            try {
                paused.await(10, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        return paused;
    }

    /** It was counted as one that had waited in the pool, and the pool never ended. */
    @Test
    void taskThatItsSubmitterIsAboutToRunIsHandedBackByItsViewAlone() throws Exception {
        WorkerPool pool = (WorkerPool) pool(1);
        View view = pool.limited("narrow", 1);
        PooledTask<Object> task = ((Submitting) view).task(null, () -> null);
        assertThat(task.mayRunInSubmitter()).isTrue();
        assertThat(view.shutdownNow()).containsExactly(task);
        assertThat(task.begin(pool.ledger().callers())).isFalse();
        task.over(false);
        assertThat(view.isTerminated()).isTrue();
        assertThat(view.stats().handedBack()).isEqualTo(1);
        assertThat(pool.stats().handedBack()).isZero();
        assertThat(pool.stats().queued()).isZero();
        task.run();
        assertThat(task.isDone()).isTrue();
        assertEnds(pool);
    }

    /** Two tasks of a key ran at once: the place of the one that had lent its turn was given away when that one ended. */
    @Test
    void turnOutlivesTheTaskThatLentIt() throws Exception {
        ThreadPool pool = pool(4);
        View key = pool.ordered("key");
        Gate inside = new Gate();
        CountDownLatch lent = new CountDownLatch(1);
        AtomicReference<Task<?>> foreign = new AtomicReference<>();
        AtomicReference<Task<?>> borrower = new AtomicReference<>();
        CountDownLatch isSubmitted = new CountDownLatch(1);
        foreign.set(pool.submit(() -> {
            Await.zero(lent);
            return borrower.get().get();
        }));
        Task<?> lender = key.submit(() -> {
            Await.zero(isSubmitted);
            return foreign.get().get();
        });
        borrower.set(key.submit(inside));
        Gate next = new Gate();
        Task<?> follower = key.submit(next);
        isSubmitted.countDown();
        Await.until("the lender waits", () -> ((PooledTask<?>) lender).awaited() == foreign.get());
        lent.countDown();
        inside.awaitInside(1);
        Lane lane = onlyLane(pool);
        foreign.get().cancel(false);
        Await.until("the lender is over", () -> !lane.running().contains(lender));
        assertThat(lane.running().equals(List.of(borrower.get()))).isTrue();
        assertThat(lane.hasTurn()).isFalse();
        inside.open();
        next.open();
        follower.get(30, TimeUnit.SECONDS);
        Await.until("the key is gone", () -> ((WorkerPool) pool).lanes().keys() == 0);
        assertEnds(pool);
    }

    /** One ticket had two ends, and the pool never ended. */
    @Test
    void taskThatItsSubmitterTakesBackIsNotHandedBackAsWell() throws Exception {
        WorkerPool pool = (WorkerPool) pool(1);
        pool.pause();
        View view = pool.ordered("key");
        LaneTask<?> task = (LaneTask<?>) view.<Object>submit(() -> null);
        List<LaneTask<?>> found = onlyLane(pool).waiting(); // by one who stops the view
        assertThat(task.withdrawToken() && task.retract()).isTrue(); // by its submitter
        pool.ledger().withdrawn();
        assertThat(found.get(0).handBackWaiting()).isFalse();
        assertThat(pool.stats().handedBack()).isZero();
        assertEnds(pool);
    }

    /** The other way round, and whoever comes second finds it gone. */
    @Test
    void taskThatIsHandedBackIsNotTakenBackAsWell() throws Exception {
        WorkerPool pool = (WorkerPool) pool(1);
        pool.pause();
        View view = pool.ordered("key");
        LaneTask<?> task = (LaneTask<?>) view.<Object>submit(() -> null);
        assertThat(task.handBackWaiting()).isTrue();
        assertThat(task.retract()).isFalse();
        assertThat(view.stats().handedBack()).isEqualTo(1);
        assertEnds(pool);
    }

    /** A task that had never come into the pool was counted as cancelled there, and the pool never ended. */
    @Test
    void taskWhoseAdmissionFailsIsNoTaskOfThePool() throws Exception {
        WorkerPool pool = (WorkerPool) pool(1);
        assertThatThrownBy(() -> new Invocation<>(new Exhausted(pool), List.of(() -> null), Long.MAX_VALUE).all())
                .isInstanceOf(StackOverflowError.class);
        assertThat(pool.stats().cancelled()).isZero();
        assertEnds(pool);
    }

    /** An executor with which there is not enough stack to let a task in. */
    private static final class Exhausted extends Submitting {

        private final WorkerPool pool;

        Exhausted(WorkerPool pool) {
            this.pool = pool;
        }

        @Override
        <T extends @Nullable Object> PooledTask<T> task(@Nullable String name, Callable<? extends T> work) {
            return new PooledTask<>(pool, name, work) {
                @Override
                RejectionReason reserve() {
                    throw new StackOverflowError("thrown by the test");
                }
            };
        }

        @Override
        WorkerPool pool() {
            return pool;
        }

        @Override
        boolean isOwnThread() {
            return false;
        }

        @Override
        public String name() {
            return pool.name();
        }

        @Override
        public void execute(Runnable task) {
            throw new StackOverflowError("thrown by the test");
        }

        @Override
        public void shutdown() {}

        @Override
        public List<Runnable> shutdownNow() {
            return List.of();
        }

        @Override
        public boolean isShutdown() {
            return false;
        }

        @Override
        public boolean isTerminated() {
            return false;
        }

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) {
            return false;
        }
    }
}
