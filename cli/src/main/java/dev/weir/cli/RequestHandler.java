package dev.weir.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.weir.PoolStats;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers one request: finds out what is asked for, answers, counts, and closes the exchange whatever happens. Safe for
 * use by any thread.
 *
 * <p>An answer that fails after it has begun cannot be mended; its exception goes on to the server, which then closes
 * the connection, so that the client sees an answer cut short and never a wrong one.
 */
final class RequestHandler implements HttpHandler {
    private static final Logger LOG = System.getLogger("dev.weir.cli");
    private static final String STATS_PATH = "/-/stats";

    private final PathGuard guard;
    private final RequestCounts counts;
    private final Supplier<PoolStats> stats;
    private final Map<String, Route> routes;
    private volatile boolean closing;

    /** @param routes what answers at paths that are no files' */
    RequestHandler(PathGuard guard, RequestCounts counts, Supplier<PoolStats> stats, Map<String, Route> routes) {
        this.guard = guard;
        this.counts = counts;
        this.stats = stats;
        this.routes = routes;
    }

    RequestCounts counts() {
        return counts;
    }

    /** From now on tells each client that its connection ends with this answer. */
    void closeConnections() {
        closing = true;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        counts.received();
        boolean answered = false;
        try {
            if (closing) {
                exchange.getResponseHeaders().set("Connection", "close");
            }
            answer(exchange);
            answered = true;
        } finally {
            if (answered) {
                counts.answered(exchange.getResponseCode());
            } else {
                counts.aborted();
            }
            exchange.close();
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        try {
            route(exchange);
        } catch (StatusException e) {
            Reply.error(exchange, e.status());
        } catch (HangUpException e) {
            LOG.log(Level.DEBUG, () -> "client hung up: " + exchange.getRequestURI() + ": " + e.getMessage());
            throw e;
        } catch (IOException e) {
            if (begun(exchange)) {
                LOG.log(Level.WARNING, () -> "answer cut short: " + exchange.getRequestURI() + ": " + e);
                throw e;
            }
            Reply.error(exchange, statusOf(e));
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, () -> "failed: " + exchange.getRequestURI(), e);
            if (!begun(exchange)) {
                Reply.error(exchange, 500);
            }
            throw e;
        }
    }

    private void route(HttpExchange exchange) throws IOException, StatusException {
        String method = exchange.getRequestMethod();
        if (!method.equals("GET") && !method.equals("HEAD")) {
            exchange.getResponseHeaders().set("Allow", "GET, HEAD");
            throw new StatusException(405);
        }
        String raw = exchange.getRequestURI().getRawPath();
        if (STATS_PATH.equals(raw)) {
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            Reply.send(exchange, 200, "application/json", StatsJson.of(stats.get(), counts));
            return;
        }
        Route route = raw == null ? null : routes.get(raw);
        if (route != null) {
            route.answer(exchange);
            return;
        }
        RequestPath path = RequestPath.parse(raw);
        Path file = guard.resolve(path);
        if (Files.isDirectory(file)) {
            directory(exchange, file, path);
        } else if (path.directory()) {
            throw new StatusException(404);
        } else {
            FileResponder.respond(exchange, file);
        }
    }

    private void directory(HttpExchange exchange, Path directory, RequestPath path)
            throws IOException, StatusException {
        if (!path.directory()) {
            String query = exchange.getRequestURI().getRawQuery();
            String location = path.encodedAsDirectory() + (query == null ? "" : "?" + query);
            exchange.getResponseHeaders().set("Location", location);
            Reply.empty(exchange, 301);
            return;
        }
        Path index = index(directory);
        if (index != null) {
            FileResponder.respond(exchange, index);
        } else {
            Reply.send(exchange, 200, "text/html; charset=utf-8", DirectoryListing.page(guard, directory, path));
        }
    }

    private @Nullable Path index(Path directory) throws IOException {
        try {
            Path index = guard.resolve(directory, "index.html");
            return Files.isRegularFile(index) ? index : null;
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /** The status that tells a client why a file could not be had, without telling it more. */
    static int statusOf(IOException failure) {
        if (failure instanceof AccessDeniedException) {
            return 403;
        }
        if (failure instanceof FileSystemException) { // nothing there, a file amid the path, a name too long, a loop
            return 404;
        }
        LOG.log(Level.WARNING, "cannot be read", failure);
        return 500;
    }

    private static boolean begun(HttpExchange exchange) {
        return exchange.getResponseCode() != -1;
    }
}
