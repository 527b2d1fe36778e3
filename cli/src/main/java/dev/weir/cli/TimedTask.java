package dev.weir.cli;

/**
 * Calls a task directly a few times and takes the CPU time that its thread used for them. Run by one thread, once; read by another after that
 * thread has been waited for.
 */
final class TimedTask implements Runnable {
    private final Runnable task;
    private final int calls;
    private long nanos;

    TimedTask(Runnable task, int calls) {
        this.task = task;
        this.calls = calls;
    }

    @Override
    public void run() {
        long start = CpuClock.caller();
        for (int i = 0; i < calls; i++) {
            task.run();
        }
        nanos = CpuClock.caller() - start;
    }

    /** The CPU time, one reading of the clock included. */
    long nanos() {
        return nanos;
    }
}
