package dev.weir.internal.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.internal.Race;
import dev.weir.internal.crew.Control;
import dev.weir.internal.queue.Taken;
import dev.weir.internal.queue.TaskQueue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LedgerTest {

    private final TaskQueue queue = new TaskQueue();
    private final Control control = new Control();
    private final Ledger ledger = new Ledger(queue, control);

    private void accept(int tasks) {
        for (int i = 0; i < tasks; i++) {
            queue.offer("task", issued -> true);
        }
    }

    private static void assertAddsUp(Picture picture) {
        assertThat(picture.accepted()).isEqualTo(picture.waiting() + picture.running() + picture.allEnded());
    }

    private void assertPicture(long accepted, long waiting, long running, long ended, long unread) {
        Picture picture = ledger.picture();
        assertThat(picture.accepted()).as("accepted").isEqualTo(accepted);
        assertThat(picture.waiting()).as("waiting").isEqualTo(waiting);
        assertThat(picture.running()).as("running").isEqualTo(running);
        assertThat(picture.allEnded()).as("ended").isEqualTo(ended);
        assertThat(picture.unreadResults()).as("unread").isEqualTo(unread);
        assertAddsUp(picture);
    }

    // A task's way

    @Test
    void newLedgerIsEmpty() {
        assertPicture(0, 0, 0, 0, 0);
        assertThat(ledger.endedTickets()).isZero();
        assertThat(ledger.begunTickets()).isZero();
        for (Outcome outcome : Outcome.values()) {
            assertThat(ledger.picture().ended(outcome)).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SUCCEEDED", "FAILED", "CANCELLED"})
    void taskThatAWorkerRuns(Outcome outcome) {
        Tally worker = ledger.checkOut();
        accept(2);
        assertPicture(2, 2, 0, 0, 0);

        queue.poll(new Taken());
        assertPicture(2, 2, 0, 0, 0);

        worker.start();
        assertPicture(2, 1, 1, 0, 0);
        assertThat(ledger.begunTickets()).isEqualTo(1);
        assertThat(ledger.endedTickets()).isZero();

        worker.end(outcome, false);
        assertPicture(2, 1, 0, 1, 0);
        assertThat(ledger.picture().ended(outcome)).isEqualTo(1);
        assertThat(ledger.begunTickets()).isEqualTo(1);
        assertThat(ledger.endedTickets()).isEqualTo(1);
        assertThat(ledger.freedTickets())
                .as("the worker may still tell of the end")
                .isZero();

        worker.free();
        assertPicture(2, 1, 0, 1, 0);
        assertThat(ledger.freedTickets()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"CANCELLED_WAITING", "EXPIRED", "DROPPED", "HANDED_BACK"})
    void taskThatNeverBegins(Outcome outcome) {
        accept(2);

        ledger.outside().end(outcome, false);

        assertPicture(2, 1, 0, 1, 0);
        assertThat(ledger.picture().ended(outcome)).isEqualTo(1);
        assertThat(ledger.picture().begun()).isZero();
        assertThat(ledger.begunTickets()).as("no longer waits").isEqualTo(1);
        assertThat(ledger.endedTickets()).isEqualTo(1);
        assertThat(ledger.freedTickets()).as("it had no worker").isEqualTo(1);
    }

    @Test
    void taskThatItsSubmitterRunsIsAcceptedWhenItBegins() {
        ledger.callers().start();
        assertPicture(1, 0, 1, 0, 0);

        ledger.callers().end(Outcome.FAILED, false);

        assertPicture(1, 0, 0, 1, 0);
        assertThat(ledger.begunTickets()).as("it had no ticket").isZero();
        assertThat(ledger.endedTickets()).isZero();
    }

    @Test
    void taskThatIsWithdrawnWasNeverAccepted() {
        accept(2);

        ledger.withdrawn();

        assertPicture(1, 1, 0, 0, 0);
        assertThat(ledger.freedTickets()).isEqualTo(1);
        assertThat(ledger.endedTickets()).isEqualTo(1);
        assertThat(ledger.begunTickets()).isEqualTo(1);
    }

    @Test
    void resultIsUnreadUntilItIsTaken() {
        Tally worker = ledger.checkOut();
        accept(3);
        worker.start();
        worker.end(Outcome.FAILED, true);
        ledger.outside().end(Outcome.CANCELLED_WAITING, true);
        ledger.callers().start();
        ledger.callers().end(Outcome.SUCCEEDED, true);
        assertPicture(4, 1, 0, 3, 3);

        ledger.resultTaken();

        assertPicture(4, 1, 0, 3, 2);
    }

    @Test
    void taskHandedBackLeavesNoResult() {
        accept(1);

        ledger.outside().end(Outcome.HANDED_BACK, true);

        assertPicture(1, 0, 0, 1, 0);
    }

    @Test
    void refusalsAndWorkersAreCounted() {
        ledger.rejected(0);
        ledger.rejected(7);
        ledger.hired();
        ledger.hired();
        ledger.hired();
        ledger.unhired();
        ledger.retired();
        control.hire(control.read());

        Picture picture = ledger.picture();

        assertThat(picture.rejected()).isEqualTo(2);
        assertThat(picture.rejectedFor()).containsExactly(1L, 0L, 0L, 0L, 0L, 0L, 0L, 1L);
        assertThat(picture.hired()).isEqualTo(2);
        assertThat(picture.retired()).isEqualTo(1);
        assertThat(picture.control()).isEqualTo(control.read());
        assertPicture(0, 0, 0, 0, 0);
    }

    @Test
    void closedAndPausedQueueIsCountedAsAnOpenOne() {
        accept(3);
        queue.pause();
        queue.close();

        assertPicture(3, 3, 0, 0, 0);
    }

    @Test
    void sumHoldsAfterAnyStep() {
        Race.repeat(30, random -> {
            TaskQueue tasks = new TaskQueue();
            Ledger some = new Ledger(tasks, new Control());
            Tally[] workers = {some.checkOut(), some.checkOut(), some.callers()};
            int waiting = 0;
            int[] running = new int[3];
            int unread = 0;
            for (int step = 0; step < 300; step++) {
                int who = random.nextInt(3);
                boolean withResult = random.nextBoolean();
                switch (random.nextInt(5)) {
                    case 0 -> {
                        tasks.offer("task", issued -> true);
                        waiting++;
                    }
                    case 1 -> {
                        if (who == 2 || waiting > 0) {
                            workers[who].start();
                            running[who]++;
                            waiting -= who == 2 ? 0 : 1;
                        }
                    }
                    case 2 -> {
                        if (running[who] > 0) {
                            workers[who].end(Outcome.values()[random.nextInt(3)], withResult);
                            running[who]--;
                            unread += withResult ? 1 : 0;
                        }
                    }
                    case 3 -> {
                        if (waiting > 0) {
                            Outcome outcome = Outcome.values()[3 + random.nextInt(4)];
                            some.outside().end(outcome, withResult);
                            waiting--;
                            unread += withResult && outcome != Outcome.HANDED_BACK ? 1 : 0;
                        }
                    }
                    default -> {
                        if (unread > 0) {
                            some.resultTaken();
                            unread--;
                        }
                    }
                }
                Picture picture = some.picture();
                assertThat(picture.waiting()).isEqualTo(waiting);
                assertThat(picture.running()).isEqualTo(running[0] + running[1] + running[2]);
                assertThat(picture.unreadResults()).isEqualTo(unread);
                assertAddsUp(picture);
            }
        });
    }

    // Tallies come and go

    @Test
    void newWorkerGoesOnWithTheTallyOfOneThatLeft() {
        Tally first = ledger.checkOut();
        Tally second = ledger.checkOut();
        assertThat(second).isNotSameAs(first);
        accept(1);
        first.start();
        first.end(Outcome.SUCCEEDED, false);
        first.waited(100, 1);
        first.ran(200, 1);
        ledger.checkIn(first);
        assertPicture(1, 0, 0, 1, 0);

        assertThat(ledger.checkOut()).isSameAs(first);
        assertThat(ledger.checkOut()).isNotSameAs(first).isNotSameAs(second);
        assertPicture(1, 0, 0, 1, 0);
        assertThat(ledger.waits().count()).isEqualTo(1);
        assertThat(ledger.runs().count()).isEqualTo(1);
    }

    @Test
    void everyWorkerGetsATallyOfItsOwnAndNoneIsLost() {
        Race.repeat(100, random -> {
            TaskQueue tasks = new TaskQueue();
            Ledger some = new Ledger(tasks, new Control());
            Set<Tally> taken = ConcurrentHashMap.newKeySet();
            new Race()
                    .with(4, "worker", () -> {
                        for (int i = 0; i < 20; i++) {
                            Tally mine = some.checkOut();
                            assertThat(taken.add(mine)).as("nobody else has it").isTrue();
                            tasks.offer("task", issued -> true);
                            mine.start();
                            mine.end(Outcome.SUCCEEDED, false);
                            taken.remove(mine);
                            some.checkIn(mine);
                        }
                    })
                    .run();
            assertThat(some.picture().ended(Outcome.SUCCEEDED)).isEqualTo(80);
            assertThat(some.endedTickets()).isEqualTo(80);
        });
    }

    @Test
    void noTallyIsLostThoughManyWorkersComeAtOnce() {
        Race.repeat(40, random -> {
            TaskQueue tasks = new TaskQueue();
            Ledger some = new Ledger(tasks, new Control());
            new Race()
                    .with(3, "hirer", () -> {
                        for (int i = 0; i < 200; i++) {
                            some.checkOut().end(Outcome.SUCCEEDED, false);
                        }
                    })
                    .run();
            assertThat(some.picture().ended(Outcome.SUCCEEDED)).isEqualTo(600);
        });
    }

    // Times

    @Test
    void waitsAreThoseOfAllWhoHadATicketAndRunsThoseOfAllWhoRan() {
        Tally first = ledger.checkOut();
        Tally second = ledger.checkOut();
        first.waited(1, 1);
        second.waited(2, 1);
        ledger.callers().waited(4, 1);
        first.ran(10, 1);
        second.ran(20, 1);
        ledger.callers().ran(40, 1);

        assertThat(ledger.waits().count()).isEqualTo(3);
        assertThat(ledger.waits().sumNanos()).isEqualTo(7);
        assertThat(ledger.runs().count()).isEqualTo(3);
        assertThat(ledger.runs().sumNanos()).isEqualTo(70);
    }
}
