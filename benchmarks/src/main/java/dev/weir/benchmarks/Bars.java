package dev.weir.benchmarks;

import java.util.List;
import java.util.Locale;

/** A picture of bars with their spread, as SVG that suits a light page and a dark one. */
final class Bars {

    private static final int LABELS = 190;
    private static final int WIDTH = 760;
    private static final int BAR = 16;
    private static final int LINE = 22;
    private static final int GAP = 14;
    private static final int VALUES = 90;

    private static final String STYLE = """
            text { font: 13px system-ui, sans-serif; fill: #24292f }
            .title { font-weight: 600 }
            .weir { fill: #1f6feb }
            .peer { fill: #8c959f }
            .spread { stroke: #24292f; stroke-width: 1.5 }
            @media (prefers-color-scheme: dark) {
              text { fill: #e6edf3 }
              .weir { fill: #58a6ff }
              .peer { fill: #6e7681 }
              .spread { stroke: #e6edf3 }
            }
            """;

    private final StringBuilder body = new StringBuilder();
    private int y = LINE;

    /** Begins a picture. */
    Bars(String title, String unit) {
        text(0, title + " (" + unit + ")", "title");
        y += GAP;
    }

    private void text(double x, String text, String style) {
        String escaped = text.replace("&", "&amp;").replace("<", "&lt;");
        body.append(String.format(
                Locale.ROOT, "<text x=\"%.1f\" y=\"%d\" class=\"%s\">%s</text>%n", x, y + BAR - 4, style, escaped));
    }

    /** Adds a group of bars to one scale. */
    void group(String title, List<Summary.Found> bars) {
        double longest = bars.stream().mapToDouble(Summary.Found::most).max().orElse(1);
        double scale = (WIDTH - LABELS - VALUES) / (longest > 0 ? longest : 1);
        if (!title.isEmpty()) {
            text(0, title, "title");
            y += LINE;
        }
        for (Summary.Found bar : bars) {
            String style = bar.peer().startsWith("WEIR") ? "weir" : "peer";
            double length = Math.max(0, bar.median() * scale);
            text(0, bar.peer().isEmpty() ? "bare threads" : bar.peer(), "label");
            body.append(String.format(
                    Locale.ROOT,
                    "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" class=\"%s\"/>%n",
                    LABELS,
                    y,
                    length,
                    BAR,
                    style));
            body.append(String.format(
                    Locale.ROOT,
                    "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\" class=\"spread\"/>%n",
                    LABELS + Math.max(0, bar.least() * scale),
                    LABELS + Math.max(0, bar.most() * scale),
                    y + BAR / 2,
                    y + BAR / 2));
            text(LABELS + Math.max(0, bar.most() * scale) + 6, Goal.text(bar.median()), "label");
            y += LINE;
        }
        y += GAP;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\">%n"
                        + "<style>%n%s</style>%n%s</svg>%n",
                WIDTH,
                y,
                WIDTH,
                y,
                STYLE,
                body);
    }
}
