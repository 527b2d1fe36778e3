package dev.weir;

import dev.weir.internal.ledger.Ledger;
import dev.weir.internal.queue.TicketGate;

/**
 * Bounds the number of waiting tasks, strictly and both ways. Thread-safe.
 *
 * <p>A pool with {@code max} threads and a queue of {@code capacity} can hold {@code max + capacity} tasks, whether its
 * threads exist, are being started or are on their way to a task. So a ticket is admitted while
 * {@code issued < max + capacity + freed}: then every task beyond {@code capacity} has a thread of its own to go to, and
 * none is refused while a thread is free or could be created. A worker is free when its task has ended, and so have the
 * failure handler and whatever else is called because of that end. While the pool is paused, no thread goes to a task, and
 * the bound is {@code issued < capacity + begun}.
 *
 * <p>A task that is run by a task which waits for it takes no thread: it counts as freed when it begins. A spare worker,
 * hired because another one is blocked, adds to {@code max}.
 *
 * <p>Both right-hand sides only grow while the bounds of the pool stay. So the sum over all workers, which {@code freed}
 * is, need not be made for each submission: the last sum is a bound that holds, and is renewed only when it is reached.
 * When the pool is resized, paused or resumed, a new gate takes the place of the old one.
 *
 * <p>Proven by {@code CapacityGateTest} and {@code CapacityStrictTest}.
 */
final class CapacityGate implements TicketGate {

    private final int capacity;
    private final int max;
    private final boolean paused;
    private final Ledger ledger;

    /** Tickets below this may be issued. A stale value is a smaller one, and leads to a new sum. */
    private volatile long limit;

    CapacityGate(int capacity, int max, boolean paused, Ledger ledger) {
        this.capacity = capacity;
        this.max = max;
        this.paused = paused;
        this.ledger = ledger;
    }

    @Override
    public boolean admits(long issued) {
        return issued < limit || issued < renewedLimit();
    }

    private long renewedLimit() {
        long renewed = capacity + (paused ? ledger.begunTickets() : max + ledger.freedTickets());
        limit = renewed;
        return renewed;
    }

    /**
     * As many as may wait without a thread of their own, so that the bound holds for what was granted, whatever becomes of the
     * number of threads, or of the pause.
     */
    @Override
    public long openUpTo() {
        return capacity + ledger.freedTickets();
    }
}
