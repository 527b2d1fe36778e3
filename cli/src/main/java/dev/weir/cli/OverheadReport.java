package dev.weir.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All figures of one run of {@code weir overhead}, and what they mean. Immutable. */
record OverheadReport(int warmUps, int rounds, Calibration calibration, List<OverheadRow> rows) {

    /** What each figure is, in one line each. */
    static final Map<String, String> DEFINITIONS = definitions();

    private static Map<String, String> definitions() {
        Map<String, String> lines = new LinkedHashMap<>();
        lines.put(
                "thread per task",
                "wall clock, one thread at a time: T1 from before new Thread() to its first instruction, T2 the task,"
                        + " T3 from its last instruction until join() returns");
        lines.put(
                "pool, virtual thread",
                "CPU time, all cores busy: T1 the caller's to hand over one task, T2 the task (timed within the pool),"
                        + " T3 all other threads' for one task beyond T2");
        lines.put("share", "(T1+T3) / (T1+T2+T3); median of the rounds, in brackets the quartiles");
        lines.put(
                "CPU/task",
                "all CPU time for one task, the mean (pool, virtual thread: of Java's threads; thread per task: of the process)");
        lines.put("tasks/s", "handed over by one caller as fast as it can, until all are done");
        return lines;
    }

    String asJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("weir", Version.weir());
        json.put("machine", Machine.asJson());
        json.put("rounds", rounds);
        json.put("calibrationError", calibration.error());
        json.put("definitions", DEFINITIONS);
        json.put("rows", rows.stream().map(OverheadReport::row).toList());
        return Json.write(json);
    }

    private static Map<String, Object> row(OverheadRow row) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("taskNanos", row.taskNanos());
        json.put("on", row.name());
        json.put("t1Nanos", spread(row.t1()));
        json.put("t2Nanos", spread(row.t2()));
        json.put("t3Nanos", spread(row.t3()));
        json.put("share", spread(row.share()));
        json.put("cpuNanosPerTask", row.cpu());
        json.put("tasksPerSecond", spread(row.rate()));
        return json;
    }

    private static Map<String, Object> spread(Spread spread) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("lowerQuartile", spread.low());
        json.put("median", spread.median());
        json.put("upperQuartile", spread.high());
        return json;
    }
}
