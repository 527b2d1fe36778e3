package dev.weir.stress.model;

import dev.weir.RejectionReason;
import dev.weir.ResultQueue;
import dev.weir.Task;
import dev.weir.TaskGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A task that submits others, and waits for them in one of several ways. Belongs to the thread that runs the task. */
final class Nest {

    private final Performance performance;
    private final Player player;
    private final Trace parent;

    Nest(Performance performance, Trace parent) {
        this.performance = performance;
        this.player = performance.player();
        this.parent = parent;
    }

    void run(Work.Nests nests) throws Exception {
        switch (nests.waits()) {
            case NOT -> nests.children().forEach(child -> player.submit(child, -1, player.poolDoors()));
            case GET, GET_IN_TIME -> getAll(nests);
            case GROUP -> joinGroup(nests);
            case RESULTS -> takeAll(nests);
        }
    }

    private void getAll(Work.Nests nests) throws InterruptedException {
        List<Trace> children = new ArrayList<>();
        nests.children().forEach(child -> children.add(player.submit(child, -1, player.poolDoors())));
        for (Trace child : children) {
            Task<?> future = child.future;
            if (future != null && child.kind() != Door.Kind.PERIODIC) {
                get(future, nests.waits() == Work.Waits.GET_IN_TIME);
            }
        }
    }

    private void get(Task<?> future, boolean inTime) throws InterruptedException {
        try {
            if (inTime) {
                future.get(1, TimeUnit.MILLISECONDS);
            } else {
                future.get();
            }
        } catch (ExecutionException | CancellationException | TimeoutException meant) {
            // What became of the child is looked at in the end.
        } catch (IllegalStateException circle) {
            performance.problem(parent + " was told of a circle, but there is none: " + circle);
        }
    }

    private void joinGroup(Work.Nests nests) throws InterruptedException {
        List<Trace> children = new ArrayList<>();
        try (TaskGroup group = performance.pool().group()) {
            nests.children()
                    .forEach(child -> children.add(player.submit(
                            through(Door.Kind.GROUP, child),
                            -1,
                            (step, body) -> group.<Object>submit((Callable<Object>) body))));
            group.join();
        } catch (ExecutionException | TimeoutException meant) {
            // As above.
        }
        for (Trace child : children) {
            if (child.inside.get() != 0) {
                performance.problem(child + " runs, though its group is closed");
            }
        }
    }

    private void takeAll(Work.Nests nests) throws InterruptedException {
        ResultQueue<Object> results =
                performance.pool().results(nests.children().size());
        for (Step.Submit child : nests.children()) {
            Trace trace = player.submit(through(Door.Kind.RESULTS, child), -1, (step, body) -> results.submit(body));
            if (trace.refused == RejectionReason.CLOSED) {
                performance.problem(trace + " was refused by a result queue that is open");
            }
        }
        try {
            while (results.left() > 0) {
                player.note(results.take());
            }
        } catch (NoSuchElementException handedBackMeanwhile) {
            // All is taken.
        } finally {
            results.cancel();
        }
    }

    private static Step.Submit through(Door.Kind kind, Step.Submit child) {
        return new Step.Submit(new Door(kind, 0), Step.Form.CALLABLE, child.work());
    }
}
