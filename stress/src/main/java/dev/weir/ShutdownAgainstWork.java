package dev.weir;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;

/**
 * A pool is shut down, in one way or the other, while somebody submits, cancels, or works. What is the same in all: the
 * third part of the result says that the pool comes to its end, and its ledger adds up.
 */
@NullUnmarked // much is null until the threads have been at it
public final class ShutdownAgainstWork {

    private ShutdownAgainstWork() {}

    private static class Life {
        final ByHand hand = new ByHand();
        final WorkerPool pool = hand.pool;
        final AtomicInteger runs = new AtomicInteger();
        PooledTask<Integer> task;
        List<Runnable> handedBack = List.of();

        void submit() {
            task = hand.submit(runs::incrementAndGet);
        }

        void tell(LLL_Result result) {
            result.r3 = hand.end();
            result.r1 = ByHand.fate(task);
            result.r2 = runs.get();
        }
    }

    /** Forbids that a task is accepted and not run, or refused and run: invariants 1 and 12. */
    @JCStressTest
    @Outcome(id = "SUCCEEDED, 1, ended", expect = Expect.ACCEPTABLE, desc = "Accepted and run.")
    @Outcome(id = "refused, 0, ended", expect = Expect.ACCEPTABLE, desc = "Refused and not run.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "In limbo.")
    @State
    public static class Submit extends Life {

        @Actor
        public void submitter() {
            submit();
        }

        @Actor
        public void shutDown() {
            pool.shutdown();
        }

        @Arbiter
        public void look(LLL_Result result) {
            tell(result);
        }
    }

    /** Forbids the same of a task without a future: invariants 1 and 12. */
    @JCStressTest
    @Outcome(id = "accepted, 1, ended", expect = Expect.ACCEPTABLE, desc = "Accepted and run.")
    @Outcome(id = "refused, 0, ended", expect = Expect.ACCEPTABLE, desc = "Refused and not run.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "In limbo.")
    @State
    public static class Execute extends Life {

        private String fate;

        @Actor
        public void submitter() {
            try {
                pool.execute(runs::incrementAndGet);
                fate = "accepted";
            } catch (TaskRejectedException refused) {
                fate = "refused";
            }
        }

        @Actor
        public void shutDown() {
            pool.shutdown();
        }

        @Arbiter
        public void look(LLL_Result result) {
            tell(result);
            result.r1 = fate;
        }
    }

    /** Forbids that what is handed back is run, or what is neither run nor refused is not handed back: invariants 1 and 12. */
    @JCStressTest
    @Outcome(id = "HANDED_BACK, 0-1, ended", expect = Expect.ACCEPTABLE, desc = "Handed back.")
    @Outcome(id = "refused, 0-0, ended", expect = Expect.ACCEPTABLE, desc = "Refused.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "In limbo.")
    @State
    public static class SubmitNow extends Life {

        @Actor
        public void submitter() {
            submit();
        }

        @Actor
        public void stop() {
            handedBack = pool.shutdownNow();
        }

        @Arbiter
        public void look(LLL_Result result) {
            tell(result);
            result.r2 = runs + "-" + handedBack.size();
        }
    }

    /** Forbids that a task is both run and handed back, or neither: invariants 1 and 12. */
    @JCStressTest
    @Outcome(id = "HANDED_BACK, 0-1, ended", expect = Expect.ACCEPTABLE, desc = "Handed back.")
    @Outcome(id = "SUCCEEDED, 1-0, ended", expect = Expect.ACCEPTABLE, desc = "Run.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Both, or neither.")
    @State
    public static class TakeNow extends Life {

        public TakeNow() {
            submit();
        }

        @Actor
        public void worker() {
            hand.work();
        }

        @Actor
        public void stop() {
            handedBack = pool.shutdownNow();
        }

        @Arbiter
        public void look(LLL_Result result) {
            tell(result);
            result.r2 = runs + "-" + handedBack.size();
        }
    }

    /** Forbids that a task is handed back as one to be run, and cancelled in the pool's account, or neither: invariants 1, 12. */
    @JCStressTest
    @Outcome(id = "CANCELLED, 0-0-1, ended", expect = Expect.ACCEPTABLE, desc = "Cancelled in the pool.")
    @Outcome(id = "CANCELLED, 0-1-0, ended", expect = Expect.ACCEPTABLE, desc = "Handed back, and cancelled then.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Counted twice, or not at all.")
    @State
    public static class CancelNow extends Life {

        public CancelNow() {
            submit();
        }

        @Actor
        public void cancel() {
            task.cancel(true);
        }

        @Actor
        public void stop() {
            handedBack = pool.shutdownNow();
        }

        @Arbiter
        public void look(LLL_Result result) {
            tell(result);
            result.r2 = runs + "-" + handedBack.size() + "-" + pool.stats().cancelled();
        }
    }

    /** Forbids that a pool with a cancelled task does not end: invariants 1 and 12. */
    @JCStressTest
    @Outcome(id = "CANCELLED, 0, ended", expect = Expect.ACCEPTABLE, desc = "Cancelled, and the pool has ended.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Run, or the pool does not end.")
    @State
    public static class Cancel extends Life {

        public Cancel() {
            submit();
        }

        @Actor
        public void cancel() {
            task.cancel(false);
        }

        @Actor
        public void shutDown() {
            pool.shutdown();
        }

        @Arbiter
        public void look(LLL_Result result) {
            tell(result);
        }
    }

    /** Forbids that the last worker leaves without the pool's end, since it looked too early: invariants 2 and 12. */
    @JCStressTest
    @Outcome(id = "SUCCEEDED, 1, true", expect = Expect.ACCEPTABLE, desc = "The pool has ended.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "The pool does not end.")
    @State
    public static class LastWorker extends Life {

        public LastWorker() {
            submit();
        }

        @Actor
        public void worker() {
            hand.work();
        }

        @Actor
        public void shutDown() {
            pool.shutdown();
        }

        @Arbiter
        public void look(LLL_Result result) {
            result.r1 = ByHand.fate(task);
            result.r2 = runs.get();
            result.r3 = pool.isTerminated();
        }
    }

    /** Forbids that two shutdowns in each other's way hand a task back twice, or leave one behind: invariants 1 and 12. */
    @JCStressTest
    @Outcome(id = "HANDED_BACK, 0-1, ended", expect = Expect.ACCEPTABLE, desc = "Handed back once.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Twice, or never.")
    @State
    public static class TwoStop extends Life {

        private List<Runnable> alsoHandedBack = List.of();

        public TwoStop() {
            submit();
        }

        @Actor
        public void one() {
            handedBack = pool.shutdownNow();
        }

        @Actor
        public void other() {
            pool.shutdown();
            alsoHandedBack = pool.shutdownNow();
        }

        @Arbiter
        public void look(LLL_Result result) {
            tell(result);
            result.r2 = runs + "-" + (handedBack.size() + alsoHandedBack.size());
        }
    }
}
