package dev.weir.internal.event;

import dev.weir.event.PoolEvent;
import dev.weir.event.PoolEvent.EventsMissed;
import dev.weir.event.PoolListener;
import java.lang.System.Logger.Level;
import java.lang.ref.WeakReference;
import java.time.Instant;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A listener of one pool and the events that wait for it. Thread-safe.
 *
 * <p>It is scheduled by whoever puts the first event there, and then belongs to one thread of {@link Delivery} until nothing
 * is left; so the listener is called by one thread at a time.
 */
public final class Subscription {

    /** More events than this do not wait. */
    static final int CAPACITY = 1_024;

    private static final int AT_A_TIME = 64;
    private static final long LOG_EVERY_NANOS = 1_000_000_000;

    private final WeakReference<Object> owner;
    private final String pool;
    private final PoolListener listener;
    private final ConcurrentLinkedQueue<PoolEvent> mail = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicLong missed = new AtomicLong();
    private final AtomicBoolean scheduled = new AtomicBoolean();

    /** What waits is delivered, and nothing more is taken. */
    private volatile boolean ending;

    /** Nothing is delivered any more. */
    private volatile boolean cancelled;

    /** Of the thread that delivers. */
    private long nextLog = System.nanoTime();

    Subscription(Object owner, String pool, PoolListener listener) {
        this.owner = new WeakReference<>(owner);
        this.pool = pool;
        this.listener = listener;
    }

    /** Whether it is this listener's. */
    public boolean isOf(PoolListener other) {
        return listener == other;
    }

    /** Whether its pool has been forgotten by everybody, so that nobody will ever end it. */
    boolean isForgotten() {
        return owner.refersTo(null);
    }

    /** Brings an event. Never waits, and calls nobody. */
    public void post(PoolEvent event) {
        if (ending || cancelled) {
            return;
        }
        if (waiting.incrementAndGet() > CAPACITY) {
            waiting.decrementAndGet();
            missed.incrementAndGet();
            return;
        }
        mail.add(event);
        schedule();
    }

    private void schedule() {
        if (scheduled.compareAndSet(false, true)) {
            Delivery.schedule(this);
        }
    }

    /** The pool has ended: what waits is still delivered. */
    public void end() {
        ending = true;
        schedule();
    }

    /** The listener is to be called no more; a call that is under way goes on. */
    public void cancel() {
        cancelled = true;
        schedule();
    }

    /** Delivers some of what waits. Returns whether to be called again. */
    boolean deliver() {
        for (int left = AT_A_TIME; left > 0; left--) {
            PoolEvent next = mail.poll();
            if (next == null) {
                return isScheduledAgain();
            }
            waiting.decrementAndGet();
            tell(next);
            tellOfMissed();
        }
        return true;
    }

    private boolean isScheduledAgain() {
        tellOfMissed();
        if (ending || cancelled) {
            Delivery.forget(this);
        }
        scheduled.set(false);
        boolean more = !mail.isEmpty() || (ending || cancelled) && Delivery.knows(this);
        return more && scheduled.compareAndSet(false, true);
    }

    private void tellOfMissed() {
        long count = missed.get() == 0 ? 0 : missed.getAndSet(0);
        if (count > 0) {
            tell(new EventsMissed(pool, Instant.now(), count));
        }
    }

    private void tell(PoolEvent event) {
        if (cancelled) {
            return;
        }
        try {
            listener.on(event);
        } catch (Throwable thrown) {
            complain(thrown);
        } finally {
            Thread.interrupted();
        }
    }

    private void complain(Throwable thrown) {
        try {
            long now = System.nanoTime();
            if (now - nextLog >= 0) {
                nextLog = now + LOG_EVERY_NANOS;
                System.getLogger("dev.weir").log(Level.WARNING, "A listener of pool " + pool + " threw", thrown);
            }
        } catch (Throwable loggerFailed) {
            // There is nobody left to tell.
        }
    }
}
