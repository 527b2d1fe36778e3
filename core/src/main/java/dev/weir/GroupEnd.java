package dev.weir;

import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Whether and why a group takes no more tasks: a failure, its deadline, or that it was closed. Thread-safe. */
final class GroupEnd {

    private record Failure(TaskFuture<?> task, Throwable exception) {}

    private final AtomicReference<@Nullable Failure> failure = new AtomicReference<>();

    /** What failed beside that; perhaps noted several times. Who is told of it has looked at it. */
    private final ConcurrentLinkedQueue<Failure> laterFailures = new ConcurrentLinkedQueue<>();

    private volatile boolean expired;
    private volatile boolean closed;

    boolean hasCome() {
        return failure.get() != null || expired || closed;
    }

    boolean isExpired() {
        return expired;
    }

    boolean isClosed() {
        return closed;
    }

    /** Notes that a task failed; true if that is the end of the group. */
    boolean fail(TaskFuture<?> task, Throwable exception) {
        Failure noted = new Failure(task, exception);
        boolean isFirst = !hasCome() && failure.compareAndSet(null, noted);
        if (!isFirst) {
            laterFailures.add(noted);
        }
        return isFirst;
    }

    /** The deadline has passed; true if that is the end of the group. */
    boolean expire() {
        boolean isFirst = !hasCome();
        if (isFirst) {
            expired = true; // never written back: another thread may write it between the look and the writing
        }
        return isFirst;
    }

    void close() {
        closed = true;
    }

    /** Tells a joiner why the group is over, if it is. */
    void throwIfCome(Deadline deadline) throws ExecutionException, TimeoutException {
        Failure failed = failure.get();
        if (failed != null) {
            Throwable thrown = failed.exception();
            failed.task().look();
            String message = "task " + failed.task().name() + " of the group failed: " + thrown;
            throw withLaterFailures(new ExecutionException(message, thrown), thrown);
        }
        if (expired) {
            Duration time = Duration.ofNanos(deadline.nanos());
            throw withLaterFailures(new TimeoutException("the group was not done in " + time), null);
        }
        if (closed) {
            throw new IllegalStateException("the group is closed");
        }
    }

    private <X extends Exception> X withLaterFailures(X thrown, @Nullable Throwable first) {
        Set<Throwable> others = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Failure other : laterFailures) {
            other.task().look();
            if (other.exception() != first && others.add(other.exception())) {
                thrown.addSuppressed(other.exception());
            }
        }
        return thrown;
    }
}
