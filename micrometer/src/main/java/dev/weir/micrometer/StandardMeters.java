package dev.weir.micrometer;

import dev.weir.PoolStats;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.BaseUnits;

/**
 * The meters that Micrometer's {@code ExecutorServiceMetrics} registers for a {@code ThreadPoolExecutor} that it monitors, with the
 * same names, types and units. Stateless.
 */
final class StandardMeters {

    private StandardMeters() {}

    static void register(Registration to) {
        int capacity = to.reading().queueCapacity();
        to.counter(
                "executor.completed",
                BaseUnits.TASKS,
                "Tasks that returned, threw or were cancelled",
                Tags.empty(),
                stats -> stats.succeeded() + stats.failed() + stats.cancelled());
        // A submitter that runs its own task needs no thread of the pool.
        to.gauge(
                "executor.active",
                BaseUnits.THREADS,
                "Threads that run a task",
                stats -> Math.min(stats.running(), stats.threads()));
        to.gauge("executor.queued", BaseUnits.TASKS, "Tasks that wait", PoolStats::queued);
        to.gauge(
                "executor.queue.remaining",
                BaseUnits.TASKS,
                "Tasks that the queue has room for",
                stats -> Math.max(0, capacity - stats.queued()));
        to.gauge(
                "executor.pool.size", BaseUnits.THREADS, "Threads that exist or are being started", PoolStats::threads);
        to.gauge("executor.pool.core", BaseUnits.THREADS, "Threads that stay, even when idle", PoolStats::minThreads);
        to.gauge("executor.pool.max", BaseUnits.THREADS, "Threads that there can be", PoolStats::maxThreads);
        to.timer("executor", "How long tasks ran", stats -> stats.times().runTime());
        to.timer(
                "executor.idle",
                "How long tasks waited for a thread",
                stats -> stats.times().queueWait());
    }
}
