package dev.weir.internal.queue;

/**
 * A gate at which submitters meet, though there is only one: every few tickets, somebody else takes the ticket that was just
 * asked for. Not thread-safe.
 */
public final class Crowd implements TicketGate {

    private final TaskQueue queue;
    private final long openUpTo;
    private final int every;
    private boolean within;

    /** Lets everybody in, and grants so many tickets in advance. */
    public Crowd(TaskQueue queue, long openUpTo, int every) {
        this.queue = queue;
        this.openUpTo = openUpTo;
        this.every = every;
    }

    /** Has the queue open a second stripe. */
    public static void gatherAt(TaskQueue queue) {
        Crowd crowd = new Crowd(queue, 1_000_000, 8);
        Runnable nothing = () -> {};
        for (int i = 0; i < 3 * Segment.SIZE && queue.stripes() == 1; i++) {
            queue.offer(nothing, crowd);
        }
        if (queue.stripes() == 1) {
            throw new AssertionError("there is no second stripe");
        }
    }

    @Override
    public boolean admits(long issued) {
        if (!within && issued % every == 0) {
            within = true;
            Runnable nothing = () -> {};
            queue.offer(nothing, this);
            within = false;
        }
        return true;
    }

    @Override
    public long openUpTo() {
        return openUpTo;
    }
}
