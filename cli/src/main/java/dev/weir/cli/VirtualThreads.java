package dev.weir.cli;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * A virtual thread for each task, on a JDK that has them (21 and later). For one thread.
 *
 * <p>Found by reflection, because Weir is compiled for Java 17; the handle is constant, so the call costs nothing more.
 * A virtual thread has no CPU clock, so T2 is the one that the pool has just shown.
 */
final class VirtualThreads implements Contender, Batch.Executor {
    private static final MethodHandle START = find();

    private final long budget;
    private Thread[] threads = {}; // kept, because only their ends tell that all is done

    /** @param budget length of a round, in nanoseconds */
    VirtualThreads(long budget) {
        this.budget = budget;
    }

    static boolean supported() {
        return Runtime.version().feature() >= 21;
    }

    @Override
    public String name() {
        return "virtual thread";
    }

    @Override
    public Sample measure(Runnable task, double t2) throws InterruptedException {
        return Batch.of(task, t2, budget).measure(this, t2);
    }

    @Override
    public void start(Runnable[] tasks) {
        threads = new Thread[tasks.length];
        try {
            for (int i = 0; i < tasks.length; i++) {
                threads[i] = (Thread) START.invokeExact(tasks[i]);
            }
        } catch (Throwable e) {
            throw new IllegalStateException("a virtual thread could not be started", e);
        }
    }

    @Override
    public void await() throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static MethodHandle find() {
        MethodType type = MethodType.methodType(Thread.class, Runnable.class);
        try {
            return MethodHandles.publicLookup().findStatic(Thread.class, "startVirtualThread", type);
        } catch (ReflectiveOperationException e) {
            return MethodHandles.empty(type);
        }
    }
}
