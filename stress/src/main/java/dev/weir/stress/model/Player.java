package dev.weir.stress.model;

import dev.weir.Result;
import dev.weir.Task;
import dev.weir.TaskExecutor;
import dev.weir.TaskRejectedException;
import dev.weir.ThreadPool;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Takes the steps that clients and tasks alike may take. Thread-safe. */
final class Player {

    private static final Duration TO_DRAIN = Duration.ofMillis(3);

    /** How one task is given to the pool. */
    @FunctionalInterface
    interface Entrance {

        /** Gives it; null where there is no future. */
        @Nullable
        Task<?> submit(Step.Submit step, Body body);
    }

    private final Performance performance;
    private final ThreadPool pool;

    Player(Performance performance) {
        this.performance = performance;
        this.pool = performance.pool();
    }

    Trace submit(Step.Submit step, int client, Entrance entrance) {
        Trace trace = performance.trace(step, client);
        trace.submitter = Thread.currentThread();
        trace.submitting = performance.tick();
        try {
            trace.future = entrance.submit(step, new Body(performance, trace));
        } catch (TaskRejectedException refused) {
            trace.refused = refused.reason();
            performance.bounds().refused(trace);
        } catch (Throwable strange) {
            trace.strangeRefusal = strange;
            performance.problem(trace + " was refused in a strange way: " + strange);
        }
        trace.submitted = performance.tick();
        return trace;
    }

    /** The ways into the pool and its views, which all may use. */
    Entrance poolDoors() {
        return this::throughPool;
    }

    @Nullable
    private Task<?> throughPool(Step.Submit step, Body body) {
        int number = step.door().number();
        return switch (step.door().kind()) {
            case POOL -> give(step.form(), pool, body);
            case ORDERED -> give(step.form(), performance.ordered(number), body);
            case LIMITED -> give(step.form(), performance.limited(number), body);
            case LATER ->
                step.form() == Step.Form.CALLABLE
                        ? pool.<Object>schedule((Callable<Object>) body, number, TimeUnit.MILLISECONDS)
                        : pool.schedule((Runnable) body, number, TimeUnit.MILLISECONDS);
            case PERIODIC ->
                step.form() == Step.Form.EXECUTE
                        ? pool.scheduleAtFixedRate(body, number, 1, TimeUnit.MILLISECONDS)
                        : pool.scheduleWithFixedDelay(body, number, 1, TimeUnit.MILLISECONDS);
            default -> throw new IllegalArgumentException("door must be one that all may use, but is " + step.door());
        };
    }

    @Nullable
    private static Task<?> give(Step.Form form, TaskExecutor executor, Body body) {
        return switch (form) {
            case EXECUTE -> {
                executor.execute(body);
                yield null;
            }
            case RUNNABLE -> executor.submit((Runnable) body);
            case CALLABLE -> executor.<Object>submit((Callable<Object>) body);
        };
    }

    /** A step of those that tasks may take too. */
    void act(Step step) {
        if (step instanceof Step.Cancel cancel) {
            Trace trace = performance.withFuture(cancel.task());
            if (trace != null) {
                cancel(trace, cancel.interrupt());
            }
        } else if (step instanceof Step.CancelAll all) {
            performance.traces().forEach(trace -> cancel(trace, all.interrupt()));
        } else if (step instanceof Step.Pause) {
            performance.pause();
        } else if (step instanceof Step.Resume) {
            performance.resume();
        } else if (step instanceof Step.Resize resize) {
            pool.resize(resize.min(), resize.max());
        } else if (step instanceof Step.End end) {
            end(end.how(), true);
        } else {
            throw new IllegalArgumentException("step must be one that all may take, but is " + step);
        }
    }

    private void cancel(Trace trace, boolean interrupt) {
        Task<?> future = trace.future;
        if (future == null) {
            return;
        }
        if (future.cancel(interrupt)) {
            trace.cancelled.incrementAndGet();
        }
        if (!future.isDone() && trace.handedBack.get() == 0) {
            performance.problem(trace + " is not done, though it was cancelled or could not be");
        }
    }

    /** Waits for a task, but not for long. */
    void get(Trace trace, Task<?> future) throws InterruptedException {
        try {
            Object value = future.get(2, TimeUnit.MILLISECONDS);
            if (value != null && value != trace) {
                performance.problem(trace + " has the value of another one: " + value);
            }
        } catch (ExecutionException | CancellationException | TimeoutException meant) {
            // What became of it is looked at in the end.
        }
    }

    /** A result was taken. */
    void note(Result<Object> result) {
        if (result instanceof Result.Success<Object> success) {
            ((Trace) success.value()).taken.incrementAndGet();
        }
    }

    /**
     * Ends the pool's life.
     *
     * @param inTask whether this may be a task of the pool, which cannot wait for the end
     */
    void end(Step.Ending how, boolean inTask) {
        performance.ending();
        switch (how) {
            case SHUTDOWN -> pool.shutdown();
            case SHUTDOWN_NOW -> handedBack(pool.shutdownNow());
            case CLOSE -> pool.close();
            case DRAIN -> {
                try {
                    handedBack(pool.drain(TO_DRAIN));
                } catch (IllegalStateException ownTask) {
                    if (!inTask) {
                        performance.problem("drain said no: " + ownTask);
                    }
                }
            }
        }
    }

    /** What a pool or a view has handed back: its owner cancels some and runs others. */
    void handedBack(List<Runnable> tasks) {
        for (Runnable task : tasks) {
            Trace trace = performance.handedBack(task);
            if (trace != null && task instanceof Task<?> future) {
                if (trace.number % 2 == 0 && trace.step.work() instanceof Work.Busy) {
                    trace.byOwner = true;
                    task.run();
                } else if (future.cancel(true)) {
                    trace.cancelled.incrementAndGet();
                }
            }
        }
    }
}
