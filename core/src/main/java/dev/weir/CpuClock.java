package dev.weir;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the JVM and the system tell of threads: the processor time that they used, and what they are blocked on. Stateless. A
 * JVM without the module {@code java.management} tells nothing of it, and nothing fails for that.
 */
final class CpuClock {

    private static final @Nullable Object THREADS = threads();

    private CpuClock() {}

    private static @Nullable Object threads() {
        try {
            return ManagementFactory.getThreadMXBean();
        } catch (LinkageError | RuntimeException absent) {
            return null;
        }
    }

    /** The processor time that the process has used, in nanoseconds; negative if nobody knows. */
    static long ofProcess() {
        Optional<Duration> used = ProcessHandle.current().info().totalCpuDuration();
        return used.map(Duration::toNanos).orElse(-1L);
    }

    /** The processor time that threads have used so far, in nanoseconds, by their ids; empty if nobody knows. */
    static Map<Long, Long> ofThreads(List<Thread> threads) {
        Map<Long, Long> used = new HashMap<>();
        if (THREADS instanceof ThreadMXBean bean && bean.isThreadCpuTimeSupported()) {
            for (Thread thread : threads) {
                long nanos = nanos(bean, thread.getId());
                if (nanos >= 0) {
                    used.put(thread.getId(), nanos);
                }
            }
        }
        return used;
    }

    /** Negative for a virtual thread, one that has ended, or if measuring is switched off. */
    private static long nanos(ThreadMXBean bean, long id) {
        try {
            return bean.getThreadCpuTime(id);
        } catch (RuntimeException unknown) {
            return -1;
        }
    }

    /** What a thread is blocked on, and who holds it; null if it is not or nobody knows. */
    static @Nullable Obstacle obstacleOf(Thread thread) {
        if (THREADS instanceof ThreadMXBean bean) {
            ThreadInfo info = bean.getThreadInfo(thread.getId());
            if (info != null && info.getLockInfo() != null) {
                return new Obstacle(info.getLockInfo().toString(), info.getLockOwnerName());
            }
        }
        return null;
    }

    /**
     * What a thread waits for.
     *
     * @param what the class and the identity of the object
     * @param holder the name of the thread that holds it, if it is a lock
     */
    record Obstacle(String what, @Nullable String holder) {}

    /** The ids of the threads that hold locks and wait for each other's for ever. */
    static List<Long> deadlocked() {
        if (THREADS instanceof ThreadMXBean bean) {
            long[] ids = bean.findDeadlockedThreads();
            if (ids != null) {
                return Arrays.stream(ids).boxed().toList();
            }
        }
        return List.of();
    }
}
