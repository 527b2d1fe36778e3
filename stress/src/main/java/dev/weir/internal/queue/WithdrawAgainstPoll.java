package dev.weir.internal.queue;

import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.openjdk.jcstress.infra.results.ZLL_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** A task is withdrawn while somebody takes it. */
@NullUnmarked // much is null until the threads have been at it
public final class WithdrawAgainstPoll {

    private WithdrawAgainstPoll() {}

    /** Forbids that a task is both withdrawn and taken, or neither: invariant 1. */
    @JCStressTest
    @Outcome(
            id = {"true, false", "false, true"},
            expect = Expect.ACCEPTABLE,
            desc = "One has it.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Both have it, or nobody.")
    @State
    public static class One {

        private final TaskQueue queue = new TaskQueue();
        private final long ticket = queue.offer("task", Fill.OPEN);

        @Actor
        public void withdraw(ZZ_Result result) {
            result.r1 = queue.withdraw(ticket, "task");
        }

        @Actor
        public void take(ZZ_Result result) {
            result.r2 = queue.poll(new Taken()) != null;
        }
    }

    /** Forbids that a task is withdrawn twice, or by nobody: invariant 1. */
    @JCStressTest
    @Outcome(
            id = {"true, false", "false, true"},
            expect = Expect.ACCEPTABLE,
            desc = "One has it.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Both have it, or nobody.")
    @State
    public static class TwoWithdraw {

        private final TaskQueue queue = new TaskQueue();
        private final long ticket = queue.offer("task", Fill.OPEN);

        @Actor
        public void one(ZZ_Result result) {
            result.r1 = queue.withdraw(ticket, "task");
        }

        @Actor
        public void other(ZZ_Result result) {
            result.r2 = queue.withdraw(ticket, "task");
        }
    }

    /** Forbids that a withdrawn task holds up those behind it: invariants 1 and 2. */
    @JCStressTest
    @Outcome(
            id = {"true, b", "false, a"},
            expect = Expect.ACCEPTABLE,
            desc = "The first one that is left.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Nothing, or a task that was withdrawn.")
    @State
    public static class FirstOfTwo {

        private final TaskQueue queue = new TaskQueue();
        private final long ticket = queue.offer("a", Fill.OPEN);

        public FirstOfTwo() {
            Fill.add(queue, "b");
        }

        @Actor
        public void withdraw(LL_Result result) {
            result.r1 = queue.withdraw(ticket, "a");
        }

        @Actor
        public void take(LL_Result result) {
            result.r2 = queue.poll(new Taken());
        }
    }

    /** Forbids that a task is lost or doubled as a segment frees its places, since all in it were withdrawn: invariant 1. */
    @JCStressTest
    @Outcome(
            id = {"true, b, null", "false, a, b"},
            expect = Expect.ACCEPTABLE,
            desc = "Each is where it belongs.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Lost, or there twice.")
    @State
    public static class LastOfSegment {

        private final TaskQueue queue = new TaskQueue();
        private final long ticket;

        public LastOfSegment() {
            for (int i = 0; i < Segment.SIZE - 1; i++) {
                queue.withdraw(queue.offer("before", Fill.OPEN), "before");
            }
            ticket = queue.offer("a", Fill.OPEN);
            Fill.add(queue, "b");
        }

        @Actor
        public void withdraw(ZLL_Result result) {
            result.r1 = queue.withdraw(ticket, "a");
        }

        @Actor
        public void take(ZLL_Result result) {
            result.r2 = queue.poll(new Taken());
        }

        @Arbiter
        public void look(ZLL_Result result) {
            result.r3 = queue.poll(new Taken());
        }
    }

    /** Forbids the same of a submitter who takes its task back out of one of several stripes: invariant 1. */
    @JCStressTest
    @Outcome(
            id = {"true, false", "false, true"},
            expect = Expect.ACCEPTABLE,
            desc = "One has it.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Both have it, or nobody.")
    @State
    public static class Unnumbered {

        private final TaskQueue queue = Fill.striped();
        private boolean taken;

        @Actor
        public void submit(ZZ_Result result) {
            long ticket = queue.offer("task", Fill.OPEN);
            result.r1 = queue.withdraw(ticket, "task");
        }

        @Actor
        public void take() {
            taken = queue.poll(new Taken()) != null;
        }

        @Arbiter
        public void look(ZZ_Result result) {
            result.r2 = taken || queue.poll(new Taken()) != null;
        }
    }
}
