package dev.weir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.support.Await;
import dev.weir.support.Gate;
import dev.weir.support.Team;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each policy does with a task that finds the queue full what it says, and leaves no future in limbo. */
class OverflowTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    private final Gate gate = new Gate();

    @AfterEach
    void open() {
        gate.open();
    }

    /** A pool whose only thread is busy behind the gate. */
    private ThreadPool busyPool(int capacity, Overflow overflow) {
        ThreadPool pool = ThreadPool.builder("overflow")
                .threads(1, 1)
                .queueCapacity(capacity)
                .overflow(overflow)
                .failureHandler(failure -> {})
                .build();
        pool.execute(gate);
        gate.awaitInside(1);
        return pool;
    }

    private static void assertRefused(
            RejectionReason reason, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        TaskRejectedException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    private static List<Overflow> policies() {
        return List.of(Overflow.reject(), Overflow.block(LONG), Overflow.callerRuns(), Overflow.dropOldest());
    }

    @ParameterizedTest
    @MethodSource("policies")
    void everyPolicyRefusesOnceThePoolIsShutDown(Overflow overflow) {
        ThreadPool pool = busyPool(1, overflow);
        AtomicInteger ran = new AtomicInteger();
        pool.execute(ran::incrementAndGet);
        pool.shutdown();
        assertRefused(RejectionReason.SHUT_DOWN, () -> pool.execute(ran::incrementAndGet));
        assertRefused(RejectionReason.SHUT_DOWN, () -> pool.submit(ran::incrementAndGet));
        gate.open();
        pool.close();
        assertRefused(RejectionReason.SHUT_DOWN, () -> pool.execute(ran::incrementAndGet));
        assertThat(ran).hasValue(1);
        assertThat(pool.stats().rejected()).isEqualTo(3);
        assertThat(pool.stats().addsUp()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("policies")
    void everyTaskEndsInOneWayUnderAnOverload(Overflow overflow) throws Exception {
        AtomicInteger ran = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();
        ConcurrentLinkedQueue<Task<?>> tasks = new ConcurrentLinkedQueue<>();
        ThreadPool pool = ThreadPool.builder("overflow")
                .threads(1, 2)
                .queueCapacity(3)
                .overflow(overflow)
                .build();
        Team.run(4, number -> {
            for (int i = 0; i < 2_000; i++) {
                try {
                    tasks.add(pool.submit(ran::incrementAndGet));
                } catch (TaskRejectedException full) {
                    refused.incrementAndGet();
                }
            }
        });
        pool.join();
        PoolStats stats = pool.stats();
        assertThat(tasks).hasSize(8_000 - refused.get()).allMatch(Task::isDone);
        assertThat(stats.accepted()).isEqualTo(tasks.size());
        assertThat(stats.rejected()).isEqualTo(refused.get());
        assertThat(stats.succeeded()).isEqualTo(ran.get());
        assertThat(stats.succeeded() + stats.dropped()).isEqualTo(tasks.size());
        assertThat(stats.addsUp()).isTrue();
        pool.close();
    }

    // reject

    @Test
    void rejectTellsTheSubmitterAtOnce() {
        try (ThreadPool pool = busyPool(2, Overflow.reject())) {
            pool.execute(() -> {});
            pool.execute(() -> {});
            assertRefused(RejectionReason.QUEUE_FULL, () -> pool.execute(() -> {}));
            assertRefused(RejectionReason.QUEUE_FULL, () -> pool.submit(() -> 1));
            assertThat(pool.stats().rejected()).isEqualTo(2);
            assertThat(pool.stats().accepted()).isEqualTo(3);
            gate.open();
        }
    }

    // block

    @Test
    void blockWaitsForRoomAndKeepsTheTask() throws Exception {
        AtomicInteger ran = new AtomicInteger();
        try (ThreadPool pool = busyPool(1, Overflow.block(LONG))) {
            pool.execute(ran::incrementAndGet);
            Team submitters = Team.start(4, number -> pool.execute(ran::incrementAndGet));
            for (int i = 0; i < 4; i++) {
                Await.parked(submitters.thread(i));
            }
            assertThat(pool.stats().rejected()).isZero();
            gate.open();
            submitters.join();
            pool.join();
            assertThat(ran).hasValue(5);
            assertThat(pool.stats().rejected()).isZero();
        }
    }

    @Test
    void blockGetsRoomWhenAWaitingTaskIsCancelled() throws Exception {
        try (ThreadPool pool = busyPool(1, Overflow.block(LONG))) {
            Task<?> waiting = pool.submit(() -> 0);
            Team submitter = Team.start(1, number -> pool.execute(() -> {}));
            Await.parked(submitter.thread(0));
            waiting.cancel(false);
            submitter.join();
            gate.open();
        }
    }

    @Test
    void blockRefusesWhenItsTimeIsOver() {
        try (ThreadPool pool = busyPool(0, Overflow.block(Duration.ofMillis(10)))) {
            assertRefused(RejectionReason.QUEUE_FULL, () -> pool.execute(() -> {}));
            assertRefused(RejectionReason.QUEUE_FULL, () -> pool.submit(() -> 1));
            assertThat(pool.stats().rejected()).isEqualTo(2);
            gate.open();
        }
    }

    @Test
    void blockForNoTimeRefusesAtOnce() {
        try (ThreadPool pool = busyPool(0, Overflow.block(Duration.ZERO))) {
            assertRefused(RejectionReason.QUEUE_FULL, () -> pool.execute(() -> {}));
            gate.open();
        }
    }

    @Test
    void blockIsEndedByAnInterruptThatTheSubmitterKeeps() {
        try (ThreadPool pool = busyPool(0, Overflow.block(LONG))) {
            Team submitter = Team.start(1, number -> {
                assertRefused(RejectionReason.INTERRUPTED, () -> pool.execute(() -> {}));
                assertThat(Thread.currentThread().isInterrupted()).isTrue();
            });
            Await.parked(submitter.thread(0));
            submitter.thread(0).interrupt();
            submitter.join();
            assertThat(pool.stats().rejected()).isEqualTo(1);
            gate.open();
        }
    }

    @Test
    void blockIsEndedByShutdown() {
        ThreadPool pool = busyPool(0, Overflow.block(LONG));
        Team submitters =
                Team.start(3, number -> assertRefused(RejectionReason.SHUT_DOWN, () -> pool.execute(() -> {})));
        for (int i = 0; i < 3; i++) {
            Await.parked(submitters.thread(i));
        }
        pool.shutdown();
        submitters.join();
        gate.open();
        pool.close();
    }

    @Test
    void blockNeverHoldsBackAWorkerOfThePoolButLetsItRunTheTask() throws Exception {
        try (ThreadPool pool = ThreadPool.builder("overflow")
                .threads(1, 1)
                .queueCapacity(0)
                .overflow(Overflow.block(LONG))
                .build()) {
            Task<Thread> outer =
                    pool.submit(() -> pool.submit(Thread::currentThread).get());
            assertThat(outer.get()).isSameAs(pool.submit(Thread::currentThread).get());
            assertThat(pool.stats().succeeded()).isEqualTo(3);
        }
    }

    @Test
    void blockedSubmittersAllGetThroughHoweverSmallThePoolIs() throws Exception {
        AtomicInteger ran = new AtomicInteger();
        for (int capacity = 0; capacity < 2; capacity++) {
            try (ThreadPool pool = ThreadPool.builder("overflow")
                    .threads(0, 1)
                    .keepAlive(Duration.ZERO)
                    .queueCapacity(capacity)
                    .overflow(Overflow.block(LONG))
                    .build()) {
                Team.run(6, number -> {
                    for (int i = 0; i < 300; i++) {
                        pool.execute(ran::incrementAndGet);
                    }
                });
                pool.join();
                assertThat(pool.stats().rejected()).isZero();
            }
        }
        assertThat(ran).hasValue(2 * 6 * 300);
    }

    // callerRuns

    @Test
    void callerRunsTheTaskThatFindsNoRoom() throws Exception {
        try (ThreadPool pool = busyPool(1, Overflow.callerRuns())) {
            Task<Thread> queued = pool.submit(Thread::currentThread);
            Task<Thread> task = pool.submit(Thread::currentThread);
            assertThat(task.resultNow()).isSameAs(Thread.currentThread());
            List<Thread> executed = new ArrayList<>();
            pool.execute(() -> executed.add(Thread.currentThread()));
            assertThat(executed).containsExactly(Thread.currentThread());
            assertThat(WorkScope.current()).as("what the thread holds on to").isNull();
            PoolStats stats = pool.stats();
            assertThat(stats.succeeded()).isEqualTo(2);
            assertThat(stats.accepted()).isEqualTo(4);
            assertThat(stats.addsUp()).isTrue();
            gate.open();
            assertThat(queued.get()).isNotSameAs(Thread.currentThread());
        }
    }

    @Test
    void callersTaskCountsAsRunningAndHoldsUpTheEndOfThePool() throws Exception {
        Gate callers = new Gate();
        ThreadPool pool = busyPool(0, Overflow.callerRuns());
        Team submitter = Team.start(1, number -> pool.execute(callers));
        callers.awaitInside(1);
        assertThat(pool.stats().running()).isEqualTo(2);
        gate.open();
        pool.shutdown();
        Await.until("the worker has left", () -> pool.stats().threads() == 0);
        assertThat(pool.isTerminated()).isFalse();
        callers.open();
        submitter.join();
        pool.close();
        assertThat(pool.stats().succeeded()).isEqualTo(2);
    }

    /** A submitter that finds the pool full just before it is shut down does not run its task after its end. */
    @Test
    void callersTaskThatRacesWithCloseNeverRunsAfterIt() {
        for (int round = 0; round < 300; round++) {
            AtomicBoolean closed = new AtomicBoolean();
            AtomicInteger tooLate = new AtomicInteger();
            AtomicInteger submitted = new AtomicInteger();
            ThreadPool pool = ThreadPool.builder("overflow")
                    .threads(1, 1)
                    .queueCapacity(0)
                    .overflow(Overflow.callerRuns())
                    .build();
            Team submitters = Team.start(2, number -> {
                try {
                    for (; ; ) {
                        pool.execute(() -> tooLate.addAndGet(closed.get() ? 1 : 0));
                        submitted.incrementAndGet();
                    }
                } catch (TaskRejectedException shutDown) {
                    assertThat(shutDown.reason()).isEqualTo(RejectionReason.SHUT_DOWN);
                }
            });
            Await.until("some are in", () -> submitted.get() > 0);
            pool.close();
            closed.set(true);
            submitters.join();
            assertThat(tooLate).hasValue(0);
            assertThat(pool.stats().succeeded()).isEqualTo(submitted.get());
        }
    }

    // dropOldest

    @Test
    void dropOldestMakesRoomForTheNewOneAndTellsTheOldOnesFuture() throws Exception {
        AtomicInteger ran = new AtomicInteger();
        try (ThreadPool pool = busyPool(2, Overflow.dropOldest())) {
            List<Task<?>> tasks = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                tasks.add(pool.submit(ran::incrementAndGet));
            }
            for (Task<?> dropped : tasks.subList(0, 3)) {
                assertThat(dropped.isDone()).isTrue();
                assertThat(dropped.isCancelled()).isFalse();
                assertThatThrownBy(dropped::get)
                        .isInstanceOf(ExecutionException.class)
                        .cause()
                        .isInstanceOfSatisfying(
                                TaskRejectedException.class,
                                e -> assertThat(e.reason()).isEqualTo(RejectionReason.DROPPED));
                assertThat(dropped.exceptionNow()).isInstanceOf(TaskRejectedException.class);
            }
            PoolStats stats = pool.stats();
            assertThat(stats.dropped()).isEqualTo(3);
            assertThat(stats.queued()).isEqualTo(2);
            assertThat(stats.rejected()).isZero();
            assertThat(stats.addsUp()).isTrue();
            gate.open();
            tasks.get(3).get();
            tasks.get(4).get();
            pool.join();
            assertThat(ran).hasValue(2);
        }
    }

    @Test
    void dropOldestWorksForExecutedTasksAndWhilePaused() throws Exception {
        ConcurrentLinkedQueue<Integer> ran = new ConcurrentLinkedQueue<>();
        try (ThreadPool pool = ThreadPool.builder("overflow")
                .threads(1, 1)
                .queueCapacity(3)
                .overflow(Overflow.dropOldest())
                .build()) {
            pool.pause();
            for (int i = 0; i < 10; i++) {
                int number = i;
                pool.execute(() -> ran.add(number));
            }
            assertThat(pool.stats().dropped()).isEqualTo(7);
            assertThat(pool.stats().queued()).isEqualTo(3);
            pool.resume();
            pool.join();
            assertThat(ran).containsExactly(7, 8, 9);
        }
    }

    @Test
    void dropOldestStepsOverTasksThatWereCancelled() throws Exception {
        try (ThreadPool pool = busyPool(2, Overflow.dropOldest())) {
            Task<Integer> first = pool.submit(() -> 1);
            Task<Integer> second = pool.submit(() -> 2);
            first.cancel(false);
            Task<Integer> third = pool.submit(() -> 3);
            assertThat(second.isDone()).as("there was room").isFalse();
            Task<Integer> fourth = pool.submit(() -> 4);
            assertThat(second.isDone()).isTrue();
            gate.open();
            assertThat(third.get()).isEqualTo(3);
            assertThat(fourth.get()).isEqualTo(4);
            assertThat(first.isCancelled()).isTrue();
            assertThat(pool.stats().dropped()).isEqualTo(1);
        }
    }

    /** The worker may have taken what was to be dropped: then there is room. */
    @Test
    void dropOldestRefusesNothingWhileTheWorkerIsQuick() throws Exception {
        try (ThreadPool pool = ThreadPool.builder("quick")
                .threads(1, 1)
                .queueCapacity(1)
                .overflow(Overflow.dropOldest())
                .build()) {
            for (int i = 0; i < 200_000; i++) {
                pool.execute(() -> {});
            }
            pool.join();

            assertThat(pool.stats().rejected()).isZero();
            assertThat(pool.stats().accepted()).isEqualTo(200_000);
        }
    }

    @Test
    void dropOldestRefusesTheNewOneWhereNoneCanWait() {
        CountDownLatch mayBegin = new CountDownLatch(1);
        try (ThreadPool pool = ThreadPool.builder("overflow")
                .threads(0, 1)
                .queueCapacity(0)
                .overflow(Overflow.dropOldest())
                .threadFactory(work -> new Thread(() -> {
                    Await.zero(mayBegin);
                    work.run();
                }))
                .build()) {
            AtomicInteger ran = new AtomicInteger();
            pool.execute(ran::incrementAndGet); // its thread is on its way, so it does not wait
            assertRefused(RejectionReason.QUEUE_FULL, () -> pool.execute(() -> {}));
            mayBegin.countDown();
            Await.until("it ran", () -> ran.get() == 1);
            assertThat(pool.stats().dropped()).isZero();
        }
    }

    @Test
    void dropOldestDoesNotDropATaskThatRuns() throws Exception {
        try (ThreadPool pool = busyPool(0, Overflow.dropOldest())) {
            assertRefused(RejectionReason.QUEUE_FULL, () -> pool.execute(() -> {}));
            assertThat(pool.stats().running()).isEqualTo(1);
            gate.open();
            pool.join();
            assertThat(pool.stats().succeeded()).isEqualTo(1);
        }
    }

    /** The pool loses its last worker after a task was taken out to be dropped, and before it is counted. */
    @Test
    void poolThatIsShutDownInTheMiddleOfADropEnds() throws Exception {
        ThreadPool pool = busyPool(1, Overflow.dropOldest());
        class Slow implements Callable<Integer>, Named {
            @Override
            public Integer call() {
                return 1;
            }

            @Override
            public String taskName() {
                pool.shutdown();
                gate.open();
                Await.until("the worker has left", () -> pool.stats().threads() == 0);
                return "slow to tell its name";
            }
        }
        Task<Integer> dropped = pool.submit(new Slow());
        Team joiner = Team.start(1, number -> pool.join());
        Await.parked(joiner.thread(0));

        assertRefused(RejectionReason.SHUT_DOWN, () -> pool.execute(() -> {}));

        joiner.join();
        assertThat(pool.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        assertThat(dropped.isDone()).isTrue();
        assertThat(pool.stats().addsUp()).isTrue();
    }
}
