package dev.weir.internal.queue;

import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.openjdk.jcstress.infra.results.L_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;
import org.openjdk.jcstress.infra.results.Z_Result;

/** A worker takes several tasks in one step, and others take from its batch, withdraw from it, or look after it. */
@NullUnmarked // much is null until the threads have been at it
public final class BatchAgainstOthers {

    private BatchAgainstOthers() {}

    private static Taken taker(TaskQueue queue, int most) {
        Taken taken = new Taken();
        queue.join(taken);
        queue.batch(taken, most);
        return taken;
    }

    /** Forbids that a task of a batch is lost, or had by its owner and another one: invariants 1 and 5. */
    @JCStressTest
    @Outcome(id = "once", expect = Expect.ACCEPTABLE, desc = "Each task is somewhere.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Lost, or there twice.")
    @State
    public static class OwnerAgainstOther {

        private final TaskQueue queue = Fill.queue(0, 1, 2, 3, 4);
        private final Taken owner = taker(queue, 5);
        private final Taken thief = taker(queue, 1);
        private final Object first = queue.poll(owner);
        private Object second;
        private Object third;
        private Object stolen;
        private Object alsoStolen;

        @Actor
        public void own() {
            second = owner.next();
            third = owner.next();
        }

        @Actor
        public void steal() {
            stolen = queue.pollBatches(thief);
            alsoStolen = queue.pollBatches(thief);
        }

        @Arbiter
        public void look(L_Result result) {
            result.r1 = Fill.each(5, queue, first, second, third, stolen, alsoStolen);
        }
    }

    /** Forbids that the last task of a batch is had by both or by nobody: invariants 1 and 5. */
    @JCStressTest
    @Outcome(
            id = {"true, false", "false, true"},
            expect = Expect.ACCEPTABLE,
            desc = "One has it.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Both have it, or nobody.")
    @State
    public static class LastOne {

        private final TaskQueue queue = Fill.queue(0, 1, 2, 3);
        private final Taken owner = taker(queue, 4);
        private final Taken thief = taker(queue, 1);

        public LastOne() {
            queue.poll(owner);
            owner.next();
            owner.next();
        }

        @Actor
        public void own(ZZ_Result result) {
            result.r1 = owner.next() != null;
        }

        @Actor
        public void steal(ZZ_Result result) {
            result.r2 = queue.pollBatches(thief) != null;
        }
    }

    /** Forbids that a task of a batch is both withdrawn and run, or neither: invariant 1. */
    @JCStressTest
    @Outcome(
            id = {"true, 3", "false, 2"},
            expect = Expect.ACCEPTABLE,
            desc = "One has it, and the owner goes on.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Both have it, or nobody.")
    @State
    public static class OwnerAgainstWithdraw {

        private final TaskQueue queue = Fill.queue(0, 1, 2, 3);
        private final Taken owner = taker(queue, 4);

        public OwnerAgainstWithdraw() {
            queue.poll(owner);
            owner.next();
        }

        @Actor
        public void withdraw(LL_Result result) {
            result.r1 = queue.withdraw(2, 2);
        }

        @Actor
        public void own(LL_Result result) {
            result.r2 = owner.next();
        }
    }

    /** Forbids that tasks are lost or doubled when two take batches at the same time, and one gets none: invariant 1. */
    @JCStressTest
    @Outcome(id = "once", expect = Expect.ACCEPTABLE, desc = "Each task is somewhere.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Lost, or there twice.")
    @State
    public static class TwoBatches {

        private final TaskQueue queue = Fill.queue(0, 1, 2, 3, 4, 5, 6, 7);
        private final Taken one = taker(queue, 4);
        private final Taken other = taker(queue, 4);
        private Object first;
        private Object second;
        private Object third;
        private Object fourth;

        @Actor
        public void one() {
            first = queue.poll(one);
            second = one.next();
        }

        @Actor
        public void other() {
            third = queue.poll(other);
            fourth = other.next();
        }

        @Arbiter
        public void look(L_Result result) {
            result.r1 = Fill.each(8, queue, first, second, third, fourth);
        }
    }

