package dev.weir.dashboard;

import java.util.concurrent.TimeUnit;

/** Waits for threads of the dashboard to end. Stateless. */
final class Ending {

    private static final long PATIENCE_MILLIS = TimeUnit.SECONDS.toMillis(5);

    private Ending() {}

    /** Waits until the thread is gone; an interrupt ends the wait and stays. */
    static void of(Thread thread) {
        try {
            thread.join(PATIENCE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
