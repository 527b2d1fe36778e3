package dev.weir.internal.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.internal.Race;
import dev.weir.internal.crew.Control;
import dev.weir.internal.queue.Taken;
import dev.weir.internal.queue.TaskQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures taken while everything moves as fast as it can. */
class ConsistentPictureTest {

    private final TaskQueue queue = new TaskQueue();
    private final Control control = new Control();
    private final Ledger ledger = new Ledger(queue, control);

    private volatile boolean over;

    private void accept() {
        queue.offer("task", issued -> true);
    }

    /**
     * Takes pictures until enough of them differ from the one before: a reader alone on its processor, while the
     * writers wait for theirs, would prove nothing. Then the test is over.
     */
    private void takePictures(int differing, Consumer<Picture> check) {
        try {
            long last = -1;
            for (int i = 0, seen = 0; i < 200_000 && seen < differing; i++) {
                Picture picture = ledger.picture();
                check.accept(picture);
                seen += picture.accepted() != last ? 1 : 0;
                last = picture.accepted();
            }
        } finally {
            over = true;
        }
    }

    private static long left(Picture picture) {
        return picture.waiting() + picture.running() + picture.unreadResults();
    }

    private static void check(boolean isTrue, Picture picture) {
        if (!isTrue) {
            throw new AssertionError(picture + " waiting=" + picture.waiting() + " running=" + picture.running()
                    + " left=" + left(picture));
        }
    }

    /** Nothing is accepted and nothing taken: each step moves a task from one column to the next. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void tasksOnTheirWayAreNeitherLostNorCountedTwice(int writers) {
        int each = 700_000;
        for (int i = 0; i < writers * each; i++) {
            accept();
        }
        AtomicInteger present = new AtomicInteger(writers);
        int[] pictures = new int[1];
        new Race()
                .with(writers, "worker", () -> {
                    Tally tally = ledger.checkOut();
                    for (int i = 0; i < each; i++) {
                        ledger.holdStill();
                        tally.start();
                        tally.end(i % 2 == 0 ? Outcome.SUCCEEDED : Outcome.FAILED, true);
                    }
                    present.decrementAndGet();
                })
                .with("reader", () -> {
                    do {
                        Picture picture = ledger.picture();
                        check(left(picture) == writers * each, picture);
                        check(picture.accepted() == writers * each, picture);
                        check(picture.waiting() >= 0, picture);
                        check(picture.running() >= 0 && picture.running() <= writers, picture);
                        pictures[0]++;
                    } while (present.get() > 0);
                })
                .run();
        assertThat(pictures[0]).isPositive();
        assertThat(ledger.picture().unreadResults()).isEqualTo(writers * each);
    }

    /** Each writer submits the next task before it takes the result of the last one: it has one or two at any time. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void tasksLeftStayWithinTheirBoundsWhileEverythingMoves(int writers) {
        for (int i = 0; i < writers; i++) {
            accept();
        }
        new Race()
                .with(writers, "writer", () -> {
                    Tally tally = ledger.checkOut();
                    Taken taken = new Taken();
                    while (!over) {
                        while (queue.poll(taken) == null) {
                            Thread.onSpinWait(); // another writer has not yet published its task
                        }
                        ledger.holdStill();
                        tally.start();
                        tally.end(Outcome.SUCCEEDED, true);
                        ledger.holdStill();
                        accept();
                        ledger.resultTaken();
                    }
                })
                .with(
                        "reader",
                        () -> takePictures(1_000, picture -> {
                            check(picture.waiting() >= 0 && picture.waiting() <= 2 * writers, picture);
                            check(picture.running() >= 0 && picture.running() <= writers, picture);
                            check(picture.unreadResults() >= 0 && picture.unreadResults() <= writers, picture);
                            check(left(picture) >= writers && left(picture) <= 2 * writers, picture);
                            check(
                                    picture.accepted() == picture.waiting() + picture.running() + picture.allEnded(),
                                    picture);
                        }))
                .run();
        assertThat(left(ledger.picture())).isEqualTo(writers);
    }

    /** A caller's task, a cancelled one and a withdrawn one each come and go in two counters of different owners. */
    @Test
    void tasksWithoutAWorkerAreCountedOnceToo() {
        new Race()
                .with("caller", () -> {
                    while (!over) {
                        ledger.holdStill();
                        ledger.callers().start();
                        ledger.callers().end(Outcome.SUCCEEDED, false);
                    }
                })
                .with("canceller", () -> {
                    while (!over) {
                        ledger.holdStill();
                        accept();
                        ledger.outside().end(Outcome.CANCELLED_WAITING, false);
                        accept();
                        ledger.withdrawn();
                    }
                })
                .with(
                        "reader",
                        () -> takePictures(1_000, picture -> {
                            check(picture.waiting() >= 0 && picture.waiting() <= 1, picture);
                            check(picture.running() >= 0 && picture.running() <= 1, picture);
                        }))
                .run();
        assertThat(left(ledger.picture())).isZero();
    }

