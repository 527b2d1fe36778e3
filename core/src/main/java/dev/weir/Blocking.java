package dev.weir;

import dev.weir.internal.park.WaitList;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Waits that may hold up a worker: while one lasts, the worker's pool may use a spare instead. Stateless. */
final class Blocking {

    private Blocking() {}

    /**
     * The current thread is going to wait.
     *
     * @param stranded whether for a task that waits in a queue: see {@link Spares}
     * @return the pool whose worker it is, for {@link #end}; null if it is no worker
     */
    static @Nullable WorkerPool begin(boolean stranded) {
        WorkScope scope = WorkScope.current();
        WorkerPool owner = scope == null ? null : scope.owner();
        if (owner != null) {
            owner.crew().block(stranded);
        }
        return owner;
    }

    /** The current thread goes on. */
    static void end(@Nullable WorkerPool blocked, boolean stranded) {
        if (blocked != null) {
            blocked.crew().unblock(stranded);
        }
    }

    /** Waits on a list as {@link WaitList#await} does, for something that is not a task. */
    static boolean await(WaitList list, BooleanSupplier condition, long nanos) throws InterruptedException {
        return await(list, condition, nanos, false);
    }

    /** Waits on a list as {@link WaitList#await} does. */
    static boolean await(WaitList list, BooleanSupplier condition, long nanos, boolean stranded)
            throws InterruptedException {
        if (condition.getAsBoolean()) {
            return true;
        }
        WorkerPool blocked = begin(stranded);
        try {
            return list.await(condition, nanos);
        } finally {
            end(blocked, stranded);
        }
    }
}
