package dev.weir;

import org.jspecify.annotations.Nullable;

/**
 * A task given to {@code execute}, with its context; or one that is the future of some pool, disguised as a plain
 * {@link Runnable} so that this pool does not take it for one of its own submissions. Immutable.
 */
record Wrapped(Runnable task, @Nullable Context context) implements Runnable, Named {

    /** What goes into the queue for a task: most often the task itself. */
    static Runnable wrap(Runnable task, @Nullable Context context) {
        return context == null && !(task instanceof PooledTask<?>) ? task : new Wrapped(task, context);
    }

    /** The user's own object. */
    static Runnable unwrap(Runnable task) {
        return task instanceof Wrapped wrapped ? wrapped.task : task;
    }

    @Override
    public void run() {
        if (context == null) {
            task.run();
        } else {
            context.run(task);
        }
    }

    @Override
    public String taskName() {
        return task instanceof PooledTask<?> foreign ? foreign.name() : Reporter.nameOf(null, task);
    }
}
