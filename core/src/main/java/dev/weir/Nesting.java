package dev.weir;

import java.lang.invoke.VarHandle;

/**
 * How a task waits for another one of its own pool, so that the pool cannot deadlock on itself. Stateless.
 *
 * <ul>
 *   <li>If the awaited task still waits in the queue, the waiter takes it out and runs it: no thread is lost, however
 *       few there are. It runs that one only; others might need a lock that the waiter holds.
 *   <li>If it is being run by somebody else, or the wait has a time limit, or the stack has become deep, the waiter blocks
 *       and the pool may use a spare worker: see {@link Spares}.
 * </ul>
 *
 * <p>A task that lends its thread must not be interrupted by what is meant for the borrower, nor the other way round. So
 * it is LENDING meanwhile: see {@link PooledTask}. The thread's interrupt status, name, priority and context class loader
 * are put back afterwards.
 *
 * <p>Proven by {@code NestingTest}.
 */
final class Nesting {

    private Nesting() {}

    /**
     * Runs a task that the current one is about to wait for, if that can be done.
     *
     * @param scope the scope of the current thread
     * @throws InterruptedException if the current thread is interrupted; nothing has happened then
     */
    static void help(PooledTask<?> awaited, WorkScope scope) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        WorkScope own = scope.of(awaited.pool());
        if (own != null) {
            lendTo(awaited, scope, own);
        }
    }

    private static void lendTo(PooledTask<?> awaited, WorkScope scope, WorkScope own) throws InterruptedException {
        ThreadState state = new ThreadState(Thread.currentThread());
        Context context;
        try {
            context = Context.capture(awaited.pool().config());
        } catch (Throwable carrierFailed) {
            Log.warn("A context carrier failed, so no thread is lent to ", awaited, "", carrierFailed);
            return;
        }
        PooledTask<?> lender = scope.running();
        boolean lends = lender != null && lender.lend();
        if (lender != null && !lends && Thread.interrupted()) {
            throw new InterruptedException(); // cancelled a moment ago
        }
        boolean owed = Thread.interrupted();
        WorkScope inner = WorkScope.enter(awaited.pool(), own.tally());
        try {
            for (PooledTask<?> next = awaited.claim(scope); next != null; next = awaited.claim(scope)) {
                run(next, inner);
            }
        } finally {
            inner.leave();
            state.restore();
            if (context != null) {
                context.restore();
            }
            if (lends && !lender.goOn() || owed || scope.pool().isStopping()) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void run(PooledTask<?> task, WorkScope inner) {
        boolean begun = task.begin(inner.tally());
        try {
            if (begun) {
                inner.tally().free(); // it takes no thread of its own, so there is room for another one
                VarHandle.fullFence();
                task.pool().admission().roomMade();
                inner.runs(task);
                task.call(inner.tally(), true);
            }
        } finally {
            inner.runs(null);
            if (task.over(begun)) {
                task.pool().crew().signal(false);
            }
        }
    }
}
