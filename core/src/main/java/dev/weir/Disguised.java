package dev.weir;

/**
 * A task of a pool that was given to {@code execute} as a plain {@link Runnable}, so that the pool does not take it for
 * one of its own submissions. Immutable.
 */
record Disguised(PooledTask<?> task) implements Runnable, Named {

    @Override
    public void run() {
        task.run();
    }

    @Override
    public String taskName() {
        return task.name();
    }
}
