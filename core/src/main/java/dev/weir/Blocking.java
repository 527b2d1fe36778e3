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
     * @return the pool whose worker it is, for {@link #end}; null if it is no worker
     */
    static @Nullable WorkerPool begin() {
        WorkScope scope = WorkScope.current();
        WorkerPool owner = scope == null ? null : scope.owner();
        if (owner != null) {
            owner.crew().block();
        }
        return owner;
    }

    /** The current thread goes on. */
    static void end(@Nullable WorkerPool blocked) {
        if (blocked != null) {
            blocked.crew().unblock();
        }
    }

    /** Waits on a list as {@link WaitList#await} does. */
    static boolean await(WaitList list, BooleanSupplier condition, long nanos) throws InterruptedException {
        if (condition.getAsBoolean()) {
            return true;
        }
        WorkerPool blocked = begin();
        try {
            return list.await(condition, nanos);
        } finally {
            end(blocked);
        }
    }
}
