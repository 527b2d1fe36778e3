package dev.weir.internal.queue;

import dev.weir.stress.Linear;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Test;

/**
 * The task queue whose stripes follow each other: each accepted task is there once, and those of one submitter are taken in
 * their order.
 *
 * <p>Its results cannot be held against a sequential specification, since which of several stripes comes first is nobody's
 * promise. So it is asked afterwards what has become of the tasks.
 */
@Param(name = "thread", gen = ThreadIdGen.class)
public class StripedQueueLinearTest {

    private static final int THREADS = 4;

    /** No record: Lincheck cannot look into those. */
    private static final class Task {
        private final int submitter;
        private final int number;

        Task(int submitter, int number) {
            this.submitter = submitter;
            this.number = number;
        }

        @Override
        public String toString() {
            return submitter + "." + number;
        }
    }

    private final TaskQueue queue = Fill.striped();
    private final int[] submitted = new int[THREADS];
    private final ConcurrentLinkedQueue<Task> accepted = new ConcurrentLinkedQueue<>();
    private final List<List<Task>> takers = new ArrayList<>();

    public StripedQueueLinearTest() {
        for (int thread = 0; thread < THREADS; thread++) {
            takers.add(new ArrayList<>());
        }
    }

    @Operation
    public void offer(@Param(name = "thread") int thread) {
        Task task = new Task(thread, submitted[thread]++);
        if (queue.offer(task, Fill.OPEN) != TaskQueue.CLOSED) {
            accepted.add(task);
        }
    }

    @Operation
    public void take(@Param(name = "thread") int thread) {
        Task task = (Task) queue.poll(new Taken());
        if (task != null) {
            takers.get(thread).add(task);
        }
    }

    @Operation
    public void follow() {
        Fill.follow(queue, 2);
    }

    @Operation
    public void fold() {
        queue.fold();
    }

    @Operation
    public void close() {
        queue.close();
    }

    @Validate
    public void eachTaskIsThereOnceAndInOrder() {
        List<Task> all = new ArrayList<>();
        Fill.rest(queue).forEach(task -> takers.get(0).add((Task) task)); // by whom comes last
        for (List<Task> taker : takers) {
            int[] next = new int[THREADS];
            for (Task task : taker) {
                check(task.number >= next[task.submitter], taker + " are out of order");
                next[task.submitter] = task.number + 1;
            }
            all.addAll(taker);
        }
        check(all.size() == accepted.size() && all.containsAll(accepted), accepted + " were accepted, taken " + takers);
    }

    private static void check(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalStateException(otherwise);
        }
    }

    @Test
    void losesNothingAndKeepsTheOrder() {
        Linear.validate(StripedQueueLinearTest.class);
    }
}
