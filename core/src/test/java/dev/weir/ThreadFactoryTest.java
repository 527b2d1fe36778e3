package dev.weir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.weir.internal.crew.Control;
import dev.weir.support.Await;
import dev.weir.support.CapturedLog;
import dev.weir.support.Gate;
import dev.weir.support.Team;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the thread factory does, the pool goes on with the threads it has, and says so if it has none. */
class ThreadFactoryTest {

    /** A thread that the system cannot start. */
    private static final class Unstartable extends Thread {
        Unstartable(Runnable work) {
            super(work);
        }

        @Override
        public void start() {
            throw new OutOfMemoryError("unable to create native thread");
        }
    }

    /** Works until it is broken, and again once it is mended. */
    private static final class Fragile implements ThreadFactory {
        private final ThreadFactory whenBroken;
        private final AtomicInteger asked = new AtomicInteger();
        private volatile boolean broken;

        Fragile(ThreadFactory whenBroken, boolean broken) {
            this.whenBroken = whenBroken;
            this.broken = broken;
        }

        @Override
        public Thread newThread(Runnable work) {
            asked.incrementAndGet();
            return broken ? whenBroken.newThread(work) : new Thread(work);
        }
    }

    private final Gate gate = new Gate();
    private CapturedLog log;

    @BeforeEach
    void capture() {
        log = CapturedLog.open();
    }

    @AfterEach
    void release() {
        gate.open();
        log.close();
    }

    private static ThreadPool.Builder pool(int min, int max, ThreadFactory factory) {
        return ThreadPool.builder("factory").threads(min, max).threadFactory(factory);
    }

    private static Stream<Arguments> brokenFactories() {
        ThreadFactory givesNull = work -> null;
        ThreadFactory throwing = work -> {
            throw new IllegalStateException("broken");
        };
        ThreadFactory outOfMemory = work -> {
            throw new OutOfMemoryError("unable to create native thread");
        };
        ThreadFactory startedAlready = work -> {
            Thread thread = new Thread(() -> {});
            thread.start();
            return thread;
        };
        ThreadFactory endedAlready = work -> {
            Thread thread = new Thread(() -> {});
            thread.start();
            Await.ended(thread);
            return thread;
        };
        ThreadFactory unstartable = Unstartable::new;
        return Stream.of(
                argumentSet("returns null", givesNull),
                argumentSet("throws", throwing),
                argumentSet("throws OutOfMemoryError", outOfMemory),
                argumentSet("returns a thread that runs something else", startedAlready),
                argumentSet("returns a thread that has ended", endedAlready),
                argumentSet("returns a thread that cannot be started", unstartable));
    }

    @ParameterizedTest
    @MethodSource("brokenFactories")
    void withoutAnyThreadTheTaskIsRefusedAndNeverRun(ThreadFactory factory) throws Exception {
        Fragile fragile = new Fragile(factory, true);
        AtomicInteger ran = new AtomicInteger();
        try (ThreadPool pool = pool(0, 2, fragile).build()) {
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> pool.execute(ran::incrementAndGet))
                        .isInstanceOfSatisfying(
                                TaskRejectedException.class,
                                e -> assertThat(e.reason()).isEqualTo(RejectionReason.NO_THREAD))
                        .hasCauseInstanceOf(Throwable.class);
            }
            PoolStats stats = pool.stats();
            assertThat(stats.threads()).isZero();
            assertThat(stats.threadsCreated()).isZero();
            assertThat(stats.peakThreads()).isZero();
            assertThat(stats.accepted()).isZero();
            assertThat(stats.queued()).isZero();
            assertThat(stats.rejected()).isEqualTo(3);
            assertThat(stats.addsUp()).isTrue();
            assertThat(pool.tasksLeft()).isZero();
            assertThat(pool.join(Duration.ZERO)).isTrue();

