package dev.weir;

import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/**
 * The turn in an ordered view goes from task to task while somebody submits, cancels, or works too. The tasks write what they
 * do into a plain field, so two that overlap, or do not see each other, are found out.
 */
@NullUnmarked // much is null until the threads have been at it
public final class OrderedAgainstTurn {

    private OrderedAgainstTurn() {}

    private static class Life {
        final ByHand hand = new ByHand(2, 10, Overflow.reject());
        final WorkerPool pool = hand.pool;
        final View view = pool.ordered("key");
        String log = "";

        /** With two workers that will run. */
        Life() {
            pool.resize(2, 2);
            pool.resize(0, 2);
        }

        PooledTask<String> submit(String name) {
            try {
                return (PooledTask<String>) view.submit(() -> {
                    String before = log;
                    log = "overlap";
                    return log = before + name;
                });
            } catch (TaskRejectedException refused) {
                return null;
            }
        }

        /** What has been done, and whether the view's lane is gone as it should be. */
        void tell(LL_Result result) {
            hand.work();
            result.r1 = log;
            result.r2 = pool.lanes().keys() == 0 ? hand.end() : "a lane is left";
        }
    }

    /** Forbids that tasks of a key overlap, are out of order, or are left when two workers come for them: invariants 1, 6, 8. */
    @JCStressTest
    @Outcome(id = "abc, ended", expect = Expect.ACCEPTABLE, desc = "One after the other.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Overlapping, out of order, or left.")
    @State
    public static class TwoWorkers extends Life {

        public TwoWorkers() {
            submit("a");
            submit("b");
            submit("c");
        }

        @Actor
        public void one() {
            hand.work();
        }

        @Actor
        public void other() {
            hand.work();
        }

        @Arbiter
        public void look(LL_Result result) {
            tell(result);
        }
    }

    /** Forbids that a task is left that comes as the turn before it ends, and the lane with it: invariants 1, 2 and 6. */
    @JCStressTest
    @Outcome(id = "abc, ended", expect = Expect.ACCEPTABLE, desc = "One after the other.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Overlapping, out of order, or left.")
    @State
    public static class Submit extends Life {

        public Submit() {
            submit("a");
        }

        @Actor
        public void worker() {
            hand.work();
        }

        @Actor
        public void submitter() {
            submit("b");
            submit("c");
        }

        @Arbiter
        public void look(LL_Result result) {
            tell(result);
        }
    }

    /** Forbids that the turn is lost with a task that is cancelled when it is to get it: invariants 1, 2 and 6. */
    @JCStressTest
    @Outcome(
            id = {"abc, ended", "ac, ended"},
            expect = Expect.ACCEPTABLE,
            desc = "One after the other.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Overlapping, out of order, or left.")
    @State
    public static class Cancel extends Life {

        private final PooledTask<String> second;

        public Cancel() {
            submit("a");
            second = submit("b");
            submit("c");
        }

        @Actor
        public void worker() {
            hand.work();
            Thread.interrupted();
        }

        @Actor
        public void cancel() {
            second.cancel(false);
        }

        @Arbiter
        public void look(LL_Result result) {
            tell(result);
        }
    }

    /** Forbids that a task is neither run nor handed back when the turn goes on as the pool is stopped: invariants 1 and 12. */
    @JCStressTest
    @Outcome(
            id = {"-3, ended", "a-2, ended", "ab-1, ended", "abc-0, ended"},
            expect = Expect.ACCEPTABLE,
            desc = "Either or.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Lost, or run and handed back.")
    @State
    public static class Stop extends Life {

        private List<Runnable> handedBack = List.of();

        public Stop() {
            submit("a");
            submit("b");
            submit("c");
        }

        @Actor
        public void worker() {
            hand.work();
            Thread.interrupted();
        }

        @Actor
        public void stop() {
            handedBack = pool.shutdownNow();
        }

        @Arbiter
        public void look(LL_Result result) {
            tell(result);
            result.r1 = log + "-" + handedBack.size();
        }
    }

    /** Forbids that a view that is shut down has a task in limbo, or does not end: invariants 1 and 12. */
    @JCStressTest
    @Outcome(
            id = {"a-SUCCEEDED-true, ended", "-refused-true, ended"},
            expect = Expect.ACCEPTABLE,
            desc = "Run, or refused.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "In limbo, or the view does not end.")
    @State
    public static class ShutDown extends Life {

        private PooledTask<String> task;

        @Actor
        public void submitter() {
            task = submit("a");
        }

        @Actor
        public void shutDown() {
            view.shutdown();
        }

        @Arbiter
        public void look(LL_Result result) {
            tell(result);
            result.r1 = log + "-" + ByHand.fate(task) + "-" + view.isTerminated();
        }
    }
}
