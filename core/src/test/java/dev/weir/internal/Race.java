package dev.weir.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Threads of one test that begin together and must all come to their end; what one of them throws fails the test. A
 * thread that hangs fails it too, with its stack. Used by one test thread.
 */
public final class Race {

    private static final long PATIENCE_NANOS = 30_000_000_000L;

    /** What one thread of the race does. */
    @FunctionalInterface
    public interface Body {
        void run() throws Throwable;
    }

    /** One seeded run of a stress test. */
    @FunctionalInterface
    public interface Round {
        void run(Random random) throws Throwable;
    }

    private final List<Thread> threads = new ArrayList<>();
    private final CountDownLatch ready = new CountDownLatch(1);
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    /** Adds a thread. */
    public Race with(String name, Body body) {
        Thread thread = new Thread(() -> take(body), name);
        thread.setDaemon(true);
        threads.add(thread);
        return this;
    }

    /** Adds some threads that do the same. */
    public Race with(int count, String name, Body body) {
        for (int i = 0; i < count; i++) {
            with(name + '-' + i, body);
        }
        return this;
    }

    private void take(Body body) {
        try {
            ready.await();
            body.run();
        } catch (Throwable thrown) {
            failure.compareAndSet(null, thrown);
        }
    }

    /** Whether some thread has failed, so that the others need not go on. */
    public boolean hasFailed() {
        return failure.get() != null;
    }

    /** Starts the threads, and returns when all have ended. */
    public void run() {
        start();
        finish();
    }

    /** Starts the threads. */
    public Race start() {
        threads.forEach(Thread::start);
        ready.countDown();
        return this;
    }

    /** Returns when all threads have ended. */
    public void finish() {
        long start = System.nanoTime();
        for (Thread thread : threads) {
            while (isAlive(thread)) {
                if (failure.get() != null || System.nanoTime() - start > PATIENCE_NANOS) {
                    giveUp();
                }
            }
        }
        if (failure.get() != null) {
            throw new AssertionError("A thread of the race failed", failure.get());
        }
    }

    private static boolean isAlive(Thread thread) {
        try {
            thread.join(20);
        } catch (InterruptedException e) {
            throw new AssertionError("The test was interrupted", e);
        }
        return thread.isAlive();
    }

    private void giveUp() {
        AssertionError error = new AssertionError(
                failure.get() != null ? "A thread of the race failed" : "The race hangs", failure.get());
        for (Thread thread : threads) {
            if (thread.isAlive()) {
                Throwable where = new Throwable(thread.getName() + " is " + thread.getState());
                where.setStackTrace(thread.getStackTrace());
                error.addSuppressed(where);
                thread.interrupt();
            }
        }
        throw error;
    }

    /** Runs a round again and again, each time with a seed that a failure names. */
    public static void repeat(int rounds, Round round) {
        long first = System.nanoTime();
        for (int i = 0; i < rounds; i++) {
            replay(first + i, round);
        }
    }

    /** Runs the round of one seed. */
    public static void replay(long seed, Round round) {
        try {
            round.run(new Random(seed));
        } catch (Throwable thrown) {
            throw new AssertionError("Round of seed " + seed + "L failed", thrown);
        }
    }

    /** Returns as soon as the condition is true. */
    public static void until(String what, BooleanSupplier condition) {
        long start = System.nanoTime();
        for (int tries = 0; !condition.getAsBoolean(); tries++) {
            if (System.nanoTime() - start > PATIENCE_NANOS) {
                throw new AssertionError("Waited in vain until " + what);
            }
            if (tries < 100) {
                Thread.onSpinWait();
            } else if (tries < 200) {
                Thread.yield();
            } else {
                LockSupport.parkNanos(100_000);
            }
        }
    }

    /** Returns as soon as the thread is parked. */
    public static void untilParked(Thread thread) {
        until(thread.getName() + " is parked", () -> {
            Thread.State state = thread.getState();
            if (state == Thread.State.TERMINATED) {
                throw new AssertionError(thread.getName() + " has ended instead of parking");
            }
            return (state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING)
                    && LockSupport.getBlocker(thread) != null;
        });
    }
}
