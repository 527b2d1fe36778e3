package dev.weir.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes the figures of {@code weir overhead} as one page that needs nothing beside itself. Stateless. */
final class OverheadHtml {
    private static final String STYLE = """
        :root{color-scheme:light dark;--page:#f4f6f5;--panel:#fff;--ink:#14211f;--muted:#566663;--line:#dce2e0;\
        --c0:#b8691a;--c1:#0b6e75;--c2:#6d5fa8}
        @media(prefers-color-scheme:dark){:root{--page:#0e1514;--panel:#151e1d;--ink:#e3ebe9;--muted:#93a5a1;\
        --line:#26322f;--c0:#e0a35a;--c1:#5cc3c5;--c2:#a99be0}}
        body{margin:0 auto;padding:32px 20px 48px;max-width:960px;background:var(--page);color:var(--ink);\
        font:15px/1.5 system-ui,sans-serif;font-variant-numeric:tabular-nums}
        h1{margin:0 0 4px;font-size:27px;letter-spacing:-.02em}h2{margin:0 0 6px;font-size:15px}
        p,dd{color:var(--muted)}figure,.rows{margin:20px 0;padding:16px;border:1px solid var(--line);\
        border-radius:8px;background:var(--panel)}.rows{overflow-x:auto}svg{display:block;width:100%;height:auto}
        svg text{fill:var(--muted);font:12px system-ui,sans-serif}.grid{stroke:var(--line)}
        .k0{--c:var(--c0)}.k1{--c:var(--c1)}.k2{--c:var(--c2)}
        .curve{fill:none;stroke:var(--c);stroke-width:2}.band{fill:var(--c);opacity:.16}.dot{fill:var(--c)}
        svg .name{fill:var(--c);font-weight:600}table{width:100%;border-collapse:collapse}
        th,td{padding:6px 10px;border-top:1px solid var(--line);text-align:right;white-space:nowrap}
        th{border-top:0;color:var(--muted);font-weight:400}.text{text-align:left}dt{margin-top:8px;font-weight:600}dd{margin:0}
        """;

    private OverheadHtml() {}

    static String of(OverheadReport report) {
        StringBuilder out = new StringBuilder(16_384);
        out.append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
                .append("<title>What running a task costs</title>\n<style>\n")
                .append(STYLE)
                .append("</style>\n</head>\n<body>\n<h1>What running a task costs beyond the task</h1>\n<p>")
                .append(Escape.html(Machine.line()))
                .append(". Weir ")
                .append(Escape.html(Version.weir()))
                .append(", ")
                .append(report.rounds())
                .append(" rounds after ")
                .append(report.warmUps())
                .append(" to warm up.</p>\n");
        Map<String, List<OverheadRow>> byName = new LinkedHashMap<>();
        report.rows()
                .forEach(row -> byName.computeIfAbsent(row.name(), name -> new ArrayList<>())
                        .add(row));
        figure(out, "Share of the threads, (T1+T3)/(T1+T2+T3)", OverheadCurves.shares(byName));
        figure(out, "CPU time for one task", OverheadCurves.costs(byName));
        table(out, report);
        out.append("<dl>\n");
        OverheadReport.DEFINITIONS.forEach((name, meaning) -> out.append("<dt>")
                .append(Escape.html(name))
                .append("</dt><dd>")
                .append(Escape.html(meaning))
                .append("</dd>\n"));
        return out.append("</dl>\n</body>\n</html>\n").toString();
    }

    private static void figure(StringBuilder out, String title, String curves) {
        out.append("<figure>\n<h2>")
                .append(title)
                .append("</h2>\n")
                .append(curves)
                .append("</figure>\n");
    }

    private static void table(StringBuilder out, OverheadReport report) {
        out.append("<div class=\"rows\"><table>\n<tr><th>task<th class=\"text\">on<th>T1<th>T2<th>T3<th>share")
                .append("<th>quartiles<th>CPU/task<th>tasks/s</tr>\n");
        for (OverheadRow row : report.rows()) {
            out.append(String.format(
                    Locale.ROOT,
                    "<tr><td>%s<td class=\"text\">%s<td>%s<td>%s<td>%s<td>%.1f %%<td>%.1f %% – %.1f"
                            + " %%<td>%s<td>%,.0f</tr>\n",
                    OverheadTable.task(row.taskNanos()),
                    Escape.html(row.name()),
                    Times.format(row.t1().median()),
                    Times.format(row.t2().median()),
                    Times.format(row.t3().median()),
                    100 * row.share().median(),
                    100 * row.share().low(),
                    100 * row.share().high(),
                    Times.format(row.cpu()),
                    row.rate().median()));
        }
        out.append("</table></div>\n");
    }
}
