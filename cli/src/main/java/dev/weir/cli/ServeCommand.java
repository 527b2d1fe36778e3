package dev.weir.cli;

import java.io.PrintWriter;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code weir serve}: reads the arguments, starts a {@link FileServer} and waits until a signal ends the JVM. For one
 * thread.
 *
 * <p>Every value is taken as text and checked here or by the one who uses it, so that all mistakes read alike.
 */
@Command(
        name = "serve",
        description = "Serve the files of a folder over HTTP; every request runs on a Weir pool.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        footer = {
            "",
            "GET /-/weir leads to a live page about all pools, GET /-/stats gives the pool's statistics as JSON."
                    + " SIGTERM or Ctrl-C lets running requests finish",
            "(10 s at most), prints the final ledger and exits 0.",
            ""
        })
final class ServeCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "DIR",
            defaultValue = ".",
            description = "The folder to serve; nothing outside it is ever served. Default: the current one.")
    private String directory = ".";

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "8080",
            description = "Where to listen; 0 takes any free port and prints it. Default: ${DEFAULT-VALUE}.")
    private String port = "8080";

    @Option(
            names = "--host",
            paramLabel = "HOST",
            defaultValue = "127.0.0.1",
            description = "The address or name to listen on; 0.0.0.0 for all. Default: ${DEFAULT-VALUE}.")
    private String host = "127.0.0.1";

    @Option(
            names = "--threads",
            paramLabel = "MIN,MAX",
            defaultValue = "4,64",
            description = "Threads kept, and threads at most. Default: ${DEFAULT-VALUE}.")
    private String threads = "4,64";

    @Option(
            names = "--queue",
            paramLabel = "N",
            defaultValue = "10000",
            description = "Requests that may wait for a thread; beyond it the connection is closed."
                    + " Default: ${DEFAULT-VALUE}.")
    private String queue = "10000";

    @Option(
            names = "--page-port",
            paramLabel = "PORT",
            defaultValue = "0",
            description = "Where the live page listens, on this machine alone; 0 takes any free port."
                    + " Default: ${DEFAULT-VALUE}.")
    private String pagePort = "0";

    @Option(
            names = "--control",
            description = "Let the page resize, pause and resume pools, for those who enter the token that is printed.")
    private boolean control;

    @Option(
            names = "--load",
            description = "Drive a load at the server itself, with bursts, slow requests and failing ones, so that the"
                    + " page has something to show.")
    private boolean load;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        String token = control ? newToken() : null;
        FileServer server = FileServer.start(settings(token));
        Shutdown.onSignal(server, out, err);
        out.println("Serving " + server.root() + " on " + server.url() + " with "
                + server.threads().describe() + "; statistics at /-/stats");
        server.page().ifPresent(url -> out.println("All pools, live: " + url + " (" + LivePage.PATH + " leads there)"));
        if (token != null) {
            out.println("The token to change pools with: " + token);
        }
        out.flush();
        new CountDownLatch(1).await(); // only a signal ends this, see Shutdown
        return 0;
    }

    private static String newToken() {
        byte[] random = new byte[18];
        new SecureRandom().nextBytes(random);
        return Base64.getUrlEncoder().encodeToString(random);
    }

    private ServeSettings settings(@Nullable String token) {
        return new ServeSettings(
                path(),
                host,
                Arguments.wholeNumber("--port", port, 0, 65_535),
                ThreadRange.parse("--threads", threads),
                Arguments.anyWholeNumber("--queue", queue, queue),
                new PageSettings(Arguments.wholeNumber("--page-port", pagePort, 0, 65_535), token),
                load);
    }

    private Path path() {
        try {
            return Path.of(directory);
        } catch (InvalidPathException e) {
            throw CliException.of("DIR", directory, "is not a path: " + e.getReason());
        }
    }
}
