package dev.weir.stress.model;

import dev.weir.FailureHandler;
import dev.weir.Overflow;
import dev.weir.ThreadPool;
import java.time.Duration;

/**
 * The settings of a program's pool. Immutable.
 *
 * @param virtual whether it runs tasks in virtual threads
 * @param min threads that stay
 * @param max threads that there can be
 * @param capacity tasks that may wait
 * @param overflow what happens to those that find no room
 * @param keepAliveMillis how long idle threads stay
 */
record Setting(boolean virtual, int min, int max, int capacity, Overflow overflow, int keepAliveMillis) {

    ThreadPool build(String name, FailureHandler handler) {
        ThreadPool.Builder builder = ThreadPool.builder(name);
        if (virtual) {
            builder.virtualThreads(max);
        } else {
            builder.threads(min, max);
        }
        return builder.queueCapacity(capacity)
                .overflow(overflow)
                .keepAlive(Duration.ofMillis(keepAliveMillis))
                .failureHandler(handler)
                .build();
    }

    boolean isRejecting() {
        return overflow instanceof Overflow.Reject;
    }

    boolean isBlocking() {
        return overflow instanceof Overflow.Block;
    }

    boolean runsInCallers() {
        return overflow instanceof Overflow.CallerRuns;
    }

    boolean isDropping() {
        return overflow instanceof Overflow.DropOldest;
    }

    @Override
    public String toString() {
        String threads = virtual ? "virtual threads, at most " + max : "threads " + min + " to " + max;
        String full = isRejecting()
                ? "reject"
                : runsInCallers() ? "callerRuns" : isDropping() ? "dropOldest" : overflow.toString();
        return threads + ", queue of " + capacity + ", " + full + ", keep-alive " + keepAliveMillis + " ms";
    }
}
