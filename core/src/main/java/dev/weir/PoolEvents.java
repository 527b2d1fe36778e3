package dev.weir;

import dev.weir.event.PoolEvent;
import dev.weir.event.PoolEvent.TaskFailed;
import dev.weir.event.PoolListener;
import dev.weir.internal.event.Delivery;
import dev.weir.internal.event.Subscription;
import dev.weir.internal.jfr.Recorder;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/**
 * Tells listeners and a flight recording what happens in one pool. Thread-safe.
 *
 * <p>Whoever has something to tell asks {@link #isOn} first, or gives a function: where nobody listens, no object is made.
 * Listeners are called by another thread, see {@link Delivery}; a recording is written by the thread to which it happened.
 */
final class PoolEvents {

    private final String pool;
    private final CopyOnWriteArrayList<Subscription> subscriptions = new CopyOnWriteArrayList<>();
    private final Rejections rejections = new Rejections(this);

    /** Set before the subscriptions are ended one by one; who adds one later ends it. */
    private volatile boolean ended;

    PoolEvents(PoolConfig config) {
        pool = config.name();
        config.observing().listeners().forEach(this::add);
    }

    void add(PoolListener listener) {
        Subscription made = Delivery.open(this, pool, listener);
        subscriptions.add(made);
        if (ended) {
            made.end();
        }
    }

    boolean remove(PoolListener listener) {
        for (Subscription subscription : subscriptions) {
            if (subscription.isOf(listener) && subscriptions.remove(subscription)) {
                subscription.cancel();
                return true;
            }
        }
        return false;
    }

    /** Whether anybody would hear of an event. */
    boolean isOn() {
        return !subscriptions.isEmpty() || Recorder.PRESENT.isOn();
    }

    /** Tells what happened just now, if anybody listens. */
    void tell(BiFunction<String, Instant, PoolEvent> event) {
        if (!isOn()) {
            return;
        }
        try {
            tell(event.apply(pool, Instant.now()));
        } catch (Throwable outOfMemory) {
            // What happened goes on, though nobody hears of it.
        }
    }

    private void tell(PoolEvent event) {
        Recorder.PRESENT.record(event);
        for (Subscription subscription : subscriptions) {
            subscription.post(event);
        }
    }

    /** A task threw. */
    void taskFailed(Supplier<String> task, Throwable thrown) {
        tell((name, at) -> new TaskFailed(name, at, task.get(), thrown));
    }

    /** A submission was refused, or a task was dropped; called as often as that happens. */
    void rejected(RejectionReason reason, Object task) {
        if (isOn()) {
            rejections.add(reason, task);
        }
    }

    /** About once a second. */
    void look() {
        rejections.tellOfMore();
        Delivery.hurry();
    }

    /** The pool has ended; what waits is still delivered. */
    void end() {
        rejections.tellOfMore();
        ended = true;
        subscriptions.forEach(Subscription::end);
    }

    void awaitEnd(long nanos) throws InterruptedException {
        if (!subscriptions.isEmpty()) {
            Delivery.awaitEnd(List.copyOf(subscriptions), nanos);
        }
    }
}
