package dev.weir;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * All lanes of a pool: finds the one of a key, and bounds how many tasks are held up in them all. Thread-safe. Nothing is
 * kept for a lane without tasks.
 */
final class Lanes {

    private final WorkerPool pool;
    private final ConcurrentHashMap<LaneKey, Lane> keyed = new ConcurrentHashMap<>();

    /** The lanes that have tasks. */
    private final Set<Lane> busy = ConcurrentHashMap.newKeySet();

    /** Tasks beyond the limits of their lanes: these wait, however many threads are free. */
    private final AtomicInteger heldUp = new AtomicInteger();

    /** Whether there has ever been a view. */
    private volatile boolean used;

    Lanes(WorkerPool pool) {
        this.pool = pool;
    }

    PoolView ordered(Object key) {
        used = true;
        return new PoolView(pool, new LaneKey(key));
    }

    PoolView limited(String name, int threads, int capacity) {
        used = true;
        return new PoolView(pool, name, new Lane(this, null, threads, capacity));
    }

    /** Whether submitters may wait for different things, and must all look when there is room. */
    boolean areUsed() {
        return used;
    }

    /** The lane of a key, made if need be; it may be closed by the time that it is used. */
    Lane of(LaneKey key) {
        Lane present = keyed.get(key);
        if (present != null) {
            return present;
        }
        Lane made = new Lane(this, key, 1, pool.config().queueCapacity());
        Lane before = keyed.putIfAbsent(key, made);
        return before != null ? before : made;
    }

    /** The lane of a key, if it has tasks. */
    @Nullable
    Lane present(LaneKey key) {
        return keyed.get(key);
    }

    /** A lane that was found closed is on its way out; the next look finds another one. Calls nothing of a user's. */
    void forget(Lane closed) {
        LaneKey key = closed.key();
        if (key != null) {
            keyed.remove(key.itself(), closed);
        }
    }

    /** How many keys have a lane. */
    int keys() {
        return keyed.size();
    }

    // Called by lanes, under their locks

    void begins(Lane lane) {
        busy.add(lane);
    }

    void ends(Lane lane) {
        busy.remove(lane);
        forget(lane);
    }

    boolean tryHoldUp() {
        for (int seen = heldUp.get(); seen < pool.config().queueCapacity(); seen = heldUp.get()) {
            if (heldUp.compareAndSet(seen, seen + 1)) {
                return true;
            }
        }
        return false;
    }

    boolean isHeldUp() {
        return heldUp.get() >= pool.config().queueCapacity();
    }

    void letGo() {
        heldUp.decrementAndGet();
    }

    boolean areStopping() {
        return pool.isStopping();
    }

    /** The lanes that have tasks now. */
    Iterable<Lane> busy() {
        return busy;
    }
}
