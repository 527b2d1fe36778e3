package dev.weir.cli;

/** Draws a share as a horizontal bar. Immutable. */
final class Bar {
    private static final String EIGHTHS = "▏▎▍▌▋▊▉";
    private static final int WIDTH = 20;

    private final boolean blocks;

    /** @param blocks whether the output can show Unicode's block elements; else the bar is made of {@code #} */
    Bar(boolean blocks) {
        this.blocks = blocks;
    }

    /** The bar, padded with spaces to its full width. */
    String draw(double share) {
        double length = Math.max(0, Math.min(1, share)) * WIDTH;
        StringBuilder bar = new StringBuilder(WIDTH);
        if (blocks) {
            int eighths = (int) Math.round(length * 8);
            bar.append("█".repeat(eighths / 8));
            if (eighths % 8 > 0) {
                bar.append(EIGHTHS.charAt(eighths % 8 - 1));
            }
        } else {
            bar.append("#".repeat((int) Math.round(length)));
        }
        return bar.append(" ".repeat(WIDTH - bar.length())).toString();
    }
}
