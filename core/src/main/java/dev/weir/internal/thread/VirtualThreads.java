package dev.weir.internal.thread;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.ThreadFactory;

/** Makes factories of virtual threads, on a JDK that has them. Stateless. */
public final class VirtualThreads {

    private VirtualThreads() {}

    /**
     * Makes a factory of virtual threads that inherit no thread-locals.
     *
     * @param prefix what their names begin with, before a number
     * @throws UnsupportedOperationException if this JDK has none
     */
    public static ThreadFactory factory(String prefix) {
        try {
            // By reflection, since this is compiled for a JDK that does not know them; once for a factory.
            Class<?> builder = Class.forName("java.lang.Thread$Builder");
            Object virtual = Thread.class.getMethod("ofVirtual").invoke(null);
            builder.getMethod("inheritInheritableThreadLocals", boolean.class).invoke(virtual, false);
            builder.getMethod("name", String.class, long.class).invoke(virtual, prefix, 1L);
            return (ThreadFactory) builder.getMethod("factory").invoke(virtual);
        } catch (ReflectiveOperationException missing) {
            Throwable cause = missing instanceof InvocationTargetException thrown ? thrown.getCause() : missing;
            throw new UnsupportedOperationException(
                    "virtual threads need Java 21 or newer, and this is Java " + Runtime.version(), cause);
        }
    }
}
