package dev.weir.benchmarks;

import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** Jetty's pool, which is an {@code Executor} and no more. */
final class JettyPool extends ExecuteOnly {

    private final QueuedThreadPool pool;

    JettyPool(int min, int max) {
        pool = new QueuedThreadPool(max, min);
        pool.setReservedThreads(0);
        try {
            pool.start();
        } catch (Exception cannotStart) {
            throw new IllegalStateException(
                    "Jetty's pool of " + min + " to " + max + " threads does not start", cannotStart);
        }
    }

    @Override
    public void execute(Runnable task) {
        pool.execute(task);
    }

    @Override
    public void shutdown() {
        super.shutdown();
        try {
            pool.stop();
        } catch (Exception cannotStop) {
            throw new IllegalStateException("Jetty's pool does not stop", cannotStop);
        }
    }
}
