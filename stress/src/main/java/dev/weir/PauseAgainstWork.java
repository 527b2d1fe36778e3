package dev.weir;

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
 * A pool is paused or resumed while somebody submits, takes, cancels, or shuts it down. The third part of each result says
 * that the pool comes to its end, and its ledger adds up.
 */
@NullUnmarked // much is null until the threads have been at it
public final class PauseAgainstWork {

    private PauseAgainstWork() {}

    private static class Life {
        final ByHand hand = new ByHand();
        final WorkerPool pool = hand.pool;
        final AtomicInteger runs = new AtomicInteger();
        PooledTask<Integer> task;

        void submit() {
            task = hand.submit(runs::incrementAndGet);
        }

        void tell(LLL_Result result) {
            result.r3 = hand.end();
            result.r1 = ByHand.fate(task);
            result.r2 = runs.get();
        }
    }

    /** Forbids that a paused pool runs what is submitted, or has lost it when it goes on: invariants 1 and 2. */
    @JCStressTest
    @Outcome(id = "WAITING, 0, ended", expect = Expect.ACCEPTABLE, desc = "Waits, and is run in the end.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Run while paused, or lost.")
    @State
    public static class Submit extends Life {

        @Actor
        public void submitter() {
            submit();
        }

        @Actor
        public void pause() {
            pool.pause();
        }

        @Arbiter
        public void look(LLL_Result result) {
            hand.work();
            result.r1 = ByHand.fate(task);
            result.r2 = runs.get();
            pool.resume();
            result.r3 = runs.get() == 0 && hand.end().equals("ended") && runs.get() == 1 ? "ended" : "lost";
        }
    }

    /** Forbids that a task begins once the pool has been paused, which waits for those that had begun to: invariant 7. */
    @JCStressTest
    @Outcome(
            id = {"begun before, 1, ended", "waits, 1, ended"},
            expect = Expect.ACCEPTABLE,
            desc = "Before, or later.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Begun while paused, or lost.")
    @State
    public static class Take extends Life {

        private long begunAtPause;

        public Take() {
            submit();
        }

        @Actor
        public void worker() {
            hand.work();
        }

        @Actor
        public void pause() {
            pool.pause();
            begunAtPause = pool.ledger().begunTickets();
        }

        @Arbiter
        public void look(LLL_Result result) {
            long begun = pool.ledger().begunTickets();
            String when = begun == 0 ? "waits" : begun == begunAtPause ? "begun before" : "begun while paused";
            pool.resume();
            tell(result);
            result.r1 = when;
        }
    }

    /** Forbids that nobody is called for a task that comes as the pool goes on: invariant 2. */
    @JCStressTest
    @Outcome(id = "SUCCEEDED, 1, ended", expect = Expect.ACCEPTABLE, desc = "Somebody was called.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Nobody was called.")
    @State
    public static class ResumeAgainstSubmit extends Life {

        public ResumeAgainstSubmit() {
            pool.pause();
        }

        @Actor
        public void submitter() {
            submit();
        }

        @Actor
        public void resume() {
            pool.resume();
        }

        @Arbiter
        public void look(LLL_Result result) {
            hand.work();
            result.r1 = ByHand.fate(task);
            result.r2 = runs.get();
            result.r3 = hand.end();
        }
    }

    /** Forbids that nobody is called for a task that a worker found paused as the pool goes on: invariant 2. */
    @JCStressTest
    @Outcome(id = "SUCCEEDED, 1, ended", expect = Expect.ACCEPTABLE, desc = "Somebody took it.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Nobody did.")
    @State
    public static class ResumeAgainstTake extends Life {

        public ResumeAgainstTake() {
            submit();
            pool.pause();
        }

        @Actor
        public void worker() {
            hand.work();
        }

        @Actor
        public void resume() {
            pool.resume();
        }

        @Arbiter
        public void look(LLL_Result result) {
            hand.work();
            result.r1 = ByHand.fate(task);
            result.r2 = runs.get();
            result.r3 = hand.end();
        }
    }

    /** Forbids that a task is lost or counted twice that is cancelled as the pool is paused: invariant 1. */
    @JCStressTest
    @Outcome(id = "CANCELLED, 0, ended", expect = Expect.ACCEPTABLE, desc = "Cancelled, once.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Run, or the ledger does not add up.")
    @State
    public static class Cancel extends Life {

        public Cancel() {
            submit();
        }

        @Actor
        public void cancel() {
            task.cancel(true);
        }

        @Actor
        public void pause() {
            pool.pause();
        }

        @Arbiter
        public void look(LLL_Result result) {
            tell(result);
        }
    }

    /** The same as the pool goes on, and somebody works: invariant 1. */
    @JCStressTest
    @Outcome(
            id = {"CANCELLED, 0, ended", "CANCELLED, 1, ended", "SUCCEEDED, 1, ended"},
            expect = Expect.ACCEPTABLE,
            desc = "Cancelled while it waited or ran, or too late.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Run twice, or in limbo.")
    @State
    public static class ResumeAgainstCancel extends Life {

        public ResumeAgainstCancel() {
            submit();
            pool.pause();
        }

        @Actor
        public void cancel() {
            task.cancel(false);
        }

        @Actor
        public void resume() {
            pool.resume();
            hand.work();
        }

        @Arbiter
        public void look(LLL_Result result) {
            tell(result);
        }
    }

    /** Forbids that a pool that is shut down stays paused, with a task in it: invariants 1 and 12. */
    @JCStressTest
    @Outcome(id = "SUCCEEDED, 1, ended", expect = Expect.ACCEPTABLE, desc = "Run, and the pool has ended.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Paused for ever.")
    @State
    public static class Shutdown extends Life {

        public Shutdown() {
            submit();
        }

        @Actor
        public void shutDown() {
            pool.shutdown();
        }

        @Actor
        public void pause() {
            pool.pause();
        }

        @Arbiter
        public void look(LLL_Result result) {
            tell(result);
        }
    }

    /** The same of a sudden end, after which nothing begins: invariants 1 and 12. */
    @JCStressTest
    @Outcome(id = "HANDED_BACK, 0, ended", expect = Expect.ACCEPTABLE, desc = "Handed back, and the pool has ended.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Run, or paused for ever.")
    @State
    public static class ResumeAgainstStop extends Life {

        public ResumeAgainstStop() {
            submit();
            pool.pause();
        }

        @Actor
        public void stop() {
            pool.shutdownNow();
        }

        @Actor
        public void resume() {
            pool.resume();
        }

        @Arbiter
        public void look(LLL_Result result) {
            tell(result);
        }
    }

    /** Forbids that a pool is neither paused nor goes on when one pauses it and the other has it go on: invariant 2. */
    @JCStressTest
    @Outcome(
            id = {"WAITING, 0, true", "SUCCEEDED, 1, false"},
            expect = Expect.ACCEPTABLE,
            desc = "Paused, or goes on.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "In between.")
    @State
    public static class Resume extends Life {

        public Resume() {
            submit();
        }

        @Actor
        public void pause() {
            pool.pause();
        }

        @Actor
        public void resume() {
            pool.resume();
        }

        @Arbiter
        public void look(LLL_Result result) {
            hand.work();
            result.r1 = ByHand.fate(task);
            result.r2 = runs.get();
            result.r3 = pool.stats().state() == PoolState.PAUSED;
            hand.end();
        }
    }
}
