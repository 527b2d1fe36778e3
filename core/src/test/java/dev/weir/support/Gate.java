package dev.weir.support;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A task that stays until the gate is opened, interrupted or not, and says how many are inside. Thread-safe; may be run
 * any number of times.
 */
public final class Gate implements Runnable {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Duration patience;
    private final CountDownLatch opened = new CountDownLatch(1);
    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicInteger entered = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();

    /** Makes a gate that opens by itself after a minute. */
    public Gate() {
        this(PATIENCE);
    }

    /** Makes a gate that opens by itself after this time, so that what has failed ends. */
    public Gate(Duration patience) {
        this.patience = patience;
    }

    @Override
    public void run() {
        entered.incrementAndGet();
        most.accumulateAndGet(inside.incrementAndGet(), Math::max);
        boolean interrupted = false;
        long end = System.nanoTime() + patience.toNanos();
        while (opened.getCount() > 0 && System.nanoTime() < end) {
            try {
                opened.await(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        inside.decrementAndGet();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Lets everybody go, now and later. */
    public void open() {
        opened.countDown();
    }

    /** Waits until so many are inside at the same time. */
    public void awaitInside(int count) {
        Await.until(count + " inside at once", () -> inside.get() >= count);
    }

    /** How many are inside now. */
    public int inside() {
        return inside.get();
    }

    /** How many have ever gone in. */
    public int entered() {
        return entered.get();
    }

    /** The most that have been inside at once. */
    public int most() {
        return most.get();
    }
}
