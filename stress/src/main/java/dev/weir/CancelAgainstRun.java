package dev.weir;

import dev.weir.internal.ledger.Picture;
import dev.weir.internal.ledger.Tally;
import dev.weir.internal.queue.Taken;
import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.openjdk.jcstress.infra.results.ZL_Result;
import org.openjdk.jcstress.infra.results.ZZL_Result;
import org.openjdk.jcstress.infra.results.Z_Result;

/**
 * Somebody ends a task (cancels it, hands it back, drops it, has it expire, interrupts it) while a worker begins or ends it.
 * The last part of a result is the column of the ledger in which the task has ended: there must be one.
 */
@NullUnmarked // much is null until the threads have been at it
public final class CancelAgainstRun {

    private CancelAgainstRun() {}

    private static class Life {
        final ByHand hand = new ByHand();
        final WorkerPool pool = hand.pool;
        final Tally tally = pool.ledger().checkOut();
        final PooledTask<Integer> task;
        int runs;

        /** With a task that waits. */
        Life() {
            task = hand.submit(() -> ++runs);
        }

        /** As a worker does that has taken the task. */
        boolean run() {
            boolean begun = task.begin(tally);
            if (begun) {
                task.call(tally, false);
            }
            task.over(begun);
            return begun;
        }

        TaskRejectedException because(RejectionReason reason) {
            return pool.admission().rejection(reason, task, null);
        }

        String column() {
            Picture picture = pool.ledger().picture();
            return picture.allEnded() == 1
                    ? picture.ended().entrySet().stream()
                            .filter(column -> column.getValue() == 1)
                            .findFirst()
                            .orElseThrow()
                            .getKey()
                            .name()
                    : picture.toString();
        }
    }

    /** Forbids that a task that was cancelled while it waited is run, or is ended twice: invariant 1. */
    @JCStressTest
    @Outcome(id = "0, CANCELLED, CANCELLED_WAITING", expect = Expect.ACCEPTABLE, desc = "Cancelled while it waited.")
    @Outcome(id = "1, CANCELLED, CANCELLED", expect = Expect.ACCEPTABLE, desc = "While it ran.")
    @Outcome(id = "1, SUCCEEDED, SUCCEEDED", expect = Expect.ACCEPTABLE, desc = "Cancelled too late.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Ended twice, or not at all.")
    @State
    public static class Cancel extends Life {

        @Actor
        public void worker() {
            run();
        }

        @Actor
        public void cancel() {
            task.cancel(true);
        }

        @Arbiter
        public void look(LLL_Result result) {
            result.r1 = runs;
            result.r2 = ByHand.fate(task);
            result.r3 = column();
        }
    }

    /** Forbids that of two who cancel a task both succeed, or neither: invariant 1. */
    @JCStressTest
    @Outcome(
            id = {"true, false, CANCELLED_WAITING", "false, true, CANCELLED_WAITING"},
            expect = Expect.ACCEPTABLE,
            desc = "One has cancelled it.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Both have, or neither.")
    @State
    public static class TwoCancel extends Life {

        @Actor
        public void one(ZZL_Result result) {
            result.r1 = task.cancel(true);
        }

        @Actor
        public void other(ZZL_Result result) {
            result.r2 = task.cancel(false);
        }

        @Arbiter
        public void look(ZZL_Result result) {
            result.r3 = column();
        }
    }

