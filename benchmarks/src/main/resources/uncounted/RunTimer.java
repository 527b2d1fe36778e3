package dev.weir;

import dev.weir.internal.ledger.Tally;
import dev.weir.internal.queue.TaskQueue;

/** Times nothing, and takes all tasks for tiny ones, as they are where it is used. */
final class RunTimer {

    private static final int LARGEST_BATCH = 32;

    private boolean hasBegun;

    RunTimer(Tally tally, TaskQueue queue) {
        queue.timeAll(false);
    }

    /** True once, so that the worker asks for the batch. */
    boolean begin(Runnable task) {
        boolean first = !hasBegun;
        hasBegun = true;
        return first;
    }

    void end() {}

    Runnable noted() {
        return null;
    }

    long beganNanos() {
        return 0;
    }

    void note(long nanos) {}

    int batch() {
        return LARGEST_BATCH;
    }
}
