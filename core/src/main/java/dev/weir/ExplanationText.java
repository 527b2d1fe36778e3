package dev.weir;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Writes an {@link Explanation} for people. Not thread-safe: made for one text. */
final class ExplanationText {

    private static final int STACKS = 5;
    private static final int FRAMES = 6;
    private static final int NAMES = 3;

    private final Explanation explanation;
    private final PoolStats stats;
    private final PoolWindow window;
    private final StringBuilder out = new StringBuilder(1_000);

    ExplanationText(Explanation explanation) {
        this.explanation = explanation;
        this.stats = explanation.stats();
        this.window = explanation.window();
        state();
        out.append("\n\n");
        limit();
        out.append("\n\n");
        time();
        threads();
        now();
    }

    private void state() {
        add(
                "Pool %s (%s), watched for %s: %d of at most %d threads, %.1f tasks running on average, %,d waiting",
                stats.name(),
                stats.state(),
                time(window.length()),
                stats.threads(),
                stats.maxThreads(),
                inTasks(),
                stats.queued());
        if (stats.queued() > 0) {
            add(" (the oldest for about %s)", time(stats.oldestWait()));
        }
        add("; %,.0f tasks a second came, %,.0f ended", window.arrivalRate(), window.completionRate());
        add(window.rejected() > 0 ? ", %,d were refused." : ".", window.rejected());
    }

    private void limit() {
        int processors = explanation.processors();
        switch (explanation.limit()) {
            case NONE ->
                add(
                        stats.state() == PoolState.PAUSED
                                ? "No limit: the pool is paused."
                                : "No limit: the pool keeps up with what is submitted.");
            case THREADS ->
                add(
                        "The number of threads is the limit (THREADS): all are in use while tasks wait, and of %d processors "
                                + "the running tasks want only %.1f. More threads would help.",
                        processors, explanation.computing());
            case CPU -> cpu(processors);
            case BLOCKED_ON ->
                add(
                        "What the tasks block on is the limit (BLOCKED_ON): most of those that run wait for %s. More threads "
                                + "would wait for it too.",
                        explanation.cause());
            case STUCK -> stuck();
            case CIRCLE ->
                add("Tasks wait for each other in a circle (CIRCLE), and none can go on: %s.", explanation.cause());
            case OVERLOAD -> overload(processors);
        }
    }

    private void stuck() {
        add("A task is stuck (STUCK): %s.", explanation.cause());
        if (stats.runTime().count() > 0) {
            add(" 99 %% of the tasks take %s or less.", time(stats.runTime().p99()));
        }
    }

    private void overload(int processors) {
        add(
                "More is submitted than can be done (OVERLOAD): the pool refuses tasks, while those that run want %.1f of %d "
                        + "processors and %.1f of %d threads.",
                explanation.computing(), processors, inTasks(), stats.maxThreads());
        boolean isFull = explanation.computing() >= Diagnosis.FULL * processors
                || inTasks() >= Diagnosis.FULL * stats.maxThreads();
        add(
                isFull
                        ? " Fewer tasks or a larger machine would help; a longer queue would not."
                        : " They come in bursts: a longer queue would help.");
    }

    private void cpu(int processors) {
        add(
                "The processors are the limit (CPU): the running tasks want %.1f, and there are %d.",
                explanation.computing(), processors);
        int suggested = explanation.suggestedThreads();
        boolean tooMany = explanation.computing() > 1.5 * processors && suggested < stats.threads();
        add(
                tooMany
                        ? " There are too many threads: they take the processors from each other, and each task takes longer."
                        : " More threads would not help.");
    }

    private double inTasks() {
        return explanation.computing() + explanation.blocked();
    }

    private void time() {
        boolean lately = window.runTime().count() > 0;
        LatencySummary runs = lately ? window.runTime() : stats.runTime();
        LatencySummary waits = lately ? window.queueWait() : stats.queueWait();
        if (runs.count() == 0) {
            add("No task has ended yet, so nothing is known of their times.");
            return;
        }
        double wait = waits.mean().toNanos();
        double all = wait + runs.mean().toNanos();
        add(
                "Where the time goes (%s): a task waits %s and runs %s, so of its time it waits %.0f %% for a thread; 99 %% wait "
                        + "%s or less and run %s or less.",
                lately ? "now" : "since the pool was built",
                time(waits.mean()),
                time(runs.mean()),
                all == 0 ? 0 : 100 * wait / all,
                time(waits.p99()),
                time(runs.p99()));
        if (inTasks() > 0) {
            add(
                    " While they run, tasks compute or want to for %.0f %% of their time, and wait for something else for "
                            + "%.0f %%.",
                    100 * explanation.computing() / inTasks(), 100 * explanation.blocked() / inTasks());
        }
        if (explanation.processorsUsed() >= 0) {
            add(
                    " The pool's threads used %.2f of %d processors",
                    explanation.processorsUsed(), explanation.processors());
            boolean known = explanation.processProcessorsUsed() >= 0;
            add(known ? ", the whole process %.2f." : ".", explanation.processProcessorsUsed());
        }
    }

    private void threads() {
        if (explanation.suggestedThreads() > 0) {
            add(
                    "\n\nThe measured times suggest %d threads; there are at most %d (Little's law and Goetz' formula: "
                            + "docs/sizing.md). Nothing was changed.",
                    explanation.suggestedThreads(), stats.maxThreads());
        }
    }

    private void now() {
        if (explanation.stacks().isEmpty()) {
            return;
        }
        add("\n\nRight now:");
        List<StackGroup> stacks = explanation.stacks();
        for (StackGroup group : stacks.subList(0, Math.min(STACKS, stacks.size()))) {
            List<String> names = group.tasks();
            add(
                    "\n  %d x %s: %s%s",
                    group.count(),
                    group.state(),
                    String.join(", ", names.subList(0, Math.min(NAMES, names.size()))),
                    names.size() > NAMES ? " and others" : "");
            List<StackTraceElement> stack = group.stack();
            for (StackTraceElement frame : stack.subList(0, Math.min(FRAMES, stack.size()))) {
                add("\n      at %s", frame);
            }
            if (stack.size() > FRAMES) {
                add("\n      ... %d more", stack.size() - FRAMES);
            }
        }
        if (stacks.size() > STACKS) {
            add("\n  and %d other places", stacks.size() - STACKS);
        }
    }

    private void add(String format, Object... values) {
        out.append(String.format(Locale.ROOT, format, values));
    }

    /** Three digits and a unit. */
    static String time(Duration time) {
        double nanos = time.toNanos();
        String[] units = {"ns", "µs", "ms", "s"};
        int unit = 0;
        while (unit < units.length - 1 && nanos >= 999.5) {
            nanos /= 1_000;
            unit++;
        }
        String format = unit == 0 || nanos >= 99.95 ? "%.0f %s" : nanos >= 9.995 ? "%.1f %s" : "%.2f %s";
        return String.format(Locale.ROOT, format, nanos, units[unit]);
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
