package dev.weir.internal.crew;

import dev.weir.internal.crew.IdleStack.Seat;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.openjdk.jcstress.infra.results.ZZZ_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;
import org.openjdk.jcstress.infra.results.Z_Result;

/**
 * A worker goes idle, gives the search up, or leaves, while somebody submits a task. Each side takes the steps that the
 * pool's crew takes, with a flag in the place of the queue's tickets.
 */
@NullUnmarked // much is null until the threads have been at it
public final class RestAgainstWake {

    /** Longer than any machine stops a thread that is to be woken. */
    private static final long PATIENCE_NANOS = 20_000_000_000L;

    private RestAgainstWake() {}

    private static class Crew {
        final Control control = new Control();
        final IdleStack idle = new IdleStack();
        volatile boolean ticket;

        /** With so many workers that have found a task. */
        Crew(int workers) {
            for (int i = 0; i < workers; i++) {
                control.hire(control.read());
                control.arrive();
            }
            control.found();
        }

        Seat rest(boolean searcher) {
            Seat seat = new Seat();
            idle.push(seat);
            control.settle(searcher);
            return seat;
        }

        /** Submits a task: true if somebody was woken or hired for it; false if others are trusted to look at it. */
        boolean submit(int most) {
            ticket = true;
            for (; ; ) {
                long word = control.read();
                if (Control.searching(word)) {
                    return false;
                }
                if (Control.idle(word) > 0) {
                    if (control.wake(word)) {
                        idle.claim();
                        return true;
                    }
                } else if (Control.workers(word) >= most) {
                    return false;
                } else if (control.hire(word)) {
                    return true;
                }
            }
        }
    }

