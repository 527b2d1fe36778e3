package dev.weir.dashboard;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/** All open pages, {@value #MOST} at most. Thread-safe. */
final class Viewers {

    static final int MOST = 64;

    private final Pools pools;
    private final Frames frames;
    private final Set<Viewer> all = ConcurrentHashMap.newKeySet();
    private final Semaphore places = new Semaphore(MOST);

    Viewers(Pools pools, Frames frames) {
        this.pools = pools;
        this.frames = frames;
    }

    /** Takes a place; false if all are taken. To be given back by {@link #leave()}. */
    boolean enter() {
        return places.tryAcquire();
    }

    void leave() {
        places.release();
    }

    int count() {
        return MOST - places.availablePermits();
    }

    /** The pools that pages look at in detail. */
    Set<Integer> watched() {
        Set<Integer> ids = new HashSet<>();
        all.forEach(viewer -> ids.add(viewer.pool()));
        return ids;
    }

    /** Shows the pools to a page until it is gone, on this thread. */
    void serve(OutputStream out, int pool) throws IOException {
        Asking.look(pools, Set.of(pool));
        Viewer viewer = new Viewer(pool);
        pools.locked(() -> {
            viewer.offer(join(pool)); // as all that follows: who does not read even this is dropped too
            return all.add(viewer); // from the next tick on, told by the sampler
        });
        try {
            viewer.serve(out);
        } finally {
            all.remove(viewer);
        }
    }

    private byte[] join(int pool) {
        Joined joined = new Joined();
        joined.add(frames.hello());
        joined.add(frames.pools(pools.all(), List.of()));
        if (pools.tick() >= 0) {
            joined.add(frames.tick(pools, true));
            PoolHistory history = pools.byId(pool);
            if (history != null) {
                joined.add(frames.history(pools, history));
                joined.add(frames.detail(pools, history));
            }
        }
        return joined.toByteArray();
    }

    /** Tells all pages what a round brought. Called within the lock of the pools, so that no page comes in between. */
    void tell(Pools.Change change) {
        if (all.isEmpty()) {
            return;
        }
        byte[] list = frames.pools(change.added(), change.gone());
        boolean news = !change.added().isEmpty() || !change.gone().isEmpty();
        byte[] tick = frames.tick(pools, false);
        Map<Integer, byte[]> details = new HashMap<>();
        for (Viewer viewer : all) {
            boolean here = !news || viewer.offer(list);
            PoolHistory history = pools.byId(viewer.pool());
            if (here && viewer.offer(tick) && history != null) {
                viewer.offer(details.computeIfAbsent(history.id(), id -> frames.detail(pools, history)));
            }
        }
    }

    void dropAll() {
        all.forEach(Viewer::drop);
    }

    /** Several frames in one piece. */
    private static final class Joined extends ByteArrayOutputStream {
        void add(byte[] frame) {
            write(frame, 0, frame.length);
        }
    }
}
