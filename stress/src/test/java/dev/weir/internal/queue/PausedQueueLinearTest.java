package dev.weir.internal.queue;

import dev.weir.stress.Linear;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

/** The task queue with one stripe, which is paused and goes on, against a list. */
@Param(name = "task", gen = IntGen.class, conf = "1:2")
public class PausedQueueLinearTest {

    private final TaskQueue queue = new TaskQueue();

    @Operation
    public long offer(@Param(name = "task") int task) {
        return queue.offer(task, Fill.OPEN);
    }

    @Operation
    public Object take() {
        Object task;
        do {
            task = queue.poll(new Taken());
        } while (task == null && queue.isExpecting());
        return task;
    }

    /** Not to be called by several threads at once, nor with {@link #resume}: so the queue says. */
    @Operation(nonParallelGroup = "pausing")
    public void pause() {
        queue.pause();
    }

    @Operation(nonParallelGroup = "pausing")
    public void resume() {
        queue.resume();
    }

    @Operation
    public long taken() {
        return queue.taken();
    }

    @Operation
    public void close() {
        queue.close();
    }

    @Test
    void isLinearizable() {
        Linear.check(PausedQueueLinearTest.class, Line.class);
    }

    /** The sequential specification. */
    public static final class Line {

        private final Deque<Integer> waiting = new ArrayDeque<>();
        private long issued;
        private boolean paused;
        private boolean closed;

        public long offer(int task) {
            if (closed) {
                return TaskQueue.CLOSED;
            }
            waiting.add(task);
            return issued++;
        }

        public Object take() {
            return paused ? null : waiting.poll();
        }

        public void pause() {
            paused = true;
        }

        public void resume() {
            paused = false;
        }

        public long taken() {
            return issued - waiting.size();
        }

        public void close() {
            closed = true;
        }
    }
}
