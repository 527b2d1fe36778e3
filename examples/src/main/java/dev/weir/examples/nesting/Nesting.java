package dev.weir.examples.nesting;

import dev.weir.ThreadPool;
import dev.weir.examples.Arguments;
import dev.weir.examples.Arguments.Mistake;
import dev.weir.examples.Program;
import java.io.PrintStream;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Runs programs whose tasks wait for tasks of their own pool, on Weir and on a {@code ThreadPoolExecutor} of the same
 * size: the one gives the result, the other hangs. Stateless.
 */
public final class Nesting {

    /** With more threads than the programs have waits, even a {@code ThreadPoolExecutor} would not hang. */
    private static final int MOST = 64;

    static final String USAGE = "[--threads N]";

    private Nesting() {}

    /**
     * Runs it.
     *
     * @param args see {@code USAGE}
     */
    public static void main(String[] args) {
        Program program = Nesting::run;
        program.main("nesting", USAGE, args);
    }

    static void run(List<String> args, PrintStream out) throws Exception {
        Arguments given = Arguments.parse(args, Set.of(), Set.of("--threads"));
        if (!given.rest().isEmpty()) {
            throw new Mistake("what is " + given.rest().get(0) + "?");
        }
        List<Integer> sizes = given.numbers().isEmpty() ? List.of(1, 2, 8) : List.of(given.number("--threads", 1));
        if (given.number("--threads", 1) > MOST) {
            throw new Mistake("--threads goes up to " + MOST);
        }
        for (RecursiveTask program : RecursiveTask.values()) {
            out.println(program.title);
            for (int threads : sizes) {
                out.println("  ThreadPool of " + threads + ": " + onWeir(program, threads));
                out.println("  ThreadPoolExecutor of " + threads + ": " + onJdk(program, threads));
            }
        }
    }

    static String onWeir(RecursiveTask program, int threads) throws Exception {
        try (ThreadPool pool = ThreadPool.builder("nesting")
                .threads(threads, threads)
                .queueCapacity(Integer.MAX_VALUE)
                .build()) {
            return judge(program, pool.submit(() -> program.run(pool)).get());
        }
    }

    static String onJdk(RecursiveTask program, int threads) throws InterruptedException, ExecutionException {
        WatchedExecutor pool = new WatchedExecutor(threads);
        try {
            CompletableFuture<String> end = pool.standstill();
            pool.execute(() -> {
                try {
                    end.complete(judge(program, program.run(pool)));
                } catch (Exception e) {
                    end.completeExceptionally(e);
                }
            });
            return end.get();
        } finally {
            pool.shutdownNow();
            pool.awaitTermination(1, TimeUnit.MINUTES);
        }
    }

    private static String judge(RecursiveTask program, String result) {
        return program.expected.equals(result) ? result : "wrong: " + result + " instead of " + program.expected;
    }
}
