package dev.weir;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a task may have changed about its thread and the next one must not see: the interrupt status, the name, the
 * priority and the context class loader. Not thread-safe: belongs to the thread that it describes.
 */
final class ThreadState {

    private final Thread thread;
    private final String name;
    private final int priority;
    private final @Nullable ClassLoader contextClassLoader;

    ThreadState(Thread current) {
        thread = current;
        name = current.getName();
        priority = current.getPriority();
        contextClassLoader = classLoaderOf(current);
    }

    /** A factory may make threads of a class of its own, with a method that throws. */
    private static @Nullable ClassLoader classLoaderOf(Thread thread) {
        try {
            return thread.getContextClassLoader();
        } catch (RuntimeException strange) {
            return null;
        }
    }

    void restore() {
        Thread.interrupted();
        if (!Objects.equals(thread.getName(), name)) {
            thread.setName(name);
        }
        if (thread.getPriority() != priority) {
            thread.setPriority(priority);
        }
        if (classLoaderOf(thread) != contextClassLoader) {
            thread.setContextClassLoader(contextClassLoader);
        }
    }
}
