package dev.weir.benchmarks;

/** The submitter runs each task itself: the price of the tasks alone. */
final class DirectCalls extends ExecuteOnly {

    @Override
    public void execute(Runnable task) {
        task.run();
    }
}
