package dev.weir.internal.watchdog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.internal.Race;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WatchdogTest {

    /** A pool in which there is nothing to find. */
    private static final Inspected IN_ORDER = () -> {};

    private final List<Watched> pools = new ArrayList<>();

    @BeforeEach
    void nobodyElseHasAPool() {
        Race.until("no pool of another test is left", () -> watchdogs().isEmpty());
    }

    @AfterEach
    void endPools() {
        while (!pools.isEmpty()) {
            end(pools.get(0));
        }
        Race.until("the watchdog has ended", () -> watchdogs().isEmpty());
    }

    private static List<Thread> watchdogs() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("weir-watchdog"))
                .toList();
    }

    private static Thread watchdog() {
        List<Thread> all = watchdogs();
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    private <W extends Watched> W begin(W pool) {
        Watchdog.poolBegins(IN_ORDER);
        pools.add(pool);
        return pool;
    }

    private void end(Watched pool) {
        pools.remove(pool);
        Watchdog.poolEnds(IN_ORDER, pool);
    }

    /** Counts its ticks, and asks for more as long as it is told to. */
    private static final class Ticked implements Watched {

        private final AtomicInteger ticks = new AtomicInteger();
        private volatile boolean more = true;
        private volatile boolean interrupted;

        @Override
        public boolean tick() {
            interrupted = Thread.currentThread().isInterrupted();
            ticks.incrementAndGet();
            return more;
        }

        /** So many more, from a pool that asks for more. */
        void awaitTicks(int count) {
            awaitTicksInAll(ticks.get() + count);
        }

        void awaitTicksInAll(int wanted) {
            Race.until("there are " + wanted + " ticks", () -> ticks.get() >= wanted);
        }
    }

    // The thread

    @Test
    void threadBeginsWithTheFirstPool() {
        begin(new Ticked());

        Race.until("it is there", () -> watchdogs().size() == 1);
    }

    @Test
    void threadIsADaemonThatHoldsNoClassLoader() {
        Watchdog.attend(begin(new Ticked()));

        assertThat(watchdog().isDaemon()).isTrue();
        assertThat(watchdog().getContextClassLoader()).isNull();
    }

    @Test
    void thereIsOneThreadForAllPools() {
        Ticked first = begin(new Ticked());
        Ticked second = begin(new Ticked());
        Watchdog.attend(first);
        Watchdog.attend(second);
        first.awaitTicks(2);
        second.awaitTicks(2);

        assertThat(watchdogs()).hasSize(1);
    }

    @Test
    void threadEndsWithTheLastPoolAndNotBefore() throws InterruptedException {
        Ticked first = begin(new Ticked());
        Ticked second = begin(new Ticked());
        Watchdog.attend(first);
        Watchdog.attend(second);
        first.awaitTicks(1);
        Thread thread = watchdog();

        end(first);
        second.awaitTicks(5);
        assertThat(thread.isAlive()).isTrue();

        end(second);
        Watchdog.awaitEnd(30_000_000_000L);
        assertThat(thread.isAlive()).isFalse();
    }

    @Test
    void threadHasEndedWhenItsEndWasAwaited() throws InterruptedException {
        for (int i = 0; i < 300; i++) {
            Ticked pool = begin(new Ticked());
            Watchdog.attend(pool);
            Thread thread = watchdog();
            end(pool);

            Watchdog.awaitEnd(30_000_000_000L);

            assertThat(thread.isAlive()).as("after pool %d", i).isFalse();
        }
    }

    @Test
    void endIsNotAwaitedWhileAPoolIsLeft() throws InterruptedException {
        Ticked pool = begin(new Ticked());
        Watchdog.attend(pool);

        Watchdog.awaitEnd(Long.MAX_VALUE);

        assertThat(watchdogs()).hasSize(1);
    }

    @Test
    void laterPoolGetsANewThread() throws InterruptedException {
        Ticked first = begin(new Ticked());
        Watchdog.attend(first);
        first.awaitTicks(1);
        Thread before = watchdog();
        end(first);
        Watchdog.awaitEnd(30_000_000_000L);

        Ticked second = begin(new Ticked());
        Watchdog.attend(second);
        second.awaitTicks(2);

        assertThat(watchdog()).isNotSameAs(before);
    }

    @Test
    void poolThatDoesNotAskIsInspectedFromTimeToTime() {
        AtomicInteger looks = new AtomicInteger();
        Inspected pool = looks::incrementAndGet;
        Watchdog.poolBegins(pool);

        Race.until("it is inspected again and again", () -> looks.get() >= 3);

        Watchdog.poolEnds(pool);
        Ticked other = begin(new Ticked());
        Watchdog.attend(other);
        other.awaitTicks(1);
        int before = looks.get();
        AtomicInteger otherLooks = new AtomicInteger();
        Inspected later = otherLooks::incrementAndGet;
        Watchdog.poolBegins(later);
        Race.until("others are inspected", () -> otherLooks.get() >= 2);
        Watchdog.poolEnds(later);
        assertThat(looks).as("once it has ended").hasValue(before);
    }

    @Test
    void poolThatEverybodyHasForgottenIsNotHeldOnTo() {
        begin(new Ticked());
        WeakReference<Inspected> forgotten = new WeakReference<>(beginForgotten());
        try {
            Race.until("it is collected", () -> {
                System.gc();
                return forgotten.get() == null;
            });
            assertThat(Watchdog.pools()).hasSize(1);
        } finally {
            Watchdog.poolEnds(IN_ORDER);
        }
    }

    @Test
    void poolsAreListedWhileTheyAreThere() {
        AtomicInteger looks = new AtomicInteger();
        Inspected one = looks::incrementAndGet;
        Inspected other = looks::decrementAndGet;
        Watchdog.poolBegins(one);
        Watchdog.poolBegins(other);
        assertThat(Watchdog.pools()).containsExactlyInAnyOrder(one, other);
        Watchdog.poolEnds(other);
        assertThat(Watchdog.pools()).containsExactly(one);
        Watchdog.poolEnds(one);
        assertThat(Watchdog.pools()).isEmpty();
    }

    private static Inspected beginForgotten() {
        AtomicInteger looks = new AtomicInteger();
        Inspected pool = looks::incrementAndGet;
        Watchdog.poolBegins(pool);
        return pool;
    }

    @Test
    void inspectionThatThrowsHarmsNobody() {
        AtomicInteger looks = new AtomicInteger();
        Inspected broken = () -> {
            looks.incrementAndGet();
            throw new IllegalStateException("broken");
        };
        Watchdog.poolBegins(broken);
        try {
            Race.until("it is inspected again", () -> looks.get() >= 2);
        } finally {
            Watchdog.poolEnds(broken);
        }
    }

    @Test
    void interruptIsForgotten() {
        Ticked pool = begin(new Ticked());
        Watchdog.attend(pool);
        for (int i = 0; i < 5; i++) {
            watchdog().interrupt();
            pool.awaitTicks(2);
            Race.until("the interrupt is forgotten", () -> !pool.interrupted);
        }
    }

    // Attention

    @Test
    void poolThatAsksForNoMoreIsLeftAloneUntilItAsksAnew() {
        Ticked quiet = begin(new Ticked());
        Ticked other = begin(new Ticked());
        quiet.more = false;
        Watchdog.attend(quiet);
        Watchdog.attend(other);
        quiet.awaitTicksInAll(1);
        other.awaitTicks(3);
        int ticks = quiet.ticks.get();
        other.awaitTicks(5);
        assertThat(quiet.ticks).hasValue(ticks);

        Watchdog.attend(quiet);

        quiet.awaitTicksInAll(ticks + 1);
    }

    /** What it asks for when the watchdog has let go already, and looks once more. */
    @Test
    void poolThatAsksForMoreAtTheSecondLookIsLookedAfter() {
        AtomicInteger ticks = new AtomicInteger();
        Watched pool = begin(() -> ticks.incrementAndGet() == 2);
        Watchdog.attend(pool);
        Race.until("it is looked after again", () -> ticks.get() >= 3);
    }

    @Test
    void poolThatHasEndedIsLeftAlone() {
        Ticked ended = begin(new Ticked());
        Ticked other = begin(new Ticked());
        Watchdog.attend(ended);
        Watchdog.attend(other);
        ended.awaitTicks(1);

        end(ended);
        other.awaitTicks(3);

        int ticks = ended.ticks.get();
        other.awaitTicks(5);
        assertThat(ended.ticks).hasValue(ticks);
    }

    @Test
    void attentionAskedForWithoutAnyPoolStartsNothingAndHoldsNothing() {
        WeakReference<Watched> late = new WeakReference<>(attendNew());

        assertThat(watchdogs()).isEmpty();
        Race.until("the pool that asked too late is collected", () -> {
            System.gc();
            return late.get() == null;
        });
    }

    private static Watched attendNew() {
        Watched watched = new Ticked();
        Watchdog.attend(watched);
        return watched;
    }

    @Test
    void poolThatHasEndedIsNotHeldOnTo() {
        Ticked pool = new Ticked();
        Watchdog.poolBegins(IN_ORDER);
        Watchdog.attend(pool);
        pool.awaitTicks(1);
        Watchdog.poolEnds(IN_ORDER, pool);
        WeakReference<Watched> ended = new WeakReference<>(pool);
        pool = null;

        Race.until("the pool that has ended is collected", () -> {
            System.gc();
            return ended.get() == null;
        });
    }

    @Test
    void nothingIsHeldOnToAfterTheLastPool() {
        Ticked pool = begin(new Ticked());
        Watchdog.attend(pool);
        WeakReference<Watched> late = new WeakReference<>(attendNew());
        end(pool);

        Race.until("the other that asked is collected", () -> {
            System.gc();
            return late.get() == null;
        });
    }

    /** The request finds the pool attended, and the watchdog is about to let go of it. */
    @Test
    void attentionAskedForAfterTheTickHasDecidedIsNotLost() {
        AtomicInteger ticks = new AtomicInteger();
        Watched pool = begin(new Watched() {
            @Override
            public boolean tick() {
                if (ticks.incrementAndGet() == 1) {
                    Watchdog.attend(this);
                }
                return false;
            }
        });

        Watchdog.attend(pool);

        Race.until("it is looked after once more", () -> ticks.get() > 1);
    }

    /** The next request comes exactly when the watchdog has been told that no more is wanted, and is letting go. */
    @Test
    void attentionAskedForWhileThePoolIsLetGoIsNotLost() {
        AtomicBoolean work = new AtomicBoolean();
        AtomicInteger done = new AtomicInteger();
        Watched pool = begin(() -> {
            if (work.getAndSet(false)) {
                done.incrementAndGet();
            }
            return false;
        });
        int rounds = 12_000;
        new Race()
                .with("pool", () -> {
                    for (int i = 1; i <= rounds; i++) {
                        int round = i;
                        work.set(true);
                        Watchdog.attend(pool);
                        Race.until("request " + round + " is looked after", () -> done.get() == round);
                    }
                })
                .run();
    }

    @Test
    void everyPoolThatAsksIsLookedAfterHoweverFastPoolsComeAndGo() {
        AtomicInteger atOnce = new AtomicInteger();
        AtomicInteger overlaps = new AtomicInteger();
        new Race()
                .with(3, "owner", () -> {
                    for (int i = 0; i < 400; i++) {
                        AtomicBoolean ticked = new AtomicBoolean();
                        Watched pool = () -> {
                            overlaps.addAndGet(atOnce.getAndIncrement());
                            ticked.set(true);
                            atOnce.decrementAndGet();
                            return false;
                        };
                        Watchdog.poolBegins(IN_ORDER);
                        Watchdog.attend(pool);
                        Race.until("the pool was looked after", ticked::get);
                        Watchdog.poolEnds(IN_ORDER, pool);
                    }
                })
                .run();

        assertThat(overlaps).as("two watchdogs at work").hasValue(0);
    }

    // Faults

    @Test
    void tickThatThrowsIsLoggedAndHarmsNobody() {
        IllegalStateException fault = new IllegalStateException("of the pool");
        AtomicInteger throwing = new AtomicInteger();
        Watched faulty = begin(() -> {
            throwing.incrementAndGet();
            throw fault;
        });
        Ticked other = begin(new Ticked());
        try (Listener log = new Listener()) {
            Watchdog.attend(other);
            Watchdog.attend(faulty);
            other.awaitTicks(5);
            Race.until("the fault is logged", () -> log.thrown.contains(fault));
            other.awaitTicks(5);
            int before = throwing.get();

            Watchdog.attend(faulty);
            Race.until("it is looked after again", () -> throwing.get() > before);
        }
        other.awaitTicks(5);
    }

    @Test
    void tickThatThrowsAnErrorOfAPoolWithoutANameHarmsNobody() {
        Watched faulty = begin(new Watched() {
            @Override
            public boolean tick() {
                throw new OutOfMemoryError("of the test");
            }

            @Override
            public String toString() {
                throw new IllegalStateException("no name");
            }
        });
        Ticked other = begin(new Ticked());
        try (Listener log = new Listener()) {
            Watchdog.attend(other);
            Watchdog.attend(faulty);
            other.awaitTicks(5);
            assertThat(log.thrown).doesNotContainNull();
        }
    }

    /** Who asked for attention before memory ran out does not ask again: it was forgotten, and its tasks waited for ever. */
    @Test
    void tickWithoutMemoryIsFollowedByAnother() {
        AtomicInteger ticks = new AtomicInteger();
        Watched poor = begin(() -> {
            if (ticks.incrementAndGet() < 10) {
                throw new OutOfMemoryError("of the test");
            }
            return false;
        });
        Watchdog.attend(poor);
        Race.until("there is memory again", () -> ticks.get() >= 10);
    }

    @Test
    void loggerThatThrowsHarmsNobody() {
        Watched faulty = begin(() -> {
            throw new IllegalStateException("of the pool");
        });
        Ticked other = begin(new Ticked());
        try (Listener log = new Listener()) {
            log.throwing = true;
            Watchdog.attend(other);
            Watchdog.attend(faulty);
            Race.until("the fault is logged", () -> !log.thrown.isEmpty());
            other.awaitTicks(5);
        }
    }

    /** Takes down what is logged, and keeps it from the console. */
    private static final class Listener extends Handler implements AutoCloseable {

        private final Logger logger = Logger.getLogger("dev.weir");
        private final List<Throwable> thrown = new CopyOnWriteArrayList<>();
        private volatile boolean throwing;

        Listener() {
            logger.addHandler(this);
            logger.setUseParentHandlers(false);
        }

        @Override
        public void publish(LogRecord record) {
            thrown.add(record.getThrown());
            if (throwing) {
                throw new IllegalStateException("of the logger");
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
}
