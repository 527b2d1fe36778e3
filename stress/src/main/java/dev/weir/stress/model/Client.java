package dev.weir.stress.model;

import dev.weir.PoolState;
import dev.weir.Result;
import dev.weir.ResultQueue;
import dev.weir.Task;
import dev.weir.TaskGroup;
import dev.weir.View;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One client of the pool, with result queues and groups of its own. Belongs to its thread; closed by the director. */
final class Client implements Runnable {

    private static final Duration MOMENT = Duration.ofMillis(2);
    private static final Duration DEADLINE = Duration.ofMillis(2);

    private final Performance performance;
    private final Player player;
    private final int number;
    private final List<Step> steps;
    private final Map<Door.Kind, List<ResultQueue<Object>>> results = new EnumMap<>(Door.Kind.class);
    private final Map<Door.Kind, List<TaskGroup>> groups = new EnumMap<>(Door.Kind.class);

    /** The last task that came out of each queue in the order of submission. */
    private final int[] lastTaken = {-1, -1};

    private int takenAtFirst;

    Client(Performance performance, int number, List<Step> steps) {
        this.performance = performance;
        this.player = performance.player();
        this.number = number;
        this.steps = steps;
        for (int i = 0; i < Door.OF_A_KIND; i++) {
            int capacity = 1 + (number + i) * 3;
            list(results, Door.Kind.RESULTS).add(performance.pool().results(capacity));
            list(results, Door.Kind.RESULTS_IN_ORDER)
                    .add(performance.pool().results(capacity).inOrder());
            list(groups, Door.Kind.GROUP).add(performance.pool().group());
            list(groups, Door.Kind.COLLECTING_GROUP)
                    .add(performance.pool().group().collectAll());
            list(groups, Door.Kind.BRIEF_GROUP).add(performance.pool().group());
        }
    }

    private static <T> List<T> list(Map<Door.Kind, List<T>> lists, Door.Kind kind) {
        return lists.computeIfAbsent(kind, any -> new ArrayList<>());
    }

    private ResultQueue<Object> queue(Door door) {
        return list(results, door.kind()).get(door.number());
    }

    private TaskGroup group(Door door) {
        return list(groups, door.kind()).get(door.number());
    }

    @Override
    public void run() {
        try {
            for (Step step : steps) {
                take(step);
                performance.look(number % 2 == 0);
                if (Thread.interrupted()) {
                    performance.problem("client " + number + " was left interrupted by " + step);
                }
            }
        } catch (Throwable thrown) {
            performance.problem("client " + number + " failed", thrown);
        }
    }

    private void take(Step step) throws InterruptedException {
        if (step instanceof Step.Submit submit) {
            submit(submit);
        } else if (step instanceof Step.Get get) {
            Trace trace = performance.withFuture(get.task());
            Task<?> future = trace == null ? null : trace.future;
            if (trace != null && future != null) {
                player.get(trace, future);
            }
        } else if (step instanceof Step.Take taking) {
            take(taking.from(), MOMENT);
        } else if (step instanceof Step.Close close) {
            close(close.door());
        } else if (step instanceof Step.Stop stop) {
            stop(stop.door());
        } else if (step instanceof Step.JoinGroup join) {
            join(group(join.door()));
        } else if (step instanceof Step.Join) {
            performance.bounds().join();
        } else if (step instanceof Step.Open) {
            performance.openGate();
        } else if (step instanceof Step.Fill fill) {
            performance.bounds().fill(fill.paused());
        } else if (step instanceof Step.End end) {
            player.end(end.how(), false);
        } else {
            player.act(step);
        }
    }

    private void submit(Step.Submit step) throws InterruptedException {
        Door door = step.door();
        if (door.kind().isResults()) {
            submitForResult(step);
        } else if (door.kind().isGroup()) {
            player.submit(step, number, (same, body) -> intoGroup(same, body));
        } else {
            player.submit(step, number, player.poolDoors());
        }
    }

    private Task<?> intoGroup(Step.Submit step, Body body) {
        TaskGroup group = group(step.door());
        return step.form() == Step.Form.CALLABLE
                ? group.<Object>submit((Callable<Object>) body)
                : group.submit((Runnable) body);
    }

    /** The only one who submits here and takes: so it does not submit where it would wait for itself. */
    private void submitForResult(Step.Submit step) throws InterruptedException {
        ResultQueue<Object> queue = queue(step.door());
        if (queue.left() >= 1 + (number + step.door().number()) * 3) {
            take(step.door(), MOMENT);
        }
        if (queue.left() < 1 + (number + step.door().number()) * 3) {
            player.submit(step, number, (same, body) -> queue.submit(body));
        }
    }

    private void take(Door door, Duration timeout) throws InterruptedException {
        Result<Object> result = queue(door).poll(timeout);
        if (result == null) {
            return;
        }
        takenAtFirst++;
        player.note(result);
        Trace trace = performance.resultOf(result);
        if (door.kind() == Door.Kind.RESULTS_IN_ORDER && trace != null) {
            if (trace.number < lastTaken[door.number()]) {
                performance.problem(trace + " came out behind task " + lastTaken[door.number()]);
            }
            lastTaken[door.number()] = trace.number;
        }
    }

    private void close(Door door) {
        if (door.kind().isView()) {
            view(door).shutdown();
        } else if (door.kind().isResults()) {
            queue(door).close();
        } else {
            group(door).close();
            checkClosed(door);
        }
    }

    private View view(Door door) {
        return door.kind() == Door.Kind.ORDERED
                ? performance.ordered(door.number())
                : performance.limited(door.number());
    }

    private void stop(Door door) {
        if (door.kind().isView()) {
            player.handedBack(view(door).shutdownNow());
        } else if (door.kind().isResults()) {
            performance.cancelled(number, door);
            queue(door).cancel();
        } else {
            close(door);
        }
    }

    private void checkClosed(Door door) {
        for (Trace trace : performance.traces()) {
            if (trace.client == number && trace.step.door().equals(door) && trace.inside.get() != 0) {
                performance.problem(trace + " runs, though its group is closed");
            }
        }
    }

    private static void join(TaskGroup group) throws InterruptedException {
        try {
            group.join();
        } catch (ExecutionException | TimeoutException | IllegalStateException meant) {
            // A task failed, its time is over, or the group is closed.
        }
    }

    /** The deadlines begin when the program does. */
    void prepare() {
        list(groups, Door.Kind.BRIEF_GROUP).forEach(group -> group.deadline(DEADLINE));
    }

    /** After the end of the pool: takes what is left, and counts. */
    long takeTheRest() throws InterruptedException {
        long before = takenAtFirst;
        for (Door.Kind kind : results.keySet()) {
            for (int i = 0; i < Door.OF_A_KIND; i++) {
                Door door = new Door(kind, i);
                for (int left = queue(door).left(); left > 0; left--) {
                    take(door, Duration.ZERO);
                }
                if (queue(door).left() != 0) {
                    performance.problem(door + " of client " + number + " still waits for "
                            + queue(door).left() + " results after the end");
                }
            }
        }
        return takenAtFirst - before;
    }

    /** After the end of the pool: groups are closed by whoever asked for them. */
    void closeGroups() {
        groups.values().forEach(list -> list.forEach(TaskGroup::close));
    }

    /** Whether a pool in that state takes steps as usual. */
    static boolean isOpen(@Nullable PoolState state) {
        return state == PoolState.RUNNING || state == PoolState.PAUSED;
    }
}
