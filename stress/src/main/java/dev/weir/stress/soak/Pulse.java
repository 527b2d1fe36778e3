package dev.weir.stress.soak;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
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
     * @param machine what all had to do
     */
    private record Sample(long at, long lateNanos, long gcMillis, long cpuNanos, Machine machine) {}

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
                note(new Sample(now, late, gcMillis(), cpuNanos(), Machine.now()), by);
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
        List<Sample> meanwhile = samplesAround(from, to);
        double wait = to - from;
        String took = String.format("waited %.2f s", wait / 1e9);
        if (meanwhile.size() < 2) {
            return new Explanation(own > ENOUGH * wait, took + ", no pulse meanwhile");
        }
        Sample before = meanwhile.get(0);
        Sample after = meanwhile.get(meanwhile.size() - 1);
        double late = after.lateNanos() - before.lateNanos();
        double collected = (after.gcMillis() - before.gcMillis()) * 1e6;
        double stolen = after.machine().stolenNanos() - before.machine().stolenNanos();
        double got = (after.cpuNanos() - before.cpuNanos()) / (double) (after.at() - before.at());
        double load = meanwhile.stream()
                .mapToDouble(sample -> sample.machine().load())
                .average()
                .orElse(0);
        int available = Runtime.getRuntime().availableProcessors();
        int processors = after.machine().processors();
        boolean overloaded = Machine.isOverloaded(wait / 1e9, load, processors, got, available);
        boolean explains = own > ENOUGH * wait
                || late > ENOUGH * wait
                || collected > ENOUGH * wait
                || stolen > ENOUGH * wait * processors
                || overloaded;
        String text = String.format(
                "%s; on purpose %.2f s, pulse late by %.2f s, collections %.2f s, stolen %.2f s%s load %.1f, got %.2f processors"
                        + " of %d",
                took,
                own / 1e9,
                late / 1e9,
                collected / 1e9,
                stolen / 1e9,
                overloaded ? "; the machine was overloaded:" : ",",
                load,
                got,
                available);
        return new Explanation(explains, text);
    }

    /** The last one before, all in between, and the first one after, as far as there are such. */
    private List<Sample> samplesAround(long from, long to) {
        List<Sample> around = new ArrayList<>();
        lock.lock();
        try {
            for (Sample sample : samples) {
                if (sample.at() <= from) {
                    around.clear();
                }
                if (around.isEmpty() || around.get(around.size() - 1).at() < to) {
                    around.add(sample);
                }
            }
        } finally {
            lock.unlock();
        }
        return around;
    }
}
