package dev.weir;

import dev.weir.internal.park.WaitList;
import dev.weir.internal.thread.StackProbe;
import java.lang.invoke.VarHandle;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a task waits for another one of its own pool, so that the pool cannot deadlock on itself. Stateless.
 *
 * <ul>
 *   <li>If the awaited task still waits in the queue, the waiter takes it out and runs it: no thread is lost, however
 *       few there are. It runs that one only; others might need a lock that the waiter holds.
 *   <li>If it is being run by somebody else, or the wait has a time limit, or the stack has become deep, the waiter blocks
 *       and the pool may use a spare worker: see {@link Spares}. If the task still waits then, it goes ahead of others.
 *   <li>If its time has not come, the waiter blocks until then, and only then does one of the above.
 * </ul>
 *
 * <p>Each task that waits says for whom, and then looks where that leads. So of several that wait for each other in a
 * circle, the last one sees the whole circle, and gets an {@link IllegalStateException} that names it. And a task of a view
 * that holds up what it waits for, by way of other tasks and threads, lends its turn as well as its thread. A task that was
 * cancelled while it runs is done for those who wait for its result elsewhere; but until it has really ended it holds its
 * turn, and the thread that it was lent.
 *
 * <p>A task that lends its thread must not be interrupted by what is meant for the borrower, nor the other way round. So
 * it is LENDING meanwhile: see {@link PooledTask}. The thread's interrupt status, name, priority and context class loader
 * are put back afterwards.
 *
 * <p>Proven by {@code NestingTest} and {@code RefutedProgramsTest}.
 */
final class Nesting {

    /** A way that is longer is not followed to its end: it leads through a circle that is just about to be broken. */
    private static final int FAR = 1_000_000;

    private Nesting() {}

    /**
     * Waits for a task within a task.
     *
     * @param scope the scope of the current thread
     * @param nanos how long to wait at most; {@link WaitList#FOREVER} for no bound
     * @return whether the task is done
     * @throws IllegalStateException if it can never be done, since it waits for the current one
     */
    static boolean await(TaskFuture<?> awaited, WorkScope scope, long nanos) throws InterruptedException {
        boolean timed = nanos != WaitList.FOREVER;
        Waiting waiting = timed ? Waiting.beginTimed(awaited, scope) : Waiting.begin(awaited, scope);
        try {
            return awaited.park(nanos);
        } finally {
            waiting.end();
        }
    }

    /**
     * Follows who waits for whom from a task on. What waits for its turn in a view that the current thread holds up is run
     * here; if the way leads back to the current thread, nobody on it can ever go on.
     */
    static void unravel(TaskFuture<?> awaited, WorkScope scope) throws InterruptedException {
        checkCircle(awaited, scope);
        if (!isEndOfWay(awaited)) {
            Way way = new Way(awaited);
            for (TaskFuture<?> next = way.next(); next != null; next = way.next()) {
                if (next != awaited) {
                    next.help(scope);
                }
                way.goOnFrom(next);
            }
        }
    }

    private static boolean isEndOfWay(TaskFuture<?> task) {
        return task.awaited() == null && task.holders().isEmpty();
    }

    /** What must end before a task can, as it waits for that; null for nothing. */
    private static @Nullable TaskFuture<?> awaitedBy(TaskFuture<?> task) {
        TaskFuture<?> awaited = task.awaited();
        return awaited == null || !awaited.isDone() || hasThreadOf(task, awaited) ? awaited : null;
    }

    private static boolean hasThreadOf(TaskFuture<?> lender, TaskFuture<?> borrower) {
        Thread thread = borrower.runner();
        return thread != null && thread == lender.runner();
    }

    private static boolean hasEnded(TaskFuture<?> task) {
        return task.isDone() && task.runner() == null;
    }

    private static void checkCircle(TaskFuture<?> awaited, WorkScope scope) {
        int steps = 0;
        TaskFuture<?> start = awaited.isDone() ? null : awaited;
        for (TaskFuture<?> next = start; next != null && steps < FAR; next = awaitedBy(next)) {
            if (scope.isWithin(next)) {
                String way = wayTo(next, awaited);
                if (way != null) {
                    throw new IllegalStateException("Waiting for " + awaited + " can never end: " + way);
                }
                next = awaited; // another one on the circle was told first, and waits no more
            }
            steps++;
        }
    }

