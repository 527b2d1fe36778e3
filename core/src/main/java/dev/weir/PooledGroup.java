package dev.weir;

import dev.weir.internal.ledger.Tally;
import dev.weir.internal.park.WaitList;
import dev.weir.internal.thread.Unrelated;
import dev.weir.internal.timer.Timed;
import dev.weir.internal.timer.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A group of tasks of one pool. Thread-safe.
 *
 * <p>Members are numbered in the order of submission. A member is made visible in {@code members} before it looks
 * whether the group is over; whoever ends the group first says so and then revokes all members: so none is missed.
 *
 * <p>A member's failure is noted before the member leaves {@code members}. The thread that ended it does so; but a joiner
 * may learn of the end sooner than that thread gets there, and therefore notes the failure as well. So a joiner that finds
 * nobody left has either seen each failure itself, or finds it noted.
 *
 * <p>{@code join} goes by futures, which are done when a task is cancelled; {@code close} goes by {@code present}, from
 * which a member is taken off when it has really ended.
 */
final class PooledGroup implements TaskGroup {

    private final WorkerPool pool;
    private final AtomicLong numbers = new AtomicLong();

    /** All that have not ended, or, if the group collects all, all. */
    private final ConcurrentSkipListMap<Long, Member<?>> members = new ConcurrentSkipListMap<>();

    /** How many are being submitted, wait or run. */
    private final AtomicLong present = new AtomicLong();

    private final WaitList closers = new WaitList();
    private final GroupEnd end = new GroupEnd();
    private final Alarm alarm = new Alarm();
    private volatile Deadline deadline = Deadline.NONE;
    private volatile boolean collectsAll;
    private volatile boolean used;

    PooledGroup(WorkerPool pool) {
        this.pool = pool;
    }

    /** A task of the group. */
    private final class Member<T extends @Nullable Object> extends RevocableTask<T> {

        final long number = numbers.getAndIncrement();

        /** Who runs it now. */
        volatile @Nullable Thread thread;

        Member(@Nullable String name, Callable<? extends T> work) {
            super(pool, name, work);
        }

        @Override
        String door() {
            return "task group";
        }

        @Override
        boolean begin(Tally tally) {
            boolean begun = super.begin(tally);
            if (begun) {
                thread = Thread.currentThread();
            }
            return begun;
        }

        @Override
        void call(@Nullable Tally tally, boolean nested) {
            try {
                cancelAtDeadline();
            } finally {
                super.call(tally, nested);
            }
        }

        @Override
        void counted() {
            thread = null;
            if (!isCancelled()) {
                cancelAtDeadline();
                noteFailure();
            }
            left(this, collectsAll);
        }

        /** Its owner is the group, and the group cannot go on without it. */
        @Override
        void forfeited() {
            failed(this, pool.admission().rejection(RejectionReason.SHUT_DOWN, this, null));
            cancel(false);
            left(this, collectsAll);
        }

        @Override
        boolean isTooLate() {
            return end.hasCome() || deadline.isOver();
        }

        /** If the group's time is over, what has not begun expires; what runs is cancelled. */
        @Override
        void giveUp() {
            cancelAtDeadline();
            if (!end.isExpired() || !expires()) {
                revoke();
            }
        }

        private boolean expires() {
            return isAdmitted()
                    && isWaiting()
                    && expire(pool.admission().rejection(RejectionReason.EXPIRED, this, null));
        }

        /** For a member that is done and was admitted. */
        void noteFailure() {
            if (!collectsAll
                    && !isCancelled()
                    && taskState() != TaskState.EXPIRED
                    && result() instanceof Result.Failure<T> failed) {
                failed(this, failed.exception());
            }
        }
    }

    // Settings

    @Override
    public TaskGroup deadline(Duration deadline) {
        Arguments.notNegative("deadline", deadline);
        checkUnused("deadline");
        this.deadline = Deadline.in(deadline);
        alarm.set(this.deadline.nanosLeft());
        return this;
    }

    @Override
    public TaskGroup collectAll() {
        checkUnused("collectAll");
        collectsAll = true;
        return this;
    }

    private void checkUnused(String setting) {
        if (end.isClosed() || used) {
            throw new IllegalStateException(
                    end.isClosed()
                            ? "the group is closed"
                            : setting + "() comes too late: tasks were submitted already");
        }
    }

    // Submitting

    @Override
    public <T extends @Nullable Object> Task<T> submit(Callable<T> task) {
        return submitAs(null, Arguments.notNull("task", task));
    }

    @Override
    public <T extends @Nullable Object> Task<T> submit(String name, Callable<T> task) {
        return submitAs(Arguments.notNull("name", name), Arguments.notNull("task", task));
    }

    @Override
    public Task<?> submit(Runnable task) {
        return this.<@Nullable Object>submitAs(null, new RunnableCall<>(Arguments.notNull("task", task), null));
    }

