package dev.weir;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.internal.queue.Placed;
import dev.weir.internal.queue.Segment;
import dev.weir.internal.watchdog.Watchdog;
import dev.weir.support.Await;
import dev.weir.support.Gate;
import dev.weir.support.LiveThreads;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A submitter has its ticket, looks for idle workers before its task can be seen, and finds nobody to call. Here that is
 * made to happen: the task is put into the queue by one who calls nobody at all.
 */
class LatePublicationTest {

    /** Says when it has its ticket, and is published when it may be. */
    private static final class Late implements Placed, Runnable {

        private final CountDownLatch issued = new CountDownLatch(1);
        private final CountDownLatch published = new CountDownLatch(1);
        private final CountDownLatch ran = new CountDownLatch(1);
        private final Thread submitter;

        Late(ThreadPool pool) {
            submitter = new Thread(() -> ((WorkerPool) pool).queue().offer(this, ticket -> true));
            submitter.start();
            Await.zero(issued);
        }

        @Override
        public void placed(Segment segment, int index) {
            issued.countDown();
            Await.zero(published);
        }

        @Override
        public void run() {
            ran.countDown();
        }

        void publish() {
            published.countDown();
            Await.ended(submitter);
        }
    }

    private final Gate gate = new Gate();

    @AfterEach
    void open() {
        gate.open();
    }

    private static ThreadPool pool(int min, int max) {
        return ThreadPool.builder("late")
                .threads(min, max)
                .keepAlive(Duration.ofMillis(1))
                .build();
    }

    /** Until the workers rest, and the watchdog: nobody looks at the queue unless called. */
    private static void awaitRest(int workers) {
        Await.until(
                "they rest", () -> resting("late-").equals(List.of(true, true).subList(0, workers)));
        awaitWatchdog();
    }

    private static void awaitWatchdog() {
        Await.until("the watchdog rests", Watchdog::isAtRest);
    }

    private static List<Boolean> resting(String prefix) {
        return LiveThreads.named(prefix).stream()
                .map(thread -> thread.getState() == Thread.State.WAITING)
                .toList();
    }

    private static Crew crew(ThreadPool pool) {
        return ((WorkerPool) pool).crew();
    }

    @Test
    void workerThatGoesIdleMeanwhileFindsTheTask() {
        try (ThreadPool pool = pool(1, 1)) {
            pool.execute(gate);
            gate.awaitInside(1);
            awaitWatchdog();
            Late late = new Late(pool);
            gate.open();
            Await.until("it is idle", () -> pool.stats().idleThreads() == 1);
            late.publish();
            Await.zero(late.ran);
        }
    }

    @Test
    void workerThatFindsAnotherTaskMeanwhileCallsTheNextOne() {
        try (ThreadPool pool = pool(2, 2)) {
            awaitRest(2);
            ((WorkerPool) pool).queue().offer(gate, ticket -> true);
            Late late = new Late(pool);
            crew(pool).signal(false);
            gate.awaitInside(1);
            late.publish();
            Await.zero(late.ran);
            gate.open();
        }
    }

    @Test
    void workerThatLeavesMeanwhileIsReplaced() {
        try (ThreadPool pool = pool(0, 1)) {
            pool.execute(gate);
            gate.awaitInside(1);
            awaitWatchdog();
            Late late = new Late(pool);
            gate.open();
            Await.until("it has left", () -> pool.stats().threadsRetired() > 0);
            late.publish();
            Await.zero(late.ran);
        }
    }

    @Test
    void poolThatGoesOnMeanwhileRunsTheTask() {
        try (ThreadPool pool = pool(1, 1)) {
            awaitRest(1);
            pool.pause();
            Late late = new Late(pool);
            pool.resume();
            late.publish();
            Await.zero(late.ran);
        }
    }

    @Test
    void workerThatBlocksMeanwhileGetsASpare() throws Exception {
        try (ThreadPool pool = pool(1, 1)) {
            CountDownLatch begun = new CountDownLatch(1);
            CountDownLatch issued = new CountDownLatch(1);
            CountDownLatch ran = new CountDownLatch(1);
            pool.execute(() -> {
                begun.countDown();
                Await.zero(issued);
                try {
                    pool.blocking(() -> {
                        Await.zero(ran);
                        return null;
                    });
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            });
            Await.zero(begun);
            awaitWatchdog();
            Late late = new Late(pool);
            issued.countDown();
            Await.until("it blocks", () -> crew(pool).spares().wanted());
            late.publish();
            Await.zero(late.ran);
            ran.countDown();
        }
    }

    @Test
    void watchdogStaysUntilTheTaskIsThere() {
        try (ThreadPool pool = pool(1, 1)) {
            awaitRest(1);
            Late late = new Late(pool);
            assertThat(crew(pool).tick()).isTrue();
            late.publish();
            crew(pool).tick();
            Await.zero(late.ran);
        }
    }
}
