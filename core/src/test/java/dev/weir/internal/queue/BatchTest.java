package dev.weir.internal.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.internal.Race;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BatchTest {

    private static final TicketGate OPEN = issued -> true;
    private static final int BATCH = 8;

    private final AtomicInteger watches = new AtomicInteger();
    private final TaskQueue queue = new TaskQueue(() -> {
        watches.incrementAndGet();
        return true;
    });
    private final Taken greedy = new Taken();
    private final Taken other = new Taken();

    BatchTest() {
        join(greedy);
    }

    private void join(Taken taker) {
        queue.join(taker);
        queue.batch(taker, BATCH);
    }

    private void offer(int... tasks) {
        for (int task : tasks) {
            queue.offer(task, OPEN);
        }
    }

    private void offerAll(int count) {
        for (int task = 0; task < count; task++) {
            queue.offer(task, OPEN);
        }
    }

    private Object poll(Taken taker) {
        return queue.poll(taker);
    }

    private Object pollBatches() {
        return queue.pollBatches(other);
    }

    /** All that another taker finds, wherever. */
    private List<Object> drainByOther() {
        List<Object> found = new ArrayList<>();
        for (; ; ) {
            Object task = poll(other);
            if (task == null) {
                task = pollBatches();
            }
            if (task == null) {
                return found;
            }
            found.add(task);
        }
    }

    // Taking

    @Test
    void batchIsTakenByOneStepOfTheHead() {
        offerAll(20);

        assertThat(poll(greedy)).isEqualTo(0);

        assertThat(poll(other)).isEqualTo(BATCH);
        for (int task = 1; task < BATCH; task++) {
            assertThat(poll(greedy)).isEqualTo(task);
        }
        assertThat(poll(greedy)).isEqualTo(BATCH + 1);
    }

    @Test
    void fewTasksAreNoBatch() {
        offerAll(3);

        assertThat(poll(greedy)).isEqualTo(0);

        assertThat(poll(other)).isEqualTo(1);
        assertThat(queue.hasBatches()).isFalse();
        assertThat(watches).hasValue(0);
    }

    @Test
    void batchEndsBeforeATaskThatCannotBeSeenYet() {
        offerAll(5);
        queue.offer(
                new Placed() {
                    @Override
                    public void placed(Segment segment, int index) {
                        offerAll(5);
                        assertThat(poll(greedy)).isEqualTo(0);
                        assertThat(queue.taken()).as("1 taken, 4 in the batch").isEqualTo(1);
                        assertThat(poll(other)).isNull();
                    }
                },
                OPEN);

        assertThat(poll(other)).as("once published").isInstanceOf(Placed.class);
    }

    @Test
    void batchEndsWithItsSegment() {
        offerAll(Segment.SIZE + 20);
        for (int task = 0; task < Segment.SIZE - 5; task++) {
            poll(other);
        }

        assertThat(poll(greedy)).isEqualTo(Segment.SIZE - 5);

        assertThat(poll(other)).isEqualTo(Segment.SIZE);
    }

    @Test
    void tasksOfABatchAreTimedAsTheyWereSubmitted() {
        queue.timeAll(true);
        long before = System.nanoTime();
        offerAll(BATCH);
        long after = System.nanoTime();

        for (int task = 0; task < BATCH; task++) {
            assertThat(poll(greedy)).isEqualTo(task);
            assertThat(greedy.weight).isEqualTo(1);
            assertThat(greedy.submittedNanos).isBetween(before, after);
        }
    }

    // What others do with a batch

    @Test
    void othersTakeTheOldestTaskOfABatchAndEachTaskOnce() {
        offerAll(BATCH);
        poll(greedy);

        assertThat(poll(other)).as("in line").isNull();
        assertThat(pollBatches()).isEqualTo(1);
        assertThat(pollBatches()).isEqualTo(2);
        assertThat(poll(greedy)).isEqualTo(3);
        assertThat(pollBatches()).isEqualTo(4);
        assertThat(poll(greedy)).isEqualTo(5);
        assertThat(poll(greedy)).isEqualTo(6);
        assertThat(poll(greedy)).isEqualTo(7);
        assertThat(pollBatches()).isNull();
        assertThat(poll(greedy)).isNull();
    }

    @Test
    void ofSeveralBatchesTheOldestComesFirst() {
        offerAll(6 * BATCH);
        for (int i = 0; i < 5; i++) {
            Taken taker = new Taken();
            join(taker);
            poll(taker);
        }
        while (poll(other) != null) {
            // What is in line is in nobody's way.
        }

        List<Object> found = drainByOther();

        assertThat(found).hasSize(5 * (BATCH - 1)).isSortedAccordingTo((a, b) -> (int) a - (int) b);
    }

    @Test
    void othersLeaveABatchAloneWhoseTicketsAreNotTaken() {
        Known known = new Known();
        queue.offer(known, OPEN);
        offerAll(BATCH);

        greedy.show(new Batch(known.segment, 0, BATCH));

        assertThat(queue.hasBatches()).isTrue();
        assertThat(pollBatches()).isNull();
        assertThat(poll(other)).isEqualTo(known);
        assertThat(drainByOther()).hasSize(BATCH);
    }

    @Test
    void withdrawnTaskOfABatchIsNotTaken() {
        offerAll(2);
        Known known = new Known();
        queue.offer(known, OPEN);
        offer(3, 4);
        poll(greedy);

        assertThat(known.segment.withdraw(known.index, known)).isTrue();

        assertThat(poll(greedy)).isEqualTo(1);
        assertThat(poll(greedy)).isEqualTo(3);
        assertThat(drainByOther()).containsExactly(4);
    }

    @Test
    void taskOfABatchIsWithdrawnByItsTicketThoughItsSegmentHasBeenPassed() {
        offerAll(Segment.SIZE - BATCH);
        while (poll(other) != null) {
            // Up to the last places of the segment.
        }
        String victim = "victim";
        for (int i = 0; i < BATCH - 1; i++) {
            queue.offer(i, OPEN);
        }
        long ticket = queue.offer(victim, OPEN);
        poll(greedy);
        queue.offer("next segment", OPEN);
        assertThat(poll(other)).isEqualTo("next segment");

        assertThat(queue.withdraw(ticket, victim)).isTrue();
        assertThat(queue.withdraw(ticket, victim)).isFalse();

        assertThat(drainByOther()).doesNotContain(victim).hasSize(BATCH - 2);
    }

    // What the queue says of tasks in batches

    @Test
    void tasksOfABatchAreNotTakenYet() {
        offerAll(BATCH);
        poll(greedy);

        assertThat(queue.taken()).isEqualTo(1);
        assertThat(queue.isReady()).isTrue();
        assertThat(queue.isLineReady()).isFalse();
        assertThat(queue.isExpecting()).isTrue();

        drainByOther();

        assertThat(queue.taken()).isEqualTo(BATCH);
        assertThat(queue.isReady()).isFalse();
        assertThat(queue.isExpecting()).isFalse();
    }

    @Test
    void queueIsNotDrainedWhileATaskIsLeftInABatch() {
        offerAll(BATCH);
        poll(greedy);
        queue.close();

        assertThat(queue.isDrained()).isFalse();
        drainByOther();

        assertThat(queue.isDrained()).isTrue();
    }

    @Test
    void whoEmptiesTheQueueGetsTheBatchesFirst() {
        offerAll(2 * BATCH);
        poll(greedy);
        queue.close();

        List<Object> found = new ArrayList<>();
        for (Object task = queue.pollEvenIfPaused(other); task != null; task = queue.pollEvenIfPaused(other)) {
            found.add(task);
        }

        assertThat(found).hasSize(2 * BATCH - 1).isSortedAccordingTo((a, b) -> (int) a - (int) b);
        assertThat(queue.isDrained()).isTrue();
    }

    // Pausing

    @Test
    void pausedQueueGivesNothingOutOfBatchesAndAllOfItInOrderAfterwards() {
        offerAll(2 * BATCH);
        poll(greedy);

        queue.pause();
        queue.putBackBatches();

        assertThat(poll(greedy)).isNull();
        assertThat(poll(other)).isNull();
        assertThat(pollBatches()).isNull();
        assertThat(queue.isReady()).isFalse();
        assertThat(queue.isExpecting()).isFalse();

        queue.resume();

        assertThat(queue.isExpecting()).isTrue();
        for (int task = 1; task < 2 * BATCH; task++) {
            assertThat(poll(greedy)).isEqualTo(task);
        }
    }

    // Those who watch

    @Test
    void somebodyIsAskedToWatchOnceUntilThereIsNothingToWatch() {
        offerAll(5 * BATCH);
        poll(greedy);
        assertThat(watches).hasValue(1);
        for (int task = 1; task < 2 * BATCH; task++) {
            poll(greedy);
        }
        assertThat(watches).hasValue(1);
        Race.until("nothing is to be watched", () -> !queue.hurryOverdue());

        for (int task = 0; task < 2 * BATCH; task++) {
            poll(greedy);
        }

        assertThat(watches).hasValue(2);
    }

    @Test
    void batchThatBeginsWhileTheWatcherDecidesToStopIsWatched() {
        Batches batches = new Batches(() -> watches.incrementAndGet() > 0);
        Known known = new Known();
        queue.offer(known, OPEN);
        offerAll(BATCH);
        Runnable beginAnother = () -> {
            Batch batch = new Batch(known.segment, 0, 1);
            greedy.show(batch);
            greedy.begin(batch);
            long now = System.nanoTime();
            Race.until("it is overdue", () -> System.nanoTime() - now > 1_000_000);
        };
        poll(other);
        batches.join(greedy);
        greedy.join(batches);
        beginAnother.run();
        AtomicInteger hurried = new AtomicInteger();

        boolean again = batches.findOverdue(batch -> {
            if (hurried.incrementAndGet() <= 2) { // the watcher looks twice before it stops
                beginAnother.run();
            }
        });

        assertThat(hurried).hasValue(2);
        assertThat(again || watches.get() == 2).as("watched").isTrue();
    }

    @Test
    void watcherThatCannotBeHadIsAskedAgainAndNothingIsLost() {
        AtomicInteger asked = new AtomicInteger();
        TaskQueue unlucky = new TaskQueue(() -> {
            if (asked.incrementAndGet() == 1) {
                throw new OutOfMemoryError("of the test");
            }
            return asked.get() > 2;
        });
        Taken taker = new Taken();
        unlucky.join(taker);
        unlucky.batch(taker, BATCH);
        for (int task = 0; task < 5 * BATCH; task++) {
            unlucky.offer(task, OPEN);
        }

        for (int task = 0; task < 5 * BATCH; task++) {
            assertThat(unlucky.poll(taker)).isEqualTo(task);
        }

        assertThat(asked).hasValue(3);
    }

    @Test
    void tasksOfABatchThatTakesTooLongGoFirst() {
        queue.timeAll(true);
        offerAll(2 * BATCH);
        poll(greedy);

        Race.until("the batch is overdue", () -> !queue.hurryOverdue());

        for (int task = 1; task < 2 * BATCH; task++) {
            assertThat(poll(other)).isEqualTo(task);
            assertThat(other.weight).as("is timed as it was in its place").isEqualTo(1);
        }
        assertThat(poll(greedy)).isNull();
        assertThat(queue.hurryOverdue()).isFalse();
    }

    @Test
    void batchThatIsNotAllowedAnyMoreIsNotBegun() {
        offerAll(2 * BATCH);
        queue.allowBatches(false);

        assertThat(poll(greedy)).isEqualTo(0);

        assertThat(poll(other)).isEqualTo(1);
        queue.allowBatches(true);
        assertThat(poll(greedy)).isEqualTo(2);
        assertThat(poll(other)).isEqualTo(2 + BATCH);
    }

    // Takers that leave

    @Test
    void whatIsLeftOfTheBatchOfATakerThatLeavesIsStillThere() {
        offerAll(BATCH);
        poll(greedy);

        queue.leave(greedy);

        assertThat(queue.isReady()).isTrue();
        assertThat(queue.isExpecting()).isTrue();
        assertThat(queue.taken()).isEqualTo(1);
        queue.close();
        assertThat(queue.isDrained()).isFalse();
        assertThat(pollBatches()).isEqualTo(1);
        for (int task = 2; task < BATCH; task++) {
            assertThat(queue.pollEvenIfPaused(other)).isEqualTo(task);
        }
        assertThat(queue.isDrained()).isTrue();
        assertThat(queue.hasBatches()).as("the taker is forgotten").isFalse();
    }

    @Test
    void whatIsLeftOfTheBatchOfATakerThatLeavesGoesFirstSoon() {
        offerAll(2 * BATCH);
        poll(greedy);
        queue.leave(greedy);

        Race.until("the batch is overdue", () -> !queue.hurryOverdue());

        for (int task = 1; task < 2 * BATCH; task++) {
            assertThat(poll(other)).isEqualTo(task);
        }
    }

    @Test
    void takerThatLeavesAfterItsBatchIsForgotten() {
        offerAll(BATCH);
        for (int task = 0; task < BATCH; task++) {
            poll(greedy);
        }
        assertThat(queue.hasBatches()).isTrue();

        queue.leave(greedy);

        assertThat(queue.hasBatches()).isFalse();
        assertThat(queue.takers()).isZero();
    }

    @Test
    void takerThatFindsNothingIsAtNoBatch() {
        offerAll(BATCH);
        for (int task = 0; task < BATCH; task++) {
            poll(greedy);
        }

        assertThat(poll(greedy)).isNull();

        assertThat(queue.hasBatches()).isFalse();
        queue.leave(greedy);
        assertThat(queue.takers()).isZero();
    }

    private static final class Known implements Placed {
        private Segment segment;
        private int index;

        @Override
        public void placed(Segment place, int at) {
            segment = place;
            index = at;
        }
    }
}
