package dev.weir.dashboard;

import dev.weir.PoolStats;
import dev.weir.ThreadPool;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All pools that are shown, with their histories, and the clock of their samples. Thread-safe: who reads several things that
 * belong together does it within {@link #locked}. No pool is asked anything while the lock is held, and none is kept alive.
 */
final class Pools {

    private final EventWords words;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<ThreadPool, PoolHistory> byPool = new WeakHashMap<>();
    private final Map<Integer, PoolHistory> byId = new LinkedHashMap<>();
    private final long[] times = new long[PoolHistory.KEPT];
    private long tick = -1;
    private int lastId;

    /** What a tick changed in the list. */
    record Change(List<PoolHistory> added, List<Integer> gone) {}

    Pools(EventWords words) {
        this.words = words;
    }

    <T extends @Nullable Object> T locked(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Notes one round of readings; pools that are not among them are forgotten.
     *
     * @param readings what each pool said, or null if it could not be asked
     * @param millis the time of the round
     * @param nanos the same on the clock that rates are measured by
     */
    Change note(Map<ThreadPool, @Nullable PoolStats> readings, long millis, long nanos) {
        tick++;
        times[PoolHistory.slot(tick)] = millis;
        List<Integer> gone = forget(readings);
        List<PoolHistory> added = new ArrayList<>();
        readings.forEach((pool, stats) -> {
            PoolHistory history = byPool.get(pool);
            if (history == null && stats != null) {
                history = new PoolHistory(++lastId, pool, stats, words);
                byPool.put(pool, history);
                byId.put(history.id(), history);
                added.add(history);
            }
            if (history != null && stats != null) {
                history.note(tick, stats, nanos);
            } else if (history != null) {
                history.skip(tick);
            }
        });
        return new Change(added, gone);
    }

    private List<Integer> forget(Map<ThreadPool, @Nullable PoolStats> readings) {
        List<Integer> gone = new ArrayList<>();
        for (Iterator<PoolHistory> all = byId.values().iterator(); all.hasNext(); ) {
            PoolHistory history = all.next();
            ThreadPool pool = history.pool();
            if (pool == null || !readings.containsKey(pool)) {
                all.remove();
                byPool.remove(pool);
                gone.add(history.id());
            }
        }
        return gone;
    }

    Collection<PoolHistory> all() {
        return byId.values();
    }

    @Nullable
    PoolHistory byId(int id) {
        return byId.get(id);
    }

    /** The number of the last round; negative before the first. */
    long tick() {
        return tick;
    }

    /** When a round that is still kept was, in milliseconds since 1970. */
    long millis(long ofTick) {
        return times[PoolHistory.slot(ofTick)];
    }
}
