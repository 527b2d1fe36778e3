package dev.weir.internal.thread;

import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One thread for all pools of the JVM, which lives from its first use until the last pool has ended. Thread-safe.
 *
 * <p>It is an {@link Unrelated#daemon}, so it keeps nothing of the program alive. All that it does is to take turns: a
 * turn says how long to rest after it, and whoever has brought it something new unparks the thread. A turn must not wait
 * for anything after it has looked for what is new, since that could use up the permit of an unpark.
 *
 * <p>Who brings something first puts it where a turn will look, and then asks for the {@link #present} thread. If there
 * is none, it takes it back. As the last pool ends, the number of pools becomes 0 before what is left is dropped, so
 * what was put there is either dropped or taken back, and never forgotten. Neither a turn nor a logger is called with the
 * lock held.
 *
 * <p>Whatever a turn throws, another one follows: also where memory is so short that to catch an error throws another one.
 *
 * <p>Proven by {@code SharedDaemonTest}, {@code WatchdogTest} and {@code TimerTest}.
 */
public final class SharedDaemon {

    /** How long to rest: until unparked. */
    public static final long FOREVER = Long.MAX_VALUE;

    private static final long AFTER_BUG_NANOS = 1_000_000;

    private final ReentrantLock life = new ReentrantLock();
    private final String name;
    private final Function<Runnable, Thread> making;
    private final LongSupplier turn;
    private final Runnable drop;

    /** Pools that have not ended; written under {@code life}. */
    private volatile int pools;

    /** Null while there is none; written under {@code life}. */
    private volatile @Nullable Thread thread;

    /** The last one that there was, to wait for its end. */
    private volatile @Nullable Thread latest;

    /**
     * Makes a daemon that has no thread yet.
     *
     * @param name the thread's name
     * @param turn looks around once, and returns for how many nanoseconds to rest, perhaps 0 or {@link #FOREVER}
     * @param drop lets go of all that is left; called with the lock held when the last pool has ended and again when the
     *     thread ends, so it must be quick and call nobody
     */
    public SharedDaemon(String name, LongSupplier turn, Runnable drop) {
        this(name, work -> Unrelated.daemon(work, name), turn, drop);
    }

    SharedDaemon(String name, Function<Runnable, Thread> making, LongSupplier turn, Runnable drop) {
        this.name = name;
        this.making = making;
        this.turn = turn;
        this.drop = drop;
    }

    /** A pool begins. */
    public void poolBegins() {
        life.lock();
        try {
            pools = pools + 1;
        } finally {
            life.unlock();
        }
    }

    /** A pool ends. */
    public void poolEnds() {
        life.lock();
        try {
            pools = pools - 1;
            if (pools == 0) {
                drop.run();
                LockSupport.unpark(thread);
            }
        } finally {
            life.unlock();
        }
    }

    /**
     * Waits for the thread to end, if the last pool has ended, so that nothing stays behind.
     *
     * @param nanos how long to wait at most
     * @throws InterruptedException if the waiting thread is interrupted
     */
    public void awaitEnd(long nanos) throws InterruptedException {
        Thread last = latest;
        if (last != null && last != Thread.currentThread() && pools == 0) {
            TimeUnit.NANOSECONDS.timedJoin(last, nanos);
        }
    }

    /** The thread, made and started if need be; null if no pool is left or no thread can be had. */
    public @Nullable Thread present() {
        if (pools == 0) {
            return null;
        }
        Thread present = thread;
        if (present != null && present.isAlive()) {
            return present;
        }
        try {
            return begun();
        } catch (Throwable cannotStart) {
            log("Thread ", " cannot be started for ", "Weir", cannotStart);
            return null;
        }
    }

    private @Nullable Thread begun() {
        life.lock();
        try {
            Thread present = thread;
            if ((present == null || !present.isAlive()) && pools > 0) {
                Thread made = making.apply(this::run);
                made.start();
                LockSupport.unpark(made);
                thread = made;
                latest = made;
            }
            return thread;
        } finally {
            life.unlock();
        }
    }

    /** Rests at first: the permit given at its beginning, and that of whoever wanted it, make one turn and not two. */
    private void run() {
        long rest = FOREVER;
        for (; ; ) {
            Throwable bug = null;
            try {
                if (pools == 0) {
                    if (ends()) {
                        return;
                    }
                    rest = 0; // waiting for the lock may have used up the permit of one who brought something new
                }
                rest(rest);
                Thread.interrupted();
                rest = turn.getAsLong();
            } catch (Throwable thrown) {
                bug = thrown; // and no more: what takes memory would throw again in here, and end the thread
            }
            if (bug != null) {
                rest = AFTER_BUG_NANOS;
                tell(bug);
            }
        }
    }

    private void tell(Throwable bug) {
        try {
            stumbledOver("itself", bug);
        } catch (Throwable outOfMemory) {
            // There is none even for the words.
        }
    }

    private void rest(long nanos) {
        if (nanos == FOREVER) {
            LockSupport.park(this);
        } else if (nanos > 0) {
            LockSupport.parkNanos(this, nanos);
        }
    }

    /** Decides under the lock that the thread ends, so that none is taken for present that no longer looks. */
    private boolean ends() {
        life.lock();
        try {
            if (pools > 0) {
                return false;
            }
            drop.run(); // a turn may have put something back
            thread = null;
            return true;
        } finally {
            life.unlock();
        }
    }

    /**
     * Logs what must not have happened. Throws only where there is no memory even for the words.
     *
     * @param about what the turn was about
     * @param bug what it threw
     */
    public void stumbledOver(Object about, Throwable bug) {
        log("Bug: ", " stumbled over ", about, bug);
    }

    /** Puts the message together in here, since memory may be short. */
    private void log(String before, String after, Object about, Throwable cause) {
        try {
            System.getLogger("dev.weir").log(Level.WARNING, before + name + after + about, cause);
        } catch (Throwable loggerFailed) {
            // There is nobody left to tell.
        }
    }
}
