package dev.weir.stress.soak;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A thread that wants to be run every few milliseconds, and notes when it was not: so it is known when the machine, and not
 * the pool, had others wait. Thread-safe.
 */
final class Pulse implements Runnable {

    private static final long BEAT_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long SAMPLE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int KEPT = 6_000;

    /** A wait is explained by what took this share of it. */
    private static final double ENOUGH = 0.25;

    /** So many processors' time the soak takes at all times, if it gets it. */
    private static final double WANTED = 0.6;

    /**
     * Why a wait was long.
     *
     * @param explains whether the machine, or the soak itself, is the reason
     * @param text the figures
     */
    record Explanation(boolean explains, String text) {}

    /**
     * @param at when it was taken
     * @param lateNanos by how much the pulse came late since the last one, summed up
     * @param gcMillis time in collections so far
     * @param cpuNanos processor time of the process so far
     */
    private record Sample(long at, long lateNanos, long gcMillis, long cpuNanos) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Sample> samples = new ArrayDeque<>();
    private volatile boolean stopped;
    private long longestNanos;

    @Override
    public void run() {
        long late = 0;
        long last = System.nanoTime();
        long sampled = last;
        while (!stopped) {
            LockSupport.parkNanos(BEAT_NANOS);
            long now = System.nanoTime();
            long by = Math.max(0, now - last - 2 * BEAT_NANOS);
            late += by;
            last = now;
            if (now - sampled >= SAMPLE_NANOS) {
                note(new Sample(now, late, gcMillis(), cpuNanos()), by);
                sampled = now;
            }
        }
    }

    private void note(Sample sample, long by) {
        lock.lock();
        try {
            longestNanos = Math.max(longestNanos, by);
            samples.add(sample);
            if (samples.size() > KEPT) {
                samples.removeFirst();
            }
        } finally {
            lock.unlock();
        }
    }

    void stop() {
        stopped = true;
    }

    private static long gcMillis() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionTime)
                .sum();
    }

    private static long cpuNanos() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    /** The longest stall of the process so far. */
    long longestStallMillis() {
        lock.lock();
        try {
            return TimeUnit.NANOSECONDS.toMillis(longestNanos);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Explains a wait by what the machine did meanwhile.
     *
     * @param own how long the soak itself let the task wait on purpose
     */
    Explanation explain(long from, long to, long own) {
        Sample before = null;
        Sample after = null;
        lock.lock();
        try {
            for (Sample sample : samples) {
                before = before == null || sample.at() <= from ? sample : before;
                after = after == null || after.at() < to ? sample : after;
            }
        } finally {
            lock.unlock();
        }
        double wait = to - from;
        String took = String.format("waited %.2f s", wait / 1e9);
        if (before == null || after == null || after.at() <= before.at()) {
            return new Explanation(own > ENOUGH * wait, took + ", no pulse meanwhile");
        }
        double span = after.at() - before.at();
        double late = after.lateNanos() - before.lateNanos();
        double collected = (after.gcMillis() - before.gcMillis()) * 1e6;
        double processors = (after.cpuNanos() - before.cpuNanos()) / span;
        boolean explains =
                own > ENOUGH * wait || late > ENOUGH * wait || collected > ENOUGH * wait || processors < WANTED;
        String text = String.format(
                "%s; on purpose %.2f s, pulse late by %.2f s, collections %.2f s, got %.2f processors, load %.1f",
                took,
                own / 1e9,
                late / 1e9,
                collected / 1e9,
                processors,
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        return new Explanation(explains, text);
    }
}
