package dev.weir.dashboard;

import dev.weir.ThreadPool;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;

/** A dashboard that shows the pools of one test alone, and quickly. Closes all of them. */
final class Stage implements AutoCloseable {

    static final String TOKEN = "a-token-that-nobody-guesses";

    final List<ThreadPool> pools = new CopyOnWriteArrayList<>();
    final Dashboard dashboard;

    Stage(Duration period, Duration patience, UnaryOperator<DashboardBuilder> settings) {
        dashboard = Dashboard.start(
                settings.apply(Dashboard.builder()).settings(period, patience, () -> List.copyOf(pools)));
    }

    Stage(UnaryOperator<DashboardBuilder> settings) {
        this(Duration.ofMillis(20), Duration.ofSeconds(10), settings);
    }

    Stage() {
        this(settings -> settings);
    }

    static Stage controlled() {
        return new Stage(settings -> settings.control(TOKEN));
    }

    ThreadPool pool(String name) {
        return show(ThreadPool.builder(name).threads(1, 4).build());
    }

    ThreadPool show(ThreadPool pool) {
        pools.add(pool);
        return pool;
    }

    /** The id under which the dashboard knows a pool. */
    int id(ThreadPool pool) throws Exception {
        try (Watching watching = new Watching(dashboard, 0)) {
            return watching.idOf(Text.shorten(pool.stats().name()));
        }
    }

    /** What a task does that is to last until then; false if it was interrupted. */
    static boolean hold(CountDownLatch end) {
        try {
            end.await();
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        dashboard.close();
        pools.forEach(ThreadPool::shutdownNow);
        pools.forEach(ThreadPool::close);
    }
}
