package dev.weir.cli;

import dev.weir.ThreadPool;

/** Tasks on a Weir pool with as many threads as there are cores, made in advance. For one thread. */
final class PoolContender implements Contender, Batch.Executor {
    private final long budget;
    private final ThreadPool pool = ThreadPool.builder("overhead")
            .threads(Machine.CORES, Machine.CORES)
            .queueCapacity(Batch.most())
            .build();

    /** @param budget length of a round, in nanoseconds */
    PoolContender(long budget) {
        this.budget = budget;
    }

    @Override
    public String name() {
        return "pool";
    }

    @Override
    public Sample measure(Runnable task, double t2) throws InterruptedException {
        return Batch.of(task, t2, budget).timed(t2).measure(this, t2);
    }

    @Override
    public void start(Runnable[] tasks) {
        for (Runnable task : tasks) {
            pool.execute(task);
        }
    }

    @Override
    public void await() throws InterruptedException {
        pool.join();
    }

    @Override
    public void close() {
        pool.close();
    }
}
