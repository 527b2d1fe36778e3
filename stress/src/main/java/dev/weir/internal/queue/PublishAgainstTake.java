package dev.weir.internal.queue;

import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;
import org.openjdk.jcstress.infra.results.LLL_Result;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.openjdk.jcstress.infra.results.L_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** A submitter publishes its task, and a taker takes it. */
@NullUnmarked // much is null until the threads have been at it
public final class PublishAgainstTake {

    private PublishAgainstTake() {}

    /** Forbids that a task is taken before all that its submitter wrote into it: invariant 8. */
    @JCStressTest
    @Outcome(id = "-1", expect = Expect.ACCEPTABLE, desc = "Not there yet.")
    @Outcome(id = "42", expect = Expect.ACCEPTABLE, desc = "There, with its contents.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "There, without its contents.")
    @State
    public static class Contents {

        private static final class Task {
            int contents;
        }

        private final TaskQueue queue = Fill.queue();

        @Actor
        public void submit() {
            Task task = new Task();
            task.contents = 42;
            queue.offer(task, Fill.OPEN);
        }

        @Actor
        public void take(I_Result result) {
            Object task = queue.poll(new Taken());
            result.r1 = task == null ? -1 : ((Task) task).contents;
        }
    }

    /** Forbids that a task is taken that does not know its place yet, so that its owner could not withdraw it: invariant 1. */
    @JCStressTest
    @Outcome(id = "none", expect = Expect.ACCEPTABLE, desc = "Not there yet.")
    @Outcome(id = "placed", expect = Expect.ACCEPTABLE, desc = "There, and knows where.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "There, and does not know where.")
    @State
    public static class Place {

        private static final class Task implements Placed {
            private Segment segment;
            private int index = -1;

            @Override
            public void placed(Segment place, int at) {
                segment = place;
                index = at;
            }
        }

        private final TaskQueue queue = Fill.queue();

        @Actor
        public void submit() {
            queue.offer(new Task(), Fill.OPEN);
        }

        @Actor
        public void take(L_Result result) {
            Task task = (Task) queue.poll(new Taken());
            result.r1 = task == null ? "none" : task.segment != null && task.index == 0 ? "placed" : "lost";
        }
    }

    /** Forbids that two takers get the same task, or that neither does: invariant 1. */
    @JCStressTest
    @Outcome(
            id = {"true, false", "false, true"},
            expect = Expect.ACCEPTABLE,
            desc = "One has it.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Lost, or taken twice.")
    @State
    public static class TwoTakers {

        private final TaskQueue queue = Fill.queue("task");

        @Actor
        public void one(ZZ_Result result) {
            result.r1 = queue.poll(new Taken()) != null;
        }

        @Actor
        public void other(ZZ_Result result) {
            result.r2 = queue.poll(new Taken()) != null;
        }
    }

    /** Forbids that two submitters get the same ticket, or that tickets and order differ: invariants 1 and 6. */
    @JCStressTest
    @Outcome(
            id = {"0, 1, a b", "1, 0, b a"},
            expect = Expect.ACCEPTABLE,
            desc = "In the order of their tickets.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Lost, or in another order.")
    @State
    public static class TwoSubmitters {

        private final TaskQueue queue = Fill.queue();

        @Actor
        public void one(LLL_Result result) {
            result.r1 = queue.offer("a", Fill.OPEN);
        }

        @Actor
        public void other(LLL_Result result) {
            result.r2 = queue.offer("b", Fill.OPEN);
        }

        @Arbiter
        public void look(LLL_Result result) {
            result.r3 = Fill.left(queue);
        }
    }

    /** Forbids that tasks of one submitter are taken in another order than its own: invariant 6. */
    @JCStressTest
    @Outcome(
            id = {"null, null", "null, a", "a, null", "a, b"},
            expect = Expect.ACCEPTABLE,
            desc = "In order, as far as they are there.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Out of order.")
    @State
    public static class Order {

        private final TaskQueue queue = Fill.queue();

        @Actor
        public void submit() {
            queue.offer("a", Fill.OPEN);
            queue.offer("b", Fill.OPEN);
        }

        @Actor
        public void take(LL_Result result) {
            Taken taken = new Taken();
            result.r1 = queue.poll(taken);
            result.r2 = queue.poll(taken);
        }
    }

    /** The same with two stripes. */
    @JCStressTest
    @Outcome(
            id = {"null, null", "null, a", "a, null", "a, b"},
            expect = Expect.ACCEPTABLE,
            desc = "In order, as far as they are there.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Out of order.")
    @State
    public static class StripedOrder {

        private final TaskQueue queue = Fill.striped();

        @Actor
        public void submit() {
            queue.offer("a", Fill.OPEN);
            queue.offer("b", Fill.OPEN);
        }

        @Actor
        public void take(LL_Result result) {
            Taken taken = new Taken();
            result.r1 = queue.poll(taken);
            result.r2 = queue.poll(taken);
        }
    }

    /** Forbids that a task is lost or overtaken where a new segment begins between two tickets: invariants 1 and 6. */
    @JCStressTest
    @Outcome(
            id = {"null, null, a b", "null, a, b", "a, null, b", "a, b, none"},
            expect = Expect.ACCEPTABLE,
            desc = "In order, and all there.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Lost, or out of order.")
    @State
    public static class NewSegment {

        private final TaskQueue queue = Fill.queue();

        public NewSegment() {
            Taken taken = new Taken();
            for (int ticket = 0; ticket < Segment.SIZE - 1; ticket++) {
                queue.offer("before", Fill.OPEN);
                queue.poll(taken);
            }
        }

        @Actor
        public void submit() {
            queue.offer("a", Fill.OPEN);
            queue.offer("b", Fill.OPEN);
        }

        @Actor
        public void take(LLL_Result result) {
            Taken taken = new Taken();
            result.r1 = queue.poll(taken);
            result.r2 = queue.poll(taken);
        }

        @Arbiter
        public void look(LLL_Result result) {
            result.r3 = Fill.left(queue);
        }
    }

    /**
     * Forbids that neither sees the other: a submitter who looks for idle workers after its ticket, and a worker who says
     * that it is idle and looks at the tickets after that. Invariant 2.
     */
    @JCStressTest
    @Outcome(
            id = {"true, true", "true, false", "false, true"},
            expect = Expect.ACCEPTABLE,
            desc = "One sees the other.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "A task waits, and a worker sleeps.")
    @State
    public static class Expecting {

        private final TaskQueue queue = Fill.queue();
        private volatile boolean idle;

        @Actor
        public void submit(ZZ_Result result) {
            queue.offer("task", Fill.OPEN);
            result.r1 = idle;
        }

        @Actor
        public void rest(ZZ_Result result) {
            idle = true;
            result.r2 = queue.isExpecting();
        }
    }

    /** The same with two stripes. */
    @JCStressTest
    @Outcome(
            id = {"true, true", "true, false", "false, true"},
            expect = Expect.ACCEPTABLE,
            desc = "One sees the other.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "A task waits, and a worker sleeps.")
    @State
    public static class StripedExpecting {

        private final TaskQueue queue = Fill.striped();
        private volatile boolean idle;

        @Actor
        public void submit(ZZ_Result result) {
            queue.offer("task", Fill.OPEN);
            result.r1 = idle;
        }

        @Actor
        public void rest(ZZ_Result result) {
            idle = true;
            result.r2 = queue.isExpecting();
        }
    }
}
