package dev.weir.internal.watchdog;

import dev.weir.internal.thread.SharedDaemon;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * The one thread that looks after all pools of the JVM. Thread-safe.
 *
 * <p>It exists from the first time that a pool asks for attention until the last pool ends, is a daemon, and holds on
 * to nothing of the program: no class loader, no inherited thread-locals, and only those pools that ask for attention
 * right now. While none does, it sleeps without a timer. How it begins and ends is told in {@link SharedDaemon}.
 *
 * <p>It never runs a user's task. It does run thread factories, when it hires for a pool that stands still.
 */
public final class Watchdog {

    /** Less than a millisecond by what it takes to wake up, and by the time that {@code Batches} allows before. */
    private static final long TICK_NANOS = 850_000;

    private static final Set<Watched> ATTENDED = ConcurrentHashMap.newKeySet();
    private static final SharedDaemon DAEMON = new SharedDaemon("weir-watchdog", Watchdog::lookAround, ATTENDED::clear);

    private Watchdog() {}

    /** A pool begins. */
    public static void poolBegins() {
        DAEMON.poolBegins();
    }

    /** A pool ends: its parts ask for no more attention. */
    public static void poolEnds(Watched... parts) {
        for (Watched part : parts) {
            ATTENDED.remove(part);
        }
        DAEMON.poolEnds();
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

    private static long lookAround() {
        for (Watched watched : ATTENDED) {
            lookAfter(watched);
        }
        return ATTENDED.isEmpty() ? SharedDaemon.FOREVER : TICK_NANOS;
    }

    /** Looks once more after it has let go: who asked for attention before that has done so in vain. */
    private static void lookAfter(Watched watched) {
        if (!asksForMore(watched)) {
            ATTENDED.remove(watched);
            if (asksForMore(watched)) {
                ATTENDED.add(watched);
            }
        }
    }

    private static boolean asksForMore(Watched watched) {
        try {
            return watched.tick();
        } catch (Throwable bug) {
            DAEMON.stumbledOver(watched, bug);
            return false;
        }
    }
}
