package dev.weir;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.internal.crew.Control;
import dev.weir.internal.ledger.Outcome;
import dev.weir.internal.queue.Taken;
import dev.weir.support.Await;
import dev.weir.support.CapturedLog;
import dev.weir.support.Gate;
import java.lang.reflect.Field;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Bugs are put into a pool, which must find them. */
class SelfCheckTest {

    private static WorkerPool pool(int min, int max) {
        return (WorkerPool) ThreadPool.builder("checked").threads(min, max).build();
    }

    private static void awaitBug(CapturedLog log, String finding) {
        Await.until(
                "it is found",
                () -> log.records().stream()
                        .anyMatch(found -> found.getMessage().startsWith("Bug: pool checked: " + finding)
                                && found.getMessage().contains("\n  now: ")));
    }

    @Test
    void poolInWhichAllIsWellFindsNothing() throws Exception {
        try (CapturedLog log = CapturedLog.open();
                ThreadPool pool = pool(2, 4)) {
            Gate gate = new Gate();
            pool.execute(gate);
            gate.awaitInside(1);
            for (int i = 0; i < 1_000; i++) {
                pool.execute(() -> {});
            }

            assertThat(pool.selfCheck()).isEmpty();

            gate.open();
            pool.join();
            assertThat(pool.selfCheck()).isEmpty();
            pool.pause();
            pool.execute(() -> {});
            assertThat(pool.selfCheck()).isEmpty();
            pool.resume();
            assertThat(log.records()).isEmpty();
        }
    }

    /** A claim is taken on an idle worker, and nobody is woken: the next task waits for a worker that sleeps. */
    @Test
    void lostWakeUpIsFoundAndRepaired() throws Exception {
        try (CapturedLog log = CapturedLog.open();
                WorkerPool pool = pool(1, 1)) {
            AtomicInteger ran = new AtomicInteger();
            pool.execute(ran::incrementAndGet);
            Await.until("the worker is idle", () -> pool.stats().idleThreads() == 1);
            Control control = pool.control();
            control.wake(control.read());

            pool.execute(ran::incrementAndGet);

            awaitBug(log, "tasks wait and nobody takes them");
            Await.until("the task has run", () -> ran.get() == 2);
        }
    }
    /** A worker is said to search that does not: submitters rely on it. */
    @Test
    void searchThatNobodyMakesIsFoundAndRepaired() throws Exception {
        try (CapturedLog log = CapturedLog.open();
                WorkerPool pool = pool(1, 1)) {
            AtomicInteger ran = new AtomicInteger();
            pool.execute(ran::incrementAndGet);
            Await.until("the worker is idle", () -> pool.stats().idleThreads() == 1);
            pool.control().search();

            pool.execute(ran::incrementAndGet);

            awaitBug(log, "tasks wait and nobody takes them");
            Await.until("the task has run", () -> ran.get() == 2);
        }
    }

    /** A worker is counted, has begun a task, and its thread has ended: the pool would wait for it for ever. */
    @Test
    void workerThatEndedWithoutBeingCountedOffIsFoundAndCountedOff() throws Exception {
        try (CapturedLog log = CapturedLog.open();
                WorkerPool pool = pool(1, 2)) {
            pool.execute(() -> {});
            Await.until("the worker is idle", () -> pool.stats().idleThreads() == 1);
            Thread ended = new Thread(() -> {});
            ended.start();
            ended.join();
            pool.execute(() -> {});
            Control control = pool.control();
            Await.until("the worker is idle again", () -> Control.idle(control.read()) == 1);
            pool.ledger().hired();
            for (boolean counted = false; !counted; ) {
                counted = control.hire(control.read());
            }
            control.arrive();
            control.found();
            Worker dead = new Worker(pool, pool.crew(), System.nanoTime());
            Field thread = Worker.class.getDeclaredField("thread");
            thread.setAccessible(true);
            thread.set(dead, ended);
            dead.tally().start();
            pool.queue().offer("a task that died with it", issued -> true);
            pool.queue().pollEvenIfPaused(new Taken());
            pool.crew().present().add(dead);

            awaitBug(log, "a worker has ended without being counted off");

            Await.until("it is counted off", () -> pool.stats().threads() == 1);
            assertThat(pool.stats().failed()).isEqualTo(1);
            pool.shutdown();
            assertThat(pool.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void ledgerThatDoesNotAddUpIsFound() throws Exception {
        try (CapturedLog log = CapturedLog.open()) {
            WorkerPool pool = pool(1, 1);
            pool.ledger().outside().end(Outcome.CANCELLED_WAITING, false);

            assertThat(pool.selfCheck()).singleElement().asString().startsWith("the ledger does not add up: ");

            awaitBug(log, "the ledger does not add up");
            pool.queue().offer("what was cancelled", issued -> true);
            pool.queue().pollEvenIfPaused(new Taken());
            pool.shutdownNow();
        }
    }
}
