package dev.weir.cli;

/**
 * Work of a chosen length that needs nothing but a core: Marsaglia's xorshift generator, each step waiting for the one
 * before. Immutable, so that it may run on any number of threads at once.
 *
 * <p>It asks no clock, so a thread that loses its core in between still has all of its work to do. It touches no memory,
 * so threads on different cores do not disturb each other. No step can be left out, because the result is looked at, and
 * no two steps can be made one: a chain of multiplications and additions would not do, since the JIT compiler multiplies
 * the constants of several steps together, of more or fewer of them from one compilation to the next.
 */
final class Spin implements Runnable {
    private static final long SEED = 88_172_645_463_325_252L;

    private final long steps;

    Spin(long steps) {
        this.steps = steps;
    }

    @Override
    public void run() {
        if (work(steps) == 0) {
            throw new AssertionError("the generator never comes to 0");
        }
    }

    private static long work(long steps) {
        long value = SEED;
        for (long i = 0; i < steps; i++) {
            value ^= value << 13;
            value ^= value >>> 7;
            value ^= value << 17;
        }
        return value;
    }
}
