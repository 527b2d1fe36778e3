package dev.weir;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Gets threads from the factory and starts them, whatever the factory does. Thread-safe.
 *
 * <p>After a failure, threads that are merely welcome are not asked for again until a delay is over, 100 ms at first
 * and doubled each time up to 5 s; those that are needed at once are always asked for.
 */
final class Recruiting {

    private static final long FIRST_DELAY = 100_000_000;
    private static final long LAST_DELAY = 5_000_000_000L;
    private static final long LOG_EVERY = 1_000_000_000;

    /** Equal to itself only. */
    private static final class Birth {
        private final Worker worker;
        private final Thread thread;

        Birth(Worker worker, Thread thread) {
            this.worker = worker;
            this.thread = thread;
        }
    }

    private final PoolConfig config;

    /** Started threads of a user's factory, of which nobody knows whether they will call their workers. */
    private final Set<Birth> births = ConcurrentHashMap.newKeySet();

    private final AtomicLong nextLog = new AtomicLong(System.nanoTime());
    private volatile boolean failing;
    private volatile long retryAt;
    private volatile long delay = FIRST_DELAY;
    private volatile Throwable lastFailure = new IllegalStateException("none");

    Recruiting(PoolConfig config) {
        this.config = config;
    }

    boolean isDiscouraged() {
        return failing && System.nanoTime() - retryAt < 0;
    }

    /** Whether the threads come from the pool's own factory, which never blocks. */
    boolean isQuick() {
        return config.virtual() || config.threadFactory() instanceof NumberedThreads;
    }

    /** Why the last thread could not be had. */
    Throwable lastFailure() {
        return lastFailure;
    }

    /** Starts a thread for a new worker; false if there was none to be had. */
    boolean start(WorkerPool pool, Crew crew) {
        Worker worker = null;
        try {
            worker = new Worker(pool, crew, System.nanoTime());
            Thread thread = config.threadFactory().newThread(worker);
            if (thread == null) {
                throw new IllegalStateException("the thread factory returned null");
            }
            thread.start();
            if (!isQuick() && worker.isNew()) {
                births.add(new Birth(worker, thread));
            }
            failing = false;
            return true;
        } catch (Throwable cause) {
            if (worker != null && !worker.abandon()) {
                return true; // the factory has started the thread itself, and the worker is at work
            }
            failed(cause);
            return false;
        }
    }

    /** How many threads have ended since the last look without calling their workers, which are given up now. */
    int stillborn() {
        int found = 0;
        for (Birth birth : births) {
            boolean over = !birth.thread.isAlive();
            if (!birth.worker.isNew()) {
                births.remove(birth);
            } else if (over && births.remove(birth) && birth.worker.abandon()) {
                found++;
                failed(new IllegalStateException("the thread factory's thread " + birth.thread
                        + " ended without running the work that it was made for"));
            }
        }
        return found;
    }

    private void failed(Throwable cause) {
        lastFailure = cause;
        delay = failing ? Math.min(2 * delay, LAST_DELAY) : FIRST_DELAY;
        retryAt = System.nanoTime() + delay;
        failing = true;
        long now = System.nanoTime();
        long next = nextLog.get();
        if (now - next >= 0 && nextLog.compareAndSet(next, now + LOG_EVERY)) {
            Log.warn("Pool ", config.name(), " could not create a thread, and goes on with those it has", cause);
        }
    }
}
