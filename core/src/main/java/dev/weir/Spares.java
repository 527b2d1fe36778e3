package dev.weir;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many workers beyond the maximum a pool may have, because others are blocked. Thread-safe.
 *
 * <p>A worker that waits within a task, for another task or for something that the pool was told of, counts as blocked.
 * That alone changes nothing: most such waits are short. Where tasks wait and nothing moves, the watchdog allows spare
 * workers, one, then three, seven and so on, never more than tasks wait, than are blocked, and than {@value #MOST}. When a
 * worker goes on, the allowance falls with the number of blocked ones, and surplus workers leave after their task.
 *
 * <p><b>The stranded</b> are those that wait, within a task of this or another pool, for a task that stands in this pool's
 * queue, or is due and finds no room there. For each of them one blocked worker more may have a spare, beyond {@value #MOST}, for otherwise pools could
 * deadlock on themselves: however many workers are blocked, if they all wait for tasks, the last of them is stranded, and
 * the spare that comes for it begins with the task that it waits for (see {@code FirstInLine.prefer}). As a thread is
 * stranded only when it is {@code DEEPEST} tasks deep or cannot lend itself for another reason, this costs one thread for a
 * hundred waits.
 *
 * <p>All three numbers change together, in one atomic word, so that the allowance never stays above what it may be.
 */
final class Spares {

    static final int MOST = 256;

    private static final int FIELD = (1 << 21) - 1;
    private static final int STRANDED_SHIFT = 21;
    private static final int BLOCKED_SHIFT = 42;
    private static final long STRANDED = 1L << STRANDED_SHIFT;
    private static final long BLOCKED = 1L << BLOCKED_SHIFT;

    /** The blocked workers, how many are stranded, and the allowed spares, from the highest bits to the lowest. */
    private final AtomicLong word = new AtomicLong();

    private static int allowed(long word) {
        return (int) word & FIELD;
    }

    private static long withAllowed(long word, int allowed) {
        return word & ~FIELD | allowed;
    }

    /** How many may be allowed at most. */
    private static int limit(long word) {
        int blocked = (int) (word >>> BLOCKED_SHIFT) & FIELD;
        return Math.min(blocked, MOST + stranded(word));
    }

    int allowed() {
        return allowed(word.get());
    }

    /** How many wait for a task in the queue. */
    int stranded() {
        return stranded(word.get());
    }

    private static int stranded(long word) {
        return (int) (word >>> STRANDED_SHIFT) & FIELD;
    }

    /** Whether more could be allowed. */
    boolean wanted() {
        long now = word.get();
        return allowed(now) < limit(now);
    }

    /**
     * Allows more; false if that is not to be.
     *
     * @param waiting how many tasks wait: so many at most, since idle spares would only take tasks from those who lend
     *     their threads
     */
    boolean allowMore(long waiting) {
        for (; ; ) {
            long seen = word.get();
            int before = allowed(seen);
            int more = (int) Math.min(Math.min(2 * before + 1, before + waiting), limit(seen));
            if (more <= before) {
                return false;
            }
            if (word.compareAndSet(seen, withAllowed(seen, more))) {
                return true;
            }
        }
    }

    /**
     * A worker is going to wait. If that throws, it does not.
     *
     * @param lookAfter sees to it that somebody looks whether a spare is needed
     */
    void block(Runnable lookAfter) {
        more(BLOCKED, lookAfter);
    }

    /** The worker goes on; true if fewer spares are allowed from now on. */
    boolean unblock() {
        return less(BLOCKED);
    }

    /** Somebody is going to wait for a task in the queue. If that throws, nobody does. */
    void strand(Runnable lookAfter) {
        more(STRANDED, lookAfter);
    }

    /** That wait is over; true if fewer spares are allowed from now on. */
    boolean unstrand() {
        return less(STRANDED);
    }

    private void more(long one, Runnable lookAfter) {
        word.addAndGet(one);
        boolean isLookedAfter = false;
        try {
            lookAfter.run();
            isLookedAfter = true;
        } finally {
            if (!isLookedAfter) {
                less(one);
            }
        }
    }

    private boolean less(long one) {
        for (; ; ) {
            long seen = word.get();
            long left = seen - one;
            int allowed = Math.min(allowed(seen), limit(left));
            if (word.compareAndSet(seen, withAllowed(left, allowed))) {
                return allowed < allowed(seen);
            }
        }
    }
}
