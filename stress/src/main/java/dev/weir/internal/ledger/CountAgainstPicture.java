package dev.weir.internal.ledger;

import static dev.weir.internal.ledger.Outcome.CANCELLED_WAITING;
import static dev.weir.internal.ledger.Outcome.FAILED;
import static dev.weir.internal.ledger.Outcome.SUCCEEDED;

import dev.weir.internal.crew.Control;
import dev.weir.internal.queue.Taken;
import dev.weir.internal.queue.TaskQueue;
import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;
import org.openjdk.jcstress.infra.results.JJ_Result;
import org.openjdk.jcstress.infra.results.J_Result;
import org.openjdk.jcstress.infra.results.Z_Result;

/** Tasks are counted while somebody takes a picture of the ledger, counts too, or pauses the pool. */
@NullUnmarked // much is null until the threads have been at it
public final class CountAgainstPicture {

    private CountAgainstPicture() {}

    private static class Account {
        final TaskQueue queue = new TaskQueue();
        final Ledger ledger = new Ledger(queue, new Control());

        void submit() {
            queue.offer("task", issued -> true);
        }
    }

    /** Forbids a picture in which a task has begun that was not accepted, or ended that had not begun: invariant 1. */
    @JCStressTest
    @Outcome(
            id = {"0, 0", "1, 0", "0, 1"},
            expect = Expect.ACCEPTABLE,
            desc = "Nothing, waiting, running, or ended.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Of no moment.")
    @State
    public static class Task extends Account {

        private final Tally tally = ledger.checkOut();

        @Actor
        public void run() {
            for (int i = 0; i < 3; i++) {
                submit();
                tally.start();
                tally.end(SUCCEEDED, false);
            }
        }

        @Actor
        public void look(JJ_Result result) {
            Picture picture = ledger.picture();
            result.r1 = picture.waiting();
            result.r2 = picture.running();
        }
    }

    /** Forbids the same of tasks that end without a worker, or that no thread could be had for: invariant 1. */
    @JCStressTest
    @Outcome(
            id = {"0, 0", "1, 0", "2, 0"},
            expect = Expect.ACCEPTABLE,
            desc = "As many wait as may.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Of no moment.")
    @State
    public static class Unbegun extends Account {

        @Actor
        public void submitAndEnd() {
            submit();
            submit();
            ledger.outside().end(CANCELLED_WAITING, false);
            ledger.withdrawn();
        }

        @Actor
        public void look(JJ_Result result) {
            Picture picture = ledger.picture();
            result.r1 = picture.waiting();
            result.r2 = picture.running();
        }
    }

    /** Forbids the same of results, which are unread from the task's end until they are taken: invariant 1. */
    @JCStressTest
    @Outcome(
            id = {"0", "1"},
            expect = Expect.ACCEPTABLE,
            desc = "As many are unread as can be.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Of no moment.")
    @State
    public static class Unread extends Account {

        private final Tally tally = ledger.checkOut();

        @Actor
        public void run() {
            for (int i = 0; i < 3; i++) {
                tally.end(SUCCEEDED, true);
                ledger.resultTaken();
            }
        }

        @Actor
        public void look(J_Result result) {
            result.r1 = ledger.picture().unreadResults();
        }
    }

    /** Forbids that a task that its submitter runs is accepted and not running, or the other way round: invariant 1. */
    @JCStressTest
    @Outcome(
            id = {"0, 0", "0, 1"},
            expect = Expect.ACCEPTABLE,
            desc = "Runs, or not.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Of no moment.")
    @State
    public static class CallerRuns extends Account {

        @Actor
        public void run() {
            for (int i = 0; i < 3; i++) {
                ledger.callers().start();
                ledger.callers().end(FAILED, false);
            }
        }

        @Actor
        public void look(JJ_Result result) {
            Picture picture = ledger.picture();
            result.r1 = picture.waiting();
            result.r2 = picture.running();
        }
    }

    /** Forbids that two workers count on the same tally, which only one may: invariant 1. */
    @JCStressTest
    @Outcome(id = "2", expect = Expect.ACCEPTABLE, desc = "Both have begun, each on its own.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "A count is lost.")
    @State
    public static class TwoCheckOut extends Account {

        private Tally one;
        private Tally other;

        @Actor
        public void one() {
            one = ledger.checkOut();
            one.start();
        }

        @Actor
        public void other() {
            other = ledger.checkOut();
            other.start();
        }

        @Arbiter
        public void look(I_Result result) {
            result.r1 = one == other ? -1 : (int) ledger.picture().begun();
        }
    }

    /** Forbids that a count is lost on a tally that several workers share: invariant 1. */
    @JCStressTest
    @Outcome(id = "2, 2", expect = Expect.ACCEPTABLE, desc = "Both are counted.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "A count is lost.")
    @State
    public static class SharedTally {

        private final Tally tally = new Tally(true);

        private void count() {
            tally.reach();
            tally.start();
            tally.withdrawHand();
            tally.end(SUCCEEDED, false);
        }

        @Actor
        public void one() {
            count();
        }

        @Actor
        public void other() {
            count();
        }

        @Arbiter
        public void look(II_Result result) {
            result.r1 = tally.isReaching() ? -1 : (int) tally.started();
            result.r2 = (int) tally.ended(true);
        }
    }

    /**
     * Forbids that a task begins after the pool was paused: who pauses waits for those who have reached for a task before, and
     * who reaches after that finds none. Invariants 1 and 7.
     */
    @JCStressTest
    @Outcome(id = "true", expect = Expect.ACCEPTABLE, desc = "Begun before, or not at all.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Begun in a paused pool.")
    @State
    public static class ReachAgainstPause extends Account {

        private final Tally tally = ledger.checkOut();
        private long begunAtPause;

        public ReachAgainstPause() {
            submit();
        }

        @Actor
        public void take() {
            tally.reach();
            if (queue.poll(new Taken()) != null) {
                tally.start();
            } else {
                tally.withdrawHand();
            }
        }

        @Actor
        public void pause() {
            queue.pause();
            ledger.awaitReaching();
            begunAtPause = ledger.begunTickets();
        }

        @Arbiter
        public void look(Z_Result result) {
            result.r1 = begunAtPause == ledger.begunTickets();
        }
    }

    /** The same of a task that goes ahead of others, which has no ticket to be taken: invariants 1 and 7. */
    @JCStressTest
    @Outcome(id = "true", expect = Expect.ACCEPTABLE, desc = "Begun before, or not at all.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Begun in a paused pool.")
    @State
    public static class ReachAheadAgainstPause extends Account {

        private final Tally tally = ledger.checkOut();
        private long begunAtPause;

        public ReachAheadAgainstPause() {
            queue.first().putBack("task");
        }

        @Actor
        public void take() {
            tally.reach();
            if (queue.poll(new Taken()) != null) {
                tally.start();
            } else {
                tally.withdrawHand();
            }
        }

        @Actor
        public void pause() {
            queue.pause();
            ledger.awaitReaching();
            begunAtPause = ledger.begunTickets();
        }

        @Arbiter
        public void look(Z_Result result) {
            result.r1 = begunAtPause == ledger.begunTickets();
        }
    }
}
