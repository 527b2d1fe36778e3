package dev.weir.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * A new thread for each task, as the article has it. For one thread.
 *
 * <p>Half of a round takes the times of single lives by the wall clock, one thread at a time: T1 from before {@code new
 * Thread} to the thread's first instruction, T2 the task, T3 from its last instruction until {@code join} returns. The
 * other half starts threads as fast as one caller can, for the rate and the CPU time.
 */
final class ThreadPerTask implements Contender {
    private static final int FEWEST = 5;
    private static final int MOST_AT_ONCE = 500;

    private final long budget;

    /** @param budget length of a round, in nanoseconds */
    ThreadPerTask(long budget) {
        this.budget = budget;
    }

    @Override
    public String name() {
        return "thread per task";
    }

    @Override
    public Sample measure(Runnable task, double t2) throws InterruptedException {
        List<Life> lives = new ArrayList<>();
        long end = System.nanoTime() + budget / 2;
        while (lives.size() < FEWEST || System.nanoTime() < end) {
            lives.add(live(task));
        }
        int atOnce = (int) Math.max(FEWEST, Math.min(MOST_AT_ONCE, budget / (2 * t2)));
        long cpu = CpuClock.process();
        long start = System.nanoTime();
        long tasks = 0;
        while (tasks == 0 || System.nanoTime() - start < budget / 2) {
            tasks += burst(task, atOnce);
        }
        double elapsed = System.nanoTime() - start;
        return new Sample(
                tasks,
                Spread.of(lives, Life::t1).median(),
                Spread.of(lives, Life::t2).median(),
                Spread.of(lives, Life::t3).median(),
                (double) (CpuClock.process() - cpu) / tasks,
                tasks / elapsed * 1e9);
    }

    private static Life live(Runnable task) throws InterruptedException {
        long[] at = new long[2];
        long before = System.nanoTime();
        Thread thread = new Thread(() -> {
            at[0] = System.nanoTime();
            task.run();
            at[1] = System.nanoTime();
        });
        thread.start();
        thread.join();
        return new Life(at[0] - before, at[1] - at[0], System.nanoTime() - at[1]);
    }

    private static int burst(Runnable task, int count) throws InterruptedException {
        Thread[] threads = new Thread[count];
        for (int i = 0; i < count; i++) {
            threads[i] = new Thread(task);
            threads[i].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return count;
    }

    /** The three times of one thread, in nanoseconds. */
    private record Life(long t1, long t2, long t3) {}
}
