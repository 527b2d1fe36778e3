package dev.weir;

/**
 * Makes sure that there is stack enough for a step that must not be left half done. Stateless.
 *
 * <p>A task that recurses too deeply may submit or wait at any depth. Where that takes a lock, or several steps, a
 * {@code StackOverflowError} must strike before the first of them or not at all.
 */
final class StackRoom {

    /** Frames that take at least as much as the deepest way below a caller. */
    private static final int FRAMES = 60;

    private StackRoom() {}

    /** Returns, or throws the {@code StackOverflowError} that would have struck later. */
    static void require() {
        descend(FRAMES, FRAMES, FRAMES);
    }

    private static long descend(int left, long a, long b) {
        return left == 0 ? a ^ b : descend(left - 1, b + left, a - left) + 1;
    }
}
