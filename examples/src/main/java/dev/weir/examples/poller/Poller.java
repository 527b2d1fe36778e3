package dev.weir.examples.poller;

import dev.weir.ThreadPool;
import dev.weir.examples.Arguments;
import dev.weir.examples.Program;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Looks at a directory again and again and says what is new, has changed or is gone. Stateless. */
public final class Poller {

    static final String USAGE = "[DIRECTORY] [--polls N] [--every MILLISECONDS] [--jdk]";

    private Poller() {}

    /**
     * Runs it.
     *
     * @param args see {@code USAGE}
     */
    public static void main(String[] args) {
        Program program = Poller::run;
        program.main("poller", USAGE, args);
    }

    static void run(List<String> args, PrintStream out) throws Exception {
        Arguments given = Arguments.parse(args, Set.of("--jdk"), Set.of("--polls", "--every"));
        Watch watch = new Watch(Path.of(given.single(".")), given.number("--polls", 5), out);

        ScheduledExecutorService pool = given.has("--jdk") ? jdk() : weir();
        try {
            poll(watch, given.number("--every", 500), pool);
        } finally {
            pool.shutdownNow();
        }
    }

    // What differs

    private static ScheduledExecutorService jdk() {
        return Executors.newScheduledThreadPool(1);
    }

    private static ScheduledExecutorService weir() {
        return ThreadPool.builder("poller").threads(1, 1).build();
    }

    // What stays as it is

    private static void poll(Watch watch, int everyMillis, ScheduledExecutorService pool)
            throws IOException, InterruptedException {
        CompletableFuture<Void> end = new CompletableFuture<>();
        Runnable look = () -> {
            try {
                if (!watch.look()) {
                    end.complete(null);
                }
            } catch (UncheckedIOException e) {
                end.completeExceptionally(e.getCause());
            } catch (IOException | RuntimeException e) {
                end.completeExceptionally(e);
            }
        };
        Future<?> polling = pool.scheduleAtFixedRate(look, 0, everyMillis, TimeUnit.MILLISECONDS);
        try {
            end.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException unreadable) {
                throw unreadable;
            }
            throw new IllegalStateException("the directory could not be looked at", e.getCause());
        } finally {
            polling.cancel(false);
        }
    }
}
