package dev.weir;

import dev.weir.internal.crew.Control;
import java.util.function.BooleanSupplier;

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
 *   <li><b>They do not stampede.</b> If more were taken, the workers turn over faster than threads can be made. And if
 *       as many workers as there are processors are runnable, they may have had no processor to come back with, so the
 *       count proves nothing. Then the watchdog looks once a millisecond: if the queue has come to a standstill, and
 *       fewer workers than processors are runnable, those with a task are blocked, and it hires two, at the next such look
 *       four, then eight ... {@value #MAX_BATCH}. If the workers are runnable, others may have their processors: it hires
 *       one, and more only after {@value #PATIENT_TICKS} such looks in a row. While the queue moves and yet does not
 *       empty, it hires one after 2, 4, 8 ... {@value #MAX_PATIENCE} milliseconds.
 * </ul>
 *
 * <p>A full queue ends the damping: see {@link Crew#signal}. Proven by {@code GrowthTest}.
 */
final class Growth {

    private static final int MIN_PATIENCE = 2;
    private static final int MAX_PATIENCE = 64;

    /** A standstill of runnable workers that lasts no longer may be the machine's: others had its processors. */
    private static final int PATIENT_TICKS = 4;

    private static final int MAX_BATCH_SHIFT = 6;
    private static final int MAX_BATCH = 1 << MAX_BATCH_SHIFT;

    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

    /** More blocked workers than this prove the point. */
    private static final int LOOKED_AT = 64;

    /** Tasks taken when the last worker was hired, or when the last idle one was woken. */
    private volatile long takenAtBirth;

    /** The rest belongs to the watchdog. */
    private long takenAtTick = -1;

    private int patience = MIN_PATIENCE;
    private int ticksLeft = MIN_PATIENCE;
    private int stillTicks;

    /** From now on every worker is needed: the count begins anew. */
    void mark(long taken) {
        takenAtBirth = taken;
    }

    /** Whether the next worker may be hired at once. */
    boolean mayChain(long taken, int workers, Iterable<Worker> present) {
        return taken - takenAtBirth <= workers && !processorsAreTaken(present);
    }

    /** A thread that waits for a socket or a file counts as runnable too: for those it takes the watchdog's look. */
    private static boolean processorsAreTaken(Iterable<Worker> present) {
        int looked = 0;
        int runnable = 0;
        for (Worker worker : present) {
            if (worker.isRunnable() && ++runnable >= PROCESSORS) {
                return true;
            }
            if (++looked >= LOOKED_AT) {
                return false;
            }
        }
        return false;
    }

    /** As below, of a pool with this control word and these workers. */
    int birthsOnTick(long taken, long word, Iterable<Worker> present) {
        boolean births = Control.starting(word) > 0;
        return birthsOnTick(taken, Control.workers(word), births, () -> processorsAreTaken(present));
    }

    /**
     * How many the watchdog is to hire, which finds waiting tasks and no idle worker.
     *
     * @param taken tasks taken so far
     * @param workers how many there are
     * @param births whether some are being born
     * @param processorsAreTaken whether as many are runnable as there are processors; asked only if nothing moves
     */
    int birthsOnTick(long taken, int workers, boolean births, BooleanSupplier processorsAreTaken) {
        boolean first = takenAtTick < 0;
        boolean still = !first && !births && taken - takenAtTick <= workers;
        takenAtTick = taken;
        stillTicks = still ? stillTicks + 1 : 0;
        if (still) {
            int patient = processorsAreTaken.getAsBoolean() ? PATIENT_TICKS : 0;
            return 1 << Math.max(0, Math.min(stillTicks - patient, MAX_BATCH_SHIFT));
        }
        if (--ticksLeft > 0) {
            return 0;
        }
        patience = Math.min(2 * patience, MAX_PATIENCE);
        ticksLeft = patience;
        return 1;
    }

    /** The watchdog finds that all is well. */
    void calm() {
        takenAtTick = -1;
        patience = MIN_PATIENCE;
        ticksLeft = MIN_PATIENCE;
        stillTicks = 0;
    }
}
