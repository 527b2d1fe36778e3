package dev.weir;

import dev.weir.internal.ledger.Tally;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.openjdk.jcstress.infra.results.L_Result;

/** A group of tasks comes to its end, by a failure or by being closed, while somebody submits, fails too, or joins. */
@NullUnmarked // much is null until the threads have been at it
public final class GroupAgainstSubmit {

    private GroupAgainstSubmit() {}

    private static class Life {
        final ByHand hand = new ByHand();
        final Tally tally = hand.pool.ledger().checkOut();
        final TaskGroup group = hand.pool.group();
        final PooledTask<Integer> failing = submit(() -> {
            throw new IllegalStateException("the task's own");
        });
        PooledTask<Integer> other;

        PooledTask<Integer> submit(Callable<Integer> work) {
            try {
                return (PooledTask<Integer>) group.submit(work);
            } catch (TaskRejectedException refused) {
                return null;
            }
        }

        /** As a worker does that has taken the task. */
        void run(PooledTask<Integer> task) {
            run(task, tally);
        }

        /** The same as that worker to whom the tally belongs: two that run at once have one each, as it has one writer. */
        void run(PooledTask<Integer> task, Tally tally) {
            if (task.leaveQueue()) {
                boolean begun = task.begin(tally);
                if (begun) {
                    task.call(tally, false);
                }
                task.over(begun);
            }
            Thread.interrupted();
        }

        String join() {
            try {
                group.join();
                return "done";
            } catch (ExecutionException failed) {
                return "failed";
            } catch (InterruptedException | TimeoutException e) {
                return e.toString();
            }
        }
    }

    /** Forbids that a task escapes the end of its group, since it was just being submitted: invariants 1 and 12. */
    @JCStressTest
    @Outcome(id = "CANCELLED, ended", expect = Expect.ACCEPTABLE, desc = "Cancelled, in the pool or before.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "It waits on, or is run.")
    @State
    public static class Failure extends Life {

        @Actor
        public void worker() {
            run(failing);
        }

        @Actor
        public void submitter() {
            other = submit(() -> 1);
        }

        @Arbiter
        public void look(LL_Result result) {
            result.r1 = ByHand.fate(other);
            result.r2 = hand.end();
        }
    }

    /** The same of a group that is closed, which waits for those that have not ended: invariants 1 and 12. */
    @JCStressTest
    @Outcome(
            id = {"CANCELLED, ended", "refused, ended"},
            expect = Expect.ACCEPTABLE,
            desc = "Cancelled, or refused.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "It waits on, or is run.")
    @State
    public static class Close extends Life {

        @Actor
        public void close() {
            group.close();
        }

        @Actor
        public void submitter() {
            other = submit(() -> 1);
        }

        @Arbiter
        public void look(LL_Result result) {
            result.r1 = ByHand.fate(other);
            result.r2 = hand.end();
        }
    }

    /** Forbids that a joiner does not learn of a failure that comes as it looks: invariants 2 and 10. */
    @JCStressTest
    @Outcome(id = "failed", expect = Expect.ACCEPTABLE, desc = "It learns of the failure.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "It takes the group for done.")
    @State
    public static class Join extends Life {

        @Actor
        public void worker() {
            run(failing);
        }

        @Actor
        public void joiner(L_Result result) {
            result.r1 = join();
        }
    }

    /** Forbids that the failures of two tasks hide each other: invariant 10. */
    @JCStressTest
    @Outcome(id = "failed, ended", expect = Expect.ACCEPTABLE, desc = "The group knows of a failure.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "It takes itself for done.")
    @State
    public static class TwoFail extends Life {
        private final Tally others = hand.pool.ledger().checkOut();

        public TwoFail() {
            other = submit(() -> {
                throw new IllegalArgumentException("the other task's own");
            });
        }

        @Actor
        public void one() {
            run(failing);
        }

        @Actor
        public void other() {
            run(other, others);
        }

        @Arbiter
        public void look(LL_Result result) {
            result.r1 = join();
            result.r2 = hand.end();
        }
    }
}
