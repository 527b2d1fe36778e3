package dev.weir;

import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A wait of one task for another, from the moment when the waiter has said for whom it waits until it goes on. Belongs to
 * the waiting thread; what happens meanwhile is told in {@link Nesting}.
 */
final class Waiting {

    private final @Nullable PooledTask<?> waiter;
    private final @Nullable TaskFuture<?> before;
    private @Nullable Stranding stranding;

    private Waiting(@Nullable PooledTask<?> waiter) {
        this.waiter = waiter;
        this.before = waiter == null ? null : waiter.awaited();
    }

    /**
     * The wait begins: what can be run here is run, and what cannot goes ahead of others.
     *
     * @param scope the scope of the current thread
     * @throws InterruptedException if the current thread is interrupted
     * @throws IllegalStateException if the awaited task can never be done, since it waits for the current one
     */
    static Waiting begin(TaskFuture<?> awaited, WorkScope scope) throws InterruptedException {
        Waiting waiting = new Waiting(scope.running());
        boolean begun = false;
        try {
            waiting.begin(awaited, scope, scope.running());
            begun = true;
        } finally {
            if (!begun) {
                waiting.end();
            }
        }
        return waiting;
    }

    /**
     * A wait that ends at some time, come what may: nothing is run here, as that might take longer, unless nobody else can
     * run it.
     */
    static Waiting beginTimed(TaskFuture<?> awaited, WorkScope scope) throws InterruptedException {
        if (awaited.isHeldUpBy(scope)) {
            awaited.help(scope);
        }
        Waiting waiting = new Waiting(null);
        waiting.stranding = awaited.expedite();
        return waiting;
    }

    /**
     * A wait for any of several: those that can be run here are run, until it is enough.
     *
     * @param timed whether it ends at some time anyway: then nothing is run here that others can run
     * @param enough whether there is nothing more to wait for
     */
    static Waiting beginAny(
            Iterable<? extends TaskFuture<?>> awaited, boolean timed, WorkScope scope, BooleanSupplier enough)
            throws InterruptedException {
        Waiting waiting = new Waiting(null);
        for (TaskFuture<?> next : awaited) {
            if ((!timed || next.isHeldUpBy(scope)) && !enough.getAsBoolean()) {
                next.help(scope);
            }
        }
        for (TaskFuture<?> next : awaited) {
            if (waiting.stranding == null && !enough.getAsBoolean()) {
                waiting.stranding = next.expedite();
            }
        }
        return waiting;
    }

    private void begin(TaskFuture<?> awaited, WorkScope scope, @Nullable PooledTask<?> waits)
            throws InterruptedException {
        if (waits != null) {
            waits.awaits(awaited);
        }
        awaited.awaitTime();
        awaited.help(scope);
        if (waits != null) {
            Nesting.unravel(awaited, scope);
        }
        stranding = awaited.expedite();
    }

    /** The waiter goes on. */
    void end() {
        if (waiter != null) {
            waiter.awaits(before);
        }
        if (stranding != null) {
            stranding.end();
        }
    }
}
