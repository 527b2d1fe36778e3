package dev.weir.dashboard;

import dev.weir.PoolStats;
import dev.weir.ThreadPool;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The thread that reads all pools once a second, keeps what they said and tells the viewers. Thread-safe.
 *
 * <p>It never waits for a viewer, and nothing that a pool throws ends it.
 */
final class Sampler implements AutoCloseable {

    private static final Logger LOG = System.getLogger("dev.weir.dashboard");

    private final Settings settings;
    private final Pools pools;
    private final Viewers viewers;
    private final Runnable evict;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread thread;

    /** @param evict what else is to be done once a second */
    Sampler(Settings settings, Pools pools, Viewers viewers, Runnable evict) {
        this.settings = settings;
        this.pools = pools;
        this.viewers = viewers;
        this.evict = evict;
        this.thread = new Thread(this::run, "weir-dashboard-sampler");
        thread.setDaemon(true);
    }

    /** Takes the first sample, so that no page begins empty, and goes on by itself. */
    void start() {
        sample();
        thread.start();
    }

    private void run() {
        long period = settings.period().toNanos();
        long next = System.nanoTime() + period;
        try {
            while (!ended.await(next - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                sample();
                long now = System.nanoTime();
                next = next - now > -period ? next + period : now + period; // after a long stop, go on from here
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody does this; if somebody does, the thread ends
        }
    }

    private void sample() {
        try {
            evict.run();
            Map<ThreadPool, @Nullable PoolStats> readings = new LinkedHashMap<>();
            for (ThreadPool pool : settings.source().pools()) {
                readings.put(pool, Asking.stats(pool));
            }
            Asking.look(pools, viewers.watched());
            long millis = System.currentTimeMillis();
            long nanos = System.nanoTime();
            List<PoolHistory> added = pools.locked(() -> {
                Pools.Change change = pools.note(readings, millis, nanos);
                viewers.tell(change);
                return change.added();
            });
            added.forEach(Asking::listen);
        } catch (RuntimeException | Error e) {
            LOG.log(Level.WARNING, "a second of the dashboard is missing", e);
        }
    }

    @Override
    public void close() {
        ended.countDown();
        Ending.of(thread);
        pools.locked(() -> List.copyOf(pools.all())).forEach(Asking::listenNoMore);
    }
}
