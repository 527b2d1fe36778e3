package dev.weir.contract;

import dev.weir.support.Await;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A task that stays until its thread is interrupted. Thread-safe; may be run any number of times. */
final class UntilInterrupted implements Callable<String> {

    private static final long PATIENCE_SECONDS = 60;

    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger interrupted = new AtomicInteger();

    @Override
    public String call() throws InterruptedException {
        begun.incrementAndGet();
        try {
            if (!new CountDownLatch(1).await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("nobody interrupted " + Thread.currentThread());
            }
            return "never";
        } catch (InterruptedException e) {
            interrupted.incrementAndGet();
            throw e;
        }
    }

    /** The same, for executors that want a Runnable. */
    void run() {
        try {
            call();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void awaitBegun(int count) {
        Await.until(count + " begun", () -> begun.get() >= count);
    }

    void awaitInterrupted(int count) {
        Await.until(count + " interrupted", () -> interrupted.get() >= count);
    }

    /** How often it has begun. */
    int begun() {
        return begun.get();
    }

    /** How often it was interrupted. */
    int interrupted() {
        return interrupted.get();
    }
}
