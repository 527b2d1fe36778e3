package dev.weir;

import dev.weir.CpuClock.Obstacle;
import dev.weir.Sight.Glimpse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Who waits for whom among tasks that run, as far as others can see it: by what their threads are parked on. Stateless. Waits
 * with a time limit are seen as well, which {@link Nesting} leaves to their limit.
 */
final class WaitsFor {

    private WaitsFor() {}

    /** Tasks that run, and what they are parked on, if that is the end of a task. */
    private static final class Graph {
        private final Map<Thread, TaskFuture<?>> tasks = new HashMap<>();
        private final Map<Object, TaskFuture<?>> byWaitList = new IdentityHashMap<>();

        Graph(List<WorkerPool> pools) {
            for (WorkerPool pool : pools) {
                for (Worker worker : pool.crew().present()) {
                    Thread thread = worker.thread();
                    Glimpse glimpse = worker.sight().glimpse();
                    TaskFuture<?> task = glimpse == null ? null : glimpse.submitted();
                    if (thread != null && task != null) {
                        tasks.put(thread, task);
                        add(task);
                    }
                }
            }
        }

        private void add(TaskFuture<?> first) {
            for (TaskFuture<?> task = first; task != null; task = task.awaited()) {
                Object list = task.waiters();
                if (list != null && byWaitList.putIfAbsent(list, task) != null) {
                    return;
                }
            }
        }

        /** The task for whose end the thread waits; null if it waits for none of these. */
        @Nullable
        TaskFuture<?> awaitedBy(Thread thread) {
            Object blocker = LockSupport.getBlocker(thread);
            return blocker == null ? null : byWaitList.get(blocker);
        }
    }

    /**
     * Finds a circle that goes through a pool.
     *
     * @return who waits for whom, in words; null if there is none
     */
    static @Nullable String circle(WorkerPool pool, List<WorkerPool> all) {
        Graph graph = new Graph(all);
        for (Worker worker : pool.crew().present()) {
            Thread thread = worker.thread();
            String found = thread == null ? null : circleFrom(thread, graph);
            if (found != null) {
                return found;
            }
        }
        return deadlock(pool);
    }

    private static @Nullable String circleFrom(Thread start, Graph graph) {
        List<Thread> way = new ArrayList<>();
        StringBuilder words = new StringBuilder();
        Thread at = start;
        while (at != null && !way.contains(at)) {
            way.add(at);
            TaskFuture<?> own = graph.tasks.get(at);
            TaskFuture<?> awaited = graph.awaitedBy(at);
            if (own == null || awaited == null || awaited.isDone()) {
                return null;
            }
            words.append(words.length() == 0 ? own.name() : "")
                    .append(" waits for ")
                    .append(awaited.name());
            at = awaited.runner();
            words.append(at == null || way.contains(at) ? "" : ", which");
        }
        return at == start ? words.toString() : null;
    }

    /** A circle of locks, which only the JVM sees. */
    private static @Nullable String deadlock(WorkerPool pool) {
        List<Long> ids = CpuClock.deadlocked();
        StringBuilder words = new StringBuilder();
        for (Worker worker : pool.crew().present()) {
            Thread thread = worker.thread();
            if (thread != null && ids.contains(thread.getId())) {
                Obstacle obstacle = CpuClock.obstacleOf(thread);
                words.append(words.length() == 0 ? "" : "; ").append(thread.getName());
                words.append(obstacle == null ? " waits for a lock" : " waits for " + obstacle.what());
                words.append(obstacle == null || obstacle.holder() == null ? "" : ", held by " + obstacle.holder());
            }
        }
        return words.length() == 0 ? null : words.toString();
    }

    /** The thing that most threads are blocked on. */
    record Shared(String what, int count) {
        @Override
        public String toString() {
            return what;
        }
    }

    /** What most of some threads are blocked on together; null if no two are. */
    static @Nullable Shared mostShared(List<Thread> threads, List<WorkerPool> all) {
        Graph graph = new Graph(all);
        Map<String, Integer> counts = new HashMap<>();
        Map<String, @Nullable String> holders = new HashMap<>();
        for (Thread thread : threads) {
            TaskFuture<?> awaited = graph.awaitedBy(thread);
            Obstacle obstacle = awaited != null ? new Obstacle(awaited.toString(), null) : CpuClock.obstacleOf(thread);
            if (obstacle != null) {
                counts.merge(obstacle.what(), 1, Integer::sum);
                holders.putIfAbsent(obstacle.what(), obstacle.holder());
            }
        }
        Map.Entry<String, Integer> most =
                counts.entrySet().stream().max(Map.Entry.comparingByValue()).orElse(null);
        if (most == null || most.getValue() < 2) {
            return null;
        }
        String holder = holders.get(most.getKey());
        return new Shared(most.getKey() + (holder == null ? "" : ", held by " + holder), most.getValue());
    }
}
