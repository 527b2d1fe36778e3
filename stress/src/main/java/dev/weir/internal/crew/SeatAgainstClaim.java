package dev.weir.internal.crew;

import dev.weir.internal.crew.IdleStack.Seat;
import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.ZI_Result;

/** Seats come, go and are claimed on the stack of idle workers. */
@NullUnmarked // much is null until the threads have been at it
public final class SeatAgainstClaim {

    private SeatAgainstClaim() {}

    private static int claimed(Seat... seats) {
        int claimed = 0;
        for (Seat seat : seats) {
            claimed += seat.isClaimed() ? 1 : 0;
        }
        return claimed;
    }

    /** Forbids that a seat is lost that is put on top while another one is claimed: invariant 2. */
    @JCStressTest
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "One is claimed, the other waits.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Lost, or claimed twice.")
    @State
    public static class Push {

        private final IdleStack idle = new IdleStack();
        private final Seat below = new Seat();
        private final Seat top = new Seat();

        public Push() {
            idle.push(below);
        }

        @Actor
        public void push() {
            idle.push(top);
        }

        @Actor
        public void claim() {
            idle.claim();
        }

        @Arbiter
        public void look(II_Result result) {
            result.r1 = claimed(below, top);
            result.r2 = idle.waiting();
        }
    }

    /** Forbids that one of two seats is lost that are put on top together: invariant 2. */
    @JCStressTest
    @Outcome(id = "0, 2", expect = Expect.ACCEPTABLE, desc = "Both wait.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Lost.")
    @State
    public static class TwoPush {

        private final IdleStack idle = new IdleStack();
        private final Seat one = new Seat();
        private final Seat other = new Seat();

        @Actor
        public void one() {
            idle.push(one);
        }

        @Actor
        public void other() {
            idle.push(other);
        }

        @Arbiter
        public void look(II_Result result) {
            result.r1 = claimed(one, other);
            result.r2 = idle.waiting();
        }
    }

    /** Forbids that two claims get the same seat: invariant 2. */
    @JCStressTest
    @Outcome(id = "2, 0", expect = Expect.ACCEPTABLE, desc = "Each has one.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Claimed twice.")
    @State
    public static class TwoClaim {

        private final IdleStack idle = new IdleStack();
        private final Seat one = new Seat();
        private final Seat other = new Seat();

        public TwoClaim() {
            idle.push(one);
            idle.push(other);
        }

        @Actor
        public void one() {
            idle.claim();
        }

        @Actor
        public void other() {
            idle.claim();
        }

        @Arbiter
        public void look(II_Result result) {
            result.r1 = claimed(one, other);
            result.r2 = idle.waiting();
        }
    }

    /** Forbids that a claim ends at a seat that its worker has left: invariants 2 and 4. */
    @JCStressTest
    @Outcome(
            id = {"true, 1", "false, 1"},
            expect = Expect.ACCEPTABLE,
            desc = "Left, and another is claimed; or claimed.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Both left and claimed.")
    @State
    public static class Leave {

        private final IdleStack idle = new IdleStack();
        private final Seat below = new Seat();
        private final Seat top = new Seat();

        public Leave() {
            idle.push(below);
            idle.push(top);
        }

        @Actor
        public void leave(ZI_Result result) {
            result.r1 = top.leave();
        }

        @Actor
        public void claim() {
            idle.claim();
        }

        @Arbiter
        public void look(ZI_Result result) {
            result.r2 = result.r1 == top.isClaimed() ? -1 : claimed(below, top);
        }
    }

    /** Forbids that seats that wait are lost as the empty ones around them are cleared away: invariants 2 and 12. */
    @JCStressTest
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "One is claimed, the other waits.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Lost, or claimed twice.")
    @State
    public static class PruneAgainstClaim {

        private final IdleStack idle = new IdleStack();
        private final Seat[] seats = {new Seat(), new Seat(), new Seat(), new Seat()};

        public PruneAgainstClaim() {
            for (Seat seat : seats) {
                idle.push(seat);
            }
            seats[3].leave();
            seats[1].leave();
        }

        @Actor
        public void prune() {
            idle.prune();
        }

        @Actor
        public void claim() {
            idle.claim();
        }

        @Arbiter
        public void look(II_Result result) {
            result.r1 = claimed(seats);
            result.r2 = idle.waiting();
        }
    }

    /** The same of a seat that comes. */
    @JCStressTest
    @Outcome(id = "0, 2", expect = Expect.ACCEPTABLE, desc = "Both wait.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Lost.")
    @State
    public static class PruneAgainstPush {

        private final IdleStack idle = new IdleStack();
        private final Seat below = new Seat();
        private final Seat top = new Seat();

        public PruneAgainstPush() {
            Seat empty = new Seat();
            idle.push(below);
            idle.push(empty);
            empty.leave();
        }

        @Actor
        public void prune() {
            idle.prune();
        }

        @Actor
        public void push() {
            idle.push(top);
        }

        @Arbiter
        public void look(II_Result result) {
            result.r1 = claimed(below, top);
            result.r2 = idle.waiting();
        }
    }
}
