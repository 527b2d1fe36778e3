package dev.weir.examples.crawler;

import dev.weir.ThreadPool;
import dev.weir.examples.Arguments;
import dev.weir.examples.Program;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Crawls a directory tree: each directory is a task, which finds the tasks that come next. Says how many files there are,
 * how large they are, and which ones are the largest. Stateless.
 */
public final class Crawler {

    static final String USAGE = "[DIRECTORY] [--jdk]";

    private Crawler() {}

    /**
     * Runs it.
     *
     * @param args see {@code USAGE}
     */
    public static void main(String[] args) {
        Program program = Crawler::run;
        program.main("crawler", USAGE, args);
    }

    static void run(List<String> args, PrintStream out) throws Exception {
        Arguments given = Arguments.parse(args, Set.of("--jdk"), Set.of());
        Path root = Path.of(given.single("."));

        ExecutorService pool = given.has("--jdk") ? jdk() : weir();
        try {
            crawl(root, pool).print(out);
        } finally {
            pool.shutdownNow();
        }
    }

    // What differs. A thread a processor, both; and neither queue has a bound, for who knows what a crawl will find.

    private static ExecutorService jdk() {
        return Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    }

    private static ExecutorService weir() {
        return ThreadPool.builder("crawler").queueCapacity(Integer.MAX_VALUE).build();
    }

    // What stays as it is

    private static Summary crawl(Path root, ExecutorService pool) throws IOException, InterruptedException {
        CompletionService<Listing> listings = new ExecutorCompletionService<>(pool);
        Summary summary = new Summary(root);
        listings.submit(() -> Listing.of(root));
        for (int open = 1; open > 0; open--) {
            Listing next = get(listings);
            summary.add(next);
            for (Path directory : next.directories()) {
                listings.submit(() -> Listing.of(directory));
                open++;
            }
        }
        return summary;
    }

    private static Listing get(CompletionService<Listing> listings) throws InterruptedException {
        try {
            return listings.take().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a directory could not be listed", e.getCause());
        }
    }
}
