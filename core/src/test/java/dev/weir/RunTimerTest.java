package dev.weir;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.internal.crew.Control;
import dev.weir.internal.ledger.Ledger;
import dev.weir.internal.queue.Taken;
import dev.weir.internal.queue.TaskQueue;
import org.junit.jupiter.api.Test;

class RunTimerTest {

    private static final int SPARSE = 64;

    private final TaskQueue queue = new TaskQueue();
    private final Ledger ledger = new Ledger(queue, new Control());
    private final RunTimer timer = new RunTimer(ledger.checkOut(), queue);
    private int tasks;
    private int lastTimed;

    /** Takes far longer than the clock's cost, whatever the machine does meanwhile. */
    private static void slowTask() {
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < 60_000) {
            Thread.onSpinWait();
        }
    }

    private boolean run(Runnable task) {
        tasks++;
        boolean timed = timer.begin(task);
        task.run();
        if (timed) {
            lastTimed = tasks;
            timer.end();
        }
        return timed;
    }

    /** Tiny tasks until they are no longer all timed; a machine that stalls may make some of them slow. */
    private void runTinyTasksUntilSparse() {
        boolean timed = true;
        for (int i = 0; i < 1_000_000 && timed; i++) {
            timed = run(() -> {});
        }
        assertThat(timed).isFalse();
    }

    private int weightOfNewSegments() {
        Taken taken = new Taken();
        for (int i = 0; i < 1_000; i++) {
            queue.offer("task", issued -> true);
            queue.poll(taken);
        }
        int weight = 0;
        for (int i = 0; i < 256; i++) {
            queue.offer("task", issued -> true);
            queue.poll(taken);
            weight = Math.max(weight, taken.weight);
        }
        return weight;
    }

    @Test
    void everySlowTaskIsTimed() {
        for (int i = 1; i <= 50; i++) {
            assertThat(run(RunTimerTest::slowTask)).isTrue();
            assertThat(ledger.runs().count()).isEqualTo(i);
        }
        assertThat(weightOfNewSegments()).isEqualTo(1);
    }

    /** Observers see a slow task while it runs, and nothing of it is kept afterwards. */
    @Test
    void slowTaskIsNotedWhileItRunsAndTinyOnesAreNot() {
        Runnable[] seen = new Runnable[1];
        Runnable looking = () -> {
            seen[0] = timer.noted();
            slowTask();
        };
        run(looking);
        assertThat(seen[0]).isSameAs(looking);
        assertThat(timer.noted()).isNull();
        assertThat(timer.beganNanos()).isZero();

        runTinyTasksUntilSparse();
        Runnable glancing = () -> seen[0] = timer.noted();
        for (int i = 0; i < SPARSE; i++) {
            run(glancing);
            assertThat(seen[0]).isNull();
        }
    }

    @Test
    void oneInSixtyFourTinyTasksIsTimed() {
        runTinyTasksUntilSparse();
        int sinceTimed = tasks - lastTimed;
        for (int i = sinceTimed; i < SPARSE - 1; i++) {
            assertThat(run(() -> {})).isFalse();
        }
        assertThat(run(() -> {})).isTrue();
    }

    @Test
    void waitsAreTimedAsSparselyAsRuns() {
        runTinyTasksUntilSparse();

        assertThat(weightOfNewSegments()).isEqualTo(SPARSE);
    }

    @Test
    void tasksThatBecomeSlowAreAllTimedSoon() {
        runTinyTasksUntilSparse();

        for (int i = 0; i < 4 * SPARSE; i++) {
            run(RunTimerTest::slowTask);
        }

        for (int i = 0; i < 5; i++) {
            assertThat(run(RunTimerTest::slowTask)).isTrue();
        }
        assertThat(weightOfNewSegments()).isEqualTo(1);
    }

    @Test
    void eachTimeStandsForTheTasksSinceTheOneBefore() {
        for (int i = 0; i < 20_000; i++) {
            run(i % 1_000 < 3 ? RunTimerTest::slowTask : () -> {});
            assertThat(ledger.runs().count()).isEqualTo(lastTimed);
        }
    }

    @Test
    void longestTaskIsSeenAmongSlowOnes() {
        run(RunTimerTest::slowTask);

        assertThat(ledger.runs().maxNanos()).isGreaterThanOrEqualTo(60_000);
    }

    @Test
    void tinyTasksAreWorthABatchAndSlowOnesAreNot() {
        assertThat(timer.batch()).as("before anything is known").isEqualTo(1);
        for (int i = 0; i < 100; i++) {
            timer.note(100);
        }
        assertThat(timer.batch()).isEqualTo(32);
        for (int i = 0; i < 100; i++) {
            timer.note(1_000);
        }
        assertThat(timer.batch()).isEqualTo(8);
        timer.note(1_000_000);
        assertThat(timer.batch()).isEqualTo(1);
    }
}
