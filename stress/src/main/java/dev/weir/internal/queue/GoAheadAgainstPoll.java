package dev.weir.internal.queue;

import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.openjdk.jcstress.infra.results.ZZZ_Result;

/** A task is to go ahead of all others while somebody takes. */
@NullUnmarked // much is null until the threads have been at it
public final class GoAheadAgainstPoll {

    private GoAheadAgainstPoll() {}

    /** Forbids that a task is lost or doubled that is put back for its turn: invariant 1. */
    @JCStressTest
    @Outcome(
            id = {"a, b", "b, a"},
            expect = Expect.ACCEPTABLE,
            desc = "Both are there.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Lost, or there twice.")
    @State
    public static class PutBack {

        private final TaskQueue queue = Fill.queue("b");

        @Actor
        public void putBack() {
            queue.first().putBack("a");
        }

        @Actor
        public void take(LL_Result result) {
            result.r1 = queue.poll(new Taken());
        }

        @Arbiter
        public void look(LL_Result result) {
            result.r2 = queue.poll(new Taken());
        }
    }

    /** Forbids that a task that was put back is both taken back and taken, or neither: invariant 1. */
    @JCStressTest
    @Outcome(
            id = {"true, false, false", "false, true, false"},
            expect = Expect.ACCEPTABLE,
            desc = "One has it.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Both have it, or nobody.")
    @State
    public static class TakeBack {

        private final TaskQueue queue = Fill.queue();

        public TakeBack() {
            queue.first().putBack("task");
        }

        @Actor
        public void takeBack(ZZZ_Result result) {
            result.r1 = queue.first().takeBack("task");
        }

        @Actor
        public void take(ZZZ_Result result) {
            result.r2 = queue.poll(new Taken()) != null;
        }

        @Arbiter
        public void look(ZZZ_Result result) {
            result.r3 = queue.first().isSomebody();
        }
    }

    private static class Waiting {
        final TaskQueue queue = Fill.queue();
        private Segment segment;
        private int index;
        final Placed task = (place, at) -> {
            segment = place;
            index = at;
        };

        Waiting() {
            queue.offer(task, Fill.OPEN);
        }

        Object prefer() {
            return queue.first().prefer(segment, index, task);
        }
    }

    /** Forbids that a task is had twice, from its place and as the one that is preferred: invariants 1 and 11. */
    @JCStressTest
    @Outcome(id = "true, false, false", expect = Expect.ACCEPTABLE, desc = "Taken once, and no wish is left.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Lost, taken twice, or a wish is held on to.")
    @State
    public static class Prefer extends Waiting {

        @Actor
        public void wish() {
            prefer();
        }

        @Actor
        public void take(ZZZ_Result result) {
            result.r1 = queue.poll(new Taken()) != null;
        }

        @Arbiter
        public void look(ZZZ_Result result) {
            result.r2 = queue.poll(new Taken()) != null;
            result.r3 = queue.first().isSomebody();
        }
    }

    /** Forbids that a task is lost whose preference is taken back while a taker follows it: invariants 1 and 11. */
    @JCStressTest
    @Outcome(id = "true, false, false", expect = Expect.ACCEPTABLE, desc = "Taken once, and no wish is left.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Lost, taken twice, or a wish is held on to.")
    @State
    public static class Unprefer extends Waiting {

        private final Object preference = prefer();

        @Actor
        public void takeBack() {
            queue.first().unprefer(preference);
        }

        @Actor
        public void take(ZZZ_Result result) {
            result.r1 = queue.poll(new Taken()) != null;
        }

        @Arbiter
        public void look(ZZZ_Result result) {
            result.r2 = queue.poll(new Taken()) != null;
            result.r3 = queue.first().isSomebody();
        }
    }
}
