package dev.weir.internal.watchdog;

import dev.weir.internal.event.Delivery;
import dev.weir.internal.thread.SharedDaemon;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * The one thread that looks after all pools of the JVM. Thread-safe.
 *
 * <p>It exists from the first pool's beginning until the last one's end, is a daemon, and holds on to nothing of the
 * program: no class loader, no inherited thread-locals, and only those pools that ask for attention right now. While none
 * does, it wakes up once a second to inspect all. How it begins and ends is told in {@link SharedDaemon}.
 *
 * <p>It never runs a user's task. It does run thread factories, when it hires for a pool that stands still.
 */
public final class Watchdog {

    /** Less than a millisecond by what it takes to wake up, and by the time that {@code Batches} allows before. */
    private static final long TICK_NANOS = 850_000;

    private static final long ROUND_NANOS = 1_000_000_000;

    private static final Set<WeakReference<Inspected>> POOLS = ConcurrentHashMap.newKeySet();
    private static final Set<Watched> ATTENDED = ConcurrentHashMap.newKeySet();
    private static final SharedDaemon DAEMON = new SharedDaemon("weir-watchdog", Watchdog::lookAround, ATTENDED::clear);

    /** When to inspect all pools again; for the thread itself. */
    private static long nextRound = System.nanoTime();

    private Watchdog() {}

    /** A pool begins. It is inspected until it ends or is forgotten by everybody. */
    public static void poolBegins(Inspected pool) {
        POOLS.add(new WeakReference<>(pool));
        DAEMON.poolBegins();
        DAEMON.present();
    }

    /** A pool ends: it is not inspected, and its parts ask for no more attention. */
    public static void poolEnds(Inspected pool, Watched... parts) {
        POOLS.removeIf(reference -> reference.refersTo(pool));
        for (Watched part : parts) {
            ATTENDED.remove(part);
        }
        DAEMON.poolEnds();
    }

    /** The pools that have begun, not ended, and not been forgotten by everybody; in no order. */
    public static List<Inspected> pools() {
        List<Inspected> present = new ArrayList<>();
        for (WeakReference<Inspected> reference : POOLS) {
            Inspected pool = reference.get();
            if (pool != null) {
                present.add(pool);
            }
        }
        return present;
    }

    /**
     * Waits for the thread to end, if the last pool has ended, so that nothing stays behind.
     *
     * @param nanos how long to wait at most
     * @throws InterruptedException if the waiting thread is interrupted
     */
    public static void awaitEnd(long nanos) throws InterruptedException {
        DAEMON.awaitEnd(nanos);
    }

    /**
     * Has {@link Watched#tick} called from the next millisecond on.
     *
     * @return whether it will be; false if no pool is left, or no thread can be had: asking again tries again
     */
    public static boolean attend(Watched watched) {
        if (!ATTENDED.add(watched)) {
            return true;
        }
        Thread present = DAEMON.present();
        if (present == null) {
            ATTENDED.remove(watched);
        }
        LockSupport.unpark(present);
        return present != null;
    }

    /** Whether nobody asks for attention. */
    public static boolean isAtRest() {
        return ATTENDED.isEmpty();
    }

    private static long lookAround() {
        for (Watched watched : ATTENDED) {
            lookAfter(watched);
        }
        long untilRound = nextRound - System.nanoTime();
        if (untilRound <= 0) {
            inspectAll();
            nextRound = System.nanoTime() + ROUND_NANOS;
            untilRound = ROUND_NANOS;
        }
        return ATTENDED.isEmpty() ? untilRound : TICK_NANOS;
    }

    private static void inspectAll() {
        for (WeakReference<Inspected> reference : POOLS) {
            Inspected pool = reference.get();
            if (pool == null) {
                POOLS.remove(reference);
                continue;
            }
            inspect(pool);
        }
        Delivery.endForgotten();
    }

    /** At a round without memory nothing is found out; another one follows. */
    private static void inspect(Inspected pool) {
        Throwable bug;
        try {
            pool.inspect();
            return;
        } catch (Throwable thrown) {
            bug = thrown;
        }
        if (!(bug instanceof OutOfMemoryError)) {
            DAEMON.stumbledOver(pool, bug);
        }
    }

    /** Looks once more after it has let go: who asked for attention before that has done so in vain. */
    private static void lookAfter(Watched watched) {
        if (!asksForMore(watched)) {
            ATTENDED.remove(watched);
            if (asksForMore(watched)) {
                attendAgain(watched);
            }
        }
    }

    /** It was there a moment ago, so what it takes is one node of a map; without memory for that, it is tried until there is. */
    private static void attendAgain(Watched watched) {
        boolean added = false;
        while (!added) {
            try {
                ATTENDED.add(watched);
                added = true;
            } catch (OutOfMemoryError again) {
                LockSupport.parkNanos(TICK_NANOS);
            }
        }
    }

    private static boolean asksForMore(Watched watched) {
        Throwable bug;
        try {
            return watched.tick();
        } catch (Throwable thrown) {
            bug = thrown;
        }
        if (bug instanceof OutOfMemoryError) {
            return true; // nobody else may ever ask again, and there will be memory
        }
        DAEMON.stumbledOver(watched, bug);
        return false;
    }
}
