package dev.weir.internal.event;

import dev.weir.event.PoolEvent.StateChanged;
import dev.weir.internal.Race;
import dev.weir.internal.watchdog.Inspected;
import dev.weir.internal.watchdog.Watchdog;
import dev.weir.support.LiveThreads;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** A pool that nobody has closed and everybody has forgotten: its listeners and the thread that tells them are let go. */
class ForgottenOwnerTest {

    private static final Inspected IN_ORDER = () -> {};

    /** The listener was held on to for ever, and the thread stayed for it. */
    @Test
    void subscriptionEndsWithoutItsOwner() throws Exception {
        Watchdog.poolBegins(IN_ORDER);
        try {
            tellOne(new Object());
            Race.until("nobody is left to be told", () -> {
                System.gc();
                return LiveThreads.named("weir-events").isEmpty();
            });
        } finally {
            Watchdog.poolEnds(IN_ORDER);
        }
    }

    private static void tellOne(Object owner) throws Exception {
        CountDownLatch told = new CountDownLatch(1);
        Subscription subscription = Delivery.open(owner, "forgotten", event -> told.countDown());
        subscription.post(new StateChanged("forgotten", Instant.now(), "PAUSED"));
        told.await();
    }
}
