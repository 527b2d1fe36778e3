package dev.weir.cli;

import java.io.PrintWriter;
import java.util.function.Consumer;

/** One line on a terminal that is written over again and again. For one thread. */
final class ProgressLine implements Consumer<String>, AutoCloseable {
    private final PrintWriter terminal;
    private int shown;

    ProgressLine(PrintWriter terminal) {
        this.terminal = terminal;
    }

    @Override
    public void accept(String text) {
        terminal.print("\r" + text + " ".repeat(Math.max(0, shown - text.length())));
        terminal.flush();
        shown = text.length();
    }

    /** Wipes the line. */
    @Override
    public void close() {
        accept("");
        terminal.print("\r");
        terminal.flush();
    }
}
