package dev.weir.cli;

import java.util.Locale;
import java.util.Map;

/** Writes the figures of {@code weir overhead} for people. Stateless. */
final class OverheadTable {
    private static final String ROW = "%-7s %-15s %8s %8s %8s  %7s %s %-16s %8s %10s%n";

    private OverheadTable() {}

    static String of(OverheadReport report, Bar bar) {
        StringBuilder out = new StringBuilder(4096);
        out.append("What running a task costs beyond the task. ")
                .append(Machine.line())
                .append(".\n\n");
        out.append(line("task", "on", "T1", "T2", "T3", "share", bar.draw(0), "(quartiles)", "CPU/task", "tasks/s"));
        long last = -1;
        for (OverheadRow row : report.rows()) {
            out.append(line(
                    row.taskNanos() == last ? "" : task(row.taskNanos()),
                    row.name(),
                    time(row.t1()),
                    time(row.t2()),
                    time(row.t3()),
                    percent(row.share().median()),
                    bar.draw(row.share().median()),
                    "(" + percent(row.share().low()) + " - "
                            + percent(row.share().high()) + ")",
                    Times.format(row.cpu()),
                    String.format(Locale.ROOT, "%,.0f", row.rate().median())));
            last = row.taskNanos();
        }
        out.append('\n');
        for (Map.Entry<String, String> definition : OverheadReport.DEFINITIONS.entrySet()) {
            out.append(definition.getKey())
                    .append(": ")
                    .append(definition.getValue())
                    .append('\n');
        }
        out.append(String.format(
                Locale.ROOT,
                "%d rounds after %d to warm up. A figure at or below zero is smaller than what this machine can tell"
                        + " from noise.%n",
                report.rounds(),
                report.warmUps()));
        return out.toString();
    }

    private static String line(Object... cells) {
        return String.format(Locale.ROOT, ROW, cells);
    }

    /** The length of a task. */
    static String task(long nanos) {
        return nanos < 1_000_000 ? nanos / 1_000 + " µs" : nanos / 1_000_000 + " ms";
    }

    private static String time(Spread nanos) {
        return Times.format(nanos.median());
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", share * 100);
    }
}
