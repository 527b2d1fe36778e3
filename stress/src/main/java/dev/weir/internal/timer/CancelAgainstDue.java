package dev.weir.internal.timer;

import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** What is scheduled falls due, on the timer's thread, while two cancel it. */
@NullUnmarked // much is null until the threads have been at it
public final class CancelAgainstDue {

    /** Longer than any machine stops a thread that is to be woken. */
    private static final long PATIENCE_NANOS = 20_000_000_000L;

    private CancelAgainstDue() {}

    /** Forbids that a task falls due and is cancelled, that it is cancelled twice, or neither: invariant 1. */
    @JCStressTest
    @Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "One of the three has it.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Several have it, or nobody.")
    @State
    public static class Three {

        static {
            Timer.poolBegins(); // and does not end
        }

        private final class Entry extends Timed {
            @Override
            protected void due() {
                fallenDue = 1;
            }
        }

        private final Timed entry = new Entry();
        private volatile int fallenDue;
        private int one;
        private int other;

        @Actor
        public void one() {
            Timer.schedule(entry, System.nanoTime());
            one = Timer.cancel(entry) ? 1 : 0;
        }

        @Actor
        public void other() {
            other = Timer.cancel(entry) ? 1 : 0;
        }

        @Arbiter
        public void look(I_Result result) {
            long start = System.nanoTime();
            while (one + other + fallenDue == 0 && System.nanoTime() - start < PATIENCE_NANOS) {
                Thread.onSpinWait();
            }
            result.r1 = one + other + fallenDue;
        }
    }
}
