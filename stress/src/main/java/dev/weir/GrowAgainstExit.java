package dev.weir;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * The last worker leaves, since it finds nothing to do, while somebody submits. Nobody looks again later: what was not taken
 * by then, and for which nobody was hired, would wait for ever.
 */
@NullUnmarked // much is null until the threads have been at it
public final class GrowAgainstExit {

    private GrowAgainstExit() {}

    private static class Exit {
        final ByHand hand;
        final AtomicInteger runs = new AtomicInteger();

        Exit(int max) {
            hand = new ByHand(max, 10, Overflow.reject());
            hand.pool.execute(() -> {}); // for which a worker is hired
        }

        void tell(II_Result result) {
            hand.work();
            result.r1 = runs.get();
            result.r2 = hand.pool.stats().threads();
            hand.end();
        }
    }

    /** Forbids that the last worker leaves as a task comes that is left to it: invariant 2. */
    @JCStressTest
    @Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "Run, and the worker has left.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "A task waits, and there is no worker.")
    @State
    public static class Execute extends Exit {

        public Execute() {
            super(1);
        }

        @Actor
        public void worker() {
            hand.work();
        }

        @Actor
        public void submit() {
            hand.pool.execute(runs::incrementAndGet);
        }

        @Arbiter
        public void look(II_Result result) {
            tell(result);
        }
    }

    /** The same of several tasks with futures, and room for more workers: invariants 2 and 3. */
    @JCStressTest
    @Outcome(id = "3, 0", expect = Expect.ACCEPTABLE, desc = "Run, and the workers have left.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "A task waits, and there is no worker.")
    @State
    public static class Submit extends Exit {

        public Submit() {
            super(2);
        }

        @Actor
        public void worker() {
            hand.work();
        }

        @Actor
        public void submit() {
            for (int i = 0; i < 3; i++) {
                hand.pool.submit(runs::incrementAndGet);
            }
        }

        @Arbiter
        public void look(II_Result result) {
            tell(result);
        }
    }

    /** The same of two workers that leave, one of which the submitter may have called: invariants 2 and 4. */
    @JCStressTest
    @Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "Run, and the workers have left.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "A task waits, and there is no worker.")
    @State
    public static class TwoLeave extends Exit {

        public TwoLeave() {
            super(2);
            hand.pool.resize(2, 2); // both are hired
            hand.pool.resize(0, 2);
        }

        @Actor
        public void worker() {
            hand.work();
        }

        @Actor
        public void otherWorkerAndSubmitter() {
            hand.pool.execute(runs::incrementAndGet);
            hand.work();
        }

        @Arbiter
        public void look(II_Result result) {
            tell(result);
        }
    }
}
