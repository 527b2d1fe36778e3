package dev.weir.support;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.internal.Race;
import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * After each class of tests, no pool of its may be left: the threads that all pools share end with the last one. A class
 * that leaves a pool behind fails itself, and not another one that comes later. Stateless.
 */
public final class NothingLeft implements AfterAllCallback {

    private static List<Thread> shared() {
        return LiveThreads.named("weir-").stream()
                .filter(thread -> thread.getName().equals("weir-timer")
                        || thread.getName().equals("weir-watchdog")
                        || thread.getName().equals("weir-events"))
                .toList();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        try {
            Race.until("no pool is left", () -> shared().isEmpty());
        } catch (AssertionError left) {
            assertThat(Thread.getAllStackTraces().keySet())
                    .as("A pool of " + context.getDisplayName() + " is left; threads")
                    .isEmpty();
        }
    }
}
