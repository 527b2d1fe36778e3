package dev.weir;

import org.jspecify.annotations.Nullable;

/** Whether and where a pool is registered for management. Thread-safe: begins before the pool does, ends with it. */
final class Registration {

    private final WorkerPool pool;

    /** Of a class that cannot be loaded where there is no management. */
    private @Nullable Runnable end;

    Registration(WorkerPool pool) {
        this.pool = pool;
    }

    /**
     * Registers the pool, if that was asked for.
     *
     * @throws UnsupportedOperationException if this runtime has no management
     */
    void begin() {
        if (!pool.config().observing().jmx()) {
            return;
        }
        try {
            end = Jmx.register(pool)::unregister;
        } catch (NoClassDefFoundError absent) {
            throw new UnsupportedOperationException(
                    "jmx(true) for pool " + pool.name() + " needs the module java.management, which is not here",
                    absent);
        }
    }

    /** The pool has ended, or did not begin. */
    void end() {
        Runnable unregister = end;
        if (unregister != null) {
            unregister.run();
        }
    }
}
