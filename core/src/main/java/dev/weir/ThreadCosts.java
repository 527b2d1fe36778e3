package dev.weir;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/** Measures what the creation and the end of threads cost: the article's T1 and T3. Thread-safe. */
final class ThreadCosts {

    /** A thread whose end is to be seen; {@code worker} if that is part of T3. */
    private record Leaver(Thread thread, long sinceNanos, boolean worker) {}

    private final AtomicLong createNanos = new AtomicLong();
    private final AtomicLong endNanos = new AtomicLong();
    private final AtomicLong ended = new AtomicLong();
    private final AtomicInteger peak = new AtomicInteger();
    private final ReentrantLock reaping = new ReentrantLock();
    private final ConcurrentLinkedQueue<Leaver> leavers = new ConcurrentLinkedQueue<>();

    void noteThreads(int count) {
        peak.accumulateAndGet(count, Math::max);
    }

    int peak() {
        return peak.get();
    }

    /** A new thread executes its first instruction, so long after it was decided on. */
    void began(long nanos) {
        createNanos.addAndGet(nanos);
    }

    /** A thread is about to end; somebody will watch it do so. */
    void leaves(Thread thread, long sinceNanos) {
        leavers.add(new Leaver(thread, sinceNanos, true));
    }

    /** A thread that helps for a moment must not stay behind either. */
    void watch(Thread helper) {
        leavers.add(new Leaver(helper, 0, false));
    }

    long createNanos() {
        return createNanos.get();
    }

    long endNanos() {
        return endNanos.get();
    }

    long ended() {
        return ended.get();
    }

    /**
     * Watches those threads end that have left the pool.
     *
     * @param nanos how long to wait at most, for all together; a thread that takes longer stays for the next time
     */
    void reap(long nanos) {
        reaping.lock();
        try {
            reapUntil(System.nanoTime() + nanos);
        } finally {
            reaping.unlock();
        }
    }

    /**
     * The same, but not if somebody is at it.
     *
     * @return whether it is to be called again
     */
    boolean tryReap(long nanos) {
        if (!reaping.tryLock()) {
            return true;
        }
        try {
            reapUntil(System.nanoTime() + nanos);
            return !leavers.isEmpty();
        } finally {
            reaping.unlock();
        }
    }

    private void reapUntil(long deadline) {
        for (int present = leavers.size(); present > 0; present--) {
            Leaver leaver = leavers.poll();
            if (leaver == null) {
                return;
            }
            if (leaver.thread == Thread.currentThread() || !endsUntil(leaver.thread, deadline)) {
                leavers.add(leaver);
            } else if (leaver.worker) {
                endNanos.addAndGet(System.nanoTime() - leaver.sinceNanos);
                ended.incrementAndGet();
            }
        }
    }

    private static boolean endsUntil(Thread thread, long deadline) {
        long left = deadline - System.nanoTime();
        try {
            if (left > 0) {
                TimeUnit.NANOSECONDS.timedJoin(thread, left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }
}
