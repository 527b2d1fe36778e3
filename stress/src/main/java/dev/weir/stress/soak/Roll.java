package dev.weir.stress.soak;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * Calls the roll of the tasks of a round: a cell for each says how often it has run. Thread-safe while a round goes on; begun
 * and counted by one thread.
 */
final class Roll {

    private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(int[].class);
    private static final long LONG_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Of so many tasks one has its wait measured. */
    private static final int SAMPLED = 1 << 8;

    /** Which no moment is, but for one in 585 years. */
    private static final long NOT_SUBMITTED = Long.MIN_VALUE;

    private final int[] cells;
    private final long[] submitted;
    private final Pulse pulse;
    private final Account account;
    private volatile String where = "";
    private volatile long pausedNanos;

    Roll(int size, Pulse pulse, Account account) {
        this.cells = new int[size];
        this.submitted = new long[size / SAMPLED + 1];
        this.pulse = pulse;
        this.account = account;
    }

    int size() {
        return cells.length;
    }

    /** A new round begins. */
    void begin(String round) {
        Arrays.fill(cells, 0);
        Arrays.fill(submitted, NOT_SUBMITTED);
        where = round;
        pausedNanos = 0;
        VarHandle.fullFence();
    }

    /** A task that does nothing but answer. */
    Runnable task(int number) {
        submitting(number);
        return new Answer(this, number);
    }

    private record Answer(Roll roll, int number) implements Runnable {
        @Override
        public void run() {
            roll.answer(number);
        }
    }

    /** The task is about to be submitted; told of every task that is not made by {@link #task}. */
    void submitting(int number) {
        if (number % SAMPLED == 0) {
            submitted[number / SAMPLED] = System.nanoTime();
        }
    }

    /** The task runs. */
    void answer(int number) {
        CELL.getAndAdd(cells, number, 1);
        if (number % SAMPLED == 0) {
            long now = System.nanoTime();
            long from = submitted[number / SAMPLED];
            if (from == NOT_SUBMITTED) {
                account.wrong(where + ": nobody has noted when task " + number + " was submitted");
            } else if (now - from > LONG_NANOS) {
                account.longWait(where, pulse.explain(from, now, pausedNanos));
            }
        }
    }

    /** The soak itself had the pool's tasks wait for so long. */
    void pausedFor(long nanos) {
        pausedNanos += nanos; // by one thread
    }

    /** How often the task has run. */
    int runs(int number) {
        return (int) CELL.getVolatile(cells, number);
    }

    /**
     * The first tasks of the roll must have run once each, but for some.
     *
     * @param count how many were accepted
     * @param excused how many of them did not run, for a good reason
     */
    void end(int count, long excused) {
        long missing = 0;
        long twice = 0;
        for (int i = 0; i < count; i++) {
            int runs = runs(i);
            missing += runs == 0 ? 1 : 0;
            twice += runs > 1 ? 1 : 0;
        }
        account.round(where, count - missing, missing - excused, twice);
    }
}
