package dev.weir;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** The results of a pool's tasks in the order of their completion. Thread-safe. */
final class CompletionOrder<T extends @Nullable Object> extends BoundedResults<T> {

    private final Set<Submission> onTheirWay = ConcurrentHashMap.newKeySet();
    private final ConcurrentLinkedQueue<Submission> ended = new ConcurrentLinkedQueue<>();

    CompletionOrder(WorkerPool pool, int capacity) {
        super(pool, capacity);
    }

    @Override
    void entered(Submission submission) {
        onTheirWay.add(submission);
    }

    @Override
    void left(Submission submission) {
        onTheirWay.remove(submission);
    }

    @Override
    void ended(Submission submission) {
        ended.add(submission);
        onTheirWay.remove(submission);
    }

    @Override
    @Nullable
    Submission poll() {
        return ended.poll();
    }

    @Override
    @Nullable
    Submission pollAny() {
        return ended.poll();
    }

    @Override
    boolean canTake() {
        return !ended.isEmpty();
    }

    @Override
    Iterable<Submission> onTheirWay() {
        return onTheirWay;
    }

    @Override
    public int ready() {
        return ended.size();
    }
}
