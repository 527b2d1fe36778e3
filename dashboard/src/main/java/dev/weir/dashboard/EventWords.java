package dev.weir.dashboard;

import dev.weir.event.PoolEvent;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Says in words what happened in a pool, as far as the settings let it be told. Immutable. */
final class EventWords {

    private static final int LONGEST = 500;
    private static final int MOST_FRAMES = 60;

    private final Settings settings;

    EventWords(Settings settings) {
        this.settings = settings;
    }

    /** The line on an event; null for those that the page shows otherwise. */
    @Nullable
    Happening of(PoolEvent event) {
        if (event instanceof PoolEvent.TaskFailed failed) {
            return line(event, "failed", failed.task(), reason(failed.exception()), frames(failed.exception()));
        } else if (event instanceof PoolEvent.TaskRejected rejected) {
            return refused(event, rejected.reason(), 1);
        } else if (event instanceof PoolEvent.TasksRejected rejected) {
            return refused(event, rejected.reason(), rejected.count());
        } else if (event instanceof PoolEvent.TaskExpired expired) {
            return line(event, "expired", expired.task(), "given up: it had not begun in time", List.of());
        } else if (event instanceof PoolEvent.TaskStuck stuck) {
            String text = "runs for " + time(stuck.age()) + ", and was expected to take " + time(stuck.expected())
                    + " at most, on " + stuck.thread();
            return line(event, "stuck", stuck.task(), text, frames(stuck.stack()));
        } else if (event instanceof PoolEvent.TaskUnstuck ended) {
            return line(event, "good", ended.task(), "has ended after " + time(ended.runTime()), List.of());
        } else if (event instanceof PoolEvent.Resized resized) {
            String text = "resized: " + resized.minThreads() + " to " + resized.maxThreads() + " threads";
            return line(event, "changed", "", text, List.of());
        } else if (event instanceof PoolEvent.StateChanged changed) {
            return line(event, "changed", "", changed.state().toLowerCase(Locale.ROOT), List.of());
        }
        return rarer(event);
    }

    private @Nullable Happening rarer(PoolEvent event) {
        if (event instanceof PoolEvent.StarvationFound found) {
            String text = "starves: " + found.workers() + " workers are blocked, " + found.waiting() + " tasks wait";
            if (settings.taskNames() && !found.circle().isEmpty()) {
                text += "; in a circle: " + String.join(" → ", found.circle());
            }
            if (settings.taskNames() && settings.stacks() && !found.waits().isEmpty()) {
                text += "; " + String.join("; ", found.waits()); // who waits, and where in its code
            }
            return line(event, "stuck", "", text, List.of());
        } else if (event instanceof PoolEvent.StarvationResolved resolved) {
            return line(event, "good", "", "tasks move again after " + time(resolved.lasted()), List.of());
        } else if (event instanceof PoolEvent.WorkerSetAside aside) {
            String text = "its thread " + aside.thread() + " is set aside after " + time(aside.age());
            return line(event, "stuck", aside.task(), text, List.of());
        } else if (event instanceof PoolEvent.WorkerTakenBack back) {
            return line(event, "good", back.task(), "its thread " + back.thread() + " is taken back", List.of());
        } else if (event instanceof PoolEvent.BugFound bug) {
            return line(event, "failed", "", "a bug of the pool: " + bug.finding(), List.of());
        } else if (event instanceof PoolEvent.EventsMissed missed) {
            return line(event, "changed", "", missed.count() + " events were missed", List.of());
        }
        return null; // threads that come and go: the chart shows them
    }

    private static Happening refused(PoolEvent event, String reason, long count) {
        String text = reason.toLowerCase(Locale.ROOT).replace('_', ' ');
        return new Happening(event.at().toEpochMilli(), "refused", "", text, count, List.of());
    }

    private Happening line(PoolEvent event, String kind, String task, String text, List<String> stack) {
        return new Happening(
                event.at().toEpochMilli(),
                kind,
                task.isEmpty() || settings.taskNames() ? Text.shorten(task) : "a task",
                Text.shorten(text, LONGEST),
                1,
                stack);
    }

    /** The class of what was thrown and, unless names are hidden, its message. */
    private String reason(Throwable thrown) {
        String type = thrown.getClass().getName();
        if (!settings.taskNames()) {
            return type;
        }
        try {
            String message = thrown.getMessage();
            return message == null ? type : type + ": " + message;
        } catch (RuntimeException strange) {
            return type; // an exception of the program's own may throw here
        }
    }

    private List<String> frames(Throwable thrown) {
        return settings.stacks() ? frames(Arrays.asList(thrown.getStackTrace())) : List.of();
    }

    private List<String> frames(List<StackTraceElement> stack) {
        return settings.stacks()
                ? stack.stream().limit(MOST_FRAMES).map(TaskLines::line).toList()
                : List.of();
    }

    private static String time(Duration time) {
        double seconds = time.toNanos() / 1e9;
        return seconds < 1
                ? String.format(Locale.ROOT, "%.0f ms", seconds * 1e3)
                : String.format(Locale.ROOT, "%.1f s", seconds);
    }
}
