package dev.weir.internal.event;

import dev.weir.event.PoolListener;
import dev.weir.internal.park.WaitList;
import dev.weir.internal.thread.Unrelated;
import java.lang.System.Logger.Level;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Brings events to listeners, on one thread for all pools, which exists while there are listeners. Thread-safe.
 *
 * <p>A courier takes the subscriptions that have events one after the other. If a listener keeps it for
 * {@value #STUCK_NANOS} ns and others wait, another courier is sent; the first one goes when its listener lets it. That is
 * looked at whenever an event comes, and by the watchdog's round ({@link #hurry}). So a listener that blocks has a thread of
 * its own, and holds up others for a second at most.
 *
 * <p>Whoever schedules puts the subscription into {@code READY} and then, under the lock, sees to a courier; a courier
 * leaves under the same lock, and only if nothing is ready. Neither a listener nor a logger is called with it held. Proven by
 * {@code DeliveryTest}.
 */
public final class Delivery {

    static final long STUCK_NANOS = 100_000_000;

    private static final ReentrantLock LIFE = new ReentrantLock();
    private static final Set<Subscription> OPEN = ConcurrentHashMap.newKeySet();
    private static final ConcurrentLinkedQueue<Subscription> READY = new ConcurrentLinkedQueue<>();
    private static final Set<Courier> COURIERS = ConcurrentHashMap.newKeySet();
    private static final WaitList ENDS = new WaitList();

    private Delivery() {}

    /**
     * A pool gets a listener; to be ended or cancelled.
     *
     * @param owner ends the subscription too, when it has been forgotten by everybody: see {@link #endForgotten}
     */
    public static Subscription open(Object owner, String pool, PoolListener listener) {
        Subscription made = new Subscription(owner, pool, listener);
        OPEN.add(made);
        return made;
    }

    static void schedule(Subscription subscription) {
        READY.add(subscription);
        summon();
    }

    static boolean knows(Subscription subscription) {
        return OPEN.contains(subscription);
    }

    static void forget(Subscription subscription) {
        if (OPEN.remove(subscription)) {
            ENDS.signalAll();
            if (OPEN.isEmpty()) {
                COURIERS.forEach(courier -> LockSupport.unpark(courier.thread));
            }
        }
    }

    /** Sees to events that wait behind a listener that blocks. */
    public static void hurry() {
        if (!READY.isEmpty()) {
            summon();
        }
    }

    /** Ends the subscriptions of pools that nobody has closed and nobody holds on to any more. To be called now and then. */
    public static void endForgotten() {
        for (Subscription subscription : OPEN) {
            if (subscription.isForgotten()) {
                subscription.end();
            }
        }
    }

    /** Sees to it that somebody takes what is ready. */
    private static void summon() {
        Throwable failure = null;
        LIFE.lock();
        try {
            Courier present = availableCourier();
            if (present != null) {
                LockSupport.unpark(present.thread);
            } else {
                Courier made = new Courier();
                Thread thread = Unrelated.daemon(made, "weir-events");
                made.thread = thread;
                thread.start();
                COURIERS.add(made);
            }
        } catch (Throwable cannotStart) {
            failure = cannotStart; // the next event, or the watchdog's round, tries again
        } finally {
            LIFE.unlock();
        }
        if (failure != null) {
            log("Thread weir-events cannot be started", failure);
        }
    }

    /** One that rests, or will look again soon; null if all are held up. */
    private static @Nullable Courier availableCourier() {
        Courier soon = null;
        for (Courier courier : COURIERS) {
            if (courier.resting) {
                return courier;
            }
            if (!courier.isStuck()) {
                soon = courier;
            }
        }
        return soon;
    }

    /**
     * Waits until these listeners have been told everything, and, if they were the last, until the thread has ended.
     *
     * @param nanos how long to wait at most
     * @throws InterruptedException if the waiting thread is interrupted
     */
    public static void awaitEnd(Collection<Subscription> ended, long nanos) throws InterruptedException {
        for (Courier courier : COURIERS) {
            if (courier.thread == Thread.currentThread()) {
                return; // a listener would wait for itself
            }
        }
        long start = System.nanoTime();
        ENDS.await(() -> ended.stream().noneMatch(OPEN::contains), nanos);
        for (Courier courier : COURIERS) {
            long left = nanos - (System.nanoTime() - start);
            Thread thread = courier.thread;
            if (OPEN.isEmpty() && thread != null && left > 0) {
                TimeUnit.NANOSECONDS.timedJoin(thread, left);
            }
        }
    }

    private static void log(String message, Throwable cause) {
        try {
            System.getLogger("dev.weir").log(Level.WARNING, message, cause);
        } catch (Throwable loggerFailed) {
            // There is nobody left to tell.
        }
    }

    /** One thread that brings events. */
    private static final class Courier implements Runnable {

        private volatile @Nullable Thread thread;
        private volatile boolean resting;

        /** Since when it is with one subscription; 0 if with none. */
        private volatile long busySince;

        boolean isStuck() {
            long since = busySince;
            return since != 0 && System.nanoTime() - since > STUCK_NANOS;
        }

        @Override
        public void run() {
            for (; ; ) {
                Subscription next = READY.poll();
                if (next != null) {
                    deliver(next);
                } else if (leaves()) {
                    return;
                } else {
                    rest();
                }
            }
        }

        private void deliver(Subscription next) {
            busySince = System.nanoTime() | 1;
            boolean again = true;
            try {
                again = next.deliver();
            } catch (Throwable bug) {
                log("Bug: events are not delivered", bug);
            } finally {
                busySince = 0;
            }
            if (again) {
                READY.add(next);
            }
        }

        /** Made visible first, so that whoever brings something sees it, or this sees that. */
        private void rest() {
            resting = true;
            if (READY.isEmpty() && !OPEN.isEmpty()) {
                LockSupport.park(this);
            }
            resting = false;
            Thread.interrupted();
        }

        private boolean leaves() {
            LIFE.lock();
            try {
                if (!READY.isEmpty() || !OPEN.isEmpty() && isOnlyFreeOne()) {
                    return false;
                }
                COURIERS.remove(this);
                return true;
            } finally {
                LIFE.unlock();
            }
        }

        private boolean isOnlyFreeOne() {
            for (Courier other : COURIERS) {
                if (other != this && other.resting) {
                    return false;
                }
            }
            return true;
        }
    }
}
