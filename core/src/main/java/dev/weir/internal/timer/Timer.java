package dev.weir.internal.timer;

import dev.weir.internal.thread.SharedDaemon;
import dev.weir.internal.thread.StackProbe;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The one thread that lets scheduled tasks of all pools fall due. Thread-safe.
 *
 * <h2>States of an entry</h2>
 *
 * <pre>
 *                  schedule
 *   NOT SCHEDULED ----------> SCHEDULED        one step each, under the lock; in the heap means scheduled
 *         ^                       |
 *         +----- cancel ----------+            cancel says true
 *         +----- its time comes --+            then due() is called, after the lock is released
 *         +----- last pool ends --+            then nothing is called
 * </pre>
 *
 * Whoever takes the entry out of the heap has decided what becomes of this scheduling: so of "{@code cancel} said true"
 * and "{@code due()} is called" there is exactly one, unless the last pool has ended before. As the entry is out when
 * {@code due()} is called, it can be scheduled again from there, which is how periodic tasks go on.
 *
 * <h2>Order</h2>
 *
 * Entries fall due one after the other in the order of their deadlines, and of their scheduling if these are equal.
 * Only {@link System#nanoTime} is read, so changes of the wall clock do no harm. Deadlines are compared by their
 * difference, which is right as long as they lie less than 292 years apart: one that is more than 146 years ahead is
 * brought forward to that, and one that is more than 73 years past, back to that. A deadline in the past falls due at
 * once, but after those that are further past. What was done before an entry was scheduled is visible to its
 * {@code due()}.
 *
 * <h2>The thread</h2>
 *
 * A turn takes the first entry out and has it fall due, if its time has come; else the thread parks until that time, or
 * without a timer if there is no entry. {@link Rest} says until when; it is written in the same step as the look at the
 * heap. So an entry is either there when the thread looks, or whoever schedules it sees until when the thread will rest,
 * and unparks it if that is too late. The permit of {@link LockSupport#unpark} covers the time between a look and the
 * parking. To cancel wakes nobody: the thread looks in vain when the time comes. How the thread begins and ends, and why
 * no entry is left without one, is told in {@link SharedDaemon}.
 *
 * <h2>What is guarded by what</h2>
 *
 * The heap, the fields of all entries and the rest are guarded by {@code LOCK}. It is held for O(log n) steps that call
 * nobody's code. It is taken under the lock of the daemon's life, when what is left is dropped, and never the other way
 * round. Nothing else than the heap refers to an entry, nor does the thread's stack while it is parked.
 *
 * <p>Proven by {@code TimerHeapTest} (order, places and room, against a model) and these of {@code TimerTest}:
 *
 * <ul>
 *   <li>states: {@code eachSchedulingEndsInExactlyOneWay}, {@code manyThreadsCancelWhatFallsDue}, {@code
 *       entryCanBeScheduledAgainFromItsOwnDue};
 *   <li>order: {@code entriesFallDueInTheOrderOfTheirDeadlines}, {@code entriesOfOneDeadlineFallDueInTheOrderOfScheduling},
 *       {@code noEntryFallsDueTooEarly}, {@code deadlineHoweverFarAheadDoesNotOvertake};
 *   <li>the thread: {@code earlierEntryWakesTheThread}, {@code laterEntryDoesNotWakeTheThread}, {@code
 *       threadSleepsUntilTheDeadlineAndNotByTheMillisecond}, {@code threadSleepsWithoutATimerWhileThereIsNoEntry}, {@code
 *       everyEntryOfALivingPoolFallsDueHoweverFastPoolsComeAndGo};
 *   <li>the lock: {@code entryCanBeScheduledAndCancelledWhileAnotherFallsDue};
 *   <li>nothing stays: {@code entriesLeftAreDroppedWithTheLastPool}, {@code
 *       nothingStaysOfWhatIsScheduledWhileTheLastPoolEnds}, {@code cancelledEntryIsNotHeldOnTo};
 *   <li>the end of the stack: {@code whoHasNoStackForItHasScheduledOrCancelledNothing}.
 * </ul>
 */
public final class Timer {

    /** Who has changed the heap half-way, or lost the lock, would do so to all pools. */
    private static final int FRAMES = 30;

    private static final long FURTHEST_AHEAD = Long.MAX_VALUE / 2;
    private static final long FURTHEST_PAST = -(Long.MAX_VALUE / 4);

    private static final ReentrantLock LOCK = new ReentrantLock();
    private static final TimerHeap HEAP = new TimerHeap();
    private static final Rest REST = new Rest();
    private static final SharedDaemon DAEMON = new SharedDaemon("weir-timer", Timer::letFirstFallDue, Timer::drop);

    private Timer() {}

    /** A pool begins. */
    public static void poolBegins() {
        DAEMON.poolBegins();
    }

    /** A pool ends. It should have cancelled its entries; those that are left are dropped with the last pool. */
    public static void poolEnds() {
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
     * Has {@link Timed#due} called once, on the timer's thread, when its time has come.
     *
     * @param entry what falls due
     * @param deadlineNanoTime when, as of {@link System#nanoTime}
     * @return whether it is scheduled; it is not if no thread can be had, or there is no pool
     * @throws IllegalStateException if it is scheduled already
     */
    public static boolean schedule(Timed entry, long deadlineNanoTime) {
        StackProbe.check(FRAMES);
        long scheduling;
        boolean tooEarly;
        LOCK.lock();
        try {
            HEAP.add(entry, reachable(deadlineNanoTime));
            scheduling = entry.sequence;
            tooEarly = REST.lastsPast(entry.deadline);
        } finally {
            LOCK.unlock();
        }
        Thread present = DAEMON.present();
        if (present == null) {
            return !takeBack(entry, scheduling);
        }
        if (tooEarly) {
            LockSupport.unpark(present);
        }
        return true;
    }

    private static long reachable(long deadline) {
        long now = System.nanoTime();
        return now + Math.max(FURTHEST_PAST, Math.min(deadline - now, FURTHEST_AHEAD));
    }

    /** False if it has fallen due, was cancelled or dropped meanwhile; then it may even be scheduled anew. */
    private static boolean takeBack(Timed entry, long scheduling) {
        LOCK.lock();
        try {
            return entry.sequence == scheduling && HEAP.remove(entry);
        } finally {
            LOCK.unlock();
        }
    }

    /**
     * Takes the entry out again, at once: nothing of it is held afterwards.
     *
     * @param entry what shall not fall due
     * @return whether it was scheduled; if not, {@link Timed#due} has been called or is just about to be
     */
    public static boolean cancel(Timed entry) {
        StackProbe.check(FRAMES);
        LOCK.lock();
        try {
            return HEAP.remove(entry);
        } finally {
            LOCK.unlock();
        }
    }

    /** A turn of the thread. */
    private static long letFirstFallDue() {
        Timed first;
        LOCK.lock();
        try {
            first = HEAP.first();
            if (first == null) {
                REST.untilWoken();
                return SharedDaemon.FOREVER;
            }
            long left = first.deadline - System.nanoTime();
            if (left > 0) {
                REST.until(first.deadline);
                return left;
            }
            REST.end();
            HEAP.remove(first);
        } finally {
            LOCK.unlock();
        }
        try {
            first.due();
        } catch (Throwable bug) {
            DAEMON.stumbledOver(first, bug);
        }
        return 0;
    }

    /** How many entries are scheduled. */
    static int size() {
        LOCK.lock();
        try {
            return HEAP.size();
        } finally {
            LOCK.unlock();
        }
    }

    private static void drop() {
        LOCK.lock();
        try {
            HEAP.clear();
        } finally {
            LOCK.unlock();
        }
    }
}
