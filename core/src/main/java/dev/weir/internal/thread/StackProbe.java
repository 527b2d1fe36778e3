package dev.weir.internal.thread;

/**
 * Finds out whether there is enough stack left, before anything has happened that must be brought to its end. Stateless.
 *
 * <p>Whoever takes a task out of the queue to run it within another one, or takes a ticket for a task that is then to join
 * a line, must not run out of stack on the way: the task would be in nobody's hands. The error comes from here instead.
 * So it is with whoever cancels a task, or changes the timer.
 */
public final class StackProbe {

    /** Frames that are at least as many and as large as those of the pool's own code that follows. */
    private static final int FRAMES = 100;

    private StackProbe() {}

    /**
     * Returns if there is enough.
     *
     * @throws StackOverflowError if not
     */
    public static void check() {
        check(FRAMES);
    }

    /**
     * The same for another number of frames: fewer where the caller's callers have asked for more already, so that they
     * are not stopped on their way.
     *
     * @throws StackOverflowError if there is not enough
     */
    public static void check(int frames) {
        if (descend(frames, 1, 2, 3, 4, 5, 6) == 0) {
            throw new AssertionError("a sum of positive numbers");
        }
    }

    private static long descend(int left, long a, long b, long c, long d, long e, long f) {
        if (left == 0) {
            return a + b + c + d + e + f;
        }
        return descend(left - 1, b, c, d, e, f, a) + a + (b ^ c ^ d ^ e ^ f);
    }
}
