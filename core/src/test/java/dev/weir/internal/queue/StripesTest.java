package dev.weir.internal.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.internal.Race;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A queue of several stripes, and the change from one number of them to another. */
class StripesTest {

    private final TaskQueue queue = new TaskQueue();
    private final Taken taken = new Taken();

    private void stripes(int count, TicketGate gate) {
        Stripes next = new Stripes(count, new TimeAll(), gate);
        queue.replace(queue.newest(), next);
        assertThat(queue.newest()).isSameAs(next);
    }

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

    /** Runs in a thread that uses another stripe than the calling one, of two. */
    private static void inTheOtherStripe(Runnable action) {
        long parity = Thread.currentThread().getId() & 1;
        Thread next = new Thread(action);
        while ((next.getId() & 1) == parity) {
            next = new Thread(action);
        }
        Thread other = next;
        AtomicReference<Throwable> failure = new AtomicReference<>();
        other.setUncaughtExceptionHandler((thread, thrown) -> failure.set(thrown));
        other.start();
        Race.until("the other has ended", () -> other.getState() == Thread.State.TERMINATED);
        if (failure.get() != null) {
            throw new AssertionError("in the other stripe", failure.get());
        }
    }

    // How many

    private void offerTo(TicketGate gate) {
        for (int i = 0; i < 3 * Segment.SIZE; i++) {
            queue.offer("task", gate);
        }
    }

    @Test
    void crowdedStripeIsFollowedByTwo() {
        offerTo(new Crowd(queue, 1_000_000, 8));

        assertThat(queue.stripes()).isEqualTo(2);
        assertThat(queue.offer("task", Grants.ALL)).isEqualTo(TaskQueue.UNNUMBERED);
    }

    @Test
    void stripeThatIsNotCrowdedStaysAlone() {
        offerTo(new Crowd(queue, 1_000_000, 64));

        assertThat(queue.stripes()).isEqualTo(1);
    }

    @Test
    void crowdedStripeStaysAloneIfTheGateWantsToBeAskedForEachTicketOrHasLittleRoom() {
        offerTo(new Crowd(queue, 0, 8));
        assertThat(queue.stripes()).isEqualTo(1);

        offerTo(new Crowd(queue, queue.issued() + Stripes.roomFor(2) - 1, 8));
        assertThat(queue.stripes()).isEqualTo(1);
    }

    @Test
    void oneStripeFollowsWhereFewTasksCome() {
        stripes(4, Grants.ALL);
        queue.offer("task", Grants.ALL);

        Race.until("there is one stripe", () -> {
            queue.calm();
            return queue.stripes() == 1;
        });
        assertThat(queue.offer("task", Grants.ALL)).isEqualTo(1);
    }

    @Test
    void oneStripeIsNotFollowedByAnother() {
        Stripes only = queue.newest();

        queue.fold();
        queue.calm();

        assertThat(queue.newest()).isSameAs(only);
    }

