package dev.weir;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many workers beyond the maximum a pool may have, because others are blocked. Thread-safe.
 *
 * <p>A worker that waits within a task, for another task or for something that the pool was told of, counts as blocked.
 * That alone changes nothing: most such waits are short. Where tasks wait and nothing moves, the watchdog allows spare
 * workers, one, then three, seven and so on, never more than are blocked and never more than {@value #MOST}. When a
 * worker goes on, the allowance falls with the number of blocked ones, and surplus workers leave after their task.
 *
 * <p>Both numbers change together, in one atomic word, so that the allowance never stays above the blocked ones.
 */
final class Spares {

    static final int MOST = 256;

    private static final int SHIFT = 32;

    /** The blocked workers in the upper half, the allowed spares in the lower. */
    private final AtomicLong word = new AtomicLong();

    private static int blocked(long word) {
        return (int) (word >>> SHIFT);
    }

    private static int allowed(long word) {
        return (int) word;
    }

    private static long word(int blocked, int allowed) {
        return (long) blocked << SHIFT | allowed;
    }

    int allowed() {
        return allowed(word.get());
    }

    /** Whether more could be allowed. */
    boolean wanted() {
        long now = word.get();
        return allowed(now) < Math.min(blocked(now), MOST);
    }

    /** Allows more; false if that is not to be. */
    boolean allowMore() {
        for (; ; ) {
            long seen = word.get();
            int more = Math.min(2 * allowed(seen) + 1, Math.min(blocked(seen), MOST));
            if (more <= allowed(seen)) {
                return false;
            }
            if (word.compareAndSet(seen, word(blocked(seen), more))) {
                return true;
            }
        }
    }

    void block() {
        word.addAndGet(1L << SHIFT);
    }

    /** A blocked worker goes on; true if fewer spares are allowed from now on. */
    boolean unblock() {
        for (; ; ) {
            long seen = word.get();
            int left = blocked(seen) - 1;
            if (word.compareAndSet(seen, word(left, Math.min(allowed(seen), left)))) {
                return allowed(seen) > left;
            }
        }
    }
}
