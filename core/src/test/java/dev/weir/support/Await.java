package dev.weir.support;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for something to come true, for as long as a machine under load may need. Stateless. */
public final class Await {

    private static final long PATIENCE_SECONDS = 60;
    private static final long GLANCE_NANOS = 200_000;

    private Await() {}

    /** Waits until the condition is true; fails with the text if it never is. */
    public static void until(String what, BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start > TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS)) {
                throw new AssertionError("never came true: " + what);
            }
            LockSupport.parkNanos(GLANCE_NANOS);
        }
    }

    /** Waits for the latch. */
    public static void zero(CountDownLatch latch) {
        try {
            if (!latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("the latch never came to zero, but stands at " + latch.getCount());
            }
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted while waiting for a latch", e);
        }
    }

    /** Waits until the thread is parked, blocked or asleep; fails at once if it has ended instead. */
    public static void parked(Thread thread) {
        until(thread.getName() + " waits", () -> switch (thread.getState()) {
            case WAITING, TIMED_WAITING, BLOCKED -> true;
            case TERMINATED -> throw new AssertionError(thread.getName() + " has ended instead of waiting");
            default -> false;
        });
    }

    /** Waits for the end of the thread. */
    public static void ended(Thread thread) {
        try {
            thread.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted while waiting for " + thread, e);
        }
        if (thread.isAlive()) {
            AssertionError alive = new AssertionError(thread + " never ended");
            alive.setStackTrace(thread.getStackTrace());
            throw alive;
        }
    }
}
