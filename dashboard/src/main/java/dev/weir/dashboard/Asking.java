package dev.weir.dashboard;

import dev.weir.PoolStats;
import dev.weir.RunningTask;
import dev.weir.ThreadPool;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Asks pools; one that cannot answer disturbs nobody. Stateless. No lock is held while a pool is asked. */
final class Asking {

    private static final Logger LOG = System.getLogger("dev.weir.dashboard");

    private Asking() {}

    /** What a pool says of itself; null if it cannot. */
    static @Nullable PoolStats stats(ThreadPool pool) {
        try {
            return pool.stats();
        } catch (RuntimeException e) {
            LOG.log(Level.DEBUG, "a pool could not be read", e);
            return null;
        }
    }

    /** What the threads of a pool do; nothing if it cannot tell. */
    static List<RunningTask> running(ThreadPool pool) {
        try {
            return pool.runningTasks();
        } catch (RuntimeException e) {
            LOG.log(Level.DEBUG, "the tasks of a pool could not be read", e);
            return List.of();
        }
    }

    /** Begins to hear what happens in a pool. */
    static void listen(PoolHistory history) {
        ThreadPool pool = history.pool();
        if (pool == null) {
            return;
        }
        try {
            pool.addListener(history.happenings());
        } catch (RuntimeException e) {
            LOG.log(Level.DEBUG, "a pool cannot be listened to", e);
        }
    }

    /** Ends that. A pool that everybody has forgotten does it by itself. */
    static void listenNoMore(PoolHistory history) {
        ThreadPool pool = history.pool();
        if (pool == null) {
            return;
        }
        try {
            pool.removeListener(history.happenings());
        } catch (RuntimeException e) {
            LOG.log(Level.DEBUG, "a pool cannot be listened to", e);
        }
    }

    /** Finds out what the threads of those pools do, and notes it. */
    static void look(Pools pools, Set<Integer> ids) {
        for (int id : ids) {
            PoolHistory history = pools.locked(() -> pools.byId(id));
            ThreadPool pool = history == null ? null : history.pool();
            if (history != null && pool != null) {
                List<RunningTask> running = running(pool);
                pools.locked(() -> {
                    history.running(running);
                    return null;
                });
            }
        }
    }
}
