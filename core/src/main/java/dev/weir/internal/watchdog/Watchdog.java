package dev.weir.internal.watchdog;

import dev.weir.internal.thread.Unrelated;
import java.lang.System.Logger.Level;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that looks after all pools of the JVM. Thread-safe.
 *
 * <p>It exists from the first time that a pool asks for attention until the last pool ends, is a daemon, and holds on
 * to nothing of the program: no class loader, no inherited thread-locals, and only those pools that ask for attention
 * right now. While none does, it sleeps without a timer.
 *
 * <p>It never runs a user's task. It does run thread factories, when it hires for a pool that stands still.
 */
public final class Watchdog {

    private static final long TICK_NANOS = 1_000_000;

    private static final ReentrantLock LIFE = new ReentrantLock();
    private static final Set<Watched> ATTENDED = ConcurrentHashMap.newKeySet();

    /** Pools that have not ended; guarded by LIFE. */
    private static int pools;

    /** Null while there is none; written under LIFE. */
    private static volatile @Nullable Thread thread;

    /** The last one that there was, until it has ended. */
    private static volatile @Nullable Thread latest;

    private Watchdog() {}

    /** A pool begins. */
    public static void poolBegins() {
        LIFE.lock();
        try {
            pools++;
        } finally {
            LIFE.unlock();
        }
    }

    /** A pool ends: it asks for no more attention. */
    public static void poolEnds(Watched pool) {
        LIFE.lock();
        try {
            ATTENDED.remove(pool);
            if (--pools == 0) {
                LockSupport.unpark(thread);
            }
        } finally {
            LIFE.unlock();
        }
    }

    /**
     * Waits for the thread to end, if the last pool has ended, so that nothing stays behind.
     *
     * @param nanos how long to wait at most
     * @throws InterruptedException if the waiting thread is interrupted
     */
    public static void awaitEnd(long nanos) throws InterruptedException {
        Thread last = latest;
        if (last != null && last != Thread.currentThread() && !needed()) {
            TimeUnit.NANOSECONDS.timedJoin(last, nanos);
        }
    }

    /** Has {@link Watched#tick} called from the next millisecond on. */
    public static void attend(Watched watched) {
        if (ATTENDED.add(watched)) {
            Thread present = thread;
            if (present == null || !present.isAlive()) {
                present = begin();
            }
            if (present == null) {
                ATTENDED.remove(watched); // no pool is left, or no thread can be had: asking again tries again
            }
            LockSupport.unpark(present);
        }
    }

    private static @Nullable Thread begin() {
        LIFE.lock();
        try {
            Thread present = thread;
            if ((present == null || !present.isAlive()) && pools > 0) {
                Thread made = Unrelated.daemon(Watchdog::run, "weir-watchdog");
                made.start();
                thread = made;
                latest = made;
            }
            return thread;
        } catch (Throwable cannotStart) {
            log("No thread for the watchdog of ", "Weir", cannotStart);
            return null;
        } finally {
            LIFE.unlock();
        }
    }

    private static void run() {
        for (; ; ) {
            try {
                if (!needed() && ends()) {
                    return;
                }
                if (ATTENDED.isEmpty()) {
                    LockSupport.park(Watchdog.class);
                } else {
                    LockSupport.parkNanos(Watchdog.class, TICK_NANOS);
                }
                Thread.interrupted();
                for (Watched watched : ATTENDED) {
                    lookAfter(watched);
                }
            } catch (Throwable bug) {
                log("Bug: the watchdog stumbled over ", "itself", bug);
            }
        }
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
            log("Bug: the watchdog stumbled over ", watched, bug);
            return false;
        }
    }

    private static boolean needed() {
        LIFE.lock();
        try {
            return pools > 0;
        } finally {
            LIFE.unlock();
        }
    }

    /** Decides under the lock that the thread ends, so that none is taken for alive that no longer looks. */
    private static boolean ends() {
        LIFE.lock();
        try {
            if (pools > 0) {
                return false;
            }
            thread = null;
            ATTENDED.clear();
            return true;
        } finally {
            LIFE.unlock();
        }
    }

    private static void log(String message, Object about, Throwable cause) {
        try {
            System.getLogger("dev.weir").log(Level.WARNING, message + about, cause);
        } catch (Throwable loggerFailed) {
            // There is nobody left to tell.
        }
    }
}
