package dev.weir.dashboard;

import dev.weir.Explanation;
import dev.weir.ThreadPool;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The thread that has pools explain themselves, one after the other, as long as somebody looks at them. Thread-safe.
 *
 * <p>It is not the sampler's: an explanation takes a fifth of a second.
 */
final class Explainer implements AutoCloseable {

    private static final Logger LOG = System.getLogger("dev.weir.dashboard");

    private final long pauseNanos;
    private final Pools pools;
    private final Viewers viewers;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "weir-dashboard-explainer");

    Explainer(Duration pause, Pools pools, Viewers viewers) {
        this.pauseNanos = pause.toNanos();
        this.pools = pools;
        this.viewers = viewers;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            while (!ended.await(pauseNanos, TimeUnit.NANOSECONDS)) {
                for (int id : viewers.watched()) {
                    if (ended.getCount() > 0) {
                        explain(id);
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody does this; if somebody does, the thread ends
        }
    }

    private void explain(int id) {
        PoolHistory history = pools.locked(() -> pools.byId(id));
        ThreadPool pool = history == null ? null : history.pool();
        if (history == null || pool == null) {
            return;
        }
        try {
            Explanation explanation = pool.explain();
            pools.locked(() -> {
                history.explanation(explanation);
                return null;
            });
        } catch (RuntimeException | Error e) {
            LOG.log(Level.DEBUG, "a pool could not explain itself", e);
        }
    }

    @Override
    public void close() {
        ended.countDown();
        Ending.of(thread);
    }
}
