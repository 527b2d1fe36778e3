package dev.weir.internal.crew;

import dev.weir.internal.crew.IdleStack.Seat;
import dev.weir.stress.Linear;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Test;

/**
 * The stack of idle workers, with a count of rights to its seats as the control word keeps it, against a number: whoever has
 * a right finds a seat, each claim has a seat of its own, and none is lost.
 */
public class IdleStackLinearTest {

    private final IdleStack idle = new IdleStack();
    private final AtomicInteger rights = new AtomicInteger();
    private final ConcurrentLinkedQueue<Seat> seats = new ConcurrentLinkedQueue<>();
    private final AtomicInteger claims = new AtomicInteger();

    /** A worker sits down. */
    @Operation
    public void rest() {
        Seat seat = new Seat();
        seats.add(seat);
        idle.push(seat);
        rights.incrementAndGet();
    }

    private boolean hasRight() {
        for (int seen = rights.get(); seen > 0; seen = rights.get()) {
            if (rights.compareAndSet(seen, seen - 1)) {
                return true;
            }
        }
        return false;
    }

    /** Somebody wakes a worker. */
    @Operation
    public boolean wake() {
        boolean may = hasRight();
        if (may) {
            idle.claim();
            claims.incrementAndGet();
        }
        return may;
    }

    /** A worker's time is over; it gives up its seat, or another one if it has been woken just now. */
    @Operation
    public boolean expire() {
        boolean may = hasRight();
        while (may) {
            for (Seat seat : seats) {
                if (seat.leave()) {
                    idle.prune();
                    return true;
                }
            }
        }
        return may;
    }

    @Operation
    public void prune() {
        idle.prune();
    }

    @Validate
    public void eachClaimHasItsSeat() {
        long claimed = seats.stream().filter(Seat::isClaimed).count();
        if (claimed != claims.get() || idle.waiting() != rights.get()) {
            throw new IllegalStateException(claims + " claims, " + claimed + " seats claimed; " + rights + " rights, "
                    + idle.waiting() + " seats wait");
        }
    }

    @Test
    void isLinearizable() {
        Linear.check(IdleStackLinearTest.class, Rights.class);
    }

    /** The sequential specification. */
    public static final class Rights {

        private int idle;

        public void rest() {
            idle++;
        }

        public boolean wake() {
            return idle > 0 && idle-- > 0;
        }

        public boolean expire() {
            return wake();
        }

        public void prune() {}
    }
}
