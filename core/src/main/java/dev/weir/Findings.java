package dev.weir;

import dev.weir.event.PoolEvent;
import dev.weir.internal.thread.Unrelated;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/**
 * What one look of the watchdog has found. Not thread-safe.
 *
 * <p>To tell it means to ask tasks for their names, which is users' code: so another thread does it. Where nobody listens, it
 * is logged, since who asked for an expected time wants to know.
 */
final class Findings {

    private final WorkerPool pool;
    private final List<BiFunction<String, Instant, PoolEvent>> found = new ArrayList<>();

    Findings(WorkerPool pool) {
        this.pool = pool;
    }

    void add(BiFunction<String, Instant, PoolEvent> event) {
        found.add(event);
    }

    /** Tells all of it, on the calling thread. */
    void tell() {
        for (BiFunction<String, Instant, PoolEvent> event : found) {
            if (pool.events().isOn()) {
                pool.events().tell(event);
            } else {
                log(event);
            }
        }
    }

    private void log(BiFunction<String, Instant, PoolEvent> event) {
        try {
            PoolEvent told = event.apply(pool.name(), Instant.now());
            Throwable where = new Throwable("where it was");
            where.setStackTrace(
                    told instanceof PoolEvent.TaskStuck stuck
                            ? stuck.stack().toArray(new StackTraceElement[0])
                            : new StackTraceElement[0]);
            Log.warn("Pool ", pool.name() + ": ", told.toString(), where);
        } catch (Throwable outOfMemory) {
            // Then nobody hears of it.
        }
    }

    /** Tells all of it, on a thread of its own if there is anything. */
    void tellAside() {
        if (found.isEmpty()) {
            return;
        }
        Thread aside = Unrelated.daemon(this::tell, "weir-reporter");
        pool.crew().costs().watch(aside);
        aside.start();
    }
}
