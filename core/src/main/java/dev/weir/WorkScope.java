package dev.weir;

import dev.weir.internal.ledger.Tally;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * Whose task the current thread runs: a worker one of its pool, and within it, where a task waits for another or a
 * submitter runs one itself, perhaps one of another pool. Not thread-safe: each thread has its own;
 * others may look which task is {@link #running}.
 */
final class WorkScope {

    /** Tasks that run within tasks, on one stack: beyond this the stack is in danger. */
    private static final int DEEPEST = 100;

    private static final VarHandle RUNNING;

    static {
        try {
            RUNNING = MethodHandles.lookup().findVarHandle(WorkScope.class, "running", PooledTask.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private static final ThreadLocal<@Nullable WorkScope> CURRENT = new ThreadLocal<>();

    private final WorkerPool pool;
    private final Tally tally;
    private final @Nullable WorkScope outer;
    private final @Nullable WorkerPool owner;
    private final int depth;
    private @Nullable PooledTask<?> running;

    private WorkScope(WorkerPool pool, Tally tally, @Nullable WorkScope outer, @Nullable WorkerPool owner) {
        this.pool = pool;
        this.tally = tally;
        this.outer = outer;
        this.owner = owner;
        this.depth = outer == null ? 0 : outer.depth + 1;
    }

    static @Nullable WorkScope current() {
        return CURRENT.get();
    }

    /** A worker's thread begins: it belongs to its pool. */
    static WorkScope enterAsWorker(WorkerPool pool, Tally tally) {
        return enter(new WorkScope(pool, tally, CURRENT.get(), pool));
    }

    /**
     * The current thread begins to run tasks of a pool within what it does.
     *
     * @param tally where those that have a ticket are counted
     */
    static WorkScope enter(WorkerPool pool, Tally tally) {
        WorkScope outer = CURRENT.get();
        return enter(new WorkScope(pool, tally, outer, outer == null ? null : outer.owner));
    }

    private static WorkScope enter(WorkScope scope) {
        CURRENT.set(scope);
        return scope;
    }

    void leave() {
        if (outer == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(outer);
        }
    }

    /** Notes which task is run, null for none or one that nobody can cancel. */
    void runs(@Nullable PooledTask<?> task) {
        RUNNING.setRelease(this, task);
    }

    @Nullable
    PooledTask<?> running() {
        return (PooledTask<?>) RUNNING.getAcquire(this);
    }

    WorkerPool pool() {
        return pool;
    }

    Tally tally() {
        return tally;
    }

    /** The pool whose worker the thread is; null if it is a submitter's. */
    @Nullable
    WorkerPool owner() {
        return owner;
    }

    /** Whether one more task on this stack would be one too many. */
    boolean isDeep() {
        return depth >= DEEPEST;
    }

    /** The innermost scope of a pool, this one or one around it. */
    @Nullable
    WorkScope of(WorkerPool wanted) {
        for (WorkScope scope = this; scope != null; scope = scope.outer) {
            if (scope.pool == wanted) {
                return scope;
            }
        }
        return null;
    }

    /** Whether the thread runs a task, here or around it. */
    boolean isWithin(TaskFuture<?> task) {
        for (WorkScope scope = this; scope != null; scope = scope.outer) {
            if (scope.running == task) {
                return true;
            }
        }
        return false;
    }

    /** Whether the thread runs a task of a lane, here or around it. */
    boolean isWithin(Lane lane) {
        return innermost(lane) != null;
    }

    /** The innermost task of a lane that the thread runs, here or around it; null if there is none. */
    @Nullable
    LaneTask<?> innermost(Lane lane) {
        for (WorkScope scope = this; scope != null; scope = scope.outer) {
            if (scope.running instanceof LaneTask<?> task && task.isIn(lane)) {
                return task;
            }
        }
        return null;
    }

    /** Whether the thread runs a task of a view, here or around it. */
    boolean isWithin(PoolView view) {
        for (WorkScope scope = this; scope != null; scope = scope.outer) {
            if (scope.running instanceof LaneTask<?> task && task.view() == view) {
                return true;
            }
        }
        return false;
    }

    static boolean includes(WorkerPool pool) {
        WorkScope scope = CURRENT.get();
        return scope != null && scope.of(pool) != null;
    }
}
