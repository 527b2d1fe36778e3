package dev.weir;

import dev.weir.internal.park.WaitList;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The results of a pool's tasks in the order of their completion. Thread-safe.
 *
 * <p>A submitter takes one of {@code capacity} places before it submits, and whoever takes the result gives it back. So
 * there is always a place for a result, and no worker waits for one.
 */
final class CompletionOrder<T extends @Nullable Object> implements ResultQueue<T> {

    private final WorkerPool pool;
    private final int capacity;

    /** Places in use: tasks on their way. */
    private final AtomicInteger left = new AtomicInteger();

    private final ConcurrentLinkedQueue<Submission> results = new ConcurrentLinkedQueue<>();
    private final WaitList submitters = new WaitList();
    private final WaitList takers = new WaitList();

    CompletionOrder(WorkerPool pool, int capacity) {
        this.pool = pool;
        this.capacity = capacity;
    }

    /** A task whose result comes here. */
    private final class Submission extends PooledTask<T> {

        Submission(Callable<? extends T> work) {
            super(pool, null, work);
        }

        @Override
        boolean hasReader() {
            return true;
        }

        @Override
        void counted() {
            results.add(this);
            takers.signalOne();
        }

        @Override
        void forfeited() {
            givePlaceBack();
        }
    }

    @Override
    public Task<T> submit(Callable<? extends T> task) {
        Submission submission = new Submission(Arguments.notNull("task", task));
        waitForPlace(submission);
        boolean accepted = false;
        try {
            pool.admit(submission);
            accepted = true;
        } finally {
            if (!accepted) {
                givePlaceBack();
            }
        }
        return submission;
    }

    /** Returns with a place taken, or throws. */
    private void waitForPlace(Submission submission) {
        if (tryTakePlace()) {
            return;
        }
        if (pool.isOwnThread()) {
            throw pool.admission().refuse(submission, RejectionReason.QUEUE_FULL);
        }
        boolean[] taken = {false};
        Runnable atClosing = submitters::signalAll;
        pool.lifecycle().tellOfClosing(atClosing);
        try {
            Blocking.await(submitters, () -> (taken[0] = tryTakePlace()) || pool.isShutdown(), WaitList.FOREVER);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw pool.admission().refuse(submission, RejectionReason.INTERRUPTED);
        } finally {
            pool.lifecycle().forget(atClosing);
        }
        if (!taken[0]) {
            throw pool.admission().refuse(submission, RejectionReason.SHUT_DOWN);
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

    @Override
    public Result<T> take() throws InterruptedException {
        Result<T> result = next(WaitList.FOREVER);
        if (result == null) {
            throw new NoSuchElementException("all that was submitted has been taken");
        }
        return result;
    }

    @Override
    public @Nullable Result<T> poll(Duration timeout) throws InterruptedException {
        return next(Arguments.nanos(Arguments.notNegative("timeout", timeout)));
    }

    private @Nullable Result<T> next(long nanos) throws InterruptedException {
        List<Submission> found = new ArrayList<>(1);
        Blocking.await(takers, () -> take(found) || left.get() == 0, nanos);
        if (found.isEmpty()) {
            return null;
        }
        Submission task = found.get(0);
        task.look();
        pool.ledger().resultTaken();
        givePlaceBack();
        return task.result();
    }

    private boolean take(List<Submission> into) {
        Submission next = results.poll();
        return next != null && into.add(next);
    }

    @Override
    public int ready() {
        return results.size();
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
                    next = next != null ? next : CompletionOrder.this.next(WaitList.FOREVER);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IllegalStateException("interrupted while waiting for a result", e);
                }
                return next != null;
            }

            @Override
            public Result<T> next() {
                if (!hasNext()) {
                    throw new NoSuchElementException("all that was submitted has been taken");
                }
                Result<T> result = Objects.requireNonNull(next);
                next = null;
                return result;
            }
        };
    }
}
