package dev.weir.internal.jfr;

import dev.weir.event.PoolEvent;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.SettingDefinition;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/** The events of a flight recording, as the recorder wants them declared. Each object belongs to the thread that made it. */
final class JfrEvents {

    private JfrEvents() {}

    /** What all have in common. */
    @Category("Weir")
    @StackTrace(false)
    abstract static class OfPool extends Event {

        @Label("Pool")
        @Nullable
        String pool;

        final void commitFor(PoolEvent told) {
            pool = told.pool();
            commit();
        }
    }

    /** See {@link PoolEvent.WorkerStarted}. */
    @Name("dev.weir.WorkerStarted")
    @Label("Worker Started")
    @Description("A worker's thread has begun")
    static final class WorkerStarted extends OfPool {

        @Label("Worker Thread")
        @Nullable
        String thread;
    }

    /** See {@link PoolEvent.WorkerRetired}. */
    @Name("dev.weir.WorkerRetired")
    @Label("Worker Retired")
    @Description("A worker's thread ends")
    static final class WorkerRetired extends OfPool {

        @Label("Worker Thread")
        @Nullable
        String thread;
    }

    /** See {@link PoolEvent.TaskRejected}. */
    @Name("dev.weir.TaskRejected")
    @Label("Task Rejected")
    @Description("A task was refused, or dropped in favour of a newer one; ten a second are told one by one")
    static final class TaskRejected extends OfPool {

        @Label("Task")
        @Nullable
        String task;

        @Label("Reason")
        @Nullable
        String reason;
    }

    /** See {@link PoolEvent.TasksRejected}. */
    @Name("dev.weir.TasksRejected")
    @Label("Tasks Rejected")
    @Description("More tasks were refused or dropped than are told one by one")
    static final class TasksRejected extends OfPool {

        @Label("Reason")
        @Nullable
        String reason;

        @Label("Count")
        long count;
    }

    /** See {@link PoolEvent.TaskFailed}. */
    @Name("dev.weir.TaskFailed")
    @Label("Task Failed")
    @Description("A task threw")
    static final class TaskFailed extends OfPool {

        @Label("Task")
        @Nullable
        String task;

        @Label("Exception Class")
        @Nullable
        String exception;
    }

    /** See {@link PoolEvent.TaskExpired}. */
    @Name("dev.weir.TaskExpired")
    @Label("Task Expired")
    @Description("A task was given up since it had not begun in time")
    static final class TaskExpired extends OfPool {

        @Label("Task")
        @Nullable
        String task;
    }

    /** See {@link PoolEvent.TaskStuck}. */
    @Name("dev.weir.TaskStuck")
    @Label("Task Stuck")
    @Description("A task runs for longer than expected")
    static final class TaskStuck extends OfPool {

        @Label("Task")
        @Nullable
        String task;

        @Label("Worker Thread")
        @Nullable
        String thread;

        @Timespan(Timespan.NANOSECONDS)
        @Label("Expected Run Time")
        long expected;

        @Timespan(Timespan.NANOSECONDS)
        @Label("Age")
        long age;

        @Label("Stack")
        @Nullable
        String stack;
    }

    /** See {@link PoolEvent.TaskUnstuck}. */
    @Name("dev.weir.TaskUnstuck")
    @Label("Task Unstuck")
    @Description("A task that was stuck has ended")
    static final class TaskUnstuck extends OfPool {

        @Label("Task")
        @Nullable
        String task;

        @Label("Worker Thread")
        @Nullable
        String thread;

        @Timespan(Timespan.NANOSECONDS)
        @Label("Run Time")
        long runTime;
    }

    /** See {@link PoolEvent.Resized}. */
    @Name("dev.weir.Resized")
    @Label("Resized")
    @Description("The pool got other bounds")
    static final class Resized extends OfPool {

        @Label("Minimum of Threads")
        int minThreads;

        @Label("Maximum of Threads")
        int maxThreads;
    }

    /** See {@link PoolEvent.StateChanged}. */
    @Name("dev.weir.StateChanged")
    @Label("State Changed")
    @Description("The pool was paused, resumed or shut down, or has ended")
    static final class StateChanged extends OfPool {

        @Label("State")
        @Nullable
        String state;
    }

    /** See {@link PoolEvent.StarvationFound}. */
    @Name("dev.weir.StarvationFound")
    @Label("Starvation Found")
    @Description("Tasks wait, and all workers are blocked")
    static final class StarvationFound extends OfPool {

        @Label("Blocked Workers")
        int workers;

        @Label("Waiting Tasks")
        long waiting;

        @Label("What They Wait For")
        @Nullable
        String waits;

        @Label("Circle")
        @Nullable
        String circle;
    }

    /** See {@link PoolEvent.StarvationResolved}. */
    @Name("dev.weir.StarvationResolved")
    @Label("Starvation Resolved")
    @Description("Tasks move again")
    static final class StarvationResolved extends OfPool {

        @Timespan(Timespan.NANOSECONDS)
        @Label("Lasted")
        long lasted;
    }

    /** See {@link PoolEvent.WorkerSetAside}. */
    @Name("dev.weir.WorkerSetAside")
    @Label("Worker Set Aside")
    @Description("A worker is in its task for so long that another thread may take its place")
    static final class WorkerSetAside extends OfPool {

        @Label("Task")
        @Nullable
        String task;

        @Label("Worker Thread")
        @Nullable
        String thread;

        @Timespan(Timespan.NANOSECONDS)
        @Label("Age")
        long age;

        @Label("Set Aside Now")
        int aside;
    }

    /** See {@link PoolEvent.WorkerTakenBack}. */
    @Name("dev.weir.WorkerTakenBack")
    @Label("Worker Taken Back")
    @Description("A worker that was set aside has ended its task")
    static final class WorkerTakenBack extends OfPool {

        @Label("Task")
        @Nullable
        String task;

        @Label("Worker Thread")
        @Nullable
        String thread;

        @Label("Set Aside Now")
        int aside;
    }

    /** See {@link PoolEvent.BugFound}. */
    @Name("dev.weir.BugFound")
    @Label("Bug Found")
    @Description("The pool has found a bug of its own")
    static final class BugFound extends OfPool {

        @Label("Finding")
        @Nullable
        String finding;
    }

    /** A task that is timed, from its beginning to its end. */
    @Name("dev.weir.TaskRun")
    @Label("Task Run")
    @Description("A task ran for longer than the threshold; tiny tasks are timed now and then only")
    @Threshold("20 ms")
    static final class TaskRun extends OfPool {

        @Label("Task")
        @Nullable
        String task;

        @Timespan(Timespan.NANOSECONDS)
        @Label("Queue Wait")
        long queueWait;
    }

    /** A task had waited for long. It is told as the task ends; how much is long is a setting of its own. */
    @Name("dev.weir.QueueWait")
    @Label("Queue Wait")
    @Description("A task had waited for longer than the setting 'minimum' before it began; told when it ends")
    @Enabled
    static final class QueueWait extends OfPool {

        @Label("Task")
        @Nullable
        String task;

        @Timespan(Timespan.NANOSECONDS)
        @Label("Wait")
        long wait;

        @SettingDefinition
        @Label("Minimum")
        @Name("minimum")
        @Description("The shortest wait that is recorded, such as 20 ms")
        boolean isWorthIt(Minimum minimum) {
            return wait >= minimum.nanos();
        }

        boolean isWorth(long nanos) {
            wait = nanos;
            return shouldCommit();
        }
    }
}