    @Test
    void pictureOfWorkersWhileTheyComeAndGo() {
        new Race()
                .with(2, "worker", () -> {
                    while (!over) {
                        ledger.holdStill();
                        Tally tally = ledger.checkOut();
                        ledger.hired();
                        accept();
                        tally.start();
                        tally.end(Outcome.SUCCEEDED, false);
                        ledger.checkIn(tally);
                        ledger.retired();
                    }
                })
                .with(
                        "reader",
                        () -> takePictures(1_000, picture -> {
                            check(picture.hired() - picture.retired() >= 0, picture);
                            check(picture.hired() - picture.retired() <= 2, picture);
                            check(picture.waiting() >= 0 && picture.waiting() <= 2, picture);
                            check(picture.running() >= 0 && picture.running() <= 2, picture);
                        }))
                .run();
        assertThat(left(ledger.picture())).isZero();
    }

    /** Several readers at once must not keep each other from their pictures, nor the writers from their work. */
    @Test
    void readersDoNotHinderEachOther() {
        AtomicInteger readers = new AtomicInteger(3);
        new Race()
                .with("writer", () -> {
                    Tally tally = ledger.checkOut();
                    while (readers.get() > 0) {
                        ledger.holdStill();
                        accept();
                        tally.start();
                        tally.end(Outcome.SUCCEEDED, false);
                    }
                })
                .with(3, "reader", () -> {
                    long last = 0;
                    for (int i = 0; i < 1_000; i++) {
                        Picture picture = ledger.picture();
                        check(picture.accepted() >= last, picture);
                        check(left(picture) >= 0 && left(picture) <= 1, picture);
                        last = picture.accepted();
                    }
                    readers.decrementAndGet();
                })
                .run();
    }

    /** What the capacity gate adds up: never more tasks have begun than were accepted, nor ended than have begun. */
    @Test
    void sumsForTheGateOnlyGrowAndNeverRunAhead() {
        new Race()
                .with(2, "worker", () -> {
                    Tally tally = ledger.checkOut();
                    while (!over) {
                        accept();
                        tally.start();
                        tally.end(Outcome.SUCCEEDED, false);
                    }
                })
                .with("reader", () -> {
                    try {
                        long lastEnded = 0;
                        long lastBegun = 0;
                        for (int i = 0; i < 100_000; i++) {
                            long ended = ledger.endedTickets();
                            long begun = ledger.begunTickets();
                            long issued = queue.issued();
                            if (ended < lastEnded || begun < lastBegun || begun < ended || issued < begun) {
                                throw new AssertionError(ended + " ended, " + begun + " begun, " + issued
                                        + " issued after " + lastEnded + " and " + lastBegun);
                            }
                            lastEnded = ended;
                            lastBegun = begun;
                        }
                    } finally {
                        over = true;
                    }
                })
                .run();
    }
}
