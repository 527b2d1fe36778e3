package dev.weir;

import dev.weir.event.PoolEvent.TaskRejected;
import dev.weir.event.PoolEvent.TasksRejected;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Sums up refusals, of which an overloaded pool has millions: {@value #SINGLY} a second are told one by one, and of the rest
 * the number. Thread-safe.
 */
final class Rejections {

    static final int SINGLY = 10;

    private static final long WINDOW_NANOS = 1_000_000_000;

    private static final RejectionReason[] REASONS = RejectionReason.values();

    private final PoolEvents events;
    private final AtomicLong windowEnd = new AtomicLong(System.nanoTime());
    private final AtomicInteger left = new AtomicInteger();
    private final AtomicLongArray more = new AtomicLongArray(REASONS.length);

    Rejections(PoolEvents events) {
        this.events = events;
    }

    void add(RejectionReason reason, Object task) {
        long now = System.nanoTime();
        long end = windowEnd.get();
        if (now - end >= 0 && windowEnd.compareAndSet(end, now + WINDOW_NANOS)) {
            left.set(SINGLY);
            tellOfMore();
        }
        if (left.get() > 0 && left.getAndDecrement() > 0) {
            events.tell((pool, at) -> new TaskRejected(pool, at, Admission.nameOf(task), reason.name()));
        } else {
            more.incrementAndGet(reason.ordinal());
        }
    }

    /** Tells how many there were beyond those that were told. */
    void tellOfMore() {
        for (RejectionReason reason : REASONS) {
            long count = more.get(reason.ordinal()) == 0 ? 0 : more.getAndSet(reason.ordinal(), 0);
            if (count > 0) {
                events.tell((pool, at) -> new TasksRejected(pool, at, reason.name(), count));
            }
        }
    }
}
