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
 * A pool gets other bounds while somebody submits, takes, cancels, pauses it, or shuts it down. To go from many threads to
 * one also folds the queue. The third part of each result says that the pool comes to its end, and its ledger adds up.
 */
@NullUnmarked // much is null until the threads have been at it
public final class ResizeAgainstWork {

    private ResizeAgainstWork() {}

    private static class Life {
        final ByHand hand = new ByHand(2, 10, Overflow.reject());
        final WorkerPool pool = hand.pool;
        final AtomicInteger runs = new AtomicInteger();
        PooledTask<Integer> task;

        void submit() {
            task = hand.submit(runs::incrementAndGet);
        }

        void resize() {
            pool.resize(0, 1);
        }

        void tell(LLL_Result result) {
            result.r3 = hand.end();
            result.r1 = ByHand.fate(task);
            result.r2 = runs.get();
        }
    }

    /** Forbids that nobody is called for a task that comes as the bounds change: invariants 2 and 3. */
    @JCStressTest
    @Outcome(id = "SUCCEEDED, 1, ended", expect = Expect.ACCEPTABLE, desc = "Somebody was called.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Nobody was called.")
    @State
    public static class Submit extends Life {

        @Actor
        public void submitter() {
            submit();
        }

        @Actor
        public void resizer() {
            resize();
        }

        @Arbiter
        public void look(LLL_Result result) {
            hand.work();
            result.r1 = ByHand.fate(task);
            result.r2 = runs.get();
            result.r3 = hand.end();
        }
    }

    /** Forbids that more workers come into being than there may be in the end, and stay: invariants 4 and 7. */
    @JCStressTest
    @Outcome(id = "SUCCEEDED, 1, 0", expect = Expect.ACCEPTABLE, desc = "All work done, and all surplus gone.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "A task or a worker is left.")
    @State
    public static class Take extends Life {

        public Take() {
            submit();
        }

        @Actor
        public void worker() {
            hand.work();
        }

        @Actor
        public void resizer() {
            resize();
        }

        @Arbiter
        public void look(LLL_Result result) {
            hand.work();
            result.r1 = ByHand.fate(task);
            result.r2 = runs.get();
            result.r3 = pool.stats().threads();
            hand.end();
        }
    }

    /** Forbids that workers that are to be created in advance are not, or for a pool that is shut down: invariants 2 and 12. */
    @JCStressTest
    @Outcome(id = "SUCCEEDED, 1, ended", expect = Expect.ACCEPTABLE, desc = "Run, and the pool has ended.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Lost, or the pool does not end.")
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
        public void resizer() {
            pool.resize(2, 3);
        }

        @Arbiter
        public void look(LLL_Result result) {
            tell(result);
        }
    }

    /** Forbids that a task is lost or counted twice that is cancelled as the queue is folded: invariant 1. */
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
        public void resizer() {
            resize();
        }

        @Arbiter
        public void look(LLL_Result result) {
            tell(result);
        }
    }

    /** Forbids that a paused pool lets in as many as one that is not, or the other way round: invariant 7. */
    @JCStressTest
    @Outcome(id = "10, 1, ended", expect = Expect.ACCEPTABLE, desc = "As many as may wait, no thread's share.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "The bound is that of another time.")
    @State
    public static class Pause extends Life {

        @Actor
        public void pause() {
            pool.pause();
        }

        @Actor
        public void resizer() {
            resize();
        }

        @Arbiter
        public void look(LLL_Result result) {
            int accepted = 0;
            for (submit(); task != null && accepted < 100; submit()) {
                accepted++;
            }
            pool.resume();
            result.r1 = accepted;
            result.r2 = pool.crew().bounds().max();
            result.r3 = hand.end();
        }
    }

    /** Forbids that the pool goes on with the bound of a paused one, or one thread too many: invariant 7. */
    @JCStressTest
    @Outcome(id = "11, 1, ended", expect = Expect.ACCEPTABLE, desc = "As many as may wait, and one for the thread.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "The bound is that of another time.")
    @State
    public static class Resume extends Life {

        public Resume() {
            pool.pause();
        }

        @Actor
        public void resume() {
            pool.resume();
        }

        @Actor
        public void resizer() {
            resize();
        }

        @Arbiter
        public void look(LLL_Result result) {
            int accepted = 0;
            for (submit(); task != null && accepted < 100; submit()) {
                accepted++;
            }
            result.r1 = accepted;
            result.r2 = pool.crew().bounds().max();
            result.r3 = hand.end();
        }
    }

    /** Forbids that two who change the bounds leave a gate that fits neither: invariant 7. */
    @JCStressTest
    @Outcome(
            id = {"11, 1, ended", "13, 3, ended"},
            expect = Expect.ACCEPTABLE,
            desc = "The gate fits the bounds.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "The bound is that of another time.")
    @State
    public static class Resize extends Life {

        @Actor
        public void one() {
            resize();
        }

        @Actor
        public void other() {
            pool.resize(0, 3);
        }

        @Arbiter
        public void look(LLL_Result result) {
            int accepted = 0;
            for (submit(); task != null && accepted < 100; submit()) {
                accepted++;
            }
            result.r1 = accepted;
            result.r2 = pool.crew().bounds().max();
            result.r3 = hand.end();
        }
    }
}
