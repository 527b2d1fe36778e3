package dev.weir;

import dev.weir.internal.park.WaitList;
import java.time.Duration;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A result queue but for the order of its results, which is the job of its subclasses. Thread-safe.
 *
 * <p>A submitter takes one of {@code capacity} places before it submits, and whoever takes the result gives it back. So
 * there is always a place for a result, and no worker waits for one. The place of a task that gives no result, since it
 * was refused or handed back, is given back at once.
 *
 * <p>Takers are woken one for each result that can be taken: whoever changes what is next (an end, a taking, a task that
 * leaves without a result) then looks whether something can be taken, and wakes one. So in whatever order results come
 * to be takeable, nobody waits beside one.
 *
 * <p>Closing needs no lock: a submission is first made visible to {@link #onTheirWay}, and then looks whether the queue
 * was closed; {@code close} and {@code cancel} first say so, and then look for submissions.
 */
abstract class BoundedResults<T extends @Nullable Object> implements ResultQueue<T> {

    private final WorkerPool pool;
    private final int capacity;

    /** Places in use: tasks on their way. */
    private final AtomicInteger left = new AtomicInteger();

    private final WaitList submitters = new WaitList();
    private final WaitList takers = new WaitList();
    private volatile boolean used;
    private volatile boolean closed;
    private volatile boolean cancelled;

    BoundedResults(WorkerPool pool, int capacity) {
        this.pool = pool;
        this.capacity = capacity;
    }

    /** A task whose result comes here. */
    final class Submission extends RevocableTask<T> {

        /** For an order other than that of completion: whether the result is there. */
        volatile boolean hasResult;

        Submission(Callable<? extends T> work) {
            super(pool, null, work);
        }

        @Override
        String door() {
            return "result queue";
        }

        @Override
        boolean isTooLate() {
            return cancelled;
        }

        @Override
        boolean hasReader() {
            return true;
        }

        @Override
        void counted() {
            ended(this);
            if (cancelled) {
                dropResults();
            } else {
                wakeTaker();
            }
        }

        @Override
        void forfeited() {
            withdraw(this);
        }
    }

    // The order of the results

    /** A task is submitted. */
    abstract void entered(Submission submission);

    /** A task will give no result. */
    abstract void left(Submission submission);

    /** A task has its result. */
    abstract void ended(Submission submission);

    /** Takes the task whose result is next; null if that is not there yet. */
    abstract @Nullable Submission poll();

    /** Takes any task that has its result, for it to be dropped. */
    abstract @Nullable Submission pollAny();

    /** Whether there is a next result that can be taken. */
    abstract boolean canTake();

    /** At least those tasks that entered before this call and have not ended. */
    abstract Iterable<Submission> onTheirWay();

    // Submitting

    @Override
    public Task<T> submit(Callable<? extends T> task) {
        Submission submission = new Submission(Arguments.notNull("task", task));
        takePlace(submission);
        used = true;
        boolean accepted = false;
        try {
            entered(submission);
            if (closed) {
                throw pool.admission().refuse(submission, RejectionReason.CLOSED);
            }
            pool.admit(submission);
            accepted = true;
        } finally {
            if (!accepted) {
                withdraw(submission);
            }
        }
        submission.admitted();
        return submission;
    }

    private void withdraw(Submission submission) {
        left(submission);
        givePlaceBack();
        wakeTaker();
    }

    /** Returns with a place taken, or throws. */
    private void takePlace(Submission submission) {
        if (!closed && tryTakePlace()) {
            return;
        }
        if (closed) {
            throw pool.admission().refuse(submission, RejectionReason.CLOSED);
        }
        if (pool.isOwnThread()) {
            throw pool.admission().refuse(submission, RejectionReason.QUEUE_FULL);
        }
        boolean[] taken = {false};
        Runnable atShutdown = submitters::signalAll;
        pool.lifecycle().tellOfClosing(atShutdown);
        try {
            Blocking.await(
                    submitters, () -> closed || (taken[0] = tryTakePlace()) || pool.isShutdown(), WaitList.FOREVER);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw pool.admission().refuse(submission, RejectionReason.INTERRUPTED);
        } finally {
            pool.lifecycle().forget(atShutdown);
        }
        if (!taken[0]) {
            throw pool.admission().refuse(submission, closed ? RejectionReason.CLOSED : RejectionReason.SHUT_DOWN);
        }
    }

    private boolean tryTakePlace() {
        for (int seen = left.get(); seen < capacity; seen = left.get()) {
            if (left.compareAndSet(seen, seen + 1)) {
                return true;
            }
        }
        return false;
    }

    private void givePlaceBack() {
        int now = left.decrementAndGet();
        submitters.signalOne();
        if (now == 0) {
            takers.signalAll(); // those who wait for a result that will not come
        }
    }

    // Taking

    @Override
    public Result<T> take() throws InterruptedException {
        Result<T> result = next(WaitList.FOREVER);
        if (result == null) {
            throw allIsTaken();
        }
        return result;
    }

    @Override
    public @Nullable Result<T> poll(Duration timeout) throws InterruptedException {
        return next(Arguments.nanos(Arguments.notNegative("timeout", timeout)));
    }

    private @Nullable Result<T> next(long nanos) throws InterruptedException {
        @Nullable Object[] found = {null};
        BooleanSupplier enough = () -> cancelled || found[0] != null || (found[0] = poll()) != null || left.get() == 0;
        WorkScope scope = enough.getAsBoolean() ? null : WorkScope.current();
        if (scope == null) {
            takers.await(enough, nanos);
        } else {
            Waiting waiting = Waiting.beginAny(onTheirWay(), nanos != WaitList.FOREVER, scope, enough);
            try {
                Blocking.await(takers, enough, nanos);
            } finally {
                waiting.end();
            }
        }
        @SuppressWarnings("unchecked")
        Submission submission = (Submission) found[0];
        if (submission == null) {
            return null;
        }
        taken();
        wakeTaker();
        submission.look();
        return submission.result();
    }

    private void taken() {
        pool.ledger().resultTaken();
        givePlaceBack();
    }

    private void wakeTaker() {
        if (canTake()) {
            takers.signalOne();
        }
    }

    private NoSuchElementException allIsTaken() {
        return new NoSuchElementException(
                cancelled ? "the result queue was cancelled" : "all that was submitted has been taken");
    }

    @Override
    public int left() {
        return left.get();
    }

    @Override
    public Iterator<Result<T>> iterator() {
        return new Iterator<>() {
            private @Nullable Result<T> next;

            @Override
            public boolean hasNext() {
                try {
                    next = next != null ? next : BoundedResults.this.next(WaitList.FOREVER);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IllegalStateException("interrupted while waiting for a result", e);
                }
                return next != null;
            }

            @Override
            public Result<T> next() {
                if (!hasNext()) {
                    throw allIsTaken();
                }
                Result<T> result = Objects.requireNonNull(next);
                next = null;
                return result;
            }
        };
    }

    // The kind of queue, and its end

    @Override
    public ResultQueue<T> inOrder() {
        if (closed || used) {
            throw new IllegalStateException(
                    closed ? "the result queue is closed" : "inOrder() comes too late: tasks were submitted already");
        }
        return new SubmissionOrder<>(pool, capacity);
    }

    @Override
    public void close() {
        closed = true;
        submitters.signalAll();
    }

    @Override
    public void cancel() {
        cancelled = true;
        close();
        takers.signalAll();
        RevocableTask.revokeAll(onTheirWay());
        dropResults();
    }

    private void dropResults() {
        while (pollAny() != null) {
            taken();
        }
    }
}
