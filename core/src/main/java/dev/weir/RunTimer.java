package dev.weir;

import dev.weir.internal.ledger.Tally;
import dev.weir.internal.queue.TaskQueue;
import dev.weir.internal.thread.Padded;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * Decides which tasks of one worker are timed, and times them. Not thread-safe: each worker owns one.
 *
 * <p>A pair of {@code nanoTime} calls costs about as much as a tiny task itself. So tasks are all timed while they take
 * {@value #SLOW_NANOS} ns or more (then the clock costs 1 % at most), and one in {@value #SPARSE} while they are faster.
 *
 * <p>While all are timed, the task is noted too, for observers. A tiny one is not: to store what is new in an object that
 * is old costs a garbage collector's barrier, and with it a full fence.
 */
final class RunTimer extends Padded {

    private static final long SLOW_NANOS = 5_000;
    private static final int SPARSE = 64;
    private static final int SMOOTHING = 8;

    /** Of tasks this fast, as many are taken in one step as can be; of slower ones fewer, so that all take 8 us. */
    private static final int FAST_SHIFT = 8;

    private static final int LARGEST_BATCH = 32;

    private static final VarHandle NOTED;
    private static final VarHandle BEGIN;

    static {
        try {
            NOTED = MethodHandles.lookup().findVarHandle(RunTimer.class, "noted", Runnable.class);
            BEGIN = MethodHandles.lookup().findVarHandle(RunTimer.class, "begin", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Tally tally;
    private final TaskQueue queue;
    private int every = 1;
    private int untilNext = 1;
    private long average = SLOW_NANOS;

    /** When the present task began; 0 if it is not timed. */
    private long begin;

    private @Nullable Runnable noted;

    RunTimer(Tally tally, TaskQueue queue) {
        this.tally = tally;
        this.queue = queue;
    }

    /** A task begins; true if it is timed and {@link #end} is to be called. */
    boolean begin(Runnable task) {
        if (--untilNext > 0) {
            return false;
        }
        BEGIN.setOpaque(this, System.nanoTime());
        if (every == 1) {
            NOTED.setRelease(this, task);
        }
        return true;
    }

    void end() {
        long nanos = System.nanoTime() - begin;
        noted = null;
        BEGIN.setOpaque(this, 0L);
        tally.ran(nanos, every);
        untilNext = SPARSE;
        note(nanos);
        queue.timeAll(every == 1);
    }

    /** For observers: the present task; null if there is none, or it is not noted. */
    @Nullable
    Runnable noted() {
        return (Runnable) NOTED.getAcquire(this);
    }

    /** For observers: when the present task began; 0 if there is none, or it is not timed. */
    long beganNanos() {
        return (long) BEGIN.getOpaque(this);
    }

    /** A task took that long, which is in the tally already. */
    void note(long nanos) {
        average += (Math.min(nanos, SMOOTHING * SLOW_NANOS) - average) / SMOOTHING;
        every = average >= SLOW_NANOS ? 1 : SPARSE;
        untilNext = Math.min(untilNext, every);
    }

    /** How many of them are worth taking in one step. */
    int batch() {
        int slower = Long.SIZE - Long.numberOfLeadingZeros(average >> FAST_SHIFT);
        return Math.max(1, LARGEST_BATCH >> slower);
    }
}
