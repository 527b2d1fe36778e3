package dev.weir.internal.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.internal.Race;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TaskQueueTest {

    private static final TicketGate OPEN = issued -> true;
    private static final TicketGate SHUT = issued -> false;
    private static final int SEGMENT = Segment.SIZE;

    private final TaskQueue queue = new TaskQueue();
    private final Taken taken = new Taken();

    // Order

    @Test
    void emptyQueueHasNothing() {
        assertThat(poll()).isNull();
        assertThat(queue.isReady()).isFalse();
        assertThat(queue.issued()).isZero();
        assertThat(queue.taken()).isZero();
        assertThat(queue.isDrained()).isFalse();
    }

    @Test
    void firstInFirstOutAcrossManySegments() {
        for (long ticket = 0; ticket < 20 * SEGMENT; ticket++) {
            assertThat(queue.offer(ticket, OPEN)).isEqualTo(ticket);
        }
        for (long ticket = 0; ticket < 20 * SEGMENT; ticket++) {
            assertThat(queue.isReady()).isTrue();
            assertThat(poll()).isEqualTo(ticket);
        }
        assertThat(poll()).isNull();
        assertThat(queue.isReady()).isFalse();
    }

    @Test
    void orderHoldsWhileTheQueueFillsAndEmptiesAtAnySpeed() {
        Race.repeat(20, random -> {
            TaskQueue some = new TaskQueue();
            long in = 0;
            long out = 0;
            for (int step = 0; step < 200; step++) {
                for (int i = random.nextInt(300); i > 0; i--) {
                    some.offer(in++, OPEN);
                }
                for (int i = random.nextInt(300); i > 0 && out < in; i--) {
                    assertThat(some.poll(taken)).isEqualTo(out++);
                }
                assertThat(some.issued()).isEqualTo(in);
                assertThat(some.taken()).isEqualTo(out);
                assertThat(some.isReady()).isEqualTo(out < in);
            }
        });
    }

    // The gate

    @Test
    void gateIsAskedForEachTicketThatIsIssued() {
        List<Long> asked = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            queue.offer("task", asked::add);
            poll();
        }
        assertThat(asked).containsExactly(0L, 1L, 2L);
    }

    @Test
    void refusedTaskGetsNoTicketAndLeavesNoTrace() {
        queue.offer("first", OPEN);

        assertThat(queue.offer("refused", SHUT)).isEqualTo(TaskQueue.FULL);

        assertThat(queue.issued()).isEqualTo(1);
        assertThat(queue.offer("second", OPEN)).isEqualTo(1);
        assertThat(drain()).containsExactly("first", "second");
    }

    @Test
    void gateThatThrowsLeavesNoTrace() {
        assertThatThrownBy(() -> queue.offer("task", issued -> {
                    throw new IllegalStateException("of the gate");
                }))
                .hasMessage("of the gate");

        assertThat(queue.issued()).isZero();
        assertThat(queue.offer("task", OPEN)).isZero();
        assertThat(drain()).containsExactly("task");
    }

    // Closing

    @Test
    void closedQueueRefusesAndGivesWhatItHas() {
        queue.offer("first", OPEN);
        queue.offer("second", OPEN);

        queue.close();

        assertThat(queue.offer("late", OPEN)).isEqualTo(TaskQueue.CLOSED);
        assertThat(queue.issued()).isEqualTo(2);
        assertThat(queue.isDrained()).isFalse();
        assertThat(queue.isReady()).isTrue();
        assertThat(drain()).containsExactly("first", "second");
        assertThat(queue.isDrained()).isTrue();
        assertThat(queue.isReady()).isFalse();
    }

    @Test
    void closedIsSaidRatherThanFull() {
        queue.close();

        assertThat(queue.offer("late", SHUT)).isEqualTo(TaskQueue.CLOSED);
    }

    @Test
    void emptyQueueIsDrainedOnceItIsClosedAndNotBefore() {
        queue.offer("task", OPEN);
        poll();
        assertThat(queue.isDrained()).isFalse();

        queue.close();
        queue.close();

        assertThat(queue.isDrained()).isTrue();
        assertThat(queue.issued()).isEqualTo(1);
    }

    // Pausing

    @Test
    void pausedQueueAcceptsAndGivesNothing() {
        queue.offer("first", OPEN);

        queue.pause();
        queue.pause();
        queue.offer("second", OPEN);

        assertThat(poll()).isNull();
        assertThat(queue.isReady()).isFalse();
        assertThat(queue.issued()).isEqualTo(2);
        assertThat(queue.taken()).isZero();
    }

    @Test
    void resumedQueueGoesOnWhereItStopped() {
        queue.offer("first", OPEN);
        queue.offer("second", OPEN);
        poll();
        queue.pause();
        queue.offer("third", OPEN);

        queue.resume();
        queue.resume();

        assertThat(queue.isReady()).isTrue();
        assertThat(queue.taken()).isEqualTo(1);
        assertThat(drain()).containsExactly("second", "third");
    }

    @Test
    void pausedQueueCanBeEmptiedOnPurpose() {
        for (int i = 0; i < 3 * SEGMENT; i++) {
            queue.offer(i, OPEN);
        }
        queue.pause();

        for (int i = 0; i < 3 * SEGMENT; i++) {
            assertThat(queue.pollEvenIfPaused(taken)).isEqualTo(i);
        }
        assertThat(queue.pollEvenIfPaused(taken)).isNull();

        queue.offer("later", OPEN);
        assertThat(poll()).as("still paused").isNull();
        queue.resume();
        assertThat(poll()).isEqualTo("later");
    }

    @Test
    void closedAndPausedQueueIsDrainedWhenItIsEmptied() {
        queue.offer("task", OPEN);
        queue.pause();
        queue.close();
        assertThat(queue.isDrained()).isFalse();

        queue.pollEvenIfPaused(taken);

        assertThat(queue.isDrained()).isTrue();
    }

    // Withdrawing

    @Test
    void withdrawnTaskIsNotTaken() {
        queue.offer("first", OPEN);
        queue.offer("second", OPEN);
        queue.offer("third", OPEN);

        assertThat(queue.withdraw(1, "second")).isTrue();

        assertThat(queue.withdraw(1, "second")).as("twice").isFalse();
        assertThat(drain()).containsExactly("first", "third");
        assertThat(queue.taken()).isEqualTo(3);
    }

    @Test
    void takenTaskCannotBeWithdrawn() {
        queue.offer("task", OPEN);
        poll();

        assertThat(queue.withdraw(0, "task")).isFalse();
    }

    @Test
    void onlyTheTaskThatStandsThereIsWithdrawn() {
        queue.offer("task", OPEN);

        assertThat(queue.withdraw(0, "another")).isFalse();
        assertThat(queue.withdraw(1, "task")).isFalse();
        assertThat(queue.withdraw(5 * SEGMENT, "task")).isFalse();
        assertThat(poll()).isEqualTo("task");
    }

    @Test
    void tasksAreWithdrawnInWhateverSegmentTheyAre() {
        Integer[] tasks = new Integer[5 * SEGMENT];
        for (int i = 0; i < tasks.length; i++) {
            tasks[i] = i;
            queue.offer(tasks[i], OPEN);
        }
        for (int i = 0; i < 2 * SEGMENT; i++) {
            poll();
        }

        assertThat(queue.withdraw(0, tasks[0])).as("in a segment passed").isFalse();
        assertThat(queue.withdraw(2 * SEGMENT - 1, tasks[2 * SEGMENT - 1])).isFalse();
        assertThat(queue.withdraw(2 * SEGMENT, tasks[2 * SEGMENT])).isTrue();
        assertThat(queue.withdraw(5 * SEGMENT - 1, tasks[5 * SEGMENT - 1])).isTrue();

        assertThat(drain()).first().isEqualTo(2 * SEGMENT + 1);
        assertThat(queue.taken()).isEqualTo(5 * SEGMENT);
    }

    @Test
    void whatIsLeftAmongWithdrawnTasksKeepsItsOrder() {
        Race.repeat(30, random -> {
            TaskQueue some = new TaskQueue();
            List<Object> expected = new ArrayList<>();
            int share = random.nextInt(101);
            for (int i = 0; i < 1 + random.nextInt(6 * SEGMENT); i++) {
                Place place = new Place();
                some.offer(place, OPEN);
                if (random.nextInt(100) < share) {
                    assertThat(place.withdraw()).isTrue();
                } else {
                    expected.add(place);
                }
            }
            for (Object task : expected) {
                assertThat(some.isReady()).isTrue();
                assertThat(some.poll(taken)).isSameAs(task);
            }
            assertThat(some.poll(taken)).isNull();
            assertThat(some.taken()).isEqualTo(some.issued());
            some.close();
            assertThat(some.isDrained()).isTrue();
        });
    }

    @Test
    void segmentsWhollyWithdrawnAreSteppedOver() {
        for (int i = 0; i < 4 * SEGMENT; i++) {
            Place place = new Place();
            queue.offer(place, OPEN);
            place.withdraw();
        }
        queue.offer("task", OPEN);

        assertThat(drain()).containsExactly("task");
    }

    @Test
    void millionsOfCancelledTasksCostNextToNothing() {
        queue.pause();
        long before = usedHeap(Long.MAX_VALUE);
        Place place = new Place();

        for (int i = 0; i < 2_000_000; i++) {
            queue.offer(place, OPEN);
            place.withdraw();
        }

        long bound = before + 4_000_000;
        assertThat(usedHeap(bound)).as("heap in use, %d before", before).isLessThan(bound);
        queue.resume();
        queue.offer("task", OPEN);
        assertThat(drain()).containsExactly("task");
    }

    // What is let go

    @Test
    void takenTasksAreNotHeldOnTo() {
        List<WeakReference<Object>> tasks = new ArrayList<>();
        for (int i = 0; i < 2 * SEGMENT + 1; i++) {
            Object task = new Object();
            tasks.add(new WeakReference<>(task));
            queue.offer(task, OPEN);
        }
        drain();

        untilCollected("the tasks that were taken", tasks);
    }

    @Test
    void withdrawnTasksAreNotHeldOnTo() {
        List<WeakReference<Object>> tasks = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            Object task = new Object();
            tasks.add(new WeakReference<>(task));
            queue.withdraw(queue.offer(task, OPEN), task);
        }

        untilCollected("the tasks that were withdrawn", tasks);
    }

    @Test
    void segmentThatSomebodyHoldsDoesNotKeepTheLaterOnesAlive() {
        Place first = new Place();
        queue.offer(first, OPEN);
        List<WeakReference<Object>> later = new ArrayList<>();
        for (int i = 1; i < 5 * SEGMENT; i++) {
            Place place = new Place();
            queue.offer(place, OPEN);
            if (i % SEGMENT == 0 && i < 4 * SEGMENT) {
                later.add(new WeakReference<>(place.segment));
            }
        }
        drain();

        untilCollected("the segments that takers have passed", later);
        assertThat(first.withdraw()).isFalse();
    }

    // A ticket that is issued and not yet published

    @Test
    void takersSeeNothingBeforeTheOldestTaskIsPublished() {
        Place slow = new Place();
        slow.whilePlaced = () -> {
            assertThat(queue.issued()).isEqualTo(1);
            assertThat(poll()).isNull();
            assertThat(queue.isReady()).isFalse();
            assertThat(queue.isExpecting()).isTrue();
            assertThat(queue.offer("quick", OPEN)).isEqualTo(1);
            assertThat(poll()).isNull();
            assertThat(queue.isReady()).isFalse();
        };

        queue.offer(slow, OPEN);

        assertThat(queue.isReady()).isTrue();
        assertThat(drain()).containsExactly(slow, "quick");
    }

    @Test
    void queueExpectsNothingThatWasWithdrawnOrWhilePaused() {
        assertThat(queue.isExpecting()).isFalse();
        queue.withdraw(queue.offer("withdrawn", OPEN), "withdrawn");
        assertThat(queue.isExpecting()).isFalse();
        queue.offer("task", OPEN);
        assertThat(queue.isExpecting()).isTrue();
        queue.pause();
        assertThat(queue.isExpecting()).isFalse();
        queue.resume();
        assertThat(poll()).isEqualTo("task");
        assertThat(queue.isExpecting()).isFalse();
        queue.first().putBack("returned");
        assertThat(queue.isExpecting()).isTrue();
    }

    @Test
    void unpublishedTaskHoldsUpTheLaterSegmentsToo() {
        Place slow = new Place();
        slow.whilePlaced = () -> {
            for (int i = 0; i < 2 * SEGMENT; i++) {
                queue.offer(i, OPEN);
            }
            assertThat(poll()).isNull();
        };

        queue.offer(slow, OPEN);

        assertThat(drain()).hasSize(2 * SEGMENT + 1).first().isSameAs(slow);
    }

    @Test
    void queueClosedBeforeATaskIsPublishedIsNotDrainedWithoutIt() {
        Place slow = new Place();
        slow.whilePlaced = () -> {
            queue.close();
            assertThat(queue.isDrained()).isFalse();
            assertThat(poll()).isNull();
        };

        assertThat(queue.offer(slow, OPEN)).isZero();

        assertThat(drain()).containsExactly(slow);
        assertThat(queue.isDrained()).isTrue();
    }

    @Test
    void taskThatIsNotPublishedYetCannotBeWithdrawn() {
        Place slow = new Place();
        slow.whilePlaced = () -> assertThat(slow.withdraw()).isFalse();

        queue.offer(slow, OPEN);

        assertThat(drain()).containsExactly(slow);
    }

    // Times

    @Test
    void everyTaskOfAShortQueueIsTimed() {
        for (int i = 0; i < 5 * SEGMENT; i++) {
            long before = System.nanoTime();
            queue.offer("task", OPEN);
            long after = System.nanoTime();
            poll();

            assertThat(taken.weight).isEqualTo(1);
            assertThat(taken.submittedNanos - before).isNotNegative();
            assertThat(after - taken.submittedNanos).isNotNegative();
        }
    }

    @Test
    void oneInSixtyFourIsTimedIfThatIsAskedFor() {
        queue.timeAll(false);
        fillAndEmpty(SEGMENT); // the first segment is older than the wish

        for (int i = 0; i < 3 * SEGMENT; i++) {
            long before = System.nanoTime();
            queue.offer("task", OPEN);
            long after = System.nanoTime();
            poll();

            assertThat(taken.weight).isEqualTo(i % 64 == 0 ? 64 : 0);
            if (taken.weight > 0) {
                assertThat(taken.submittedNanos - before).isNotNegative();
                assertThat(after - taken.submittedNanos).isNotNegative();
            }
        }
    }

    @Test
    void allAreTimedAgainIfThatIsAskedFor() {
        queue.timeAll(false);
        fillAndEmpty(2 * SEGMENT);
        queue.timeAll(true);

        fillAndEmpty(SEGMENT);

        assertThat(taken.weight).isEqualTo(1);
    }

    @Test
    void oneInSixtyFourIsTimedWhileTheQueueIsLong() {
        long[] weights = new long[6];
        for (int i = 0; i < 6 * SEGMENT; i++) {
            queue.offer("task", OPEN);
        }
        int timed = 0;
        for (int i = 0; i < 6 * SEGMENT; i++) {
            poll();
            weights[i / SEGMENT] += taken.weight;
            timed += i >= 2 * SEGMENT && taken.weight > 0 ? 1 : 0;
        }

        assertThat(weights)
                .as("each segment's weights stand for all of its tasks")
                .containsOnly(SEGMENT);
        assertThat(timed).isEqualTo(4 * SEGMENT / 64);
    }

    // What the tests are made of

    private Object poll() {
        return queue.poll(taken);
    }

    private List<Object> drain() {
        List<Object> all = new ArrayList<>();
        for (Object task = poll(); task != null; task = poll()) {
            all.add(task);
        }
        return all;
    }

    private void fillAndEmpty(int tasks) {
        for (int i = 0; i < tasks; i++) {
            queue.offer("task", OPEN);
            poll();
        }
    }

    /** After the garbage is collected: tries again while it is more than was hoped for. */
    private static long usedHeap(long hopedFor) {
        Runtime runtime = Runtime.getRuntime();
        long used = Long.MAX_VALUE;
        for (int tries = 0; tries < 5 && (tries < 2 || used >= hopedFor); tries++) {
            System.gc();
            used = Math.min(used, runtime.totalMemory() - runtime.freeMemory());
        }
        return used;
    }

    private static void untilCollected(String what, List<WeakReference<Object>> all) {
        Race.until(what + " are collected", () -> {
            System.gc();
            return all.stream().allMatch(reference -> reference.get() == null);
        });
    }

    /** A task that knows its place, and may look around before it is published there. */
    private static final class Place implements Placed {

        private Segment segment;
        private int index;
        private Runnable whilePlaced = () -> {};

        @Override
        public void placed(Segment itsSegment, int itsIndex) {
            segment = itsSegment;
            index = itsIndex;
            whilePlaced.run();
        }

        boolean withdraw() {
            return segment.withdraw(index, this);
        }
    }

    // Preferred tasks

    /** A task that knows its place. */
    private static final class Known implements Placed {

        private final String name;
        private Segment segment;
        private int index;

        Known(String name) {
            this.name = name;
        }

        @Override
        public void placed(Segment segment, int index) {
            this.segment = segment;
            this.index = index;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private Known offered(String name) {
        Known task = new Known(name);
        queue.offer(task, OPEN);
        return task;
    }

    private void prefer(Known task) {
        queue.first().prefer(task.segment, task.index, task);
    }

    @Test
    void preferredTaskIsTakenFirstAndOnce() {
        Known first = offered("first");
        offered("second");
        Known third = offered("third");
        prefer(third);
        prefer(third);
        prefer(first);

        assertThat(poll()).hasToString("third");
        assertThat(poll()).hasToString("first");
        assertThat(poll()).hasToString("second");
        assertThat(poll()).isNull();
        queue.close();
        assertThat(queue.isDrained()).isTrue();
    }

    @Test
    void preferredTaskThatHasLeftIsNotTaken() {
        Known gone = offered("gone");
        Known taken = offered("taken");
        offered("other");
        assertThat(gone.segment.withdraw(gone.index, gone)).isTrue();
        assertThat(poll()).isSameAs(taken);
        prefer(gone);
        prefer(taken);

        assertThat(poll()).hasToString("other");
        assertThat(poll()).isNull();
    }

    @Test
    void preferredTaskIsNotTakenWhileTheQueueIsPaused() {
        Known first = offered("first");
        offered("second");
        Known third = offered("third");
        prefer(third);
        queue.pause();

        assertThat(poll()).isNull();
        assertThat(queue.pollEvenIfPaused(taken))
                .as("the oldest, for one who empties the queue")
                .isSameAs(first);
        queue.resume();
        assertThat(poll()).isSameAs(third);
        assertThat(poll()).hasToString("second");
    }

    @Test
    void preferenceCanBeTakenBack() {
        offered("first");
        Known second = offered("second");
        queue.first().unprefer(queue.first().prefer(second.segment, second.index, second));

        assertThat(poll()).hasToString("first");
        assertThat(poll()).isSameAs(second);
    }
}