    private <T extends @Nullable Object> Task<T> submitAs(@Nullable String name, Callable<T> work) {
        used = true;
        cancelAtDeadline();
        Member<T> member = new Member<>(name, work);
        boolean admitted = false;
        present.incrementAndGet();
        try {
            members.put(member.number, member);
            if (!end.hasCome()) {
                pool.admit(member);
                admitted = true;
            }
        } catch (TaskRejectedException refused) {
            if (refused.reason() != RejectionReason.CLOSED || end.isClosed()) {
                throw refused;
            } // else the group was over while its submitter waited for room in the pool
        } finally {
            if (!admitted) {
                left(member, false);
            }
        }
        if (admitted) {
            member.admitted();
            return member;
        }
        return tooLate(new Member<>(name, work));
    }

    private <T extends @Nullable Object> Task<T> tooLate(Member<T> member) {
        if (end.isClosed()) {
            throw pool.admission().refuse(member, RejectionReason.CLOSED);
        }
        member.cancelUnadmitted();
        return member;
    }

    private void left(Member<?> member, boolean isKept) {
        if (!isKept) {
            members.remove(member.number);
        }
        if (present.decrementAndGet() == 0) {
            closers.signalAll();
        }
    }

    // The end

    private void failed(Member<?> task, Throwable exception) {
        if (!collectsAll && end.fail(task, exception)) {
            RevocableTask.revokeAll(members.values());
        }
    }

    /** If the deadline is over, ends the group. Called when something is not done yet: by joiners, and in passing. */
    private void cancelAtDeadline() {
        if (deadline.isOver() && end.expire()) {
            members.values().forEach(Member::expires); // so that none begins because another one ends
            members.values().forEach(Member::giveUp);
        }
    }

    /** Sees to the deadline when nobody else does. */
    private final class Alarm extends Timed {

        void set(long nanos) {
            Timer.cancel(this);
            if (nanos != WaitList.FOREVER) {
                Timer.schedule(this, System.nanoTime() + Math.max(0, nanos));
            }
        }

        /** What hangs on the tasks is a user's, and not for the timer's thread. */
        @Override
        protected void due() {
            if (present.get() > 0) {
                Unrelated.daemon(PooledGroup.this::cancelAtDeadline, "weir-deadline")
                        .start();
            }
        }
    }

    @Override
    public void close() {
        boolean byMember = isRunHere();
        end.close();
        Timer.cancel(alarm);
        RevocableTask.revokeAll(members.values().stream()
                .filter(member -> member.thread != Thread.currentThread())
                .toList());
        if (!byMember) {
            awaitEnds();
        }
    }

    private void awaitEnds() {
        boolean interrupted = false;
        while (present.get() != 0) {
            try {
                Blocking.await(closers, () -> present.get() == 0, WaitList.FOREVER);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether this thread runs a task of the group, at any depth. */
    private boolean isRunHere() {
        Thread current = Thread.currentThread();
        return pool.isOwnThread() && members.values().stream().anyMatch(member -> member.thread == current);
    }

    // Waiting

    @Override
    public void join() throws InterruptedException, ExecutionException, TimeoutException {
        if (isRunHere()) {
            throw new IllegalStateException("A task of the group would wait for itself in join()");
        }
        boolean waited;
        do {
            waited = false;
            Map.Entry<Long, Member<?>> next = members.firstEntry();
            for (; next != null; next = members.higherEntry(next.getKey())) {
                waited |= waitFor(next.getValue());
                end.throwIfCome(deadline);
            }
        } while (waited);
        end.throwIfCome(deadline);
    }

    /** Waits until the member is done; false if it is already, or is still being submitted. */
    private boolean waitFor(Member<?> member) throws InterruptedException {
        if (!member.isAdmitted()) {
            return false; // if it is another task of the group that submits it, that one is waited for
        }
        boolean waits = !member.isDone();
        WorkScope scope = WorkScope.current();
        if (scope != null) {
            member.help(scope); // with a deadline too: the alarm will interrupt it
        }
        if (!member.await(deadline.nanosLeft())) {
            cancelAtDeadline();
        } else {
            member.noteFailure();
        }
        return waits;
    }

    @Override
    public List<Result<?>> results() {
        if (!collectsAll) {
            throw new IllegalStateException("a group that fails fast does not keep its results: see collectAll()");
        }
        List<Result<?>> results = new ArrayList<>();
        for (Member<?> member : members.values()) {
            if (member.isAdmitted()) {
                results.add(resultOf(member));
            }
        }
        return results;
    }

    private static Result<?> resultOf(Member<?> member) {
        if (!member.isDone()) {
            throw new IllegalStateException(member + " is not done: join() comes first");
        }
        member.look();
        return member.result();
    }
}
