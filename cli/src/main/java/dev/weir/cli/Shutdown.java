package dev.weir.cli;

import java.io.PrintWriter;
import java.time.Duration;

/**
 * The end of {@code weir serve}: finish what runs, print the ledger, exit 0. For one thread.
 *
 * <p>It is a shutdown hook, because that is the one supported way to hear of SIGTERM and SIGINT ({@code sun.misc.Signal}
 * is not). A JVM that a signal ends would exit with 128 + the signal's number and nothing in a hook can change that, so
 * the hook ends with {@link Runtime#halt}, after all output has been flushed.
 */
final class Shutdown implements Runnable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final FileServer server;
    private final PrintWriter out;
    private final PrintWriter err;

    private Shutdown(FileServer server, PrintWriter out, PrintWriter err) {
        this.server = server;
        this.out = out;
        this.err = err;
    }

    static void onSignal(FileServer server, PrintWriter out, PrintWriter err) {
        Runtime.getRuntime().addShutdownHook(new Thread(new Shutdown(server, out, err), "weir-shutdown"));
    }

    @Override
    public void run() {
        int exit = 1;
        try {
            server.refuse();
            long left = server.tasksLeft();
            if (left > 0) {
                err.println("Stopping: " + left + (left == 1 ? " request" : " requests") + " to finish, "
                        + PATIENCE.toSeconds() + " s at most");
            }
            if (!server.drain(PATIENCE)) {
                err.println("Stopping: cut off what had not finished after " + PATIENCE.toSeconds() + " s");
            }
            out.print(LedgerTable.of(server.stats(), server.requests()));
            exit = 0;
        } finally {
            out.flush();
            err.flush();
            Runtime.getRuntime().halt(exit);
        }
    }
}
