package dev.weir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.support.Await;
import dev.weir.support.Gate;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Claims about views and nested waits that did not hold once; each test says what was wrong. */
class RefutedViewsTest {

    private static final Duration LONG = Duration.ofMinutes(10);

    private static ThreadPool pool(int threads, int capacity, Overflow overflow) {
        return ThreadPool.builder("refuted")
                .threads(threads, threads)
                .queueCapacity(capacity)
                .overflow(overflow)
                .build();
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

    /**
     * A pool that is paused while a task is called: its token had its turn, then the task before it ended, so that it
     * stands ahead of all others, and nobody takes it.
     */
    private static final class WithACalledTask {
        final ThreadPool pool;
        final View view;
        final Task<?> called;

        WithACalledTask(ThreadPool pool) throws Exception {
            this.pool = pool;
            view = pool.ordered("key");
            Gate gate = new Gate();
            Task<?> first = view.submit(gate);
            gate.awaitInside(1);
            called = view.submit(() -> {});
            WorkerPool parts = (WorkerPool) pool;
            Await.until(
                    "its token is parked",
                    () -> parts.queue().taken() == parts.queue().issued() && isQuietBut(1));
            pool.pause();
            gate.open();
            first.get();
            Lane lane = onlyLane(pool);
            Await.until("it is called", () -> lane.running().equals(List.of(called)));
        }

        private boolean isQuietBut(int busy) {
            PoolStats stats = pool.stats();
            return stats.threads() - stats.idleThreads() == busy;
        }
    }

    /** To make room, the pool dropped another task than the one whose token it took: that one was never run. */
    @Test
    void calledTaskIsDroppedLikeAnyOtherAndItsKeyGoesOn() throws Exception {
        ThreadPool pool = pool(2, 2, Overflow.dropOldest());
        try {
            WithACalledTask it = new WithACalledTask(pool);
            Task<?> follower = it.view.submit(() -> {});
            Task<?> plain = pool.submit(() -> {});
            assertThat(it.called.taskState()).isEqualTo(TaskState.DROPPED);
            pool.resume();
            follower.get(30, TimeUnit.SECONDS);
            plain.get(30, TimeUnit.SECONDS);
            assertThat(pool.join(Duration.ofSeconds(30))).isTrue();
        } finally {
            assertEnds(pool);
        }
    }

    /** Neither handed back nor interrupted, it was run after its view had been stopped. */
    @Test
    void calledTaskIsHandedBackWhenItsViewStops() throws Exception {
        ThreadPool pool = pool(2, 10, Overflow.reject());
        try {
            WithACalledTask it = new WithACalledTask(pool);
            Task<?> ofAnotherView = pool.ordered("key").submit(() -> {});
            assertThat(it.view.shutdownNow()).singleElement().isSameAs(it.called);
            assertThat(it.view.isTerminated()).isTrue();
            pool.resume();
            ofAnotherView.get(30, TimeUnit.SECONDS);
        } finally {
            assertEnds(pool);
        }
    }

    /** It kept its place in the line until a worker came by. */
    @Test
    void calledTaskThatIsCancelledLeavesItsLineAtOnce() throws Exception {
        ThreadPool pool = pool(2, 10, Overflow.reject());
        try {
            WithACalledTask it = new WithACalledTask(pool);
            assertThat(it.called.cancel(false)).isTrue();
            assertThat(((WorkerPool) pool).lanes().busy()).isEmpty();
            Task<?> next = it.view.submit(() -> {});
            pool.resume();
            next.get(30, TimeUnit.SECONDS);
        } finally {
            assertEnds(pool);
        }
    }

    /** Counted off twice, its line let two tasks run at once from then on. */
    @Test
    void taskHandedBackUnderTheHandsOfItsWorkerLeavesItsLineOnce() throws Exception {
        ThreadPool pool = pool(2, 10, Overflow.reject());
        try {
            pool.pause();
            View view = pool.ordered("key");
            LaneTask<?> task = (LaneTask<?>) view.<Object>submit(() -> null);
            Gate gate = new Gate();
            view.submit(gate);
            Lane lane = onlyLane(pool);
            assertThat(lane.turn()).isSameAs(task);
            assertThat(task.handBack()).isTrue();
            task.over(false);
            view.submit(gate);
            pool.resume();
            gate.awaitInside(1);
            Await.until("the others have come by", () -> pool.stats().idleThreads() == 1);
            assertThat(gate.inside()).isEqualTo(1);
            gate.open();
            assertThat(pool.join(Duration.ofSeconds(30))).isTrue();
            assertThat(((WorkerPool) pool).lanes().busy()).isEmpty();
        } finally {
            assertEnds(pool);
        }
    }

    /** A task put back into its place by one that ended just then was forgotten, and the pool never ended. */
    @Test
    void everyTaskIsRunOrHandedBackHoweverTheStopMeetsTheTurnsOfTheLines() throws Exception {
        for (int round = 0; round < 2_000; round++) {
            ThreadPool pool = pool(3, 1_000, Overflow.reject());
            AtomicInteger ran = new AtomicInteger();
            for (int i = 0; i < 100; i++) {
                pool.ordered(i % 3).execute(ran::incrementAndGet);
            }
            for (int spins = round % 500; spins > 0; spins--) {
                Thread.onSpinWait();
            }
            int handedBack = pool.shutdownNow().size();
            assertThat(pool.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
            assertThat(ran.get() + handedBack).isEqualTo(100);
        }
    }

    /** The submitter that waited for room in the view was not told, and slept until its time was over. */
    @Test
    void roomInAViewThatAWaiterMakesIsNoticed() throws Exception {
        try (ThreadPool pool = pool(2, 10, Overflow.block(LONG))) {
            View view = pool.limited("narrow", 1, 0);
            Gate inside = new Gate();
            CountDownLatch end = new CountDownLatch(1);
            Gate busy = new Gate();
            try {
                pool.execute(busy);
                busy.awaitInside(1);
                pool.execute(() -> {
                    getQuietly(view.submit(inside));
                    Await.zero(end);
                });
                inside.awaitInside(1);
                AtomicBoolean admitted = new AtomicBoolean();
                Thread submitter = new Thread(() -> {
                    view.execute(() -> {});
                    admitted.set(true);
                });
                submitter.start();
                Await.until("the submitter waits", () -> submitter.getState() == Thread.State.TIMED_WAITING);
                inside.open();
                Await.until("the submitter was let in", admitted::get);
            } finally {
                inside.open();
                end.countDown();
                busy.open();
            }
        }
    }

    /** The same when the worker that made the room was one too many, and left. */
    @Test
    void roomInAViewThatALeavingWorkerMakesIsNoticed() throws Exception {
        try (ThreadPool pool = pool(2, 10, Overflow.block(LONG))) {
            View view = pool.limited("narrow", 1, 0);
            Gate inside = new Gate();
            Gate busy = new Gate();
            try {
                pool.execute(busy);
                busy.awaitInside(1);
                view.execute(inside);
                inside.awaitInside(1);
                pool.resize(1, 1);
                AtomicBoolean admitted = new AtomicBoolean();
                Thread submitter = new Thread(() -> {
                    view.execute(() -> {});
                    admitted.set(true);
                });
                submitter.start();
                Await.until("the submitter waits", () -> submitter.getState() == Thread.State.TIMED_WAITING);
                inside.open();
                Await.until("the submitter was let in", admitted::get);
            } finally {
                inside.open();
                busy.open();
            }
        }
    }

    /** A task of the pool that submitted to a full view ran the task itself: one more of the pool's threads. */
    @Test
    void submitterThatIsAWorkerRunsNothingBeyondTheLimit() throws Exception {
        try (ThreadPool pool = pool(3, 10, Overflow.callerRuns())) {
            View view = pool.limited("narrow", 1, 0);
            Gate gate = new Gate();
            try {
                view.execute(gate);
                gate.awaitInside(1);
                Task<?> submitter = pool.submit(() -> view.submit(() -> {}));
                assertThatThrownBy(submitter::get)
                        .isInstanceOf(ExecutionException.class)
                        .hasCauseInstanceOf(TaskRejectedException.class);
            } finally {
                gate.open();
            }
        }
    }

    /** A task that was run by its waiter still took up room in the line. */
    @Test
    void nestedTaskOfAViewTakesNoRoom() throws Exception {
        try (ThreadPool pool = pool(1, 1, Overflow.reject())) {
            View view = pool.limited("narrow", 1, 1);
            Task<Task<String>> outer = view.submit(() -> {
                Task<Task<String>> inner = view.submit(() -> view.submit(() -> "accepted"));
                return inner.get();
            });
            assertThat(outer.get().get()).isEqualTo("accepted");
        }
    }

    /** Stopping a view whose key had no task left a line behind. */
    @Test
    void stoppedViewsOfKeysWithoutTasksLeaveNothing() {
        try (ThreadPool pool = pool(1, 1, Overflow.reject())) {
            for (int key = 0; key < 100; key++) {
                pool.ordered(key).shutdownNow();
            }
            assertThat(((WorkerPool) pool).lanes().keys()).isZero();
        }
    }

    /** The pool dropped a task of its own although it had room, since the view had got room meanwhile. */
    @Test
    void fullViewDropsNoTaskOfThePool() throws Exception {
        ThreadPool pool = pool(1, 100, Overflow.dropOldest());
        try {
            pool.pause();
            Task<?> innocent = pool.submit(() -> {});
            View view = pool.limited("narrow", 1, 1);
            LaneTask<?> task = (LaneTask<?>) ((Submitting) view).<Object>task(null, () -> null);
            Task<?> first = view.submit(() -> {});
            Task<?> second = view.submit(() -> {});
            assertThat(task.reserve()).isEqualTo(RejectionReason.QUEUE_FULL);
            first.cancel(false);
            second.cancel(false);
            assertThat(task.isHeldBack()).isTrue();
            assertThat(innocent.isDone()).isFalse();
        } finally {
            assertEnds(pool);
        }
    }

    /** Whoever submitted after the end of the pool made the view unterminated for a moment. */
    @Test
    void viewStaysTerminatedWhoeverKnocks() {
        ThreadPool pool = pool(1, 10, Overflow.reject());
        View view = pool.limited("ended", 1);
        pool.close();
        LaneTask<?> late = (LaneTask<?>) ((Submitting) view).<Object>task(null, () -> null);
        assertThat(late.reserve()).isEqualTo(RejectionReason.SHUT_DOWN);
        assertThat(view.isTerminated()).isTrue();
    }

    /** Cancelled just before it would have run the awaited task, the waiter neither ran it nor let a spare do so. */
    @Test
    void cancelledWaiterLeavesNobodyWaiting() throws Exception {
        ThreadPool pool = pool(1, 10, Overflow.reject());
        try {
            for (int round = 0; round < 20_000; round++) {
                AtomicBoolean begun = new AtomicBoolean();
                CountDownLatch over = new CountDownLatch(1);
                Task<?> waiter = pool.submit(() -> {
                    Task<String> awaited = pool.submit(() -> "done");
                    begun.set(true);
                    awaited.toCompletableFuture().join();
                    over.countDown();
                });
                while (!begun.get()) {
                    Thread.onSpinWait();
                }
                for (int spins = round % 100; spins > 0; spins--) {
                    Thread.onSpinWait();
                }
                waiter.cancel(true);
                assertThat(over.await(30, TimeUnit.SECONDS)).isTrue();
            }
        } finally {
            pool.shutdownNow();
        }
    }

    /** A waiter that ran out of stack while its thread was lent counted as cancelled, and was never done. */
    @Test
    void taskThatNeverGotItsThreadBackEndsAsItDid() throws Exception {
        try (ThreadPool pool = pool(1, 10, Overflow.reject())) {
            PooledTask<String> lender = ((Submitting) pool).task(null, () -> {
                PooledTask<?> self = (PooledTask<?>) WorkScope.current().running();
                assertThat(self.lend()).isTrue();
                return "ended";
            });
            assertThat(((Submitting) pool).admit(lender).get(30, TimeUnit.SECONDS))
                    .isEqualTo("ended");
            assertThat(pool.stats().succeeded()).isEqualTo(1);
        }
    }

    /** No test noticed when it was not: the token in hand was the only one left for the task behind. */
    @Test
    void turnOfATaskThatIsCancelledInItsWorkersHandIsPassedOn() throws Exception {
        ThreadPool pool = pool(1, 10, Overflow.reject());
        try {
            pool.pause();
            View view = pool.limited("narrow", 1);
            LaneTask<?> first = (LaneTask<?>) view.<Object>submit(() -> null);
            LaneTask<?> second = (LaneTask<?>) view.<Object>submit(() -> null);
            Lane lane = onlyLane(pool);
            assertThat(second.withdrawToken()).isTrue(); // a worker took this one's token
            assertThat(lane.turn()).isSameAs(first);
            assertThat(first.cancel(false)).isTrue(); // and takes its own along
            assertThat(first.over(false)).isTrue();
            pool.resume();
            second.get(30, TimeUnit.SECONDS);
        } finally {
            assertEnds(pool);
        }
    }

    /** No test noticed when each key had a whole queue of its own: with one key only, its own bound is enough. */
    @Test
    void keysShareOneBoundOfWhatWaitsThoughThreadsAreFree() throws Exception {
        ThreadPool pool = pool(8, 2, Overflow.reject());
        Gate gate = new Gate();
        try {
            View one = pool.ordered(1);
            View other = pool.ordered(2);
            for (int i = 0; i < 3; i++) {
                one.execute(gate);
            }
            other.execute(gate);
            gate.awaitInside(2);
            assertThatThrownBy(() -> other.execute(gate)).isInstanceOf(TaskRejectedException.class);
            assertThat(pool.stats().queued()).isEqualTo(2);
        } finally {
            gate.open();
            assertEnds(pool);
        }
    }

    /** A waiter that ran out of stack had taken the awaited task out of the queue, which then was in nobody's hands. */
    @Test
    void waiterAtTheEndOfItsStackLeavesNoTaskBehind() throws Exception {
        ThreadPool pool = pool(1, 1_000, Overflow.reject());
        try {
            View view = pool.limited("narrow", 1, 1_000);
            Deque<Task<?>> awaited = new ArrayDeque<>();
            Task<?> diver = pool.submit(() -> {
                for (int i = 0; i < 300; i++) {
                    awaited.add((i % 2 == 0 ? pool : view).submit(() -> {}));
                }
                List<Task<?>> all = List.copyOf(awaited);
                dive(awaited);
                return all;
            });
            for (Object task : (List<?>) diver.get(30, TimeUnit.SECONDS)) {
                ((Task<?>) task).get(30, TimeUnit.SECONDS);
            }
            view.submit(() -> {}).get(30, TimeUnit.SECONDS);
        } finally {
            assertEnds(pool);
        }
    }

    /** The same for a submitter to a view: it left its locks locked, and a ticket without a task. */
    @Test
    void submitterAtTheEndOfItsStackLeavesTheViewAsItWas() throws Exception {
        ThreadPool pool = pool(1, 1_000, Overflow.reject());
        try {
            View view = pool.limited("narrow", 1, 1_000);
            Thread diver = new Thread(() -> diveAndSubmit(view, new AtomicInteger(300)));
            diver.start();
            Await.ended(diver);
            Thread next = new Thread(() -> view.execute(() -> {}));
            next.setDaemon(true);
            next.start();
            Await.ended(next);
            assertThat(pool.join(Duration.ofSeconds(30))).isTrue();
        } finally {
            assertEnds(pool);
        }
    }

    @SuppressWarnings("InfiniteRecursion")
    private static void dive(Deque<Task<?>> awaited) {
        try {
            dive(awaited);
        } catch (VirtualMachineError deepest) {
            // from here on up, each level tries
        }
        Task<?> next = awaited.poll();
        if (next != null) {
            getQuietly(next);
        }
    }

    @SuppressWarnings("InfiniteRecursion")
    private static void diveAndSubmit(View view, AtomicInteger left) {
        try {
            diveAndSubmit(view, left);
        } catch (VirtualMachineError deepest) {
            // from here on up, each level tries
        }
        if (left.getAndDecrement() > 0) {
            view.execute(() -> {});
        }
    }

    private static void getQuietly(Task<?> task) {
        try {
            task.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }
}
