package dev.weir.internal.queue;

import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.openjdk.jcstress.infra.results.L_Result;
import org.openjdk.jcstress.infra.results.ZZZ_Result;
import org.openjdk.jcstress.infra.results.Z_Result;

/** Other stripes follow those of the queue while somebody submits, takes, or closes it. */
@NullUnmarked // much is null until the threads have been at it
public final class FollowAgainstOffer {

    private FollowAgainstOffer() {}

    /** Forbids that tasks are lost, or come in another order than their submitter's, as two stripes follow one: invariants 1, 6. */
    @JCStressTest
    @Outcome(id = "a b", expect = Expect.ACCEPTABLE, desc = "All there, in order.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Lost, or out of order.")
    @State
    public static class OneToTwo {

        private final TaskQueue queue = Fill.queue();

        @Actor
        public void submit() {
            Fill.add(queue, "a", "b");
        }

        @Actor
        public void follow() {
            Fill.follow(queue, 2);
        }

        @Arbiter
        public void look(L_Result result) {
            result.r1 = Fill.left(queue);
        }
    }

    /** The same as one stripe follows two, where order is wished for. */
    @JCStressTest
    @Outcome(id = "a b", expect = Expect.ACCEPTABLE, desc = "All there, in order.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Lost, or out of order.")
    @State
    public static class TwoToOne {

        private final TaskQueue queue = Fill.striped();

        @Actor
        public void submit() {
            Fill.add(queue, "a", "b");
        }

        @Actor
        public void fold() {
            queue.fold();
        }

        @Arbiter
        public void look(L_Result result) {
            result.r1 = Fill.left(queue);
        }
    }

    /** Forbids that takers go on to the stripes that follow before those in force are empty: invariants 1 and 6. */
    @JCStressTest
    @Outcome(id = "a, b, c", expect = Expect.ACCEPTABLE, desc = "In order.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Lost, or out of order.")
    @State
    public static class Take {

        private final TaskQueue queue = Fill.striped();

        public Take() {
            Fill.add(queue, "a", "b");
        }

        @Actor
        public void take(LLL_Result result) {
            Taken taken = new Taken();
            result.r1 = queue.poll(taken);
            result.r2 = queue.poll(taken);
        }

        @Actor
        public void follow() {
            queue.fold();
            Fill.add(queue, "c");
        }

        @Arbiter
        public void look(LLL_Result result) {
            result.r3 = Fill.left(queue);
        }
    }

    /** Forbids that two who have others follow lead submitters to different places: invariants 1 and 6. */
    @JCStressTest
    @Outcome(
            id = {"a b", "b a"},
            expect = Expect.ACCEPTABLE,
            desc = "Both are there.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Lost.")
    @State
    public static class TwoFollow {

        private final TaskQueue queue = Fill.striped();

        @Actor
        public void one() {
            queue.fold();
            Fill.add(queue, "a");
        }

        @Actor
        public void other() {
            Fill.follow(queue, 2);
            Fill.add(queue, "b");
        }

        @Arbiter
        public void look(L_Result result) {
            result.r1 = Fill.left(queue);
        }
    }

    /** Forbids that a queue of which others have stripes follow is not closed in the end: invariants 1 and 12. */
    @JCStressTest
    @Outcome(id = "true, false, true", expect = Expect.ACCEPTABLE, desc = "Closed, and the task is there.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Open, or lost.")
    @State
    public static class Close {

        private final TaskQueue queue = Fill.queue("task");

        @Actor
        public void close() {
            queue.close();
        }

        @Actor
        public void follow() {
            Fill.follow(queue, 2);
        }

        @Arbiter
        public void look(ZZZ_Result result) {
            result.r1 = queue.isClosed();
            result.r2 = queue.offer("late", Fill.OPEN) != TaskQueue.CLOSED;
            result.r3 = queue.poll(new Taken()) != null;
        }
    }

    /** Forbids that the number of tickets goes back as other stripes follow, since the ledger counts by it: invariant 1. */
    @JCStressTest
    @Outcome(
            id = {"0, 0", "0, 1", "1, 1"},
            expect = Expect.ACCEPTABLE,
            desc = "Grows, or stays.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Less than before, or too many.")
    @State
    public static class Issued {

        private final TaskQueue queue = Fill.striped();

        @Actor
        public void submit() {
            Fill.add(queue, "task");
            queue.fold();
        }

        @Actor
        public void count(LL_Result result) {
            result.r1 = queue.issued();
            result.r2 = queue.issued();
        }
    }

    /** Forbids that two stripes let in more than there is room for, or less: invariant 7. */
    @JCStressTest
    @Outcome(id = "true", expect = Expect.ACCEPTABLE, desc = "One is let in.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Both, or none.")
    @State
    public static class LastPlace {

        private static final TicketGate ONE = Fill.upTo(1);

        private final TaskQueue queue = new TaskQueue();
        private boolean oneIsIn;
        private boolean otherIsIn;

        public LastPlace() {
            queue.replace(queue.newest(), new Stripes(2, new TimeAll(), ONE));
        }

        @Actor
        public void one() {
            oneIsIn = queue.offer("a", ONE) != TaskQueue.FULL;
        }

        @Actor
        public void other() {
            otherIsIn = queue.offer("b", ONE) != TaskQueue.FULL;
        }

        @Arbiter
        public void look(Z_Result result) {
            result.r1 = oneIsIn != otherIsIn && Fill.rest(queue).size() == 1;
        }
    }

    /** The same with one stripe. */
    @JCStressTest
    @Outcome(id = "true", expect = Expect.ACCEPTABLE, desc = "One is let in.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Both, or none.")
    @State
    public static class LastPlaceOfOneStripe {

        private static final TicketGate ONE = Fill.upTo(1);

        private final TaskQueue queue = new TaskQueue();
        private boolean oneIsIn;
        private boolean otherIsIn;

        @Actor
        public void one() {
            oneIsIn = queue.offer("a", ONE) != TaskQueue.FULL;
        }

        @Actor
        public void other() {
            otherIsIn = queue.offer("b", ONE) != TaskQueue.FULL;
        }

        @Arbiter
        public void look(Z_Result result) {
            result.r1 = oneIsIn != otherIsIn && Fill.rest(queue).size() == 1;
        }
    }
}