    /** Forbids that a worker goes idle and does not see a task whose submitter does not see it idle: invariant 2. */
    @JCStressTest
    @Outcome(
            id = {"true, true", "true, false", "false, true"},
            expect = Expect.ACCEPTABLE,
            desc = "One sees the other.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "A task waits, and a worker sleeps.")
    @State
    public static class Settle extends Crew {

        public Settle() {
            super(1);
        }

        @Actor
        public void rest(ZZ_Result result) {
            rest(false);
            result.r1 = ticket;
        }

        @Actor
        public void submit(ZZ_Result result) {
            result.r2 = submit(1);
        }
    }

    /** The same of the worker that is searching, to which submitters leave their tasks: invariant 2. */
    @JCStressTest
    @Outcome(
            id = {"true, true", "true, false", "false, true"},
            expect = Expect.ACCEPTABLE,
            desc = "One sees the other.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "A task waits, and a worker sleeps.")
    @State
    public static class SettleSearcher extends Crew {

        public SettleSearcher() {
            super(1);
            control.search();
        }

        @Actor
        public void rest(ZZ_Result result) {
            rest(true);
            result.r1 = ticket;
        }

        @Actor
        public void submit(ZZ_Result result) {
            result.r2 = submit(1);
        }
    }

    /** Forbids that a searcher has found a task and does not see another one, which was left to it: invariants 2 and 3. */
    @JCStressTest
    @Outcome(
            id = {"true, true", "true, false", "false, true"},
            expect = Expect.ACCEPTABLE,
            desc = "One sees the other.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "A task waits, and nobody is hired for it.")
    @State
    public static class Found extends Crew {

        public Found() {
            super(1);
            control.search();
        }

        @Actor
        public void found(ZZ_Result result) {
            control.found();
            result.r1 = ticket;
        }

        @Actor
        public void submit(ZZ_Result result) {
            result.r2 = submit(2);
        }
    }

    /** Forbids that the last worker leaves and does not see a task whose submitter leaves it to that worker: invariant 2. */
    @JCStressTest
    @Outcome(
            id = {"true, true", "true, false", "false, true"},
            expect = Expect.ACCEPTABLE,
            desc = "One sees the other.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "A task waits, and there is no worker.")
    @State
    public static class Dismiss extends Crew {

        public Dismiss() {
            super(1);
        }

        @Actor
        public void leave(ZZ_Result result) {
            control.dismiss(0, false);
            result.r1 = ticket;
        }

        @Actor
        public void submit(ZZ_Result result) {
            result.r2 = submit(1);
        }
    }

    /** Forbids that the last idle worker leaves and is also the one that is woken for a task: invariant 2. */
    @JCStressTest
    @Outcome(id = "left, true", expect = Expect.ACCEPTABLE, desc = "It has left, and another one is hired.")
    @Outcome(id = "woken, true", expect = Expect.ACCEPTABLE, desc = "It is woken.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "A task waits, and there is no worker.")
    @State
    public static class Expire extends Crew {

        private final Seat seat;

        public Expire() {
            super(1);
            seat = rest(false);
        }

        @Actor
        public void leave(LL_Result result) {
            if (control.expire(0)) {
                result.r1 = seat.leave() ? "left" : "left the one that was woken";
            } else {
                result.r1 = "woken";
            }
        }

        @Actor
        public void submit(LL_Result result) {
            result.r2 = submit(1);
        }

        @Arbiter
        public void look(LL_Result result) {
            if (result.r1.equals("woken") != seat.isClaimed()) {
                result.r1 = "not called";
            }
        }
    }

    /** Forbids that a wake-up is lost that was for a worker that leaves: another one goes in its stead. Invariants 2 and 4. */
    @JCStressTest
    @Outcome(id = "true", expect = Expect.ACCEPTABLE, desc = "The one that stays is woken.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "A task waits, and a worker sleeps.")
    @State
    public static class ExpireOnTop extends Crew {

        private final Seat below;
        private final Seat top;

        public ExpireOnTop() {
            super(2);
            below = rest(false);
            top = rest(false);
        }

        @Actor
        public void leave() {
            control.expire(0);
            if (!top.leave()) {
                idle.claim();
            }
        }

        @Actor
        public void submit() {
            submit(2);
        }

        @Arbiter
        public void look(Z_Result result) {
            result.r1 = below.isClaimed() && Control.workers(control.read()) == 1;
        }
    }

    /** Forbids that two submitters claim the same idle worker, or one that does not exist: invariants 2 and 3. */
    @JCStressTest
    @Outcome(
            id = {"true, false, true", "false, true, true"},
            expect = Expect.ACCEPTABLE,
            desc = "One claims it.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Both claim it, or nobody.")
    @State
    public static class TwoWake extends Crew {

        private final Seat seat;

        public TwoWake() {
            super(1);
            seat = rest(false);
        }

        @Actor
        public void one(ZZZ_Result result) {
            result.r1 = submit(1);
        }

        @Actor
        public void other(ZZZ_Result result) {
            result.r2 = submit(1);
        }

        @Arbiter
        public void look(ZZZ_Result result) {
            result.r3 = seat.isClaimed() && Control.idle(control.read()) == 0;
        }
    }

    /** Forbids that a worker parks and the one who claims it does not wake it: invariant 2. */
    @JCStressTest
    @Outcome(id = "true", expect = Expect.ACCEPTABLE, desc = "Woken.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Claimed, and never woken.")
    @State
    public static class Park extends Crew {

        public Park() {
            super(1);
        }

        @Actor
        public void rest(Z_Result result) {
            Seat seat = rest(false);
            long start = System.nanoTime();
            long left = PATIENCE_NANOS;
            while (!seat.isClaimed() && left > 0) {
                LockSupport.parkNanos(this, left);
                left = PATIENCE_NANOS - (System.nanoTime() - start);
            }
            result.r1 = left > 0;
        }

        @Actor
        public void wake() {
            long word = control.read();
            while (Control.idle(word) == 0 || !control.wake(word)) {
                Thread.onSpinWait();
                word = control.read();
            }
            idle.claim();
        }
    }
}
