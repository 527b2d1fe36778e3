package dev.weir;

import dev.weir.internal.ledger.Tally;
import java.time.Duration;
import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.LLL_Result;
import org.openjdk.jcstress.infra.results.LL_Result;

/** A result is put into a result queue while somebody takes, submits, closes the queue, or cancels it. */
@NullUnmarked // much is null until the threads have been at it
public final class ResultAgainstTake {

    /** Longer than any machine stops a thread that is to be woken. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private ResultAgainstTake() {}

    private static class Life {
        final ByHand hand = new ByHand();
        final Tally tally = hand.pool.ledger().checkOut();
        final ResultQueue<Integer> results;

        Life(int capacity, boolean inOrder) {
            ResultQueue<Integer> made = hand.pool.results(capacity);
            results = inOrder ? made.inOrder() : made;
        }

        PooledTask<Integer> submit(int value) {
            try {
                return (PooledTask<Integer>) results.submit(() -> value);
            } catch (TaskRejectedException refused) {
                return null;
            }
        }

        /** As a worker does that has taken the task. */
        void run(PooledTask<?> task) {
            if (task != null && task.leaveQueue()) {
                boolean begun = task.begin(tally);
                if (begun) {
                    task.call(tally, false);
                }
                task.over(begun);
            }
        }

