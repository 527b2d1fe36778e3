package dev.weir.internal.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.NullUnmarked;

/** What the states of the tests in this package are made of. Stateless. */
@NullUnmarked // much is null until the threads have been at it
final class Fill {

    /** Admits every task, and grants room to several stripes. */
    static final TicketGate OPEN = upTo(1L << 40);

    private Fill() {}

    /** Admits that many tasks, and grants none of them to several stripes in advance, which ask for at least 64. */
    static TicketGate upTo(long limit) {
        return new TicketGate() {
            @Override
            public boolean admits(long issued) {
                return issued < limit;
            }

            @Override
            public long openUpTo() {
                return limit;
            }
        };
    }

    /** A queue with these tasks. */
    static TaskQueue queue(Object... tasks) {
        TaskQueue queue = new TaskQueue();
        add(queue, tasks);
        return queue;
    }

    /** A queue with two stripes and no task. */
    static TaskQueue striped() {
        TaskQueue queue = new TaskQueue();
        follow(queue, 2);
        return queue;
    }

    static void add(TaskQueue queue, Object... tasks) {
        for (Object task : tasks) {
            queue.offer(task, OPEN);
        }
    }

    /** Has so many stripes follow, unless something else does by then. */
    static void follow(TaskQueue queue, int stripes) {
        Stripes newest = queue.newest();
        if (!newest.isClosed()) {
            queue.replace(newest, new Stripes(stripes, new TimeAll(), OPEN));
        }
    }

    /** Takes everything that is left, in batches or not. */
    static List<Object> rest(TaskQueue queue) {
        List<Object> all = new ArrayList<>();
        Taken taken = new Taken();
        for (Object task = next(queue, taken); task != null; task = next(queue, taken)) {
            all.add(task);
        }
        return all;
    }

    /** What is left, in order, as an outcome can name it; "none" if nothing is. */
    static String left(TaskQueue queue) {
        List<Object> all = rest(queue);
        StringJoiner names = new StringJoiner(" ").setEmptyValue("none");
        all.forEach(task -> names.add(task.toString()));
        return names.toString();
    }

    private static Object next(TaskQueue queue, Taken taken) {
        Object task = queue.poll(taken);
        return task != null ? task : queue.pollBatches(taken);
    }

    /** "once" if of these and what is left in the queue each of the tasks 0 to count - 1 is there once; else what there is. */
    static String each(int count, TaskQueue queue, Object... found) {
        List<Object> all = rest(queue);
        for (Object one : found) {
            if (one != null) {
                all.add(one);
            }
        }
        boolean once = all.size() == count;
        for (int task = 0; task < count; task++) {
            once &= all.contains(task);
        }
        return once ? "once" : all.toString();
    }
}
