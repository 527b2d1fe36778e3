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

    private record Failure(String task, Throwable exception) {}

    private final AtomicReference<@Nullable Failure> failure = new AtomicReference<>();

    /** What was thrown beside that; perhaps noted several times. */
    private final ConcurrentLinkedQueue<Throwable> laterFailures = new ConcurrentLinkedQueue<>();

    private volatile boolean expired;
    private volatile boolean closed;

    boolean hasCome() {
        return failure.get() != null || expired || closed;
    }

    boolean isClosed() {
        return closed;
    }

    /** Notes that a task failed; true if that is the end of the group. */
    boolean fail(String task, Throwable exception) {
        boolean isFirst = !hasCome() && failure.compareAndSet(null, new Failure(task, exception));
        if (!isFirst) {
            laterFailures.add(exception);
        }
        return isFirst;
    }

    /** The deadline has passed; true if that is the end of the group. */
    boolean expire() {
        boolean isFirst = !hasCome();
        expired = isFirst || expired;
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
            String message = "task " + failed.task() + " of the group failed: " + thrown;
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
        for (Throwable other : laterFailures) {
            if (other != first && others.add(other)) {
                thrown.addSuppressed(other);
            }
        }
        return thrown;
    }
}
