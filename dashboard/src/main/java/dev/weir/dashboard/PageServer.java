package dev.weir.dashboard;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.Locale;

/** The HTTP server of a dashboard, with its threads. Thread-safe. */
final class PageServer implements AutoCloseable {

    private static final int BACKLOG = 64;

    private final HttpServer server;
    private final ServerThreads threads;
    private final Viewers viewers;

    private PageServer(HttpServer server, ServerThreads threads, Viewers viewers) {
        this.server = server;
        this.threads = threads;
        this.viewers = viewers;
    }

    /** @throws UncheckedIOException that names address and port, if these cannot be listened on; nothing is left running */
    static PageServer start(Settings settings, Pools pools, Viewers viewers) {
        HttpServer server = listen(settings);
        ServerThreads threads = new ServerThreads(settings.patience());
        server.setExecutor(threads);
        server.createContext("/", new Routes(settings, pools, viewers, threads));
        // The server's own thread is a daemon if the one that starts it is.
        Thread starter = new Thread(server::start, "weir-dashboard-start");
        starter.setDaemon(true);
        starter.start();
        Ending.of(starter);
        return new PageServer(server, threads, viewers);
    }

    private static HttpServer listen(Settings settings) {
        String where = "port " + settings.port() + " of " + settings.address().getHostAddress();
        try {
            return HttpServer.create(new InetSocketAddress(settings.address(), settings.port()), BACKLOG);
        } catch (BindException e) {
            boolean used =
                    String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("in use");
            throw new UncheckedIOException(
                    where + (used ? " is in use" : " cannot be listened on: " + e.getMessage()), e);
        } catch (IOException e) {
            throw new UncheckedIOException(where + " cannot be listened on: " + e.getMessage(), e);
        }
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** Ends the requests that take too long. To be called now and then. */
    void evict() {
        threads.evict();
    }

    @Override
    public void close() {
        server.stop(0);
        viewers.dropAll();
        threads.close();
    }
}