        /** The next value; 0 if all has been taken; -1 if there is none in time. */
        int take() {
            long start = System.nanoTime();
            try {
                Result<Integer> next = results.poll(PATIENCE);
                boolean late = System.nanoTime() - start >= PATIENCE.toNanos();
                return late ? -1 : next instanceof Result.Success<Integer> success ? success.value() : 0;
            } catch (InterruptedException e) {
                return -2;
            }
        }
    }

    /** Forbids that whoever waits for a result is not told of it: invariant 2, for those who take results. */
    @JCStressTest
    @Outcome(id = "7, 0, 0", expect = Expect.ACCEPTABLE, desc = "Taken, and nothing is left.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Not told, or something is left.")
    @State
    public static class Take extends Life {

        private final PooledTask<Integer> task;

        public Take() {
            super(1, false);
            task = submit(7);
        }

        @Actor
        public void worker() {
            run(task);
        }

        @Actor
        public void taker(III_Result result) {
            result.r1 = take();
        }

        @Arbiter
        public void look(III_Result result) {
            result.r2 = results.left();
            result.r3 = (int) hand.pool.stats().unreadResults();
        }
    }

    /** The same where results come in the order of submission, though the second one is there first: invariant 6. */
    @JCStressTest
    @Outcome(id = "7, 8, 0", expect = Expect.ACCEPTABLE, desc = "Both are taken, in order.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Not told, or out of order.")
    @State
    public static class TakeInOrder extends Life {

        private final PooledTask<Integer> first;

        public TakeInOrder() {
            super(2, true);
            first = submit(7);
            run(submit(8));
        }

        @Actor
        public void worker() {
            run(first);
        }

        @Actor
        public void taker(III_Result result) {
            result.r1 = take();
            result.r2 = take();
        }

        @Arbiter
        public void look(III_Result result) {
            result.r3 = results.left();
        }
    }

    /** Forbids that two take the same result, or that one of two waits beside a result: invariants 1 and 2. */
    @JCStressTest
    @Outcome(
            id = {"7, 8, 0", "8, 7, 0"},
            expect = Expect.ACCEPTABLE,
            desc = "Each has one.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "The same, or none.")
    @State
    public static class TwoTake extends Life {

        public TwoTake() {
            super(2, false);
            run(submit(7));
            run(submit(8));
        }

        @Actor
        public void one(III_Result result) {
            result.r1 = take();
        }

        @Actor
        public void other(III_Result result) {
            result.r2 = take();
        }

        @Arbiter
        public void look(III_Result result) {
            result.r3 = results.left();
        }
    }

    /** The same where results come in the order of submission. */
    @JCStressTest
    @Outcome(
            id = {"7, 8, 0", "8, 7, 0"},
            expect = Expect.ACCEPTABLE,
            desc = "Each has one.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "The same, or none.")
    @State
    public static class TwoTakeInOrder extends Life {

        public TwoTakeInOrder() {
            super(2, true);
            run(submit(7));
            run(submit(8));
        }

        @Actor
        public void one(III_Result result) {
            result.r1 = take();
        }

        @Actor
        public void other(III_Result result) {
            result.r2 = take();
        }

        @Arbiter
        public void look(III_Result result) {
            result.r3 = results.left();
        }
    }

    /** Forbids that a submitter who waits for a place is not told of one: invariant 2, for submitters. */
    @JCStressTest
    @Outcome(id = "7, WAITING, 1", expect = Expect.ACCEPTABLE, desc = "Let in.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Not told.")
    @State
    public static class PlaceGivenBack extends Life {

        private PooledTask<Integer> second;

        public PlaceGivenBack() {
            super(1, false);
            run(submit(7));
        }

        @Actor
        public void submitter() {
            second = submit(8);
        }

        @Actor
        public void taker(LLL_Result result) {
            result.r1 = take();
        }

        @Arbiter
        public void look(LLL_Result result) {
            result.r2 = ByHand.fate(second);
            result.r3 = results.left();
        }
    }

    /** Forbids that a closed queue takes a task whose result nobody waits for, or loses one that it took: invariant 1. */
    @JCStressTest
    @Outcome(
            id = {"SUCCEEDED, 7, 0", "refused, 0, 0"},
            expect = Expect.ACCEPTABLE,
            desc = "Taken, or refused.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "In limbo.")
    @State
    public static class Close extends Life {

        private PooledTask<Integer> task;

        public Close() {
            super(1, false);
        }

        @Actor
        public void submitter() {
            task = submit(7);
        }

        @Actor
        public void close() {
            results.close();
        }

        @Arbiter
        public void look(LLL_Result result) {
            run(task);
            result.r1 = ByHand.fate(task);
            result.r2 = take();
            result.r3 = results.left();
        }
    }

    /** Forbids that a cancelled queue keeps a result, or a place, of a task that ends just then: invariants 1 and 12. */
    @JCStressTest
    @Outcome(
            id = {"SUCCEEDED, 0-0", "CANCELLED, 0-0"},
            expect = Expect.ACCEPTABLE,
            desc = "Nothing is left.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "A place or a result is left.")
    @State
    public static class Cancel extends Life {

        private final PooledTask<Integer> task;

        public Cancel() {
            super(1, false);
            task = submit(7);
        }

        @Actor
        public void worker() {
            run(task);
            Thread.interrupted();
        }

        @Actor
        public void cancel() {
            results.cancel();
        }

        @Arbiter
        public void look(LL_Result result) {
            result.r1 = ByHand.fate(task);
            result.r2 = results.left() + "-" + hand.pool.stats().unreadResults();
        }
    }

    /** Forbids that a task that is just being submitted escapes the cancelling: invariants 1 and 12. */
    @JCStressTest
    @Outcome(
            id = {"CANCELLED, 0-0", "refused, 0-0"},
            expect = Expect.ACCEPTABLE,
            desc = "Nothing is left.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "It has escaped, or a place is left.")
    @State
    public static class CancelAgainstSubmit extends Life {

        private PooledTask<Integer> task;

        public CancelAgainstSubmit() {
            super(1, true);
        }

        @Actor
        public void submitter() {
            task = submit(7);
        }

        @Actor
        public void cancel() {
            results.cancel();
        }

        @Arbiter
        public void look(LL_Result result) {
            run(task);
            result.r1 = ByHand.fate(task);
            result.r2 = results.left() + "-" + hand.pool.stats().unreadResults();
        }
    }
}
