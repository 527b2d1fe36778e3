package dev.weir;

import java.util.concurrent.ConcurrentLinkedDeque;
import org.jspecify.annotations.Nullable;

/**
 * The results of a pool's tasks in the order of their submission. Thread-safe.
 *
 * <p>The tasks stand in line from their submission until their result is taken; only the first in line can be. Several
 * takers may see the same first one: it is theirs who removes it. One that leaves without a result is removed wherever it
 * stands: a refused one stands near the end, one that is handed back near the beginning.
 */
final class SubmissionOrder<T extends @Nullable Object> extends BoundedResults<T> {

    private final ConcurrentLinkedDeque<Submission> line = new ConcurrentLinkedDeque<>();

    SubmissionOrder(WorkerPool pool, int capacity) {
        super(pool, capacity);
    }

    @Override
    void entered(Submission submission) {
        line.addLast(submission);
    }

    @Override
    void left(Submission submission) {
        if (submission.isAdmitted()) {
            line.removeFirstOccurrence(submission);
        } else {
            line.removeLastOccurrence(submission);
        }
    }

    @Override
    void ended(Submission submission) {
        submission.hasResult = true;
    }

    @Override
    @Nullable
    Submission poll() {
        for (; ; ) {
            Submission first = line.peekFirst();
            if (first == null || !first.hasResult) {
                return null;
            }
            if (line.removeFirstOccurrence(first)) {
                return first;
            }
        }
    }

    @Override
    @Nullable
    Submission pollAny() {
        for (Submission submission : line) {
            if (submission.hasResult && line.removeFirstOccurrence(submission)) {
                return submission;
            }
        }
        return null;
    }

    @Override
    boolean canTake() {
        Submission first = line.peekFirst();
        return first != null && first.hasResult;
    }

    @Override
    Iterable<Submission> onTheirWay() {
        return line;
    }

    @Override
    public int ready() {
        int count = 0;
        for (Submission submission : line) {
            if (!submission.hasResult) {
                break;
            }
            count++;
        }
        return count;
    }
}
