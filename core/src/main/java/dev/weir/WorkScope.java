package dev.weir;

import org.jspecify.annotations.Nullable;

/**
 * Whose tasks the current thread runs: a worker those of its pool, and within one of these, where a submitter runs a task
 * itself, perhaps those of another pool. Immutable; each thread has its own.
 *
 * @param pool the pool whose task is run
 * @param outer what is run around it
 * @param depth how many there are around it
 */
record WorkScope(WorkerPool pool, @Nullable WorkScope outer, int depth) {

    private static final ThreadLocal<@Nullable WorkScope> CURRENT = new ThreadLocal<>();

    static @Nullable WorkScope current() {
        return CURRENT.get();
    }

    static void enter(WorkerPool pool) {
        WorkScope outer = CURRENT.get();
        CURRENT.set(new WorkScope(pool, outer, outer == null ? 0 : outer.depth + 1));
    }

    static void leaveFor(@Nullable WorkScope outer) {
        if (outer == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(outer);
        }
    }

    static boolean includes(WorkerPool pool) {
        for (WorkScope scope = CURRENT.get(); scope != null; scope = scope.outer) {
            if (scope.pool == pool) {
                return true;
            }
        }
        return false;
    }
}
