package dev.weir.support;

import java.util.List;

/** The threads of the JVM that are alive now. Stateless. */
public final class LiveThreads {

    private LiveThreads() {}

    /** Those whose names begin so. */
    public static List<Thread> named(String prefix) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.isAlive() && thread.getName().startsWith(prefix))
                .toList();
    }
}
