package dev.weir.internal.jfr;

import dev.weir.event.PoolEvent;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import jdk.jfr.Event;
import org.jspecify.annotations.Nullable;

/**
 * Writes into the recordings of the JDK's flight recorder. Thread-safe. The only one to know {@code jdk.jfr}, with its events.
 *
 * <p>One object of each kind is kept to ask it whether its kind is recorded. Others are made only then.
 */
final class JfrRecorder extends Recorder {

    private final Event workerStarted = new JfrEvents.WorkerStarted();
    private final Event workerRetired = new JfrEvents.WorkerRetired();
    private final Event taskRejected = new JfrEvents.TaskRejected();
    private final Event tasksRejected = new JfrEvents.TasksRejected();
    private final Event taskFailed = new JfrEvents.TaskFailed();
    private final Event taskExpired = new JfrEvents.TaskExpired();
    private final Event taskStuck = new JfrEvents.TaskStuck();
    private final Event taskUnstuck = new JfrEvents.TaskUnstuck();
    private final Event resized = new JfrEvents.Resized();
    private final Event stateChanged = new JfrEvents.StateChanged();
    private final Event starvationFound = new JfrEvents.StarvationFound();
    private final Event starvationResolved = new JfrEvents.StarvationResolved();
    private final Event workerSetAside = new JfrEvents.WorkerSetAside();
    private final Event workerTakenBack = new JfrEvents.WorkerTakenBack();
    private final Event bugFound = new JfrEvents.BugFound();
    private final JfrEvents.TaskRun taskRun = new JfrEvents.TaskRun();
    private final JfrEvents.QueueWait queueWait = new JfrEvents.QueueWait();

    private final List<Event> rare = List.of(
            workerStarted,
            workerRetired,
            taskRejected,
            tasksRejected,
            taskFailed,
            taskExpired,
            taskStuck,
            taskUnstuck,
            resized,
            stateChanged,
            starvationFound,
            starvationResolved,
            workerSetAside,
            workerTakenBack,
            bugFound);

    private JfrRecorder() {}

    /** Throws if there is no {@code jdk.jfr}. */
    static Recorder make() {
        return new JfrRecorder();
    }

