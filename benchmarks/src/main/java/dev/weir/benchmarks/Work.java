package dev.weir.benchmarks;

import org.openjdk.jmh.annotations.CompilerControl;
import org.openjdk.jmh.infra.Blackhole;

/** A task that computes for a known time. Thread-safe. */
final class Work implements Runnable {

    private static final long LONG_NANOS = 20_000_000;
    private static final int TOKENS = 1_000;
    private static final int TRIES = 7;

    private final long tokens;

    private Work(long tokens) {
        this.tokens = tokens;
    }

    /** Makes one that takes so many nanoseconds on a processor that does nothing else, as measured now. */
    static Work of(long nanos) {
        double least = Double.MAX_VALUE;
        for (int i = 0; i < TRIES; i++) {
            least = Math.min(least, nanosPerToken());
        }
        return new Work(Math.max(1, Math.round(nanos / least)));
    }

    private static double nanosPerToken() {
        long start = System.nanoTime();
        long rounds = 0;
        long now = start;
        while (now - start < LONG_NANOS) {
            Blackhole.consumeCPU(TOKENS);
            rounds++;
            now = System.nanoTime();
        }
        return (double) (now - start) / (rounds * TOKENS);
    }

    /** In code of its own, or else it is as fast as what the compiler made of it where it was called. */
    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    @Override
    public void run() {
        Blackhole.consumeCPU(tokens);
    }
}