    /** Forbids that {@code cancel} says true of a task that has succeeded, or false of one that has not: invariant 1. */
    @JCStressTest
    @Outcome(
            id = {"true, CANCELLED", "false, SUCCEEDED"},
            expect = Expect.ACCEPTABLE,
            desc = "As it says.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "It says something else.")
    @State
    public static class CancelAtTheEnd extends Life {

        public CancelAtTheEnd() {
            task.begin(tally);
        }

        @Actor
        public void end() {
            task.call(tally, false);
        }

        @Actor
        public void cancel(ZL_Result result) {
            result.r1 = task.cancel(false);
        }

        @Arbiter
        public void look(ZL_Result result) {
            result.r2 = column();
        }
    }

    /** Forbids that an interrupt meant for a task reaches its thread after the task is over: invariant 9. */
    @JCStressTest
    @Outcome(id = "false", expect = Expect.ACCEPTABLE, desc = "The next task is not interrupted.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "The next task is interrupted.")
    @State
    public static class CancelInterrupts extends Life {

        private volatile boolean cancelled;

        @Actor
        public void worker(Z_Result result) {
            run();
            Thread.interrupted(); // as a worker does after each task
            while (!cancelled) {
                Thread.onSpinWait();
            }
            result.r1 = Thread.interrupted();
        }

        @Actor
        public void cancel() {
            task.cancel(true);
            cancelled = true;
        }
    }

    /** The same of an interrupt that cancels nothing: invariant 9. */
    @JCStressTest
    @Outcome(id = "false, SUCCEEDED", expect = Expect.ACCEPTABLE, desc = "The next task is not interrupted.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "The next task is interrupted, or this one has not ended.")
    @State
    public static class Interrupt extends Life {

        private volatile boolean interrupted;

        @Actor
        public void worker(ZL_Result result) {
            run();
            Thread.interrupted();
            while (!interrupted) {
                Thread.onSpinWait();
            }
            result.r1 = Thread.interrupted();
        }

        @Actor
        public void interrupt() {
            task.interrupt();
            interrupted = true;
        }

        @Arbiter
        public void look(ZL_Result result) {
            result.r2 = column();
        }
    }

    /** Forbids that an interrupt that comes while the thread is lent is forgotten, or hits what it is lent to: invariants 9, 11. */
    @JCStressTest
    @Outcome(id = "true, true, CANCELLED", expect = Expect.ACCEPTABLE, desc = "Cancelled, and interrupted once.")
    @Outcome(
            id = "false, true, CANCELLED_WAITING",
            expect = Expect.ACCEPTABLE,
            desc = "Cancelled, and nobody interrupted.")
    @Outcome(id = "false, false, SUCCEEDED", expect = Expect.ACCEPTABLE, desc = "Too late.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Forgotten, or interrupted for nothing.")
    @State
    public static class CancelWhileLent extends Life {

        private volatile boolean cancelled;

        @Actor
        public void worker(ZZL_Result result) {
            result.r1 = task.begin(tally) && isInterruptedOnce();
            while (!cancelled) {
                Thread.onSpinWait();
            }
            if (Thread.interrupted()) {
                result.r1 = !result.r1; // too late, and perhaps for the second time
            }
        }

        /** As whoever lends its thread does: what was asked for before is owed by then, and what comes after by the state. */
        private boolean isInterruptedOnce() {
            boolean lends = task.lend();
            boolean interrupted = Thread.interrupted();
            boolean borrowerIsHit = lends && Thread.interrupted();
            boolean owed = lends && !task.goOn();
            task.call(tally, false);
            return (interrupted | owed | Thread.interrupted()) && !borrowerIsHit;
        }

        @Actor
        public void cancel(ZZL_Result result) {
            result.r2 = task.cancel(true);
            cancelled = true;
        }

        @Arbiter
        public void look(ZZL_Result result) {
            result.r3 = column();
        }
    }

    /** Forbids that a task is handed back and run by the pool, or neither: invariants 1 and 12. */
    @JCStressTest
    @Outcome(
            id = {"true, 0, HANDED_BACK", "false, 1, SUCCEEDED"},
            expect = Expect.ACCEPTABLE,
            desc = "Either or.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Both, or neither.")
    @State
    public static class HandBack extends Life {

        @Actor
        public void worker() {
            run();
        }

        @Actor
        public void handBack(LLL_Result result) {
            result.r1 = task.handBack();
        }

        @Arbiter
        public void look(LLL_Result result) {
            result.r2 = runs;
            result.r3 = column();
        }
    }

    /** Forbids that a task makes room for another one and is run, or neither: invariant 1. */
    @JCStressTest
    @Outcome(
            id = {"true, 0, DROPPED", "false, 1, SUCCEEDED"},
            expect = Expect.ACCEPTABLE,
            desc = "Either or.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Both, or neither.")
    @State
    public static class Drop extends Life {

        @Actor
        public void worker() {
            run();
        }

        @Actor
        public void drop(LLL_Result result) {
            result.r1 = task.drop(because(RejectionReason.DROPPED));
        }

        @Arbiter
        public void look(LLL_Result result) {
            result.r2 = runs;
            result.r3 = column();
        }
    }

    /** Forbids that a task expires and is run, or neither: invariant 1. */
    @JCStressTest
    @Outcome(
            id = {"true, 0, EXPIRED", "false, 1, SUCCEEDED"},
            expect = Expect.ACCEPTABLE,
            desc = "Either or.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Both, or neither.")
    @State
    public static class Expire extends Life {

        @Actor
        public void worker() {
            run();
        }

        @Actor
        public void expire(LLL_Result result) {
            result.r1 = task.expire(because(RejectionReason.EXPIRED));
        }

        @Arbiter
        public void look(LLL_Result result) {
            result.r2 = runs;
            result.r3 = column();
        }
    }

    /** Forbids that a task that was handed back is run twice, or cancelled and run: invariant 1. */
    @JCStressTest
    @Outcome(
            id = {"1, SUCCEEDED", "1, CANCELLED"},
            expect = Expect.ACCEPTABLE,
            desc = "Run once.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Run twice, or in limbo.")
    @State
    public static class RunAfterHandBack extends Life {

        public RunAfterHandBack() {
            task.handBack();
        }

        @Actor
        public void owner() {
            task.run();
        }

        @Actor
        public void otherOwner() {
            task.run();
            task.cancel(false);
        }

        @Arbiter
        public void look(LL_Result result) {
            result.r1 = runs;
            result.r2 = ByHand.fate(task);
        }
    }

    /** Forbids that a task is withdrawn from its place and taken from there, as those do that wait for it: invariants 1, 11. */
    @JCStressTest
    @Outcome(
            id = {"true, false", "false, true"},
            expect = Expect.ACCEPTABLE,
            desc = "One has it.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Both have it, or nobody.")
    @State
    public static class LeaveQueue extends Life {

        @Actor
        public void claim(LL_Result result) {
            result.r1 = task.leaveQueue();
        }

        @Actor
        public void take(LL_Result result) {
            result.r2 = pool.queue().poll(new Taken()) != null;
        }
    }
}
