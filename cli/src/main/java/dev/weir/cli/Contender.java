package dev.weir.cli;

/** One way to run many short tasks, to be measured. For one thread. */
interface Contender extends AutoCloseable {

    /** Its name in the table. */
    String name();

    /**
     * Measures one round.
     *
     * @param task to be run many times
     * @param t2 what the task was last seen to take, in nanoseconds of CPU time
     */
    Sample measure(Runnable task, double t2) throws InterruptedException;

    @Override
    default void close() {}
}
