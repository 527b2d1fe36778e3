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

/** The queue is paused or resumed while somebody takes, or while other stripes follow. */
@NullUnmarked // much is null until the threads have been at it
public final class PauseAgainstPoll {

    private PauseAgainstPoll() {}

    /** Forbids that a ticket is taken after the queue was paused: what waits, stays. Invariants 1 and 7. */
    @JCStressTest
    @Outcome(
            id = {"true, 0", "false, 1"},
            expect = Expect.ACCEPTABLE,
            desc = "Taken before, or not at all.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Taken from a paused queue.")
    @State
    public static class Pause {

        private final TaskQueue queue = Fill.queue("task");

        @Actor
        public void take(LL_Result result) {
            result.r1 = queue.poll(new Taken()) == null;
        }

        @Actor
        public void pause(LL_Result result) {
            queue.pause();
            result.r2 = queue.taken();
        }
    }

    /** The same where takers have to go on to the stripes that follow, and one of the two is paused: invariants 1 and 7. */
    @JCStressTest
    @Outcome(
            id = {"true, 0", "false, 1"},
            expect = Expect.ACCEPTABLE,
            desc = "Taken before, or not at all.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Taken from a paused queue.")
    @State
    public static class PauseWhileOthersFollow {

        private final TaskQueue queue = Fill.striped();

        public PauseWhileOthersFollow() {
            queue.fold();
            Fill.add(queue, "task");
        }

        @Actor
        public void take(LL_Result result) {
            result.r1 = queue.poll(new Taken()) == null;
        }

        @Actor
        public void pause(LL_Result result) {
            queue.pause();
            result.r2 = queue.taken();
        }
    }

    /** Forbids that a task stays behind when the queue goes on, wherever its takers are: invariants 1 and 2. */
    @JCStressTest
    @Outcome(
            id = {"true, false", "false, true"},
            expect = Expect.ACCEPTABLE,
            desc = "Taken at once, or later.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Stays behind, or is taken twice.")
    @State
    public static class ResumeWhileOthersFollow {

        private final TaskQueue queue = Fill.striped();

        public ResumeWhileOthersFollow() {
            queue.pause();
            queue.fold();
            Fill.add(queue, "task");
        }

        @Actor
        public void take(ZZ_Result result) {
            result.r1 = queue.poll(new Taken()) != null;
        }

        @Actor
        public void resume() {
            queue.resume();
        }

        @Arbiter
        public void look(ZZ_Result result) {
            result.r2 = queue.poll(new Taken()) != null;
        }
    }

    /**
     * Forbids that neither sees the other: who resumes the queue and then looks for idle workers, and a worker who says that
     * it is idle and then looks whether the queue is paused. Invariant 2.
     */
    @JCStressTest
    @Outcome(
            id = {"true, true", "true, false", "false, true"},
            expect = Expect.ACCEPTABLE,
            desc = "One sees the other.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "A task waits, and a worker sleeps.")
    @State
    public static class ResumeAgainstRest {

        private final TaskQueue queue = Fill.queue("task");
        private volatile boolean idle;

        public ResumeAgainstRest() {
            queue.pause();
        }

        @Actor
        public void resume(ZZ_Result result) {
            queue.resume();
            result.r1 = idle;
        }

        @Actor
        public void rest(ZZ_Result result) {
            idle = true;
            result.r2 = queue.isExpecting();
        }
    }

    /** Forbids that a task is lost or doubled that a pause takes out of a batch while its owner takes it: invariant 1. */
    @JCStressTest
    @Outcome(id = "once", expect = Expect.ACCEPTABLE, desc = "Each task is somewhere.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Lost, or there twice.")
    @State
    public static class PutBackAgainstNext {

        private final TaskQueue queue = Fill.queue(0, 1, 2, 3, 4);
        private final Taken owner = new Taken();
        private final Object first;
        private Object second;
        private Object third;

        public PutBackAgainstNext() {
            queue.join(owner);
            queue.batch(owner, 5);
            first = queue.poll(owner);
        }

        @Actor
        public void take() {
            second = owner.next();
            third = owner.next();
        }

        @Actor
        public void pause() {
            queue.pause();
            queue.putBackBatches();
        }

        @Arbiter
        public void look(L_Result result) {
            queue.resume();
            result.r1 = Fill.each(5, queue, first, second, third);
        }
    }
}