    // Order

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8, 64})
    void tasksOfEachSubmitterAreTakenInOrderWhicheverStripesItUses(int count) {
        int submitters = 5;
        int each = 3 * Segment.SIZE;
        stripes(count, Grants.ALL);
        Race race = new Race();
        for (int submitter = 0; submitter < submitters; submitter++) {
            int who = submitter;
            race.with("submitter-" + submitter, () -> {
                for (int number = 0; number < each; number++) {
                    queue.offer(new int[] {who, number}, Grants.ALL);
                }
            });
        }
        race.run();

        int[] next = new int[submitters];
        for (Object task : drain()) {
            int[] item = (int[]) task;
            assertThat(item[1]).isEqualTo(next[item[0]]++);
        }
        assertThat(next).containsOnly(each);
        assertThat(queue.issued()).isEqualTo((long) submitters * each).isEqualTo(queue.taken());
    }

    @Test
    void whatWentIntoOlderStripesIsTakenFirst() {
        queue.offer(0, Grants.ALL);
        stripes(2, Grants.ALL);
        queue.offer(1, Grants.ALL);
        inTheOtherStripe(() -> queue.offer(1, Grants.ALL));
        stripes(4, Grants.ALL);
        queue.offer(2, Grants.ALL);
        queue.fold();
        queue.offer(3, Grants.ALL);
        inTheOtherStripe(() -> queue.offer(4, Grants.ALL));

        assertThat(drain()).containsExactly(0, 1, 1, 2, 3, 4);
    }

    /** The task that is not yet there was submitted before, and by the same submitter if need be. */
    @Test
    void takersWaitForTheLastTaskOfOlderStripes() {
        Place slow = new Place(() -> {
            queue.fold();
            queue.offer("later", Grants.ALL);
            assertThat(poll()).isNull();
            assertThat(queue.isReady()).isFalse();
            assertThat(queue.isExpecting()).isTrue();
        });
        stripes(2, Grants.ALL);

        queue.offer(slow, Grants.ALL);

        assertThat(drain()).containsExactly(slow, "later");
    }

    @Test
    void taskThatIsNotYetThereHoldsUpItsOwnStripeOnly() {
        Place slow = new Place(() -> {
            queue.offer("mine", Grants.ALL);
            inTheOtherStripe(() -> queue.offer("other", Grants.ALL));
            assertThat(queue.isReady()).isTrue();
            assertThat(drain()).containsExactly("other");
            assertThat(queue.isReady()).isFalse();
            assertThat(queue.isExpecting()).isTrue();
        });
        stripes(2, Grants.ALL);

        queue.offer(slow, Grants.ALL);

        assertThat(drain()).containsExactly(slow, "mine");
    }

    @Test
    void noStripeStarvesWhileAnotherIsAlwaysFull() {
        stripes(2, Grants.ALL);
        inTheOtherStripe(() -> queue.offer("other", Grants.ALL));
        int before = 0;
        do {
            assertThat(before++).isLessThan(2 * Segment.SIZE);
            queue.offer("mine", Grants.ALL);
            queue.offer("mine", Grants.ALL);
        } while (poll() != "other");
    }

    /** A row of them was taken from one stripe, however long each took, while older ones waited in the other. */
    @Test
    void tasksThatAreNotTinyAreTakenFromTheStripesInTurn() {
        stripes(2, Grants.ALL);
        inTheOtherStripe(() -> {
            queue.offer("other", Grants.ALL);
            queue.offer("other", Grants.ALL);
        });
        queue.offer("mine", Grants.ALL);
        queue.offer("mine", Grants.ALL);

        List<Object> firstTwo = List.of(poll(), poll());
        assertThat(firstTwo).containsExactlyInAnyOrder("mine", "other");
    }

    @Test
    void rowOfTinyTasksEndsWithTheFirstThatIsNot() {
        stripes(2, Grants.ALL);
        inTheOtherStripe(() -> queue.offer("other", Grants.ALL));
        taken.threadId(); // which has it begin at the calling thread's own stripe
        taken.leftInStripe = 32;
        for (int i = 0; i < 8; i++) {
            queue.offer("mine", Grants.ALL);
        }
        assertThat(poll()).isEqualTo("mine");

        queue.batch(taken, 1);

        assertThat(List.of(poll(), poll())).contains("other");
    }

    // The bound

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 500, 513, 5_000, 20_001})
    void asManyAreAdmittedAsByOneStripe(long limit) {
        stripes(4, Grants.upTo(limit));
        AtomicLong accepted = new AtomicLong();
        Race race = new Race();
        race.with(5, "submitter", () -> {
            while (queue.offer("task", Grants.upTo(limit)) != TaskQueue.FULL) {
                accepted.incrementAndGet();
            }
        });
        race.run();

        assertThat(accepted).hasValue(limit);
        assertThat(queue.issued()).isEqualTo(limit);
        assertThat(queue.stripes()).isEqualTo(1);
        assertThat(drain()).hasSize((int) limit);
    }

    @Test
    void whatTakersMakeRoomForIsGrantedAnew() {
        AtomicLong taken = new AtomicLong();
        TicketGate narrow = new Grants(() -> 4_096 + taken.get());
        Stripes two = new Stripes(2, new TimeAll(), narrow);
        two.startAt(0);
        Taken hand = new Taken();

        while (taken.get() < 100_000) {
            long answer = two.offer("task", null, narrow, false);
            assertThat(answer).isNotEqualTo(Stripe.FULL);
            if (answer != Stripe.RECONSIDER) {
                assertThat(two.take(hand, false)).isNotNull();
                taken.incrementAndGet();
            }
        }
    }

    @Test
    void ticketsAreNumberedOnWhenOneStripeFollows() {
        stripes(2, Grants.ALL);
        for (int i = 0; i < 10; i++) {
            queue.offer("task", Grants.ALL);
        }
        inTheOtherStripe(() -> queue.offer("task", Grants.ALL));

        queue.fold();

        assertThat(queue.issued()).isEqualTo(11);
        List<Long> asked = new ArrayList<>();
        assertThat(queue.offer("task", asked::add)).isEqualTo(11);
        assertThat(asked).containsExactly(11L);
        assertThat(queue.taken()).isZero();
        assertThat(drain()).hasSize(12);
        assertThat(queue.taken()).isEqualTo(12);
    }

    // Closing

    @Test
    void closedQueueRefusesAndGivesWhatItsStripesHave() {
        stripes(2, Grants.ALL);
        queue.offer("mine", Grants.ALL);
        inTheOtherStripe(() -> queue.offer("other", Grants.ALL));

        assertThat(queue.isClosed()).isFalse();
        queue.close();

        assertThat(queue.isClosed()).isTrue();
        assertThat(queue.offer("late", Grants.ALL)).isEqualTo(TaskQueue.CLOSED);
        inTheOtherStripe(() -> assertThat(queue.offer("late", Grants.ALL)).isEqualTo(TaskQueue.CLOSED));
        assertThat(queue.isDrained()).isFalse();
        assertThat(drain()).containsExactlyInAnyOrder("mine", "other");
        assertThat(queue.isDrained()).isTrue();
        queue.fold();
        assertThat(queue.offer("late", Grants.ALL)).isEqualTo(TaskQueue.CLOSED);
    }

    @Test
    void taskThatWasAcceptedBeforeComesInAfterStripesWereClosed() {
        stripes(2, Grants.upTo(10_000));
        queue.close();

        Place due = new Place(() -> {});
        assertThat(queue.offerEvenIfClosed(due, Grants.upTo(10_000))).isZero();

        assertThat(queue.isDrained()).isFalse();
        assertThat(drain()).containsExactly(due);
        assertThat(queue.isDrained()).isTrue();
    }

    // Pausing

    @Test
    void pausedStripesGiveNothingNorDoThoseThatFollow() {
        stripes(2, Grants.ALL);
        queue.offer("mine", Grants.ALL);
        inTheOtherStripe(() -> queue.offer("other", Grants.ALL));
        queue.pause();
        queue.fold();
        queue.offer("later", Grants.ALL);

        assertThat(poll()).isNull();
        assertThat(queue.isReady()).isFalse();
        assertThat(queue.isExpecting()).isFalse();
        queue.resume();
        assertThat(drain()).hasSize(3).last().isEqualTo("later");
    }

    @Test
    void stripesThatArePausedWhenEmptyHoldBackThoseThatFollow() {
        stripes(2, Grants.ALL);
        queue.pause();
        queue.fold();
        queue.offer("later", Grants.ALL);
        queue.first().putBack("returned");

        assertThat(poll()).isNull();
        assertThat(queue.isReady()).isFalse();
        queue.resume();
        assertThat(drain()).containsExactly("returned", "later");
        queue.pause();
        queue.offer("again", Grants.ALL);
        assertThat(poll()).isNull();
        queue.resume();
        assertThat(drain()).containsExactly("again");
    }

    @Test
    void pausedStripesCanBeEmptiedOnPurposeAndThoseThatFollowToo() {
        stripes(2, Grants.ALL);
        queue.offer("mine", Grants.ALL);
        inTheOtherStripe(() -> queue.offer("other", Grants.ALL));
        queue.pause();
        queue.fold();
        queue.offer("later", Grants.ALL);
        queue.close();

        List<Object> all = new ArrayList<>();
        for (Object task = queue.pollEvenIfPaused(taken); task != null; task = queue.pollEvenIfPaused(taken)) {
            all.add(task);
        }

        assertThat(all).hasSize(3).last().isEqualTo("later");
        assertThat(queue.isDrained()).isTrue();
        assertThat(queue.taken()).isEqualTo(3);
    }

    // Withdrawing

    @Test
    void taskIsWithdrawnWhereverItIs() {
        long first = queue.offer("first", Grants.ALL);
        stripes(2, Grants.ALL);
        long second = queue.offer("second", Grants.ALL);
        Place third = new Place(() -> {});
        queue.offer(third, Grants.ALL);
        queue.fold();
        long fourth = queue.offer("fourth", Grants.ALL);
        queue.offer("fifth", Grants.ALL);

        assertThat(queue.withdraw(first, "fourth")).isFalse();
        assertThat(queue.withdraw(first, "first")).isTrue();
        assertThat(queue.withdraw(second, "second")).isTrue();
        assertThat(queue.withdraw(second, "second")).isFalse();
        assertThat(third.segment.withdraw(third.index, third)).isTrue();
        assertThat(queue.withdraw(fourth, "fourth")).isTrue();

        assertThat(drain()).containsExactly("fifth");
        assertThat(queue.taken()).isEqualTo(5);
    }

    @Test
    void ofATaskThatWaitsTwiceTheLastIsWithdrawn() {
        stripes(2, Grants.ALL);
        for (int i = 0; i < 2 * Segment.SIZE; i++) {
            queue.offer("twice", Grants.ALL);
            queue.offer("between", Grants.ALL);
        }
        inTheOtherStripe(() -> queue.offer("twice", Grants.ALL));
        long last = queue.offer("twice", Grants.ALL);

        assertThat(queue.withdraw(last, "twice")).isTrue();

        assertThat(drain()).hasSize(4 * Segment.SIZE + 1).last().isEqualTo("between");
        assertThat(queue.withdraw(last, "twice")).isFalse();
    }

    // What is let go

    @Test
    void stripesThatTakersHavePassedAreNotHeldOnTo() {
        List<WeakReference<Object>> passed = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            queue.offer("task", Grants.ALL);
            stripes(2, Grants.ALL);
            queue.offer("task", Grants.ALL);
            passed.add(new WeakReference<>(queue.newest()));
            queue.fold();
        }
        assertThat(drain()).hasSize(20);

        Race.until("they are collected", () -> {
            System.gc();
            return passed.stream().allMatch(each -> each.get() == null);
        });
    }

    private static final class Place implements Placed {

        private final Runnable whilePlaced;
        private Segment segment;
        private int index;

        Place(Runnable whilePlaced) {
            this.whilePlaced = whilePlaced;
        }

        @Override
        public void placed(Segment itsSegment, int itsIndex) {
            segment = itsSegment;
            index = itsIndex;
            whilePlaced.run();
        }
    }
}
