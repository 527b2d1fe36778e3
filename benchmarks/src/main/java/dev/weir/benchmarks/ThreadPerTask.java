package dev.weir.benchmarks;

/** A new platform thread for each task. */
final class ThreadPerTask extends ExecuteOnly {

    @Override
    public void execute(Runnable task) {
        new Thread(task).start();
    }
}
