package dev.weir.dashboard;

import dev.weir.RunningTask;
import java.util.List;

/** Writes what the threads of a pool do: a line for each task, and the stack of one. Immutable. */
final class TaskLines {

    /** More than anybody reads; the oldest ones are what matters. */
    private static final int MOST = 50;

    private static final int MOST_FRAMES = 200;
    private static final int LONGEST_FRAME = 300;

    private final Settings settings;

    TaskLines(Settings settings) {
        this.settings = settings;
    }

    /** An array of arrays: id of the thread, task, view if any, thread, age in milliseconds, state, place. */
    void write(JsonText json, PoolHistory history) {
        json.beginArray();
        List<RunningTask> running = history.running();
        for (RunningTask task : running.subList(0, Math.min(running.size(), MOST))) {
            boolean inView = !Text.shorten(task.executor()).equals(history.name());
            json.beginArray().value(task.threadId()).value(name(task));
            json.value(inView ? Text.shorten(task.executor()) : "").value(Text.shorten(task.thread()));
            json.value(task.age().toMillis()).value(task.state().name());
            json.value(settings.stacks() ? place(task.stack()) : "");
            json.endArray();
        }
        json.endArray();
    }

    /** One task with all of its stack. */
    JsonText stack(RunningTask task) {
        JsonText json = new JsonText().beginObject();
        json.key("task").value(name(task)).key("age").value(task.age().toMillis());
        json.key("state").value(task.state().name()).key("stack").beginArray();
        List<StackTraceElement> frames = task.stack();
        for (StackTraceElement frame : frames.subList(0, Math.min(frames.size(), MOST_FRAMES))) {
            json.value(line(frame));
        }
        if (frames.size() > MOST_FRAMES) {
            json.value("… " + (frames.size() - MOST_FRAMES) + " more");
        }
        return json.endArray().endObject();
    }

    private String name(RunningTask task) {
        return settings.taskNames() ? Text.shorten(task.task()) : "a task";
    }

    /** The innermost frame that is not of the platform, else the innermost one. */
    private static String place(List<StackTraceElement> stack) {
        for (StackTraceElement frame : stack) {
            if (!frame.getClassName().matches("(?:java|javax|jdk|sun|com\\.sun)\\..*")) {
                return line(frame);
            }
        }
        return stack.isEmpty() ? "" : line(stack.get(0));
    }

    /** A frame without the names of module and loader, which are long and say little. */
    static String line(StackTraceElement frame) {
        StackTraceElement plain = new StackTraceElement(
                frame.getClassName(), frame.getMethodName(), frame.getFileName(), frame.getLineNumber());
        return Text.shorten(plain.toString(), LONGEST_FRAME);
    }
}
