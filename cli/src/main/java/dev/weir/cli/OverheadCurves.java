package dev.weir.cli;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/** Draws figures over the length of a task, a curve for each way to run it, as SVG. Stateless. */
final class OverheadCurves {
    private static final int WIDTH = 860;
    private static final int HEIGHT = 300;
    private static final int LEFT = 64;
    private static final int RIGHT = 150;
    private static final int TOP = 14;
    private static final int BOTTOM = 34;

    private OverheadCurves() {}

    /** The share, from 0 to 100 %, with the quartiles as a band. */
    static String shares(Map<String, List<OverheadRow>> byName) {
        DoubleUnaryOperator y = share -> Math.max(0, Math.min(1, share));
        StringBuilder out = begin("The share of the threads over the length of the task", byName);
        for (int mark = 0; mark <= 100; mark += 25) {
            mark(out, mark / 100.0, mark + " %");
        }
        int at = 0;
        for (Map.Entry<String, List<OverheadRow>> each : byName.entrySet()) {
            List<OverheadRow> rows = each.getValue();
            StringBuilder band = new StringBuilder();
            rows.forEach(row -> point(band, row, y.applyAsDouble(row.share().high())));
            for (int i = rows.size() - 1; i >= 0; i--) {
                point(band, rows.get(i), y.applyAsDouble(rows.get(i).share().low()));
            }
            out.append("<polygon class=\"band k")
                    .append(at)
                    .append("\" points=\"")
                    .append(band)
                    .append("\"/>\n");
            curve(
                    out,
                    each.getKey(),
                    at++,
                    rows,
                    row -> y.applyAsDouble(row.share().median()));
        }
        return out.append("</svg>\n").toString();
    }

    /** The CPU time, both axes logarithmic. */
    static String costs(Map<String, List<OverheadRow>> byName) {
        double low = extreme(byName, true);
        double high = extreme(byName, false);
        DoubleUnaryOperator y = nanos -> (Math.log10(Math.max(nanos, low)) - Math.log10(low)) / Math.log10(high / low);
        StringBuilder out = begin("CPU time for one task over its length", byName);
        for (double nanos = low; nanos <= high * 1.01; nanos *= 10) {
            mark(out, y.applyAsDouble(nanos), Times.format(nanos));
        }
        int at = 0;
        for (Map.Entry<String, List<OverheadRow>> each : byName.entrySet()) {
            curve(out, each.getKey(), at++, each.getValue(), row -> y.applyAsDouble(row.cpu()));
        }
        return out.append("</svg>\n").toString();
    }

    /** The power of ten below the least, or above the greatest, of all CPU times; at least a factor of ten apart. */
    private static double extreme(Map<String, List<OverheadRow>> byName, boolean least) {
        double[] all = byName.values().stream()
                .flatMap(List::stream)
                .mapToDouble(OverheadRow::cpu)
                .filter(nanos -> nanos > 0)
                .sorted()
                .toArray();
        if (all.length == 0) {
            return least ? 1 : 10;
        }
        return least
                ? Math.pow(10, Math.floor(Math.log10(all[0])))
                : Math.pow(10, Math.floor(Math.log10(all[all.length - 1])) + 1);
    }

    private interface Height {
        double of(OverheadRow row);
    }

    private static StringBuilder begin(String title, Map<String, List<OverheadRow>> byName) {
        StringBuilder out = new StringBuilder(4096);
        out.append("<svg viewBox=\"0 0 ")
                .append(WIDTH)
                .append(' ')
                .append(HEIGHT)
                .append("\" role=\"img\" aria-label=\"")
                .append(title)
                .append("; the table has the numbers\">\n");
        byName.values().stream()
                .findFirst()
                .ifPresent(rows -> rows.forEach(row -> out.append(String.format(
                        Locale.ROOT,
                        "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>\n",
                        x(row),
                        HEIGHT - 10,
                        OverheadTable.task(row.taskNanos())))));
        return out;
    }

    private static void mark(StringBuilder out, double height, String text) {
        out.append(String.format(
                Locale.ROOT,
                "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%3$.1f\" y2=\"%3$.1f\"/>"
                        + "<text x=\"%4$d\" y=\"%5$.1f\" text-anchor=\"end\">%6$s</text>\n",
                LEFT,
                WIDTH - RIGHT,
                y(height),
                LEFT - 8,
                y(height) + 4,
                text));
    }

    private static void curve(StringBuilder out, String name, int at, List<OverheadRow> rows, Height height) {
        StringBuilder points = new StringBuilder();
        StringBuilder dots = new StringBuilder();
        for (OverheadRow row : rows) {
            point(points, row, height.of(row));
            dots.append(String.format(
                    Locale.ROOT,
                    "<circle class=\"dot\" cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\"/>",
                    x(row),
                    y(height.of(row))));
        }
        OverheadRow last = rows.get(rows.size() - 1);
        out.append(String.format(
                Locale.ROOT,
                "<g class=\"k%d\"><polyline class=\"curve\" points=\"%s\"/>%s"
                        + "<text class=\"name\" x=\"%.1f\" y=\"%.1f\">%s</text></g>\n",
                at,
                points,
                dots,
                x(last) + 12,
                y(height.of(last)) + 4 + (at - 1) * 9, // names of curves that meet stay apart
                Escape.html(name)));
    }

    private static void point(StringBuilder points, OverheadRow row, double height) {
        points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(row), y(height)));
    }

    /** From a microsecond to a millisecond, logarithmic. */
    private static double x(OverheadRow row) {
        double part = (Math.log10(row.taskNanos()) - 3) / 3;
        return LEFT + 20 + part * (WIDTH - LEFT - RIGHT - 40);
    }

    private static double y(double height) {
        return TOP + (1 - height) * (HEIGHT - TOP - BOTTOM);
    }
}