    /**
     * The tasks that must end, or some of which must, before a task can: the one that it waits for, and if it waits for its
     * turn in a view, those that have theirs.
     */
    private static final class Way {

        private final Deque<TaskFuture<?>> ahead = new ArrayDeque<>();
        private final Set<TaskFuture<?>> seen = Collections.newSetFromMap(new IdentityHashMap<>());

        Way(TaskFuture<?> start) {
            ahead.add(start);
        }

        /** The next task that has not ended; null if there is none. */
        @Nullable
        TaskFuture<?> next() {
            TaskFuture<?> next = ahead.poll();
            while (next != null && (hasEnded(next) || !seen.add(next))) {
                next = ahead.poll();
            }
            return seen.size() < FAR ? next : null;
        }

        void goOnFrom(TaskFuture<?> task) {
            TaskFuture<?> awaited = awaitedBy(task);
            if (awaited != null) {
                ahead.add(awaited);
            }
            ahead.addAll(task.holders());
        }
    }

    /** Who waits for whom; null if the way does not lead there any more. */
    private static @Nullable String wayTo(TaskFuture<?> last, TaskFuture<?> first) {
        StringBuilder way = new StringBuilder(first.name());
        TaskFuture<?> next = first;
        for (int steps = 0; next != null && steps < FAR; steps++) {
            if (next == last) {
                return way.append(", which is what waits here").toString();
            }
            next = next.awaited();
            way.append(" waits for ").append(next == null ? "" : next.name());
        }
        return null;
    }

    /** Whether a task waits, directly or not, for one that the current thread runs. */
    static boolean leadsTo(TaskFuture<?> from, WorkScope scope) {
        if (isEndOfWay(from)) {
            return scope.isWithin(from);
        }
        Way way = new Way(from);
        for (TaskFuture<?> next = way.next(); next != null; next = way.next()) {
            if (scope.isWithin(next)) {
                return true;
            }
            way.goOnFrom(next);
        }
        return false;
    }

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

    /**
     * Runs a task that the current one has submitted and that its submitter is to run itself.
     *
     * @param outer the scope around it; null if the submitter is no task
     * @param task the task; null for one that nobody can wait for
     */
    static void runWithin(@Nullable WorkScope outer, @Nullable PooledTask<?> task, Runnable run) {
        if (outer == null) {
            run.run();
            return;
        }
        PooledTask<?> lender = outer.running();
        TaskFuture<?> before = lender == null ? null : lender.awaited();
        ThreadState state = new ThreadState(Thread.currentThread());
        boolean lends = lender != null && lender.lend();
        boolean owed = Thread.interrupted();
        if (lender != null && task != null) {
            lender.awaits(task);
        }
        try {
            run.run();
        } finally {
            if (lender != null) {
                lender.awaits(before);
            }
            takeBack(lends ? lender : null, owed, outer, state::restore);
        }
    }

    /** The thread is the lender's again, with whatever is owed to it. */
    private static void takeBack(@Nullable PooledTask<?> lender, boolean owed, WorkScope scope, Runnable restore) {
        try {
            restore.run();
        } finally {
            if (lender != null && !lender.goOn() || owed || isToStop(scope)) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Whether the thread is interrupted as all workers are; what a submitter runs itself is left to it. */
    private static boolean isToStop(WorkScope scope) {
        return scope.owner() == scope.pool() && scope.pool().isStopping();
    }

    private static void lendTo(PooledTask<?> awaited, WorkScope scope, WorkScope own) throws InterruptedException {
        StackProbe.check();
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
        boolean owed = Thread.interrupted();
        if (lender != null && !lends && owed) {
            throw new InterruptedException(); // cancelled a moment ago
        }
        Runnable restore = () -> {
            state.restore();
            if (context != null) {
                context.restore();
            }
        };
        try {
            runWhatIsAwaited(awaited, scope, own, restore);
        } finally {
            takeBack(lends ? lender : null, owed, scope, restore);
        }
    }

    private static void runWhatIsAwaited(PooledTask<?> awaited, WorkScope scope, WorkScope own, Runnable restore) {
        WorkScope inner = WorkScope.enter(awaited.pool(), own.tally());
        try {
            for (PooledTask<?> next = awaited.claim(scope); next != null; next = awaited.claim(scope)) {
                run(next, inner);
                restore.run(); // more than one may have to end before the awaited one can begin
            }
        } finally {
            inner.leave();
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
