package dev.weir.internal.park;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * The threads that wait for one condition, woken in the order of their arrival. Thread-safe, lock-free, no polling.
 *
 * <p>The rule that rules out lost wake-ups is Dekker's: a waiter first joins the list and then looks at the condition;
 * whoever makes the condition true first does that and then looks at the list, with a full fence in between (each
 * method that signals begins with one). So at least one of them sees the other.
 *
 * <p>A waiter that was signalled asks its condition again, and if that is false joins the list again. One that was
 * signalled and leaves for another reason (its own first look was good, its time is over, it was interrupted, its
 * condition threw) passes the signal on: one wake-up too many does no harm, one too few would. Proven by {@code WaitListTest}.
 */
public final class WaitList {

    /** For ever, as the time-out of {@link #await}. */
    public static final long FOREVER = Long.MAX_VALUE;

    private static final VarHandle PRESENT;
    private static final VarHandle SIGNALLED;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            PRESENT = lookup.findVarHandle(WaitList.class, "present", int.class);
            SIGNALLED = lookup.findVarHandle(Waiter.class, "signalled", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private static final class Waiter {
        final Thread thread = Thread.currentThread();
        volatile boolean signalled;

        boolean signal() {
            if (!SIGNALLED.compareAndSet(this, false, true)) {
                return false;
            }
            LockSupport.unpark(thread);
            return true;
        }
    }

    private final ConcurrentLinkedQueue<Waiter> waiters = new ConcurrentLinkedQueue<>();

    /** How many threads are between joining the list first and leaving it last. Workers ask this for each task. */
    private volatile int present;

    /** Whether nobody waits; a caller that has just made the condition true needs a full fence before it asks. */
    public boolean isEmpty() {
        return present == 0;
    }

    /**
     * Waits until the condition is true.
     *
     * @param condition looked at by this thread only, again after each signal, and never again once it was true
     * @param nanos how long to wait at most; {@link #FOREVER} for no bound
     * @return whether the condition came true; it is looked at once more after the time is over
     * @throws InterruptedException if the thread is or becomes interrupted before the condition is true
     */
    public boolean await(BooleanSupplier condition, long nanos) throws InterruptedException {
        if (condition.getAsBoolean()) {
            return true;
        }
        PRESENT.getAndAdd(this, 1);
        try {
            return awaitSignals(condition, nanos);
        } finally {
            PRESENT.getAndAdd(this, -1);
        }
    }

    private boolean awaitSignals(BooleanSupplier condition, long nanos) throws InterruptedException {
        long start = System.nanoTime();
        for (; ; ) {
            Waiter waiter = new Waiter();
            waiters.add(waiter);
            boolean signalUsed = false;
            try {
                if (condition.getAsBoolean()) {
                    return true;
                }
                if (!block(waiter, start, nanos)) {
                    return condition.getAsBoolean();
                }
                boolean met = condition.getAsBoolean();
                signalUsed = true;
                if (met) {
                    return true;
                }
            } finally {
                leave(waiter, signalUsed);
            }
        }
    }

    /** Parks until the waiter is signalled; false if its time is over before. */
    private boolean block(Waiter waiter, long start, long nanos) throws InterruptedException {
        while (!waiter.signalled) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            if (nanos == FOREVER) {
                LockSupport.park(this);
                continue;
            }
            long left = nanos - (System.nanoTime() - start);
            if (nanos <= 0 || left <= 0) {
                return false;
            }
            LockSupport.parkNanos(this, left);
        }
        return true;
    }

    /** Takes the waiter off the list; a signal that did not make it ask its condition again goes to the next one. */
    private void leave(Waiter waiter, boolean signalUsed) {
        boolean unsignalled = SIGNALLED.compareAndSet(waiter, false, true);
        if (unsignalled) {
            waiters.remove(waiter);
        } else if (!signalUsed) {
            signalOne();
        }
    }

    /** Wakes the thread that has waited longest, if there is one. */
    public void signalOne() {
        VarHandle.fullFence();
        for (Waiter waiter = waiters.poll(); waiter != null; waiter = waiters.poll()) {
            if (waiter.signal()) {
                return;
            }
        }
    }

    /** Wakes every thread that waits now. */
    public void signalAll() {
        VarHandle.fullFence();
        // Those who find their condition false come back to the end of the list: wake only as many as are here now.
        for (int left = waiters.size(); left > 0; left--) {
            Waiter waiter = waiters.poll();
            if (waiter == null) {
                return;
            }
            waiter.signal();
        }
    }
}