    /** Forbids that tasks are out of sight while they go from the line into a batch: invariants 2 and 5. */
    @JCStressTest
    @Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "There is always something to be seen.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Out of sight.")
    @State
    public static class InSight {

        private final TaskQueue queue = Fill.queue(0, 1, 2, 3, 4, 5);
        private final Taken owner = taker(queue, 6);

        @Actor
        public void own() {
            queue.poll(owner);
        }

        @Actor
        public void look(ZZ_Result result) {
            result.r1 = queue.isExpecting();
            result.r2 = queue.isReady();
        }
    }

    /** Forbids that a closed queue is drained while there are tasks in a batch: invariants 1 and 12. */
    @JCStressTest
    @Outcome(id = "false", expect = Expect.ACCEPTABLE, desc = "Not drained.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Drained, with tasks in it.")
    @State
    public static class NotDrained {

        private final TaskQueue queue = Fill.queue(0, 1, 2, 3);
        private final Taken owner = taker(queue, 4);

        public NotDrained() {
            queue.close();
        }

        @Actor
        public void own() {
            queue.poll(owner);
        }

        @Actor
        public void look(Z_Result result) {
            result.r1 = queue.isDrained();
        }
    }

    /** Forbids that tasks in a batch count as taken, so that others would be let in for them: invariant 7. */
    @JCStressTest
    @Outcome(id = "true", expect = Expect.ACCEPTABLE, desc = "No more than the one that was taken.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "More were taken than begin.")
    @State
    public static class NotTaken {

        private final TaskQueue queue = Fill.queue(0, 1, 2, 3, 4, 5);
        private final Taken owner = taker(queue, 6);

        @Actor
        public void own() {
            queue.poll(owner);
        }

        @Actor
        public void look(Z_Result result) {
            result.r1 = queue.taken() <= 1;
        }
    }

    /** Forbids that the tasks are forgotten that a worker leaves in its batch: invariants 1 and 5. */
    @JCStressTest
    @Outcome(id = "once, 1", expect = Expect.ACCEPTABLE, desc = "All are found, and the leaver is forgotten.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Lost, or the leaver is kept.")
    @State
    public static class LeaveAgainstOther {

        private final TaskQueue queue = Fill.queue(0, 1, 2, 3, 4);
        private final Taken owner = taker(queue, 5);
        private final Taken thief = taker(queue, 1);
        private final Object first = queue.poll(owner);
        private Object stolen;
        private Object alsoStolen;

        @Actor
        public void leave() {
            queue.leave(owner);
        }

        @Actor
        public void steal() {
            stolen = queue.pollBatches(thief);
            alsoStolen = queue.pollBatches(thief);
        }

        @Arbiter
        public void look(LL_Result result) {
            result.r1 = Fill.each(5, queue, first, stolen, alsoStolen);
            result.r2 = queue.takers();
        }
    }

    /** Forbids that nobody looks after a batch since the one who looked has just stopped: invariant 5. */
    @JCStressTest
    @Outcome(
            id = {"true, true", "true, false", "false, true"},
            expect = Expect.ACCEPTABLE,
            desc = "Asked for again, never stopped, or too late.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Nobody looks.")
    @State
    public static class WatchAgainstEnd {

        private int asked;
        private final TaskQueue queue = new TaskQueue(() -> {
            asked++;
            return true;
        });
        private final Taken owner = taker(queue, 4);

        public WatchAgainstEnd() {
            Fill.add(queue, 0, 1, 2, 3);
            Object task = queue.poll(owner);
            while (task != null) {
                task = queue.poll(owner);
            }
            Fill.add(queue, 4, 5, 6, 7);
        }

        @Actor
        public void own(ZZ_Result result) {
            queue.poll(owner);
            result.r1 = asked == 2;
        }

        @Actor
        public void look(ZZ_Result result) {
            result.r2 = queue.hurryOverdue() || queue.first().isSomebody();
        }
    }

    /** Forbids that a task of an overdue batch is lost or doubled when it is to go ahead of all: invariants 1 and 5. */
    @JCStressTest
    @Outcome(id = "once, false", expect = Expect.ACCEPTABLE, desc = "Each task is somewhere, and no wish is left.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Lost, there twice, or a wish is held on to.")
    @State
    public static class HurryAgainstNext {

        private final TaskQueue queue = Fill.queue(0, 1, 2, 3, 4);
        private final Taken owner = taker(queue, 5);
        private final Object first = queue.poll(owner);
        private Object second;
        private Object third;

        @Actor
        public void own() {
            second = owner.next();
            third = owner.next();
        }

        @Actor
        public void look() {
            queue.hurryOverdue();
        }

        @Arbiter
        public void look(LL_Result result) {
            result.r1 = Fill.each(5, queue, first, second, third);
            result.r2 = queue.first().isSomebody();
        }
    }
}