            fragile.broken = false;
            assertThat(pool.submit(() -> "works again").get()).isEqualTo("works again");
            pool.join();
            assertThat(ran).as("what was refused is not run later").hasValue(0);
            assertThat(pool.stats().succeeded()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @MethodSource("brokenFactories")
    void poolGoesOnWithTheThreadsThatItHas(ThreadFactory factory) throws Exception {
        Fragile fragile = new Fragile(factory, false);
        AtomicInteger ran = new AtomicInteger();
        try (ThreadPool pool = pool(1, 4, fragile).queueCapacity(200).build()) {
            fragile.broken = true;
            pool.execute(gate);
            gate.awaitInside(1);
            for (int i = 0; i < 100; i++) {
                pool.execute(ran::incrementAndGet);
            }
            assertThat(pool.stats().threads()).isLessThanOrEqualTo(2); // one of them on trial
            gate.open();
            pool.join();
            assertThat(ran).hasValue(100);
            assertThat(pool.stats().rejected()).isZero();
            Await.until(
                    "a thread was tried, and none is on trial",
                    () -> !log.records().isEmpty() && pool.stats().threadsCreated() == 1);
            assertThat(log.records())
                    .isNotEmpty()
                    .allSatisfy(logged -> assertThat(logged.getMessage()).contains("factory", "thread"));
        }
    }

    @ParameterizedTest
    @MethodSource("brokenFactories")
    void builtWithoutAThreadItGetsOneWhenItCan(ThreadFactory factory) throws Exception {
        Fragile fragile = new Fragile(factory, true);
        try (ThreadPool pool = pool(2, 2, fragile).build()) {
            assertThat(pool.stats().threads()).isZero();
            assertThatThrownBy(() -> pool.submit(() -> 1)).isInstanceOf(TaskRejectedException.class);
            fragile.broken = false;
            assertThat(pool.submit(() -> 1).get()).isEqualTo(1);
        }
    }

    /** What waits in a pool that has lost its threads is not forgotten: the watchdog keeps asking. */
    @Test
    void waitingTasksRunOnceAThreadCanBeHad() throws Exception {
        Fragile fragile = new Fragile(work -> null, true);
        try (ThreadPool pool = pool(0, 2, fragile).build()) {
            pool.pause();
            Task<Integer> task = pool.submit(() -> 1);
            pool.resume();
            Await.until("it was asked in vain", () -> fragile.asked.get() > 0);
            fragile.broken = false;
            assertThat(task.get()).isEqualTo(1);
        }
    }

    @Test
    void poolThatIsShutDownDoesNotEndBeforeItsTasksThoughItHasNoThread() throws Exception {
        Fragile fragile = new Fragile(work -> null, true);
        ThreadPool pool = pool(0, 2, fragile).build();
        pool.pause();
        Task<Integer> task = pool.submit(() -> 1);
        pool.shutdown();
        Await.until("it was asked in vain", () -> fragile.asked.get() > 0);
        assertThat(pool.awaitTermination(20, TimeUnit.MILLISECONDS)).isFalse();
        fragile.broken = false;
        assertThat(pool.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        assertThat(task.get()).isEqualTo(1);
    }

    @Test
    void fullPoolWhoseFactoryIsBrokenSaysThatItIsFull() {
        Fragile fragile = new Fragile(work -> null, false);
        try (ThreadPool pool = pool(1, 3, fragile).queueCapacity(2).build()) {
            fragile.broken = true;
            pool.execute(gate);
            gate.awaitInside(1);
            pool.execute(() -> {});
            pool.execute(() -> {});
            assertThatThrownBy(() -> pool.execute(() -> {}))
                    .isInstanceOfSatisfying(
                            TaskRejectedException.class,
                            e -> assertThat(e.reason()).isEqualTo(RejectionReason.QUEUE_FULL));
            assertThat(pool.stats().queued()).isEqualTo(2);
            gate.open();
        }
    }

    @Test
    void submitterThatMayBlockWaitsForRoomThoughNoFurtherThreadCanBeHad() throws Exception {
        Fragile fragile = new Fragile(work -> null, false);
        AtomicInteger ran = new AtomicInteger();
        try (ThreadPool pool = pool(1, 4, fragile)
                .queueCapacity(1)
                .overflow(Overflow.block(Duration.ofSeconds(60)))
                .build()) {
            fragile.broken = true;
            pool.execute(gate);
            gate.awaitInside(1);
            pool.execute(ran::incrementAndGet);
            Team submitter = Team.start(2, number -> pool.execute(ran::incrementAndGet));
            Await.parked(submitter.thread(0));
            Await.parked(submitter.thread(1));
            gate.open();
            submitter.join();
            pool.join();
            assertThat(ran).hasValue(3);
            assertThat(pool.stats().rejected()).isZero();
        }
    }

    @Test
    void dropOldestDropsThoughNoFurtherThreadCanBeHad() throws Exception {
        Fragile fragile = new Fragile(work -> null, false);
        AtomicInteger ran = new AtomicInteger();
        try (ThreadPool pool = pool(1, 3, fragile)
                .queueCapacity(1)
                .overflow(Overflow.dropOldest())
                .build()) {
            fragile.broken = true;
            pool.execute(gate);
            gate.awaitInside(1);
            Task<?> old = pool.submit(() -> {});
            pool.execute(ran::incrementAndGet);
            assertThat(old.isDone()).isTrue();
            gate.open();
            pool.join();
            assertThat(ran).hasValue(1);
            assertThat(pool.stats().dropped()).isEqualTo(1);
        }
    }

    @Test
    void placesOfCancelledTasksAreFreeThoughNoFurtherThreadCanBeHad() throws Exception {
        Fragile fragile = new Fragile(work -> null, false);
        try (ThreadPool pool = pool(1, 3, fragile).queueCapacity(2).build()) {
            fragile.broken = true;
            pool.execute(gate);
            gate.awaitInside(1);
            for (int round = 0; round < 5; round++) {
                Task<?> first = pool.submit(() -> {});
                Task<?> second = pool.submit(() -> {});
                first.cancel(false);
                second.cancel(false);
            }
            assertThat(pool.stats().rejected()).isZero();
            gate.open();
        }
    }

    @Test
    void callerRunsWhenThereIsNoThreadAtAll() throws Exception {
        try (ThreadPool pool =
                pool(0, 2, work -> null).overflow(Overflow.callerRuns()).build()) {
            assertThat(pool.submit(Thread::currentThread).get()).isSameAs(Thread.currentThread());
            assertThat(pool.stats().accepted()).isEqualTo(1);
            assertThat(pool.stats().succeeded()).isEqualTo(1);
            assertThat(pool.stats().addsUp()).isTrue();
        }
    }

    @Test
    void submitterThatMayBlockIsToldAtOnceThatThereIsNoThread() {
        try (ThreadPool pool = pool(0, 1, work -> null)
                .overflow(Overflow.block(Duration.ofSeconds(60)))
                .build()) {
            assertThatThrownBy(() -> pool.execute(() -> {}))
                    .isInstanceOfSatisfying(
                            TaskRejectedException.class,
                            e -> assertThat(e.reason()).isEqualTo(RejectionReason.NO_THREAD));
        }
    }

    /** The task was accepted: another thread was about to be had, which then was not to be had either. */
    @Test
    void threadThatMayBeHadElsewhereIsNoneYet() {
        AtomicReference<WorkerPool> own = new AtomicReference<>();
        AtomicBoolean elsewhere = new AtomicBoolean();
        ThreadFactory failing = work -> {
            Control control = own.get().control();
            if (!elsewhere.getAndSet(true)) {
                assertThat(control.hire(control.read())).isTrue(); // as the watchdog does
            }
            throw new IllegalStateException("none");
        };
        ThreadPool pool = pool(0, 2, failing).build();
        own.set((WorkerPool) pool);
        try {
            assertThatThrownBy(() -> pool.submit(() -> 1))
                    .isInstanceOfSatisfying(
                            TaskRejectedException.class,
                            e -> assertThat(e.reason()).isEqualTo(RejectionReason.NO_THREAD));
        } finally {
            own.get().control().unhire();
            pool.shutdownNow();
            pool.close();
        }
    }

    @Test
    void workerWhoseThreadComesAfterAllIsNotCountedAndDoesNothing() {
        AtomicReference<Runnable> work = new AtomicReference<>();
        ThreadPool pool = pool(0, 1, given -> {
                    work.set(given);
                    throw new IllegalStateException("none");
                })
                .build();
        assertThatThrownBy(() -> pool.execute(() -> {})).isInstanceOf(TaskRejectedException.class);
        Team.run(1, number -> work.get().run());
        assertThat(pool.stats().threads()).isZero();
        pool.close();
    }

    /** It looks after all pools, and a factory may block. */
    @Test
    void watchdogAsksNoFactoryItself() {
        List<String> askers = new CopyOnWriteArrayList<>();
        try (ThreadPool pool = pool(1, 2, work -> {
                    askers.add(Thread.currentThread().getName());
                    return new Thread(work);
                })
                .build()) {
            pool.execute(gate);
            gate.awaitInside(1);
            WorkerPool own = (WorkerPool) pool;
            own.queue().offer(gate, issued -> true); // by one who calls nobody
            Await.until("another thread is asked for", () -> {
                own.crew().tick();
                return askers.size() == 2;
            });
            assertThat(askers.get(1)).isEqualTo("weir-recruiter");
            gate.open();
        }
    }

    @Test
    void poolWithoutAThreadCanBeClosed() {
        ThreadPool pool = pool(0, 1, work -> null).build();
        assertThatThrownBy(() -> pool.execute(() -> {})).isInstanceOf(TaskRejectedException.class);
        Team.run(1, number -> pool.close());
        assertThat(pool.isTerminated()).isTrue();
    }

    @Test
    void poolThatIsShutDownWhileItAsksInVainForAThreadEnds() {
        ThreadPool[] self = {null};
        ThreadPool pool = pool(0, 1, work -> {
                    self[0].shutdown();
                    return null;
                })
                .build();
        self[0] = pool;
        assertThatThrownBy(() -> pool.execute(() -> {})).isInstanceOf(TaskRejectedException.class);
        Team.run(1, number -> pool.close());
        assertThat(pool.isTerminated()).isTrue();
        assertThat(pool.stats().addsUp()).isTrue();
    }

    @Test
    void factoryThatStartsTheThreadItselfIsPutUpWith() throws Exception {
        List<Thread> made = new CopyOnWriteArrayList<>();
        try (ThreadPool pool = pool(0, 2, work -> {
                    CountDownLatch begun = new CountDownLatch(1);
                    Thread thread = new Thread(() -> {
                        begun.countDown();
                        work.run();
                    });
                    made.add(thread);
                    thread.start();
                    Await.zero(begun);
                    Await.parked(thread); // the worker is at work and rests
                    return thread;
                })
                .build()) {
            assertThat(pool.submit(Thread::currentThread).get()).isSameAs(made.get(0));
            assertThat(pool.stats().threads()).isBetween(1, 2);
        }
        assertThat(made).noneMatch(Thread::isAlive);
    }

    @Test
    void wrappingFactorySeesTheThreadFromItsBeginningToItsEnd() throws Exception {
        AtomicInteger begun = new AtomicInteger();
        AtomicInteger ended = new AtomicInteger();
        try (ThreadPool pool = pool(
                        2,
                        2,
                        work -> new Thread(() -> {
                            begun.incrementAndGet();
                            try {
                                work.run();
                            } finally {
                                ended.incrementAndGet();
                            }
                        }))
                .build()) {
            for (int i = 0; i < 100; i++) {
                pool.submit(() -> {
                    throw new IllegalStateException();
                });
            }
            pool.join();
            assertThat(ended).as("no task ends a thread").hasValue(0);
        }
        assertThat(begun).hasValue(2);
        assertThat(ended).hasValue(2);
    }

    @Test
    void threadThatIsSlowToBeginHoldsUpNobodyElse() throws Exception {
        CountDownLatch mayBegin = new CountDownLatch(1);
        AtomicBoolean slow = new AtomicBoolean();
        try (ThreadPool pool = pool(
                        1,
                        2,
                        work -> slow.get()
                                ? new Thread(() -> {
                                    Await.zero(mayBegin);
                                    work.run();
                                })
                                : new Thread(work))
                .build()) {
            slow.set(true);
            pool.execute(gate);
            gate.awaitInside(1);
            Task<Integer> task = pool.submit(() -> 1); // asks for the second thread, which does not come
            gate.open();
            assertThat(task.get()).isEqualTo(1);
            mayBegin.countDown();
        }
    }

    @Test
    void factoryMaySubmitToItsOwnPool() throws Exception {
        ThreadPool[] self = {null};
        AtomicInteger ran = new AtomicInteger();
        try (ThreadPool pool = pool(0, 2, work -> {
                    self[0].execute(ran::incrementAndGet);
                    return new Thread(work);
                })
                .build()) {
            self[0] = pool;
            pool.submit(() -> 1).get();
            pool.join();
            assertThat(ran.get()).isPositive();
        }
    }

    @Test
    void failuresAreNotLoggedForEveryTask() {
        try (ThreadPool pool = pool(0, 1, work -> null).build()) {
            for (int i = 0; i < 500; i++) {
                assertThatThrownBy(() -> pool.execute(() -> {})).isInstanceOf(TaskRejectedException.class);
            }
            assertThat(log.records()).hasSizeLessThan(50);
        }
    }
}
