package dev.weir;

/**
 * Decides whether a pool with waiting tasks and no idle worker shall hire. Thread-safe; decisions may be slightly stale.
 *
 * <p>A thread pays if tasks run longer than it takes to create one (the article's T1 + T3). That comparison needs no
 * clock: count the tasks that were taken since the last birth.
 *
 * <ul>
 *   <li><b>Births chain.</b> If no more tasks were taken than there are workers, nobody has come back for a second task
 *       in the time that a birth takes: the next worker is hired at once. A burst of tasks that block hires one after
 *       the other, as fast as threads start.
 *   <li><b>They do not stampede.</b> If more were taken, the workers turn over faster than threads can be made. Then
 *       the watchdog looks once a millisecond: if the queue has come to a standstill it hires; while it moves and yet
 *       does not empty, it hires after 2, 4, 8 ... {@value #MAX_PATIENCE} milliseconds.
 * </ul>
 *
 * <p>A full queue ends the damping: see {@link Crew#signal}. Proven by {@code GrowthTest}.
 */
final class Growth {

    private static final int MIN_PATIENCE = 2;
    private static final int MAX_PATIENCE = 64;

    /** Tasks taken when the last worker was hired, or when the last idle one was woken. */
    private volatile long takenAtBirth;

    /** The rest belongs to the watchdog. */
    private long takenAtTick = -1;

    private int patience = MIN_PATIENCE;
    private int ticksLeft = MIN_PATIENCE;

    /** From now on every worker is needed: the count begins anew. */
    void mark(long taken) {
        takenAtBirth = taken;
    }

    boolean mayChain(long taken, int workers) {
        return taken - takenAtBirth <= workers;
    }

    /** The watchdog finds waiting tasks and no idle worker. */
    boolean hireOnTick(long taken, int workers, boolean births) {
        boolean first = takenAtTick < 0;
        boolean still = !first && !births && taken - takenAtTick <= workers;
        takenAtTick = taken;
        if (still) {
            return true;
        }
        if (--ticksLeft > 0) {
            return false;
        }
        patience = Math.min(2 * patience, MAX_PATIENCE);
        ticksLeft = patience;
        return true;
    }

    /** The watchdog finds that all is well. */
    void calm() {
        takenAtTick = -1;
        patience = MIN_PATIENCE;
        ticksLeft = MIN_PATIENCE;
    }
}
