package dev.weir.dashboard;

import dev.weir.ThreadPool;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.LockSupport;

/** A load for a pool until it is closed: mostly calm, a burst now and then, a failure here and there. */
final class Load implements AutoCloseable {

    private static final Duration CYCLE = Duration.ofSeconds(8);

    private final ThreadPool pool;
    private final Thread driver = new Thread(this::drive, "load");
    private volatile boolean over;

    Load(ThreadPool pool) {
        this.pool = pool;
        driver.start();
    }

    private void drive() {
        SplittableRandom random = new SplittableRandom(1);
        long start = System.nanoTime();
        for (long task = 0; !over; task++) {
            double phase = (System.nanoTime() - start) % CYCLE.toNanos() / (double) CYCLE.toNanos();
            long millis = (long) Math.exp(2.2 + 0.7 * random.nextGaussian());
            boolean fails = task % 150 == 149;
            try {
                pool.execute(() -> {
                    LockSupport.parkNanos(millis * 1_000_000);
                    if (fails) {
                        throw new IllegalStateException("no stock of item " + millis);
                    }
                });
            } catch (RejectedExecutionException full) {
                // that is what a burst is for
            }
            LockSupport.parkNanos(phase > 0.85 ? 200_000 : (long) (4_000_000 - 2_000_000 * phase));
        }
    }

    @Override
    public void close() {
        over = true;
        try {
            driver.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
