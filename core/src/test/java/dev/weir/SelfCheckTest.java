package dev.weir;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.internal.crew.Control;
import dev.weir.internal.ledger.Outcome;
import dev.weir.internal.queue.Taken;
import dev.weir.support.Await;
import dev.weir.support.CapturedLog;
import dev.weir.support.Gate;
import dev.weir.support.Team;
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
            Await.until("the worker is idle", () -> pool.stats().idleThreads() == 1); // or a second one may be hired
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

            assertThat(pool.selfCheck())
                    .singleElement()
                    .asString()
                    .startsWith("the ledger does not add up, something is less than nothing: ");

            awaitBug(log, "the ledger does not add up");
            pool.queue().offer("what was cancelled", issued -> true);
            pool.queue().pollEvenIfPaused(new Taken());
            pool.shutdownNow();
        }
    }

    /** A task has its ticket, has been taken out of the queue, and nobody has it: it will never run. */
    @Test
    void taskThatWasLostIsFound() throws Exception {
        try (CapturedLog log = CapturedLog.open();
                WorkerPool pool = pool(1, 1)) {
            pool.submit(() -> {}).get();
            Await.until("the worker is idle", () -> pool.stats().idleThreads() == 1);
            pool.queue().offer("a task that is lost", issued -> true);
            pool.queue().pollEvenIfPaused(new Taken());

            awaitBug(log, "the ledger does not add up, nothing is in the queue that counts as waiting");
            assertThat(pool.selfCheck()).hasSize(1);
            assertThat(pool.stats().queued() + pool.stats().running()).isEqualTo(1);

            pool.ledger().outside().end(Outcome.DROPPED, false);
            assertThat(pool.selfCheck()).isEmpty();
        }
    }

    /** The same in a pool that is shut down, which therefore cannot end: it says why. */
    @Test
    void taskThatWasLostIsFoundInAPoolThatCannotEndForIt() throws Exception {
        try (CapturedLog log = CapturedLog.open();
                WorkerPool pool = pool(0, 1)) {
            pool.queue().offer("a task that is lost", issued -> true);
            pool.queue().pollEvenIfPaused(new Taken());
            pool.shutdown();

            awaitBug(log, "the ledger does not add up, nothing is in the queue that counts as waiting");

            assertThat(pool.isTerminated()).isFalse();
            pool.ledger().outside().end(Outcome.DROPPED, false);
            pool.lifecycle().tryTerminate();
            assertThat(pool.isTerminated()).isTrue();
        }
    }

    /** A beginning is counted whose task nobody has. */
    @Test
    void taskThatCountsAsRunningAndIsInNobodysHandsIsFound() throws Exception {
        try (CapturedLog log = CapturedLog.open();
                WorkerPool pool = pool(1, 1)) {
            pool.submit(() -> {}).get();
            pool.ledger().callers().start();

            awaitBug(log, "the ledger does not add up, nobody has a task that counts as running");

            long told = log.records().size();
            assertThat(pool.selfCheck()).hasSize(1);
            assertThat(log.records())
                    .as("what is found on demand is logged too")
                    .hasSize((int) told + 1);
            pool.ledger().callers().end(Outcome.SUCCEEDED, false);
            assertThat(pool.selfCheck()).isEmpty();
        }
    }

    /** An end is counted twice, so that fewer than none run. */
    @Test
    void taskThatEndedTwiceIsFoundByThePoolItself() throws Exception {
        try (CapturedLog log = CapturedLog.open();
                WorkerPool pool = pool(1, 1)) {
            pool.submit(() -> {}).get();
            pool.ledger().callers().end(Outcome.SUCCEEDED, false);

            awaitBug(log, "the ledger does not add up, something is less than nothing");

            pool.ledger().callers().start();
        }
    }

    /** A worker is counted as hired that the control word does not know: the pool would wait for its end for ever. */
    @Test
    void workerThatWasNeverCountedIsFound() throws Exception {
        try (CapturedLog log = CapturedLog.open();
                WorkerPool pool = pool(1, 1)) {
            pool.ledger().hired();

            awaitBug(log, "the ledger does not add up, there are not as many workers as have come and not gone");

            pool.ledger().unhired();
        }
    }

    /** What does not add up at the end of a pool is told then: nobody looks afterwards. */
    @Test
    void ledgerThatDoesNotAddUpAtTheEndIsFound() throws Exception {
        try (CapturedLog log = CapturedLog.open()) {
            WorkerPool pool = pool(1, 1);
            pool.submit(() -> {}).get();
            pool.ledger().callers().start();
            pool.close();

            awaitBug(log, "the pool has ended, but the ledger does not add up");
            assertThat(pool.selfCheck()).hasSize(1);
        }
    }

    /** A task that is on its way somewhere just then is no mismatch: nothing is reported that changes. */
    @Test
    void poolThatIsBusyIsFoundInOrderHoweverOftenItIsAsked() throws Exception {
        try (CapturedLog log = CapturedLog.open();
                WorkerPool pool = pool(0, 4)) {
            Team team = Team.start(2, number -> {
                for (int i = 0; i < 20_000; i++) {
                    if (i % 3 == 0) {
                        pool.execute(() -> {});
                    } else {
                        Task<?> task = pool.submit(() -> {});
                        task.cancel(i % 2 == 0);
                    }
                    if (i % 100 == 0) {
                        pool.join();
                    }
                }
            });
            while (team.isAtWork()) {
                assertThat(pool.selfCheck()).isEmpty();
            }
            team.join();
            assertThat(log.records()).isEmpty();
        }
    }
}
