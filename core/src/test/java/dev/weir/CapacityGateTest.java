package dev.weir;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.internal.Race;
import dev.weir.internal.crew.Control;
import dev.weir.internal.ledger.Ledger;
import dev.weir.internal.ledger.Outcome;
import dev.weir.internal.ledger.Tally;
import dev.weir.internal.queue.Taken;
import dev.weir.internal.queue.TaskQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CapacityGateTest {

    private final TaskQueue queue = new TaskQueue();
    private final Ledger ledger = new Ledger(queue, new Control());
    private final Tally worker = ledger.checkOut();

    private int acceptedBy(CapacityGate gate) {
        int accepted = 0;
        while (queue.offer("task", gate) != TaskQueue.FULL) {
            accepted++;
        }
        return accepted;
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "0, 8", "10, 1", "1000, 16", "1, 1048575", "2147483647, 1"})
    void admitsAsManyAsThereAreThreadsAndPlaces(int capacity, int max) {
        CapacityGate gate = new CapacityGate(capacity, max, false, ledger);
        long bound = (long) capacity + max;

        assertThat(gate.admits(0)).isTrue();
        assertThat(gate.admits(bound - 1)).isTrue();
        assertThat(gate.admits(bound)).isFalse();
        assertThat(gate.admits(bound - 1)).isTrue();
    }

    @Test
    void taskThatRunsStillTakesUpItsThread() {
        CapacityGate gate = new CapacityGate(3, 2, false, ledger);
        assertThat(acceptedBy(gate)).isEqualTo(5);

        worker.start();

        assertThat(acceptedBy(gate)).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void inAdvanceItGrantsOnlyWhatMayWaitWithoutAThread(boolean paused) {
        CapacityGate gate = new CapacityGate(3, 2, paused, ledger);
        assertThat(gate.openUpTo()).isEqualTo(3);

        worker.start();
        assertThat(gate.openUpTo()).isEqualTo(3);

        worker.end(Outcome.SUCCEEDED, false);
        worker.free();
        assertThat(gate.openUpTo()).isEqualTo(4);
    }

    @Test
    void eachTaskThatEndsMakesRoomForOne() {
        CapacityGate gate = new CapacityGate(3, 2, false, ledger);
        acceptedBy(gate);
        for (Outcome outcome : new Outcome[] {Outcome.SUCCEEDED, Outcome.FAILED, Outcome.CANCELLED}) {
            worker.start();
            worker.end(outcome, false);
            worker.free();
            assertThat(acceptedBy(gate)).as("after %s", outcome).isEqualTo(1);
        }
        for (Outcome outcome : new Outcome[] {Outcome.CANCELLED_WAITING, Outcome.DROPPED, Outcome.HANDED_BACK}) {
            ledger.outside().end(outcome, true);
            assertThat(acceptedBy(gate)).as("after %s", outcome).isEqualTo(1);
        }
        ledger.withdrawn();
        assertThat(acceptedBy(gate)).as("after a withdrawal").isEqualTo(1);
    }

    @Test
    void tasksThatSubmittersRunThemselvesMakeNoRoom() {
        CapacityGate gate = new CapacityGate(3, 2, false, ledger);
        acceptedBy(gate);

        ledger.callers().start();
        ledger.callers().end(Outcome.SUCCEEDED, false);

        assertThat(acceptedBy(gate)).isZero();
    }

    @Test
    void pausedPoolAdmitsAsManyAsMayWait() {
        CapacityGate gate = new CapacityGate(3, 2, true, ledger);
        assertThat(acceptedBy(gate)).isEqualTo(3);

        worker.start();
        assertThat(acceptedBy(gate)).as("one has begun, so it waits no more").isEqualTo(1);
        worker.end(Outcome.SUCCEEDED, false);
        worker.free();
        assertThat(acceptedBy(gate)).isZero();
        ledger.outside().end(Outcome.CANCELLED_WAITING, false);
        assertThat(acceptedBy(gate)).isEqualTo(1);
    }

    @Test
    void pausedPoolWithoutAQueueAdmitsNothing() {
        assertThat(acceptedBy(new CapacityGate(0, 8, true, ledger))).isZero();
    }

    @Test
    void newGateOfAPoolWithFewerThreadsAdmitsNothingUntilTheSurplusHasEnded() {
        acceptedBy(new CapacityGate(3, 4, false, ledger));
        CapacityGate smaller = new CapacityGate(3, 2, false, ledger);
        for (int i = 0; i < 2; i++) {
            assertThat(acceptedBy(smaller)).isZero();
            worker.start();
            worker.end(Outcome.SUCCEEDED, false);
            worker.free();
        }
        assertThat(acceptedBy(smaller)).isZero();
        worker.start();
        worker.end(Outcome.SUCCEEDED, false);
        worker.free();
        assertThat(acceptedBy(smaller)).isEqualTo(1);
    }

    /** Whatever the race: never more are on their way than threads and places, and at rest exactly as many. */
    @Test
    void boundIsStrictBothWaysUnderContention() {
        Race.repeat(3, random -> {
            TaskQueue tasks = new TaskQueue();
            Ledger some = new Ledger(tasks, new Control());
            int capacity = random.nextInt(4);
            int max = 2;
            CapacityGate gate = new CapacityGate(capacity, max, false, some);
            AtomicLong endedAtMost = new AtomicLong();
            AtomicInteger present = new AtomicInteger(2);
            Race race = new Race();
            race.with(2, "submitter", () -> {
                for (int i = 0; i < 15_000 && !race.hasFailed(); ) {
                    long ticket = tasks.offer("task", gate);
                    if (ticket == TaskQueue.FULL) {
                        Thread.yield();
                        continue;
                    }
                    i++;
                    // What is ended is announced before it is counted, and read after the ticket was issued.
                    long onTheirWay = ticket + 1 - endedAtMost.get();
                    if (onTheirWay > capacity + max) {
                        throw new AssertionError(onTheirWay + " tasks on their way");
                    }
                }
                if (present.decrementAndGet() == 0) {
                    tasks.close();
                }
            });
            race.with(max, "worker", () -> {
                Tally tally = some.checkOut();
                Taken taken = new Taken();
                while (!tasks.isDrained() && !race.hasFailed()) {
                    if (tasks.poll(taken) != null) {
                        tally.start();
                        endedAtMost.incrementAndGet();
                        tally.end(Outcome.SUCCEEDED, false);
                        tally.free();
                    } else {
                        Thread.yield();
                    }
                }
            });
            race.run();
            assertThat(some.endedTickets()).isEqualTo(30_000);
            assertThat(gate.admits(30_000L + capacity + max - 1)).isTrue();
            assertThat(gate.admits(30_000L + capacity + max)).isFalse();
        });
    }
}
