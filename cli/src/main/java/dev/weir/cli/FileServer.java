package dev.weir.cli;

import com.sun.net.httpserver.HttpServer;
import dev.weir.PoolStats;
import dev.weir.ThreadPool;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A running static file server: the JDK's HTTP server whose every request runs on one {@link ThreadPool}. Safe for use
 * by any thread.
 *
 * <p>The server's own dispatcher thread accepts connections and watches the idle ones; as soon as a connection has
 * something to read it becomes a task of the pool. So a connection that the client closes is a task, too, though it
 * brings no request: {@link RequestCounts} tells the two apart.
 */
final class FileServer implements AutoCloseable {
    private static final Duration AFTER_INTERRUPT = Duration.ofSeconds(1);

    static {
        HttpServerProperties.apply();
    }

    private final ServeSettings settings;
    private final Path root;
    private final HttpServer server;
    private final ThreadPool pool;
    private final RequestHandler handler;
    private final Extras extras;

    private FileServer(ServeSettings settings, Path root, HttpServer server, ThreadPool pool, Extras extras) {
        this.settings = settings;
        this.root = root;
        this.server = server;
        this.pool = pool;
        this.extras = extras;
        this.handler = new RequestHandler(new PathGuard(root), new RequestCounts(), pool::stats, extras.routes());
    }

    /**
     * Checks everything, then listens.
     *
     * @throws CliException naming the argument to blame; then nothing has been started
     */
    static FileServer start(ServeSettings settings) {
        Path root = RootDirectory.check(settings.root());
        ThreadPool.Builder builder = ServePool.builder(settings);
        HttpServer server = Listener.open(settings.host(), settings.port());
        FileServer running;
        try {
            Extras extras = Extras.start(settings);
            running = new FileServer(settings, root, server, pool(builder, extras), extras);
        } catch (RuntimeException e) {
            server.stop(0);
            throw e;
        }
        running.listen();
        return running;
    }

    private static ThreadPool pool(ThreadPool.Builder builder, Extras extras) {
        try {
            return builder.build();
        } catch (RuntimeException e) {
            extras.close();
            throw new CliException("--threads, --queue: no pool can be made of these: " + e.getMessage());
        }
    }

    private void listen() {
        server.createContext("/", handler);
        server.setExecutor(pool);
        try {
            server.start();
            extras.begin(url());
        } catch (OutOfMemoryError noThread) {
            // The pool has taken every thread that the system gives; the server needs one of its own.
            pool.shutdown();
            server.stop(0);
            extras.close();
            throw CliException.of("--threads", settings.threads().text(), "are more than can be started here");
        }
    }

    Path root() {
        return root;
    }

    int port() {
        return server.getAddress().getPort();
    }

    String url() {
        return Listener.url(settings.host(), port());
    }

    ThreadRange threads() {
        return settings.threads();
    }

    /** Where the live page is, if there is one. */
    Optional<String> page() {
        return extras.page();
    }

    PoolStats stats() {
        return pool.stats();
    }

    RequestCounts requests() {
        return handler.counts();
    }

    /** Requests that run or wait for a thread. */
    long tasksLeft() {
        return pool.tasksLeft();
    }

    /**
     * Takes no further request: shuts the pool down, so that the dispatcher closes whatever brings one, on old
     * connections and new ones. Does not wait.
     *
     * <p>{@code HttpServer.stop(delay)} cannot do this part: it counts only requests whose handler has begun, so it cuts
     * off those that still wait for a thread, and on JDK 17 it sleeps the whole delay when there is nothing to wait for.
     */
    void refuse() {
        extras.quiet();
        handler.closeConnections();
        pool.shutdown();
    }

    /**
     * Takes no further request, lets those that run or wait finish, then closes everything.
     *
     * @param patience how long requests may take before they are cut off
     * @return whether all of them finished
     */
    boolean drain(Duration patience) {
        refuse();
        boolean finished = await(patience);
        server.stop(0);
        if (!finished) {
            pool.shutdownNow();
            await(AFTER_INTERRUPT);
        }
        extras.close();
        return finished;
    }

    @Override
    public void close() {
        drain(Duration.ZERO);
    }

    private boolean await(Duration patience) {
        try {
            return pool.awaitTermination(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
