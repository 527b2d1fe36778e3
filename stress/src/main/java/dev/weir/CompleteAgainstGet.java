package dev.weir;

import static dev.weir.internal.ledger.Outcome.SUCCEEDED;

import dev.weir.internal.ledger.Tally;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IJ_Result;
import org.openjdk.jcstress.infra.results.I_Result;
import org.openjdk.jcstress.infra.results.ZI_Result;

/** A task ends while somebody waits for it, looks at it, or hangs something on it. */
@NullUnmarked // much is null until the threads have been at it
public final class CompleteAgainstGet {

    /** Longer than any machine stops a thread that is to be woken. */
    private static final long PATIENCE_NANOS = 20_000_000_000L;

    private CompleteAgainstGet() {}

    private static final class Box {
        int contents;
    }

    private static class Life {
        final ByHand hand = new ByHand();
        final WorkerPool pool = hand.pool;
        final Tally tally = pool.ledger().checkOut();
        final PooledTask<Box> task = hand.submit(this::work);

        Life() {
            task.begin(tally);
        }

        Box work() {
            Box box = new Box();
            box.contents = 42;
            return box;
        }

        void end() {
            task.call(tally, false);
        }
    }

    /** Forbids that whoever waits is not woken, or has the result without its contents: invariants 2 and 8. */
    @JCStressTest
    @Outcome(id = "42", expect = Expect.ACCEPTABLE, desc = "Woken, with the contents.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Not woken, or without them.")
    @State
    public static class Get extends Life {

        @Actor
        public void worker() {
            end();
        }

        @Actor
        public void get(I_Result result) {
            long start = System.nanoTime();
            try {
                Box box = task.get(PATIENCE_NANOS, TimeUnit.NANOSECONDS);
                result.r1 = System.nanoTime() - start < PATIENCE_NANOS ? box.contents : -1;
            } catch (TimeoutException | InterruptedException | ExecutionException e) {
                result.r1 = -2;
            }
        }
    }

    /** Forbids that somebody finds the task done and not in the statistics, or without its result: invariants 1 and 8. */
    @JCStressTest
    @Outcome(
            id = {"-1, 0", "-1, 1", "42, 1"},
            expect = Expect.ACCEPTABLE,
            desc = "Counted before it is done.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Done, and not counted or without its result.")
    @State
    public static class Look extends Life {

        @Actor
        public void worker() {
            end();
        }

        @Actor
        public void look(IJ_Result result) {
            result.r1 = task.isDone() ? task.resultNow().contents : -1;
            result.r2 = pool.ledger().picture().ended(SUCCEEDED);
        }
    }

    /** Forbids that what hangs on the task is done twice or never, by those who end it and who hang it on: invariant 1. */
    @JCStressTest
    @Outcome(id = "2", expect = Expect.ACCEPTABLE, desc = "Each is done once.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Done twice, or never.")
    @State
    public static class Dependents extends Life {

        private final AtomicInteger done = new AtomicInteger();

        @Actor
        public void worker() {
            end();
        }

        @Actor
        public void hangOn() {
            task.whenDone(done::incrementAndGet);
            task.whenDone(done::incrementAndGet);
        }

        @Arbiter
        public void look(I_Result result) {
            result.r1 = done.get();
        }
    }

    /** Forbids that a failure that somebody has looked at is held to be reported, or one that nobody has is not: invariant 10. */
    @JCStressTest
    @Outcome(
            id = {"true, 0", "false, 1"},
            expect = Expect.ACCEPTABLE,
            desc = "Seen, or held.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Both, or neither.")
    @State
    public static class Unseen extends Life {

        @Override
        Box work() {
            throw new IllegalStateException("the task's own");
        }

        @Actor
        public void worker() {
            end();
        }

        @Actor
        public void look(ZI_Result result) {
            boolean done = task.isDone();
            if (done) {
                task.exceptionNow();
            }
            result.r1 = done;
        }

        @Arbiter
        public void count(ZI_Result result) {
            result.r2 = pool.unseenFailures().isEmpty() ? 0 : 1;
        }
    }

    /** The same of somebody who says beforehand that the outcome is cared for: invariant 10. */
    @JCStressTest
    @Outcome(id = "0", expect = Expect.ACCEPTABLE, desc = "Seen.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Held though it was seen.")
    @State
    public static class CaredFor extends Life {

        @Override
        Box work() {
            throw new IllegalStateException("the task's own");
        }

        @Actor
        public void worker() {
            end();
        }

        @Actor
        public void care() {
            task.look();
        }

        @Arbiter
        public void count(I_Result result) {
            result.r1 = pool.unseenFailures().isEmpty() ? 0 : 1;
        }
    }
}
