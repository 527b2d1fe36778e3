package dev.weir.cli;

import java.util.Arrays;

/**
 * Measures what handing over a batch of tasks costs: CPU time, all cores busy. For one thread.
 *
 * <p>T1 is the caller's CPU time for one task; it hands them over as fast as it can and does not wait in between. T3 is
 * what all other threads used for one task beyond T2. T2 is taken within the very same batch, where possible, since the
 * speed of a core changes by more than a pool costs: some of its tasks, evenly strewn, call the task directly for some
 * 20 µs and read their thread's CPU clock before and after; they are taken off the account. Batches are short, so that
 * most are not disturbed, and there are many, of which the median counts; but not so short that waking and parking the
 * workers, once a batch, would show.
 */
final class Batch {
    private static final int MOST = 100_000;
    private static final int FEWEST = 20;
    private static final int TIMED_EVERY = 10; // a clock that is read seldom costs more than COST
    private static final double TIMED_EVERY_NANOS = 200_000;
    private static final double TIMED_NANOS = 20_000;

    private final Runnable[] tasks;
    private final TimedTask[] timed;
    private final int calls;

    /** @param calls of the task by each of the timed ones */
    private Batch(Runnable[] tasks, TimedTask[] timed, int calls) {
        this.tasks = tasks;
        this.timed = timed;
        this.calls = calls;
    }

    /** Runs tasks somewhere. */
    interface Executor {
        /** Hands all of them over. */
        void start(Runnable[] tasks);

        /** Waits until all have ended. */
        void await() throws InterruptedException;
    }

    /**
     * Prepares a batch that takes about as long as the budget.
     *
     * @param t2 roughly what the task takes, in nanoseconds
     * @param budget in nanoseconds
     */
    static Batch of(Runnable task, double t2, long budget) {
        Runnable[] tasks = new Runnable[(int) Math.max(FEWEST, Math.min(MOST, budget * Machine.CORES / t2))];
        Arrays.fill(tasks, task);
        return new Batch(tasks, new TimedTask[0], 0);
    }

    /** The same batch, with some of its tasks timed. */
    Batch timed(double t2) {
        int times = (int) Math.max(1, Math.round(TIMED_NANOS / t2));
        int every = (int) Math.max(TIMED_EVERY, Math.round(TIMED_EVERY_NANOS / t2));
        TimedTask[] some = new TimedTask[(tasks.length + every - 1) / every];
        Runnable[] all = tasks.clone();
        for (int i = 0; i < some.length; i++) {
            some[i] = new TimedTask(all[i * every], times);
            all[i * every] = some[i];
        }
        return new Batch(all, some, times);
    }

    /**
     * Runs it.
     *
     * @param t2 what the task takes, for a batch in which none is timed
     */
    Sample measure(Executor executor, double t2) throws InterruptedException {
        long others = CpuClock.others();
        long caller = CpuClock.caller();
        long start = System.nanoTime();
        executor.start(tasks);
        long handedOver = CpuClock.caller();
        executor.await();
        double elapsed = System.nanoTime() - start;
        double run = timed.length == 0 ? t2 : t2();
        double ofTimed = timed.length * (calls * run + 2 * CpuClock.COST);
        int plain = tasks.length - timed.length;
        double t1 = (double) (handedOver - caller) / tasks.length;
        double t3 = (CpuClock.others() - others - ofTimed) / plain - run;
        double rate = (plain + timed.length * calls) / elapsed * 1e9;
        return new Sample(plain, t1, run, t3, t1 + run + t3, rate);
    }

    private double t2() {
        double nanos = 0;
        for (TimedTask task : timed) {
            nanos += task.nanos() - CpuClock.COST;
        }
        return nanos / timed.length / calls;
    }

    /** How many tasks a batch can have. */
    static int most() {
        return MOST;
    }
}
