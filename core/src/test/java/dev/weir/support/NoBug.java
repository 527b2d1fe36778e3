package dev.weir.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * After each class of tests, no pool of its may have found a bug of its own: what it mends, no other test would notice. Tests
 * that bring a bug about on purpose capture the log. Thread-safe.
 */
public final class NoBug extends Handler implements BeforeAllCallback, AfterAllCallback {

    /** Held strongly, or the logging framework would forget its handler. */
    private final Logger root = Logger.getLogger("");

    private final List<String> found = new CopyOnWriteArrayList<>();

    /** Made once for all classes. */
    public NoBug() {}

    @Override
    public void publish(LogRecord logged) {
        String message = String.valueOf(logged.getMessage());
        if (message.startsWith("Bug: ") && message.contains(" pool ")) { // and not of a part that is tested alone
            found.add(message);
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        found.clear();
        root.removeHandler(this);
        root.addHandler(this);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        root.removeHandler(this);
        assertThat(found).as("Logged as a bug in " + context.getDisplayName()).isEmpty();
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
