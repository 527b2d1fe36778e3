package dev.weir;

import dev.weir.Sight.Glimpse;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * A way of waiting that leads back to where it began: a task waits for another, and one that stands in a queue for those
 * which have the workers there. A hint, since all of them may go on meanwhile. Stateless.
 */
final class WaitCircle {

    private static final int LONGEST = 100;

    private WaitCircle() {}

    /** The tasks on a circle through this one, which comes first and last; empty if there is none. */
    static List<String> from(PooledTask<?> start) {
        List<TaskFuture<?>> way = new ArrayList<>();
        way.add(start);
        Set<TaskFuture<?>> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        if (!leadsBack(start, start, way, seen)) {
            return List.of();
        }
        way.add(start);
        return way.stream()
                .map(task -> task.name() + " of pool " + task.pool().name())
                .toList();
    }

    private static boolean leadsBack(
            TaskFuture<?> from, TaskFuture<?> start, List<TaskFuture<?>> way, Set<TaskFuture<?>> seen) {
        for (TaskFuture<?> next : awaitedBy(from)) {
            if (next == start) {
                return true;
            }
            if (way.size() < LONGEST && seen.add(next)) {
                way.add(next);
                if (leadsBack(next, start, way, seen)) {
                    return true;
                }
                way.remove(way.size() - 1);
            }
        }
        return false;
    }

    private static Collection<? extends TaskFuture<?>> awaitedBy(TaskFuture<?> task) {
        TaskFuture<?> awaited = task.awaited();
        if (awaited != null) {
            return List.of(awaited);
        }
        if (task.taskState() != TaskState.WAITING) {
            return List.of();
        }
        List<TaskFuture<?>> atWork = new ArrayList<>(task.holders());
        for (Worker worker : task.pool().crew().present()) {
            Glimpse seen = worker.sight().glimpse();
            PooledTask<?> submitted = seen == null ? null : seen.submitted();
            if (submitted != null) {
                atWork.add(submitted);
            }
        }
        return atWork;
    }
}
