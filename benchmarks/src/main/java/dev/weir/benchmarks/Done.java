package dev.weir.benchmarks;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Counts the tasks that are done at next to no cost: each thread has a counter of its own, without an atomic instruction.
 * Thread-safe. Only for as many threads as pools have: a thread for each task must count otherwise.
 */
final class Done {

    private static final long LOOK_NANOS = 20_000;

    /** Faster than any pool here is. */
    private static final long LEAST_NANOS_A_TASK = 20;

    private static final VarHandle COUNT;

    static {
        try {
            COUNT = MethodHandles.lookup().findVarHandle(Counter.class, "count", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** A cache line on either side, so that no two counters share one. */
    private static class Padding {
        long p0, p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11, p12, p13, p14, p15;
    }

    private static class Counter extends Padding {
        long count;
    }

    private static final class PaddedCounter extends Counter {
        long q0, q1, q2, q3, q4, q5, q6, q7, q8, q9, q10, q11, q12, q13, q14, q15;
    }

    private final List<Counter> counters = new CopyOnWriteArrayList<>();
    private final AtomicLong ofPassingThreads = new AtomicLong();
    private final AtomicLong announced = new AtomicLong();
    private final boolean threadsPass;

    private final ThreadLocal<Counter> own = ThreadLocal.withInitial(() -> {
        Counter counter = new PaddedCounter();
        counters.add(counter);
        return counter;
    });

    /**
     * Begins at 0.
     *
     * @param threadsPass whether each task has a thread of its own
     */
    Done(boolean threadsPass) {
        this.threadsPass = threadsPass;
    }

    /** One task is done. */
    void count() {
        if (threadsPass) {
            ofPassingThreads.getAndIncrement();
        } else {
            Counter counter = own.get();
            COUNT.setOpaque(counter, counter.count + 1);
        }
    }

    /**
     * So many more tasks are going to be submitted.
     *
     * @return how many were announced before
     */
    long announce(long tasks) {
        return announced.getAndAdd(tasks);
    }

    /** Returns when all that have been announced by now are done. */
    void await() {
        await(announced.get());
    }

    /** Returns when so many more are done than by now. */
    void awaitMore(long tasks) {
        await(sum() + tasks);
    }

    /** Returns when so many are done. */
    void await(long target) {
        await(target, LEAST_NANOS_A_TASK);
    }

    /**
     * Returns when so many are done. Does not look more often than it must: each look takes a processor from those who are to
     * be measured, for some microseconds.
     *
     * @param nanosATask how long one takes at least, all threads together
     */
    void await(long target, long nanosATask) {
        for (long left = target - sum(); left > 0; left = target - sum()) {
            LockSupport.parkNanos(Math.max(LOOK_NANOS, left * nanosATask));
        }
    }

    private long sum() {
        long sum = ofPassingThreads.get();
        for (int i = 0; i < counters.size(); i++) { // without an iterator: some count what is allocated
            sum += (long) COUNT.getOpaque(counters.get(i));
        }
        return sum;
    }
}
