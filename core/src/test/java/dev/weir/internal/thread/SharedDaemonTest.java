package dev.weir.internal.thread;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.internal.Race;
import dev.weir.support.CapturedLog;
import dev.weir.support.Gate;
import dev.weir.support.LiveThreads;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class SharedDaemonTest {

    private static final String NAME = "shared-daemon";
    private static final long PATIENCE = 30_000_000_000L;

    private final AtomicInteger made = new AtomicInteger();

    /** The thread that comes after some that cannot be made. */
    private Thread madeAfter(int failures, Runnable work) {
        if (made.getAndIncrement() < failures) {
            throw new OutOfMemoryError("no thread, says the test");
        }
        return Unrelated.daemon(work, NAME);
    }

    private static void end(SharedDaemon daemon) throws InterruptedException {
        daemon.poolEnds();
        daemon.awaitEnd(PATIENCE);
        assertThat(LiveThreads.named(NAME)).isEmpty();
    }

    @Test
    void threadThatCannotBeMadeIsLoggedAndTriedAgain() throws InterruptedException {
        SharedDaemon daemon = new SharedDaemon(NAME, work -> madeAfter(2, work), () -> SharedDaemon.FOREVER, () -> {});
        daemon.poolBegins();
        try (CapturedLog log = CapturedLog.open()) {
            assertThat(daemon.present()).isNull();
            assertThat(daemon.present()).isNull();
            assertThat(log.records()).hasSize(2).allSatisfy(logged -> {
                assertThat(logged.getMessage()).contains(NAME);
                assertThat(logged.getThrown()).isInstanceOf(OutOfMemoryError.class);
            });
            assertThat(daemon.present()).isNotNull().isSameAs(daemon.present());
            assertThat(log.records()).hasSize(2);
        }
        end(daemon);
    }

    @Test
    void threadThatHasEndedByItselfIsReplaced() throws InterruptedException {
        SharedDaemon daemon = new SharedDaemon(
                NAME,
                work -> Unrelated.daemon(made.getAndIncrement() == 0 ? () -> {} : work, NAME),
                () -> SharedDaemon.FOREVER,
                () -> {});
        daemon.poolBegins();
        Thread first = daemon.present();
        assertThat(first).isNotNull();
        first.join();

        assertThat(daemon.present()).isNotNull().isNotSameAs(first);
        end(daemon);
    }

    /** Another thread can begin and end pools while the logger is busy. */
    @Test
    void loggerIsNotCalledUnderTheLock() throws InterruptedException {
        SharedDaemon daemon = new SharedDaemon(NAME, work -> madeAfter(1, work), () -> SharedDaemon.FOREVER, () -> {});
        AtomicBoolean done = new AtomicBoolean();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord logged) {
                new Race()
                        .with("other", () -> {
                            daemon.poolBegins();
                            daemon.poolEnds();
                            done.set(true);
                        })
                        .run();
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger("dev.weir");
        logger.setUseParentHandlers(false);
        logger.addHandler(handler);
        daemon.poolBegins();
        try {
            assertThat(daemon.present()).isNull();
        } finally {
            logger.removeHandler(handler);
            logger.setUseParentHandlers(true);
        }
        assertThat(done).isTrue();
        end(daemon);
    }

    @Test
    void turnThatThrowsIsLoggedAndFollowedByAnother() throws InterruptedException {
        AtomicInteger turns = new AtomicInteger();
        LongSupplier turn = () -> {
            switch (turns.incrementAndGet()) {
                case 1:
                    return SharedDaemon.FOREVER;
                case 2:
                    throw new IllegalStateException("of the test");
                default:
                    return SharedDaemon.FOREVER;
            }
        };
        SharedDaemon daemon = new SharedDaemon(NAME, turn, () -> {});
        daemon.poolBegins();
        try (CapturedLog log = CapturedLog.open()) {
            Thread thread = daemon.present();
            assertThat(thread).isNotNull();
            Race.until("the first turn is over", () -> turns.get() == 1);
            LockSupport.unpark(thread);

            Race.until("there was a turn after the one that threw", () -> turns.get() == 3);
            assertThat(log.records()).hasSize(1);
        }
        end(daemon);
    }

    @Test
    void whatIsLeftIsDroppedAsTheLastPoolEnds() throws InterruptedException {
        AtomicInteger drops = new AtomicInteger();
        SharedDaemon daemon = new SharedDaemon(NAME, () -> SharedDaemon.FOREVER, drops::incrementAndGet);
        daemon.poolBegins();
        daemon.poolBegins();
        daemon.poolEnds();
        assertThat(drops).hasValue(0);

        daemon.poolEnds();
        assertThat(drops).hasValue(1);
        assertThat(daemon.present()).isNull();
        daemon.awaitEnd(PATIENCE);
    }

    @Test
    void whatATurnPutsBackAfterTheLastPoolHasEndedIsDropped() throws InterruptedException {
        AtomicBoolean left = new AtomicBoolean();
        Gate gate = new Gate();
        LongSupplier turn = () -> {
            gate.run();
            left.set(true);
            return SharedDaemon.FOREVER;
        };
        SharedDaemon daemon = new SharedDaemon(NAME, turn, () -> left.set(false));
        daemon.poolBegins();
        daemon.present();
        gate.awaitInside(1);
        daemon.poolEnds();
        assertThat(daemon.present()).as("alive, but about to end").isNull();
        gate.open();
        daemon.awaitEnd(PATIENCE);

        assertThat(LiveThreads.named(NAME)).isEmpty();
        assertThat(left).isFalse();
    }
}
