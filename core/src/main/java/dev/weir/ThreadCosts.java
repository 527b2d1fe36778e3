package dev.weir;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/** Measures what the creation and the end of threads cost: the article's T1 and T3. Thread-safe. */
final class ThreadCosts {

    private record Leaver(Thread thread, long sinceNanos) {}

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
        leavers.add(new Leaver(thread, sinceNanos));
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
     * @param millis how long to wait for each at most; one that takes longer stays for the next time
     * @return whether some are left
     */
    boolean reap(long millis) {
        reaping.lock();
        try {
            return reapAll(millis);
        } finally {
            reaping.unlock();
        }
    }

    /** The same, but not if somebody is at it: then this is to be called again. */
    boolean tryReap(long millis) {
        if (!reaping.tryLock()) {
            return true;
        }
        try {
            return reapAll(millis);
        } finally {
            reaping.unlock();
        }
    }

    private boolean reapAll(long millis) {
        int present = leavers.size();
        for (int i = 0; i < present; i++) {
            Leaver leaver = leavers.poll();
            if (leaver == null) {
                break;
            }
            if (leaver.thread != Thread.currentThread() && hasEnded(leaver.thread, millis)) {
                endNanos.addAndGet(System.nanoTime() - leaver.sinceNanos);
                ended.incrementAndGet();
            } else {
                leavers.add(leaver);
            }
        }
        return !leavers.isEmpty();
    }

    private static boolean hasEnded(Thread thread, long millis) {
        try {
            thread.join(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }
}
