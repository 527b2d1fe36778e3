package dev.weir.internal.crew;

import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;
import org.openjdk.jcstress.infra.results.ZZL_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** Two decide something about the control word at the same time. */
@NullUnmarked // much is null until the threads have been at it
public final class CountAgainstCount {

    private CountAgainstCount() {}

    private static boolean hire(Control control, int most) {
        for (; ; ) {
            long word = control.read();
            if (Control.workers(word) >= most || Control.state(word) == Control.TERMINATED) {
                return false;
            }
            if (control.hire(word)) {
                return true;
            }
        }
    }

    private static Control idle(int workers) {
        Control control = new Control();
        for (int i = 0; i < workers; i++) {
            control.hire(control.read());
            control.settle(control.arrive());
        }
        return control;
    }

    /** Forbids that more are hired than there may be, or none: invariants 3 and 7. */
    @JCStressTest
    @Outcome(
            id = {"true, false", "false, true"},
            expect = Expect.ACCEPTABLE,
            desc = "One hires.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Both hire, or none.")
    @State
    public static class TwoHire {

        private final Control control = new Control();

        @Actor
        public void one(ZZ_Result result) {
            result.r1 = hire(control, 1);
        }

        @Actor
        public void other(ZZ_Result result) {
            result.r2 = hire(control, 1);
        }
    }

    /** Forbids that more leave than may, or none: invariant 4. */
    @JCStressTest
    @Outcome(
            id = {"true, false", "false, true"},
            expect = Expect.ACCEPTABLE,
            desc = "One leaves.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Both leave, or none.")
    @State
    public static class TwoExpire {

        private final Control control = idle(2);

        @Actor
        public void one(ZZ_Result result) {
            result.r1 = control.expire(1);
        }

        @Actor
        public void other(ZZ_Result result) {
            result.r2 = control.expire(1);
        }
    }

    /** Forbids that of two new workers both search, or none: invariants 2 and 3. */
    @JCStressTest
    @Outcome(
            id = {
                "true, false, RUNNING. 2 workers. 0 idle. 0 starting. one searching",
                "false, true, RUNNING. 2 workers. 0 idle. 0 starting. one searching"
            },
            expect = Expect.ACCEPTABLE,
            desc = "One searches.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Both search, or none.")
    @State
    public static class TwoArrive {

        private final Control control = new Control();

        public TwoArrive() {
            hire(control, 2);
            hire(control, 2);
        }

        @Actor
        public void one(ZZL_Result result) {
            result.r1 = control.arrive();
        }

        @Actor
        public void other(ZZL_Result result) {
            result.r2 = control.arrive();
        }

        @Arbiter
        public void look(ZZL_Result result) {
            result.r3 = says(control);
        }
    }

    /** Forbids that two search: invariant 3. */
    @JCStressTest
    @Outcome(
            id = {"true, false", "false, true"},
            expect = Expect.ACCEPTABLE,
            desc = "One searches.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Both search, or none.")
    @State
    public static class TwoSearch {

        private final Control control = new Control();

        @Actor
        public void one(ZZ_Result result) {
            result.r1 = control.search();
        }

        @Actor
        public void other(ZZ_Result result) {
            result.r2 = control.search();
        }
    }

    /** Forbids that two end the pool, or nobody does: invariants 1 and 12. */
    @JCStressTest
    @Outcome(
            id = {"true, false", "false, true"},
            expect = Expect.ACCEPTABLE,
            desc = "One ends it.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Both end it, or nobody.")
    @State
    public static class TwoTerminate {

        private final Control control = new Control();

        public TwoTerminate() {
            control.become(Control.RUNNING, Control.DRAINING);
        }

        @Actor
        public void one(ZZ_Result result) {
            result.r1 = control.terminate();
        }

        @Actor
        public void other(ZZ_Result result) {
            result.r2 = control.terminate();
        }
    }

    /** Forbids that a worker is hired for a pool that has ended, or that a pool ends with a worker: invariants 2 and 12. */
    @JCStressTest
    @Outcome(
            id = {"true, false", "false, true"},
            expect = Expect.ACCEPTABLE,
            desc = "It has ended, or has a worker.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "It has ended with a worker.")
    @State
    public static class TerminateAgainstHire {

        private final Control control = new Control();

        public TerminateAgainstHire() {
            control.become(Control.RUNNING, Control.DRAINING);
        }

        @Actor
        public void end(ZZ_Result result) {
            result.r1 = control.terminate();
        }

        @Actor
        public void hire(ZZ_Result result) {
            result.r2 = CountAgainstCount.hire(control, 1);
        }
    }

    private static String says(Control control) {
        return Control.describe(control.read()).replace(',', '.');
    }

    /** Forbids that a change of state undoes a wake-up, or the other way round: invariants 2 and 12. */
    @JCStressTest
    @Outcome(
            id = "DRAINING. 1 workers. 0 idle. 0 starting. one searching",
            expect = Expect.ACCEPTABLE,
            desc = "Both have happened.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "One has been undone.")
    @State
    public static class StateAgainstWake {

        private final Control control = idle(1);

        @Actor
        public void drain() {
            control.become(Control.RUNNING, Control.DRAINING);
        }

        @Actor
        public void wake() {
            while (!control.wake(control.read())) {
                Thread.onSpinWait();
            }
        }

        @Arbiter
        public void look(L_Result result) {
            result.r1 = says(control);
        }
    }

    /** Forbids that a shutdown is lost to a pause, whichever comes first: invariant 12. */
    @JCStressTest
    @Outcome(
            id = "DRAINING. 0 workers. 0 idle. 0 starting",
            expect = Expect.ACCEPTABLE,
            desc = "Shut down, whatever was before.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Paused for ever.")
    @State
    public static class PauseAgainstShutdown {

        private final Control control = new Control();

        @Actor
        public void pause() {
            control.become(Control.RUNNING, Control.PAUSED);
        }

        @Actor
        public void shutDown() {
            if (!control.become(Control.RUNNING, Control.DRAINING)) {
                control.become(Control.PAUSED, Control.DRAINING);
            }
        }

        @Arbiter
        public void look(L_Result result) {
            result.r1 = says(control);
        }
    }

    /** Forbids that the end of a search and a thread that could not be had undo each other: invariants 2 and 10. */
    @JCStressTest
    @Outcome(id = "RUNNING. 1 workers. 0 idle. 0 starting", expect = Expect.ACCEPTABLE, desc = "Both have happened.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "One has been undone.")
    @State
    public static class FoundAgainstUnhire {

        private final Control control = new Control();

        public FoundAgainstUnhire() {
            hire(control, 1);
            control.arrive();
            hire(control, 2);
        }

        @Actor
        public void found() {
            control.found();
        }

        @Actor
        public void unhire() {
            control.unhire();
        }

        @Arbiter
        public void look(L_Result result) {
            result.r1 = says(control);
        }
    }
}
