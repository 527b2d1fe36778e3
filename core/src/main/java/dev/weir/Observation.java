package dev.weir;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * What can be seen of a pool from outside in a short time: its statistics, its threads' processor time, and some looks at what
 * its tasks do. Immutable.
 *
 * <p>The pool goes on as if nobody looked; each look costs some ten microseconds a thread that runs a task.
 *
 * @param after the statistics at the end
 * @param window what happened meanwhile
 * @param running the tasks that ran at the last look
 * @param processors the processors that the JVM may use
 * @param computing tasks, on average, that computed or were ready to
 * @param blocked tasks, on average, that waited for something within their code
 * @param processorsUsed how many processors' time the workers used; negative if unknown
 * @param processProcessorsUsed how many processors' time the process used; negative if unknown
 * @param queuedShare at which part of the looks tasks waited in the queue
 * @param shared what most of those blocked are blocked on together; null if there is nothing
 * @param circle who waits for whom in a circle; null if there is none
 * @param expected how long the tasks that run are expected to at most, by the id of the thread; of those of which somebody said
 */
record Observation(
        PoolStats after,
        PoolWindow window,
        List<RunningTask> running,
        int processors,
        double computing,
        double blocked,
        double processorsUsed,
        double processProcessorsUsed,
        double queuedShare,
        WaitsFor.@Nullable Shared shared,
        @Nullable String circle,
        Map<Long, Duration> expected) {

    private static final long LENGTH_NANOS = 200_000_000;
    private static final int LOOKS = 10;

    /** Of a great many threads, fewer looks say as much. */
    private static final int STACKS = 1_000;

    /** Watches the pool for a moment; shorter if the thread is interrupted, which it stays. */
    static Observation of(WorkerPool pool) {
        PoolStats before = pool.stats();
        long begin = System.nanoTime();
        long processBefore = CpuClock.ofProcess();
        Map<Long, Long> cpuBefore = CpuClock.ofThreads(threads(pool));
        int looks = Math.max(3, Math.min(LOOKS, STACKS / Math.max(1, before.threads())));
        long computed = 0;
        long waited = 0;
        int queued = 0;
        List<RunningTask> last = List.of();
        for (int look = 1; look <= looks; look++) {
            pauseUntil(begin + LENGTH_NANOS * look / looks);
            last = pool.runningTasks();
            long ready = last.stream().filter(Observation::isComputing).count();
            computed += ready;
            waited += last.size() - ready;
            queued += pool.stats().queued() > 0 ? 1 : 0;
        }
        List<Thread> threads = threads(pool);
        long cpu = cpuSince(cpuBefore, CpuClock.ofThreads(threads));
        long process = CpuClock.ofProcess();
        double nanos = Math.max(1, System.nanoTime() - begin);
        PoolStats after = pool.stats();
        List<WorkerPool> all = SelfCheck.workerPools();
        return new Observation(
                after,
                after.since(before),
                last,
                Runtime.getRuntime().availableProcessors(),
                (double) computed / looks,
                (double) waited / looks,
                cpu < 0 ? -1 : cpu / nanos,
                process < 0 || processBefore < 0 ? -1 : (process - processBefore) / nanos,
                (double) queued / looks,
                WaitsFor.mostShared(blockedThreads(threads, last), all),
                WaitsFor.circle(pool, all),
                pool.lookout().expected());
    }

    private static void pauseUntil(long nanoTime) {
        long left = nanoTime - System.nanoTime();
        while (left > 0 && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(left);
            left = nanoTime - System.nanoTime();
        }
    }

    private static List<Thread> threads(WorkerPool pool) {
        List<Thread> threads = new ArrayList<>();
        for (Worker worker : pool.crew().present()) {
            Thread thread = worker.thread();
            if (thread != null) {
                threads.add(thread);
            }
        }
        return threads;
    }

    /** Of threads that have come or gone meanwhile, what is known is what counts. */
    private static long cpuSince(Map<Long, Long> before, Map<Long, Long> after) {
        if (after.isEmpty()) {
            return -1;
        }
        long sum = 0;
        for (Map.Entry<Long, Long> used : after.entrySet()) {
            sum += Math.max(0, used.getValue() - before.getOrDefault(used.getKey(), 0L));
        }
        return sum;
    }

    private static List<Thread> blockedThreads(List<Thread> threads, List<RunningTask> running) {
        Map<Long, RunningTask> byThread = new HashMap<>();
        running.forEach(task -> byThread.put(task.threadId(), task));
        List<Thread> blocked = new ArrayList<>();
        for (Thread thread : threads) {
            RunningTask task = byThread.get(thread.getId());
            if (task != null && !isComputing(task)) {
                blocked.add(thread);
            }
        }
        return blocked;
    }

    /**
     * Whether a task uses a processor or would, had it one. A thread that waits in a system call is runnable for the JVM, but
     * stands in a native method, which is not one of the few of the language itself.
     */
    static boolean isComputing(RunningTask task) {
        if (task.state() != Thread.State.RUNNABLE) {
            return false;
        }
        if (task.stack().isEmpty() || !task.stack().get(0).isNativeMethod()) {
            return true;
        }
        String type = task.stack().get(0).getClassName();
        return type.startsWith("java.lang.") || type.startsWith("java.util.") || type.startsWith("jdk.internal.");
    }

    /** The tasks that ran at the last look, those at the same place of their code together. */
    List<StackGroup> groups() {
        Map<List<Object>, List<RunningTask>> byPlace = new HashMap<>();
        for (RunningTask task : running) {
            byPlace.computeIfAbsent(List.of(task.state(), task.stack()), place -> new ArrayList<>())
                    .add(task);
        }
        List<StackGroup> groups = new ArrayList<>();
        for (List<RunningTask> same : byPlace.values()) {
            RunningTask one = same.get(0);
            List<String> names =
                    same.stream().map(RunningTask::task).distinct().sorted().toList();
            groups.add(new StackGroup(same.size(), one.state(), one.stack(), names));
        }
        groups.sort(Comparator.comparingInt(StackGroup::count).reversed());
        return groups;
    }
}
