package dev.weir.benchmarks;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Virtual threads, without a JDK that has them at compile time. */
final class VirtualThreads {

    private VirtualThreads() {}

    static ExecutorService perTask() {
        try {
            return (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (ReflectiveOperationException absent) {
            throw new UnsupportedOperationException("This JDK has no virtual threads", absent);
        }
    }
}
