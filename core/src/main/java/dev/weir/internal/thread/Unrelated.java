package dev.weir.internal.thread;

import java.security.AccessControlContext;
import java.security.AccessController;
import java.security.PrivilegedAction;
import java.security.ProtectionDomain;
import org.jspecify.annotations.Nullable;

/**
 * Makes threads that inherit nothing from whoever happens to make them, so that they keep none of its class loaders
 * alive: no inheritable thread-locals and no access-control context. Stateless.
 */
public final class Unrelated {

    /** From this version on threads inherit no access-control context, and its classes may go. */
    private static final int NO_CONTEXT_SINCE = 24;

    private Unrelated() {}

    /**
     * Makes a thread, which is not started.
     *
     * @param group its group; null for the creator's
     * @param work what it runs
     * @param name its name
     * @param contextClassLoader its context class loader
     */
    public static Thread thread(
            @Nullable ThreadGroup group, Runnable work, String name, @Nullable ClassLoader contextClassLoader) {
        Thread thread = Runtime.version().feature() < NO_CONTEXT_SINCE
                ? Contextless.make(group, work, name)
                : new Thread(group, work, name, 0, false);
        thread.setContextClassLoader(contextClassLoader);
        return thread;
    }

    /**
     * Makes a daemon in the topmost group, without a context class loader.
     *
     * @param work what it runs
     * @param name its name
     */
    public static Thread daemon(Runnable work, String name) {
        ThreadGroup top = Thread.currentThread().getThreadGroup();
        while (top != null && top.getParent() != null) {
            top = top.getParent();
        }
        Thread thread = thread(top, work, name, null);
        thread.setDaemon(true);
        return thread;
    }

    /** Linked only where it is needed. */
    @SuppressWarnings("removal")
    private static final class Contextless {

        private static final AccessControlContext NONE = new AccessControlContext(new ProtectionDomain[0]);

        static Thread make(@Nullable ThreadGroup group, Runnable work, String name) {
            PrivilegedAction<Thread> making = () -> new Thread(group, work, name, 0, false);
            return AccessController.doPrivileged(making, NONE);
        }
    }
}
