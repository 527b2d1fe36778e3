package dev.weir;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIL_Result;
import org.openjdk.jcstress.infra.results.ILL_Result;
import org.openjdk.jcstress.infra.results.ZL_Result;
import org.openjdk.jcstress.infra.results.ZZL_Result;

/** A pool that has no room for a task, by whatever policy, while a worker makes room or others want it too. */
@NullUnmarked // much is null until the threads have been at it
public final class RefuseAgainstTake {

    /** Longer than any machine stops a thread that is to be woken. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private RefuseAgainstTake() {}

    /** A pool of one thread where one task may wait: room for two. */
    private static class Full {
        final ByHand hand;
        final WorkerPool pool;
        final AtomicInteger runs = new AtomicInteger();

        Full(Overflow overflow, int tasks) {
            hand = new ByHand(1, 1, overflow);
            pool = hand.pool;
            for (int i = 0; i < tasks; i++) {
                execute();
            }
        }

        boolean execute() {
            try {
                pool.execute(runs::incrementAndGet);
                return true;
            } catch (TaskRejectedException refused) {
                return false;
            }
        }
    }

    /** Forbids that two get the last place, or that both are refused: invariant 7. */
    @JCStressTest
    @Outcome(
            id = {"true, false, ended", "false, true, ended"},
            expect = Expect.ACCEPTABLE,
            desc = "One has got it.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Both, or neither.")
    @State
    public static class LastPlace extends Full {

        public LastPlace() {
            super(Overflow.reject(), 1);
        }

        @Actor
        public void one(ZZL_Result result) {
            result.r1 = execute();
        }

        @Actor
        public void other(ZZL_Result result) {
            result.r2 = execute();
        }

        @Arbiter
        public void look(ZZL_Result result) {
            result.r3 = hand.end();
        }
    }

    /** Forbids that a task is refused and run, or accepted and lost, as a worker makes room: invariants 1 and 7. */
    @JCStressTest
    @Outcome(
            id = {"3, 0, ended", "2, 1, ended"},
            expect = Expect.ACCEPTABLE,
            desc = "Accepted and run, or refused.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Refused and run, or lost.")
    @State
    public static class Reject extends Full {

        private boolean accepted;

        public Reject() {
            super(Overflow.reject(), 2);
        }

        @Actor
        public void submit() {
            accepted = execute();
        }

        @Actor
        public void worker() {
            hand.work();
        }

        @Arbiter
        public void look(IIL_Result result) {
            result.r3 = hand.end();
            result.r1 = runs.get();
            result.r2 = accepted ? 0 : 1;
        }
    }

    /** Forbids that whoever waits for room is not told of it: invariant 2, for submitters. */
    @JCStressTest
    @Outcome(id = "true, ended", expect = Expect.ACCEPTABLE, desc = "Let in.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Not told.")
    @State
    public static class Block extends Full {

        public Block() {
            super(Overflow.block(PATIENCE), 2);
        }

        @Actor
        public void submit(ZL_Result result) {
            result.r1 = execute();
        }

        @Actor
        public void worker() {
            hand.work();
        }

        @Arbiter
        public void look(ZL_Result result) {
            result.r2 = hand.end();
            result.r1 &= runs.get() == 3;
        }
    }

    /** Forbids that whoever waits for room waits on when there will be none, since the pool is shut down: invariants 2, 12. */
    @JCStressTest
    @Outcome(id = "true, ended", expect = Expect.ACCEPTABLE, desc = "Told, and refused.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Not told, or let in.")
    @State
    public static class BlockAgainstShutdown extends Full {

        public BlockAgainstShutdown() {
            super(Overflow.block(PATIENCE), 2);
        }

        @Actor
        public void submit(ZL_Result result) {
            long start = System.nanoTime();
            result.r1 = !execute() && System.nanoTime() - start < PATIENCE.toNanos();
        }

        @Actor
        public void shutDown() {
            pool.shutdown();
        }

        @Arbiter
        public void look(ZL_Result result) {
            result.r2 = hand.end();
        }
    }

    /** Forbids that a pool ends while a submitter runs a task itself, or that such a task is run and refused: invariant 1. */
    @JCStressTest
    @Outcome(
            id = {"true, 3-ended", "false, 2-ended"},
            expect = Expect.ACCEPTABLE,
            desc = "Run by the submitter, or refused.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Refused and run, or the pool does not end.")
    @State
    public static class CallerRunsAgainstShutdown extends Full {

        public CallerRunsAgainstShutdown() {
            super(Overflow.callerRuns(), 2);
        }

        @Actor
        public void submit(ZL_Result result) {
            result.r1 = execute();
        }

        @Actor
        public void shutDown() {
            pool.shutdown();
        }

        @Arbiter
        public void look(ZL_Result result) {
            String end = hand.end();
            result.r2 = runs + "-" + end;
        }
    }

    /** Forbids that the task that is to make room is dropped and run, or neither: invariants 1 and 6. */
    @JCStressTest
    @Outcome(
            id = {"3, 0, ended", "2, 1, ended"},
            expect = Expect.ACCEPTABLE,
            desc = "Each is run or dropped.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Run and dropped, or lost.")
    @State
    public static class DropOldest extends Full {

        public DropOldest() {
            super(Overflow.dropOldest(), 2);
        }

        @Actor
        public void submit() {
            execute();
        }

        @Actor
        public void worker() {
            hand.work();
        }

        @Arbiter
        public void look(ILL_Result result) {
            result.r3 = hand.end();
            result.r1 = runs.get();
            result.r2 = pool.stats().dropped();
        }
    }
}
