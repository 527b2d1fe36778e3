package dev.weir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.support.Await;
import dev.weir.support.Gate;
import dev.weir.support.Team;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A pool ends when it is told to, and each task it had is run or handed back. */
class LifecycleTest {

    private final Gate gate = new Gate();

    @AfterEach
    void open() {
        gate.open();
    }

    private static ThreadPool pool(int min, int max) {
        return ThreadPool.builder("life")
                .threads(min, max)
                .queueCapacity(100_000)
                .build();
    }

    private ThreadPool busyPool() {
        ThreadPool pool = pool(1, 1);
        pool.execute(gate);
        gate.awaitInside(1);
        return pool;
    }

    @Test
    void shutdownRunsWhatWasAcceptedAndRefusesWhatComes() throws Exception {
        AtomicInteger ran = new AtomicInteger();
        ThreadPool pool = busyPool();
        for (int i = 0; i < 100; i++) {
            pool.execute(ran::incrementAndGet);
        }
        assertThat(pool.isShutdown()).isFalse();
        pool.shutdown();

        assertThat(pool.isShutdown()).isTrue();
        assertThat(pool.isTerminated()).isFalse();
        assertThat(pool.stats().state()).isEqualTo(PoolState.DRAINING);
        assertThat(pool.awaitTermination(5, TimeUnit.MILLISECONDS)).isFalse();
        assertThatThrownBy(() -> pool.execute(ran::incrementAndGet)).isInstanceOf(TaskRejectedException.class);

        gate.open();
        assertThat(pool.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        assertThat(pool.isTerminated()).isTrue();
        assertThat(ran).hasValue(100);
        PoolStats stats = pool.stats();
        assertThat(stats.state()).isEqualTo(PoolState.TERMINATED);
        assertThat(stats.threads()).isZero();
        assertThat(stats.succeeded()).isEqualTo(101);
        assertThat(stats.accepted()).isEqualTo(101);
    }

    @Test
    void idlePoolEndsWithEveryNumberOfThreads() throws Exception {
        for (int threads = 0; threads < 6; threads++) {
            ThreadPool pool = pool(threads, 6);
            pool.shutdown();
            assertThat(pool.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
            PoolStats stats = pool.stats();
            assertThat(stats.threadsRetired()).isEqualTo(stats.threadsCreated());
        }
    }

    @Test
    void shutdownNowHandsBackTheVeryObjectsInTheirOrder() {
        ThreadPool pool = busyPool();
        List<Runnable> given = new ArrayList<>();
        for (int i = 0; i < 700; i++) {
            if (i % 3 == 0) {
                given.add((Runnable) pool.submit(() -> {}));
            } else {
                Runnable task = new Runnable() {
                    @Override
                    public void run() {}
                };
                pool.execute(task);
                given.add(task);
            }
        }
        List<Runnable> back = pool.shutdownNow();
        assertThat(back).hasSameSizeAs(given);
        for (int i = 0; i < given.size(); i++) {
            assertThat(back.get(i)).isSameAs(given.get(i));
        }
        assertThat(pool.stats().handedBack()).isEqualTo(700);
        assertThat(pool.stats().state()).isEqualTo(PoolState.STOPPING);
        assertThat(pool.shutdownNow()).isEmpty();
        gate.open();
        pool.close();
        assertThat(pool.stats().addsUp()).isTrue();
    }

    @Test
    void whatWasHandedBackCanBeRunByItsOwner() throws Exception {
        AtomicInteger ran = new AtomicInteger();
        ThreadPool pool = busyPool();
        pool.execute(ran::incrementAndGet);
        Task<Integer> task = pool.submit(() -> ran.addAndGet(10));
        Task<Integer> cancelled = pool.submit(() -> ran.addAndGet(100));
        List<Runnable> back = pool.shutdownNow();
        assertThat(task.isDone()).isFalse();
        assertThat(cancelled.cancel(false)).isTrue();

        back.forEach(Runnable::run);
        back.forEach(Runnable::run); // a task runs once, a plain Runnable as often as one likes

        assertThat(ran).hasValue(12);
        assertThat(task.get()).isEqualTo(11);
        assertThat(cancelled.isCancelled()).isTrue();
        gate.open();
        pool.close();
        PoolStats stats = pool.stats();
        assertThat(stats.handedBack()).isEqualTo(3);
        assertThat(stats.succeeded()).isEqualTo(1);
        assertThat(stats.addsUp()).isTrue();
    }

    @Test
    void whatWasHandedBackCanBeRunByAnotherPool() throws Exception {
        ThreadPool pool = busyPool();
        Task<Thread> task = pool.submit(Thread::currentThread);
        List<Runnable> back = pool.shutdownNow();
        try (ThreadPool other = ThreadPool.builder("other").threads(1, 1).build()) {
            back.forEach(other::execute);
            other.join();
            assertThat(task.get().getName()).startsWith("other");
            assertThat(other.stats().succeeded()).isEqualTo(1);
        }
        gate.open();
        pool.close();
    }

    @Test
    void taskOfAnotherPoolIsHandedBackAsItself() {
        ThreadPool first = busyPool();
        Task<Integer> task = first.submit(() -> 1);
        List<Runnable> back = first.shutdownNow();
        ThreadPool second = pool(1, 1);
        second.pause();
        back.forEach(second::execute);
        assertThat(second.shutdownNow()).singleElement().isSameAs(task);
        gate.open();
        first.close();
        second.close();
    }

    @Test
    void shutdownNowInterruptsWhatRuns() throws Exception {
        CountDownLatch inside = new CountDownLatch(3);
        AtomicInteger interrupted = new AtomicInteger();
        ThreadPool pool = pool(3, 3);
        for (int i = 0; i < 3; i++) {
            pool.execute(() -> {
                inside.countDown();
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    interrupted.incrementAndGet();
                }
            });
        }
        Await.zero(inside);
        pool.shutdown();
        assertThat(pool.shutdownNow()).isEmpty();
        assertThat(pool.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        assertThat(interrupted).hasValue(3);
    }

    @Test
    void closeWaitsForEveryTask() {
        AtomicInteger ran = new AtomicInteger();
        try (ThreadPool pool = pool(1, 2)) {
            for (int i = 0; i < 1_000; i++) {
                pool.execute(ran::incrementAndGet);
            }
        }
        assertThat(ran).hasValue(1_000);
    }

    @Test
    void closingTwiceAndFromManyThreadsIsAsOnce() {
        ThreadPool pool = busyPool();
        Team closers = Team.start(4, number -> pool.close());
        for (int i = 0; i < 4; i++) {
            Await.parked(closers.thread(i));
        }
        gate.open();
        closers.join();
        pool.close();
        pool.shutdown();
        assertThat(pool.shutdownNow()).isEmpty();
        assertThat(pool.isTerminated()).isTrue();
    }

    @Test
    void closeByATaskOfThePoolOnlyShutsDown() throws Exception {
        ThreadPool pool = pool(1, 1);
        Task<String> closing = pool.submit(() -> {
            pool.close();
            return "went on";
        });
        assertThat(closing.get()).isEqualTo("went on");
        assertThat(pool.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void shutdownNowByATaskOfThePoolHandsBackTheOthers() throws Exception {
        ThreadPool pool = pool(1, 1);
        pool.pause();
        Task<Integer> stopping = pool.submit(() -> pool.shutdownNow().size());
        pool.execute(() -> {});
        pool.execute(() -> {});
        pool.resume();
        assertThat(stopping.get()).isEqualTo(2);
        assertThat(pool.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void interruptedCloseInterruptsWhatRunsGoesOnWaitingAndKeepsTheInterrupt() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        AtomicInteger interrupted = new AtomicInteger();
        ThreadPool pool = pool(1, 1);
        pool.execute(() -> {
            inside.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.incrementAndGet();
                gate.run();
            }
        });
        Task<?> waiting = pool.submit(() -> {});
        Await.zero(inside);
        Team closer = Team.start(1, number -> {
            pool.close();
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
            assertThat(pool.isTerminated()).isTrue();
        });
        Await.parked(closer.thread(0));
        closer.thread(0).interrupt();
        gate.awaitInside(1);
        assertThat(closer.isAtWork()).as("it waits for the task").isTrue();
        gate.open();
        closer.join();
        assertThat(interrupted).hasValue(1);
        assertThat(waiting.isCancelled()).as("nobody was there to take it back").isTrue();
        assertThat(pool.stats().handedBack()).isEqualTo(1);
    }

    @Test
    void awaitTerminationIsEndedByAnInterrupt() {
        ThreadPool pool = busyPool();
        pool.shutdown();
        Team waiter = Team.start(
                1,
                number -> assertThatThrownBy(() -> pool.awaitTermination(60, TimeUnit.SECONDS))
                        .isInstanceOf(InterruptedException.class));
        Await.parked(waiter.thread(0));
        waiter.thread(0).interrupt();
        waiter.join();
        gate.open();
        pool.close();
    }

    @Test
    void submissionThatRacesWithShutdownIsRunOrRefusedAndNeverLost() throws Exception {
        for (int round = 0; round < 120; round++) {
            ThreadPool pool = pool(round % 2, 2);
            AtomicInteger ran = new AtomicInteger();
            AtomicInteger accepted = new AtomicInteger();
            ConcurrentLinkedQueue<Task<?>> tasks = new ConcurrentLinkedQueue<>();
            CyclicBarrier together = new CyclicBarrier(4);
            Team submitters = Team.start(3, number -> {
                together.await();
                try {
                    for (; ; ) {
                        if (number == 0) {
                            tasks.add(pool.submit(ran::incrementAndGet));
                        } else {
                            pool.execute(ran::incrementAndGet);
                        }
                        accepted.incrementAndGet();
                    }
                } catch (TaskRejectedException closed) {
                    assertThat(closed.reason()).isIn(RejectionReason.SHUT_DOWN, RejectionReason.QUEUE_FULL);
                }
            });
            together.await();
            if (round % 3 != 0) {
                Await.until("some are in", () -> accepted.get() > 0);
            }
            pool.close();
            submitters.join();
            PoolStats stats = pool.stats();
            assertThat(ran.get()).isEqualTo(accepted.get());
            assertThat(stats.accepted()).isEqualTo(accepted.get());
            assertThat(stats.succeeded()).isEqualTo(accepted.get());
            assertThat(tasks).allMatch(Task::isDone);
        }
    }

    @Test
    void submissionThatRacesWithShutdownNowIsRunHandedBackOrRefused() throws Exception {
        for (int round = 0; round < 120; round++) {
            ThreadPool pool = pool(round % 3, 2);
            AtomicInteger ran = new AtomicInteger();
            AtomicInteger accepted = new AtomicInteger();
            Team submitters = Team.start(3, number -> {
                try {
                    for (; ; ) {
                        pool.execute(ran::incrementAndGet);
                        accepted.incrementAndGet();
                    }
                } catch (TaskRejectedException closed) {
                    assertThat(closed.reason()).isIn(RejectionReason.SHUT_DOWN, RejectionReason.QUEUE_FULL);
                }
            });
            Await.until("some are in", () -> accepted.get() > 0);
            int back = pool.shutdownNow().size();
            submitters.join();
            assertThat(pool.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
            assertThat(ran.get() + back).isEqualTo(accepted.get());
            PoolStats stats = pool.stats();
            assertThat(stats.handedBack()).isEqualTo(back);
            assertThat(stats.succeeded()).isEqualTo(ran.get());
            assertThat(stats.addsUp()).isTrue();
        }
    }

    @Test
    void poolTellsItsNameAndState() {
        ThreadPool pool = pool(0, 1);
        assertThat(pool.name()).isEqualTo("life");
        assertThat(pool).hasToString("ThreadPool life (RUNNING)");
        pool.pause();
        assertThat(pool).hasToString("ThreadPool life (PAUSED)");
        pool.close();
        assertThat(pool).hasToString("ThreadPool life (TERMINATED)");
    }
}
