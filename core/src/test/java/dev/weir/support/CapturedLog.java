package dev.weir.support;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What the pool logs while this is open; it goes nowhere else. Thread-safe. */
public final class CapturedLog extends Handler implements AutoCloseable {

    /** Held strongly, or the logging framework would forget its handler. */
    private final Logger logger = Logger.getLogger("dev.weir");

    private final List<LogRecord> records = new CopyOnWriteArrayList<>();

    private CapturedLog() {}

    /** Begins to capture. */
    public static CapturedLog open() {
        CapturedLog log = new CapturedLog();
        log.logger.setUseParentHandlers(false);
        log.logger.addHandler(log);
        return log;
    }

    /** What was logged so far, in order. */
    public List<LogRecord> records() {
        return records;
    }

    @Override
    public void publish(LogRecord logged) {
        records.add(logged);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
        logger.setUseParentHandlers(true);
    }
}
