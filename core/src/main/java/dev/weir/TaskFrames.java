package dev.weir;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The part of a worker's stack that belongs to its task, as a stack trace of an exception would show it. Stateless. */
final class TaskFrames {

    /** What lies between a worker's thread and the code of its task. */
    private static final Set<String> OWN = Set.of(
            Worker.class.getName(),
            PooledTask.class.getName(),
            Context.class.getName(),
            RunnableCall.class.getName(),
            Expected.Call.class.getName(),
            Expected.Run.class.getName(),
            Wrapped.class.getName());

    private TaskFrames() {}

    /** Cuts the pool's frames off, and those below; what is left may be nothing, and is if the worker waits for a task. */
    static List<StackTraceElement> of(StackTraceElement[] stack) {
        int end = beginningOfWork(stack);
        while (end > 0 && OWN.contains(stack[end - 1].getClassName())) {
            end--;
            if (isResting(stack[end])) {
                return List.of();
            }
        }
        return Arrays.stream(stack, 0, end)
                .filter(frame -> !isHidden(frame.getClassName()))
                .toList();
    }

    /** Where the task's own code stands: what the JDK does beneath is the same everywhere. */
    static String place(List<StackTraceElement> frames) {
        for (StackTraceElement frame : frames) {
            String type = frame.getClassName();
            if (!type.startsWith("java.") && !type.startsWith("jdk.")) {
                return " at " + type + "." + frame.getMethodName() + ":" + frame.getLineNumber();
            }
        }
        return "";
    }

    /** The JVM's own glue between a lambda and its caller, whose name is another one in each run of the program. */
    private static boolean isHidden(String type) {
        return type.contains("$$Lambda") || type.startsWith("java.lang.invoke.LambdaForm");
    }

    private static boolean isResting(StackTraceElement frame) {
        return frame.getClassName().equals(Worker.class.getName())
                && frame.getMethodName().equals("rest");
    }

    /** Behind the outermost frame of a worker. There is none in a stack that is too deep to be seen to its end. */
    private static int beginningOfWork(StackTraceElement[] stack) {
        for (int i = stack.length; i > 0; i--) {
            if (stack[i - 1].getClassName().equals(Worker.class.getName())) {
                return i;
            }
        }
        return stack.length;
    }

    /** The class and the method in which the task's code begins; null if there is none. */
    static @Nullable String nameOf(List<StackTraceElement> frames) {
        if (frames.isEmpty()) {
            return null;
        }
        StackTraceElement outermost = frames.get(frames.size() - 1);
        return outermost.getClassName() + '.' + outermost.getMethodName();
    }
}
