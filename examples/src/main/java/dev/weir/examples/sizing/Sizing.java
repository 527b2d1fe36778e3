package dev.weir.examples.sizing;

import dev.weir.Explanation;
import dev.weir.PoolStats;
import dev.weir.PoolWindow;
import dev.weir.ThreadPool;
import dev.weir.examples.Arguments;
import dev.weir.examples.Arguments.Mistake;
import dev.weir.examples.Program;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends requests to a pool, has it explain itself, gives it the threads that it suggests, and sends as many again. Each request
 * computes for a while and waits for a while, as one that asks a database does. Stateless.
 */
public final class Sizing {

    static final String USAGE = "[--threads N] [--rate N] [--compute MICROS] [--wait MICROS] [--seconds N]";

    private static final double MILLI = 1e6;

    private Sizing() {}

    /**
     * Runs it.
     *
     * @param args see {@code USAGE}
     */
    public static void main(String[] args) {
        Program program = Sizing::run;
        program.main("sizing", USAGE, args);
    }

    static void run(List<String> args, PrintStream out) throws Exception {
        Arguments given =
                Arguments.parse(args, Set.of(), Set.of("--threads", "--rate", "--compute", "--wait", "--seconds"));
        if (!given.rest().isEmpty()) {
            throw new Mistake("what is " + given.rest().get(0) + "?");
        }
        int threads = given.number("--threads", 2);
        try (ThreadPool pool = ThreadPool.builder("sizing")
                .threads(threads, threads)
                .queueCapacity(Integer.MAX_VALUE)
                .build()) {
            Explanation explanation = load(pool, given, out);
            out.println();
            out.println(explanation.text());
            out.println();
            if (explanation.suggestedThreads() > threads) {
                pool.join(); // what waits is a debt from before
                pool.resize(explanation.suggestedThreads(), explanation.suggestedThreads());
                load(pool, given, out);
            }
        }
    }

    /** Sends requests at random times, for some seconds; has the pool explain itself while they still come. */
    private static Explanation load(ThreadPool pool, Arguments given, PrintStream out) throws InterruptedException {
        long compute = TimeUnit.MICROSECONDS.toNanos(given.number("--compute", 1_000));
        long wait = TimeUnit.MICROSECONDS.toNanos(given.number("--wait", 9_000));
        double meanGap = 1e9 / given.number("--rate", 250);
        long length = TimeUnit.SECONDS.toNanos(given.number("--seconds", 5));
        Random random = new Random(1);
        Explanation[] explanation = {null};
        Thread observer = new Thread(() -> {
            LockSupport.parkNanos(length / 2);
            explanation[0] = pool.explain();
        });
        observer.start();
        PoolStats before = pool.stats();
        long begin = System.nanoTime();
        double next = begin;
        while (next - begin < length) {
            next -= meanGap * Math.log(1 - random.nextDouble());
            pauseUntil((long) next);
            pool.execute(() -> request(compute, wait));
        }
        PoolWindow window = pool.stats().since(before);
        observer.join();
        pool.join();
        out.println(String.format(
                Locale.ROOT,
                "%d threads: %.0f requests a second came, %.0f ended; they waited %.1f ms on average, 99 %% of them %.1f ms or "
                        + "less; the threads were busy for %.0f %% of their time",
                pool.stats().maxThreads(),
                window.arrivalRate(),
                window.completionRate(),
                window.queueWait().mean().toNanos() / MILLI,
                window.queueWait().p99().toNanos() / MILLI,
                100 * window.busyShare()));
        return explanation[0];
    }

    private static void request(long computeNanos, long waitNanos) {
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < computeNanos) {
            Thread.onSpinWait();
        }
        pauseUntil(System.nanoTime() + waitNanos);
    }

    private static void pauseUntil(long nanoTime) {
        for (long left = nanoTime - System.nanoTime(); left > 0; left = nanoTime - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
