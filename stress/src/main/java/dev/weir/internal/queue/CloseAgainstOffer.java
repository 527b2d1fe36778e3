package dev.weir.internal.queue;

import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZZ_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** The queue is closed while somebody submits or takes; what {@link OfferAgainstClose} leaves. */
@NullUnmarked // much is null until the threads have been at it
public final class CloseAgainstOffer {

    private CloseAgainstOffer() {}

    /** Forbids that a task is lost, or refused and run, where several stripes have to end first: invariant 1. */
    @JCStressTest
    @Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "Accepted, and there.")
    @Outcome(id = "false, false", expect = Expect.ACCEPTABLE, desc = "Refused, and not there.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Lost, or refused and run.")
    @State
    public static class Striped {

        private final TaskQueue queue = Fill.striped();

        @Actor
        public void submit(ZZ_Result result) {
            result.r1 = queue.offer("task", Fill.OPEN) != TaskQueue.CLOSED;
        }

        @Actor
        public void close() {
            queue.close();
        }

        @Arbiter
        public void look(ZZ_Result result) {
            result.r2 = queue.poll(new Taken()) != null;
        }
    }

    /** Forbids that somebody is refused and then finds the queue open: a refusal tells the truth. Invariant 1. */
    @JCStressTest
    @Outcome(id = "false, true", expect = Expect.ACCEPTABLE, desc = "Refused, and closed.")
    @Outcome(
            id = {"true, true", "true, false"},
            expect = Expect.ACCEPTABLE,
            desc = "Accepted.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Refused by an open queue.")
    @State
    public static class RefusedFindsClosed {

        private final TaskQueue queue = Fill.striped();

        @Actor
        public void submit(ZZ_Result result) {
            result.r1 = queue.offer("task", Fill.OPEN) != TaskQueue.CLOSED;
            result.r2 = queue.isClosed();
        }

        @Actor
        public void close() {
            queue.close();
        }
    }

    /** Forbids that somebody finds the queue closed, and then something is accepted: invariant 1. */
    @JCStressTest
    @Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "Closed, and refuses.")
    @Outcome(
            id = {"false, true", "false, false"},
            expect = Expect.ACCEPTABLE,
            desc = "Was open.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "A closed queue has accepted.")
    @State
    public static class FoundClosedRefuses {

        private final TaskQueue queue = Fill.queue();

        @Actor
        public void submit(ZZ_Result result) {
            result.r1 = queue.isClosed();
            result.r2 = queue.offer("task", Fill.OPEN) != TaskQueue.CLOSED;
        }

        @Actor
        public void close() {
            queue.close();
        }
    }

    /** Forbids that whoever closes the queue finds it drained, though a task has been accepted: invariants 1 and 12. */
    @JCStressTest
    @Outcome(
            id = {"true, false", "false, true"},
            expect = Expect.ACCEPTABLE,
            desc = "Either or.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Drained with a task in it, or never drained.")
    @State
    public static class Drained {

        private final TaskQueue queue = Fill.striped();

        @Actor
        public void submit(ZZ_Result result) {
            result.r1 = queue.offer("task", Fill.OPEN) != TaskQueue.CLOSED;
        }

        @Actor
        public void close(ZZ_Result result) {
            queue.close();
            result.r2 = queue.isDrained();
        }
    }

    /** Forbids that the last task of a closed queue is not found, or that the queue is drained before: invariant 1. */
    @JCStressTest
    @Outcome(
            id = {"true, true, true", "true, false, true"},
            expect = Expect.ACCEPTABLE,
            desc = "Found, and drained after.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Lost.")
    @State
    public static class LastTask {

        private final TaskQueue queue = Fill.queue("task");

        @Actor
        public void take(ZZZ_Result result) {
            result.r1 = queue.poll(new Taken()) != null;
        }

        @Actor
        public void close(ZZZ_Result result) {
            queue.close();
            result.r2 = queue.isDrained();
        }

        @Arbiter
        public void look(ZZZ_Result result) {
            result.r3 = queue.isDrained();
        }
    }

    /** Forbids that what was accepted before, and comes only now, is refused or lost: invariant 1. */
    @JCStressTest
    @Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "Accepted, and there.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Lost.")
    @State
    public static class EvenIfClosed {

        private final TaskQueue queue = Fill.striped();

        @Actor
        public void submit(ZZ_Result result) {
            Placed task = (segment, index) -> {};
            result.r1 = queue.offerEvenIfClosed(task, Fill.OPEN) != TaskQueue.FULL;
        }

        @Actor
        public void close() {
            queue.close();
        }

        @Arbiter
        public void look(ZZ_Result result) {
            result.r2 = queue.poll(new Taken()) != null;
        }
    }
}
