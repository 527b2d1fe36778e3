package dev.weir.internal.park;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** A thread waits for a condition while another one makes it true, with no more than a release, and signals. */
@NullUnmarked // much is null until the threads have been at it
public final class AwaitAgainstSignal {

    /** Longer than any machine stops a thread that is to be woken. */
    private static final long PATIENCE_NANOS = 20_000_000_000L;

    private static final VarHandle MET;

    static {
        try {
            MET = MethodHandles.lookup().findVarHandle(Waiting.class, "met", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private AwaitAgainstSignal() {}

    private static class Waiting {
        final WaitList list = new WaitList();
        boolean met;

        void makeTrue() {
            MET.setRelease(this, true);
        }

        /** Whether the condition came true long before the time was over. */
        boolean await() {
            long start = System.nanoTime();
            try {
                return list.await(() -> (boolean) MET.getAcquire(this), PATIENCE_NANOS)
                        && System.nanoTime() - start < PATIENCE_NANOS;
            } catch (InterruptedException e) {
                throw new AssertionError("nobody interrupts", e);
            }
        }
    }

    /** Forbids that a thread waits on though it was signalled, or stays in the list: invariant 2, for those who wait. */
    @JCStressTest
    @Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "Woken, and gone.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Not woken, or still in the list.")
    @State
    public static class SignalOne extends Waiting {

        @Actor
        public void await(ZZ_Result result) {
            result.r1 = await();
        }

        @Actor
        public void signal() {
            makeTrue();
            list.signalOne();
        }

        @Arbiter
        public void look(ZZ_Result result) {
            result.r2 = list.isEmpty();
        }
    }

    /** The same of a signal to all. */
    @JCStressTest
    @Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "Woken, and gone.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Not woken, or still in the list.")
    @State
    public static class SignalAll extends Waiting {

        @Actor
        public void await(ZZ_Result result) {
            result.r1 = await();
        }

        @Actor
        public void signal() {
            makeTrue();
            list.signalAll();
        }

        @Arbiter
        public void look(ZZ_Result result) {
            result.r2 = list.isEmpty();
        }
    }

    /** The same of one who signals only if somebody waits, as those do who are in a hurry. */
    @JCStressTest
    @Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "Woken, and gone.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Not woken, or still in the list.")
    @State
    public static class SignalIfSomebody extends Waiting {

        @Actor
        public void await(ZZ_Result result) {
            result.r1 = await();
        }

        @Actor
        public void signal() {
            makeTrue();
            VarHandle.fullFence();
            if (!list.isEmpty()) {
                list.signalOne();
            }
        }

        @Arbiter
        public void look(ZZ_Result result) {
            result.r2 = list.isEmpty();
        }
    }
}
