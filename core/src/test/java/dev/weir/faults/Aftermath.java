package dev.weir.faults;

import dev.weir.PoolState;
import dev.weir.PoolStats;
import dev.weir.Task;
import dev.weir.TaskRejectedException;
import dev.weir.ThreadPool;
import dev.weir.support.Await;
import dev.weir.support.LiveThreads;
import dev.weir.support.Team;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * What must be true of a pool, whatever was done to it and around it. Stateless. Needs no library, since it is used in child
 * JVMs too.
 */
final class Aftermath {

    private static final int TASKS = 20;

    private Aftermath() {}

    /** The pool comes to rest, runs tasks, has lost none, ends, and leaves no thread. */
    static void isSound(ThreadPool pool) throws Exception {
        goesOn(pool);
        ends(pool);
    }

    /** The pool comes to rest, runs tasks as before, and has lost none. */
    static void goesOn(ThreadPool pool) throws Exception {
        check(pool.join(Duration.ofMinutes(1)), "it does not come to rest", pool);
        for (int i = 0; i < TASKS; i++) {
            int number = i;
            Task<Integer> task = submitted(pool, number);
            check(task.get(1, TimeUnit.MINUTES) == number, "a task returned something else", pool);
        }
        check(pool.join(Duration.ofMinutes(1)), "it does not come to rest after that", pool);
        Await.until("nothing waits or runs, not even what was scheduled and found no room before", () -> {
            PoolStats stats = pool.stats();
            return stats.queued() == 0 && stats.running() == 0;
        });
        addsUp(pool);
    }

    /** A task that found no room has come too early: the worker of the one before was not at rest yet. */
    private static Task<Integer> submitted(ThreadPool pool, int number) {
        Task<?>[] task = {null};
        Await.until("a task is accepted", () -> {
            try {
                task[0] = pool.submit(() -> number);
                return true;
            } catch (TaskRejectedException full) {
                return false;
            }
        });
        @SuppressWarnings("unchecked")
        Task<Integer> accepted = (Task<Integer>) task[0];
        return accepted;
    }

    /** The pool closes, every task that it accepted has ended in one way, and no thread of it is left. */
    static void ends(ThreadPool pool) {
        Team.run(1, number -> pool.close());
        PoolStats stats = pool.stats();
        check(stats.state() == PoolState.TERMINATED, "it has not ended", pool);
        check(stats.accepted() == stats.ended(), "tasks were lost", pool);
        check(stats.threads() == 0 && stats.threadsCreated() == stats.threadsRetired(), "threads were lost", pool);
        addsUp(pool);
        List<Thread> left = LiveThreads.named(pool.name() + '-');
        check(left.isEmpty(), "threads are left: " + left, pool);
    }

    private static void addsUp(ThreadPool pool) {
        check(pool.stats().addsUp(), "its account does not add up", pool);
        List<String> findings = pool.selfCheck();
        check(findings.isEmpty(), "it finds " + findings, pool);
    }

    /** What a child JVM does; if that fails, it ends at once, whatever threads are left. */
    static void orHalt(Callable<?> program) {
        try {
            program.call();
        } catch (Throwable thrown) {
            thrown.printStackTrace(System.out);
            System.out.flush();
            Runtime.getRuntime().halt(1);
        }
    }

    /** Fails with all that is known about the pool. */
    static void check(boolean condition, String otherwise, ThreadPool pool) {
        if (!condition) {
            throw new AssertionError(otherwise + "; it finds " + pool.selfCheck() + "; " + pool.stats());
        }
    }
}
