package dev.weir.stress;

import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Listens to what pools log instead of having it printed: what a pool calls a bug of its own is told. Thread-safe. */
public final class BugLog extends Handler implements AutoCloseable {

    /** Held strongly, or the logging framework would forget its handler. */
    private final Logger logger = Logger.getLogger("dev.weir");

    private final Consumer<String> told;
    private final SimpleFormatter text = new SimpleFormatter();

    private BugLog(Consumer<String> told) {
        this.told = told;
    }

    /** Begins to listen. */
    public static BugLog open(Consumer<String> told) {
        BugLog log = new BugLog(told);
        log.logger.setUseParentHandlers(false);
        log.logger.addHandler(log);
        return log;
    }

    @Override
    public void publish(LogRecord logged) {
        if (String.valueOf(logged.getMessage()).startsWith("Bug:")) {
            told.accept(text.format(logged));
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
        logger.setUseParentHandlers(true);
    }
}