    @Override
    public boolean isOn() {
        for (int i = 0; i < rare.size(); i++) {
            if (rare.get(i).isEnabled()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public @Nullable Object taskBegins() {
        if (!taskRun.isEnabled() && !queueWait.isEnabled()) {
            return null;
        }
        JfrEvents.TaskRun begun = new JfrEvents.TaskRun();
        begun.begin();
        return begun;
    }

    @Override
    public void taskEnds(Object begun, String pool, Supplier<String> task, long waitNanos) {
        JfrEvents.TaskRun run = (JfrEvents.TaskRun) begun;
        run.end();
        boolean hasWaitedLong = waitNanos >= 0 && queueWait.isEnabled() && new JfrEvents.QueueWait().isWorth(waitNanos);
        if (!run.shouldCommit() && !hasWaitedLong) {
            return;
        }
        String name = task.get();
        if (run.shouldCommit()) {
            run.pool = pool;
            run.task = name;
            run.queueWait = Math.max(0, waitNanos);
            run.commit();
        }
        if (hasWaitedLong) {
            JfrEvents.QueueWait wait = new JfrEvents.QueueWait();
            wait.pool = pool;
            wait.task = name;
            wait.wait = waitNanos;
            wait.commit();
        }
    }

    @Override
    public void record(PoolEvent told) {
        if (told instanceof PoolEvent.WorkerStarted from && workerStarted.isEnabled()) {
            JfrEvents.WorkerStarted event = new JfrEvents.WorkerStarted();
            event.thread = from.thread();
            event.commitFor(told);
        } else if (told instanceof PoolEvent.WorkerRetired from && workerRetired.isEnabled()) {
            JfrEvents.WorkerRetired event = new JfrEvents.WorkerRetired();
            event.thread = from.thread();
            event.commitFor(told);
        } else if (told instanceof PoolEvent.TaskRejected from && taskRejected.isEnabled()) {
            JfrEvents.TaskRejected event = new JfrEvents.TaskRejected();
            event.task = from.task();
            event.reason = from.reason();
            event.commitFor(told);
        } else if (told instanceof PoolEvent.TasksRejected from && tasksRejected.isEnabled()) {
            JfrEvents.TasksRejected event = new JfrEvents.TasksRejected();
            event.reason = from.reason();
            event.count = from.count();
            event.commitFor(told);
        } else if (told instanceof PoolEvent.TaskFailed from && taskFailed.isEnabled()) {
            JfrEvents.TaskFailed event = new JfrEvents.TaskFailed();
            event.task = from.task();
            event.exception = from.exception().getClass().getName();
            event.commitFor(told);
        } else if (told instanceof PoolEvent.TaskExpired from && taskExpired.isEnabled()) {
            JfrEvents.TaskExpired event = new JfrEvents.TaskExpired();
            event.task = from.task();
            event.commitFor(told);
        } else if (told instanceof PoolEvent.Resized from && resized.isEnabled()) {
            JfrEvents.Resized event = new JfrEvents.Resized();
            event.minThreads = from.minThreads();
            event.maxThreads = from.maxThreads();
            event.commitFor(told);
        } else if (told instanceof PoolEvent.StateChanged from && stateChanged.isEnabled()) {
            JfrEvents.StateChanged event = new JfrEvents.StateChanged();
            event.state = from.state();
            event.commitFor(told);
        } else if (told instanceof PoolEvent.BugFound from && bugFound.isEnabled()) {
            JfrEvents.BugFound event = new JfrEvents.BugFound();
            event.finding = from.finding();
            event.commitFor(told);
        } else {
            recordFinding(told);
        }
    }

    /** What the watchdog finds. */
    private void recordFinding(PoolEvent told) {
        if (told instanceof PoolEvent.TaskStuck from && taskStuck.isEnabled()) {
            JfrEvents.TaskStuck event = new JfrEvents.TaskStuck();
            event.task = from.task();
            event.thread = from.thread();
            event.expected = from.expected().toNanos();
            event.age = from.age().toNanos();
            event.stack = from.stack().stream().map(StackTraceElement::toString).collect(Collectors.joining("\n"));
            event.commitFor(told);
        } else if (told instanceof PoolEvent.TaskUnstuck from && taskUnstuck.isEnabled()) {
            JfrEvents.TaskUnstuck event = new JfrEvents.TaskUnstuck();
            event.task = from.task();
            event.thread = from.thread();
            event.runTime = from.runTime().toNanos();
            event.commitFor(told);
        } else if (told instanceof PoolEvent.StarvationFound from && starvationFound.isEnabled()) {
            JfrEvents.StarvationFound event = new JfrEvents.StarvationFound();
            event.workers = from.workers();
            event.waiting = from.waiting();
            event.waits = String.join("\n", from.waits());
            event.circle = String.join("\n", from.circle());
            event.commitFor(told);
        } else if (told instanceof PoolEvent.StarvationResolved from && starvationResolved.isEnabled()) {
            JfrEvents.StarvationResolved event = new JfrEvents.StarvationResolved();
            event.lasted = from.lasted().toNanos();
            event.commitFor(told);
        } else if (told instanceof PoolEvent.WorkerSetAside from && workerSetAside.isEnabled()) {
            JfrEvents.WorkerSetAside event = new JfrEvents.WorkerSetAside();
            event.task = from.task();
            event.thread = from.thread();
            event.age = from.age().toNanos();
            event.aside = from.aside();
            event.commitFor(told);
        } else if (told instanceof PoolEvent.WorkerTakenBack from && workerTakenBack.isEnabled()) {
            JfrEvents.WorkerTakenBack event = new JfrEvents.WorkerTakenBack();
            event.task = from.task();
            event.thread = from.thread();
            event.aside = from.aside();
            event.commitFor(told);
        }
    }
}
