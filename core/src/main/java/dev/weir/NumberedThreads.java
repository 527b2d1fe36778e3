package dev.weir;

import dev.weir.internal.thread.Unrelated;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The default thread factory: numbered threads that inherit nothing from the submitter in whose call they happen to be
 * made: neither inheritable thread-locals, nor context class loader, nor thread group. Thread-safe.
 */
final class NumberedThreads implements ThreadFactory {

    private final String prefix;
    private final @Nullable ThreadGroup group = Thread.currentThread().getThreadGroup();
    private final @Nullable ClassLoader contextClassLoader =
            Thread.currentThread().getContextClassLoader();
    private final AtomicLong made = new AtomicLong();

    NumberedThreads(String poolName) {
        this.prefix = poolName + '-';
    }

    @Override
    public Thread newThread(Runnable work) {
        Thread thread = Unrelated.thread(group, work, prefix + made.incrementAndGet(), contextClassLoader);
        thread.setDaemon(false);
        thread.setPriority(Thread.NORM_PRIORITY);
        return thread;
    }
}
