package dev.weir.internal.queue;

import dev.weir.stress.Linear;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

/** The task queue with one stripe against a list: offers, takings, withdrawals, and its closing. */
@Param(name = "task", gen = IntGen.class, conf = "1:2")
@Param(name = "ticket", gen = IntGen.class, conf = "0:2")
public class TaskQueueLinearTest {

    private static final int CAPACITY = 3;

    private final TaskQueue queue = new TaskQueue();

    @Operation
    public long offer(@Param(name = "task") int task) {
        return queue.offer(task, issued -> issued < CAPACITY);
    }

    /** As a worker does: one that finds a ticket without a task looks again. */
    @Operation
    public Object take() {
        Object task;
        do {
            task = queue.poll(new Taken());
        } while (task == null && queue.isExpecting());
        return task;
    }

    @Operation
    public boolean withdraw(@Param(name = "ticket") int ticket, @Param(name = "task") int task) {
        return queue.withdraw(ticket, task);
    }

    @Operation
    public void close() {
        queue.close();
    }

    @Operation
    public boolean isDrained() {
        return queue.isDrained();
    }

    @Test
    void isLinearizable() {
        Linear.check(TaskQueueLinearTest.class, Line.class);
    }

    /** The sequential specification. */
    public static final class Line {

        private record Waiting(long ticket, int task) {}

        private final Deque<Waiting> waiting = new ArrayDeque<>();
        private long issued;
        private boolean closed;

        public long offer(int task) {
            if (closed) {
                return TaskQueue.CLOSED;
            }
            if (issued == CAPACITY) {
                return TaskQueue.FULL;
            }
            waiting.add(new Waiting(issued, task));
            return issued++;
        }

        public Object take() {
            Waiting first = waiting.poll();
            return first == null ? null : first.task;
        }

        public boolean withdraw(int ticket, int task) {
            return waiting.remove(new Waiting(ticket, task));
        }

        public void close() {
            closed = true;
        }

        public boolean isDrained() {
            return closed && waiting.isEmpty();
        }
    }
}
