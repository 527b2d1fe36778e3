package dev.weir.dashboard;

import java.io.UncheckedIOException;

/**
 * A live page about all pools of this JVM, on a small HTTP server of its own. Thread-safe.
 *
 * <p>{@code Dashboard.start(8081)} is all that is needed; the page is then at {@link #url()}. It listens on the loopback
 * address unless told otherwise, changes nothing unless it was given a token for that, and uses threads of its own, never
 * those of a pool that it shows. They are daemons: a dashboard does not keep a program alive.
 *
 * <p>The last 15 minutes are kept, a sample a second, which takes about 130 kB a pool, and 4 kB where nothing changes. At
 * most 64 viewers are served at a time; one that does not read what it is sent is dropped.
 *
 * @since 0.1.0
 */
public final class Dashboard implements AutoCloseable {

    private final Settings settings;
    private final PageServer server;
    private final Sampler sampler;
    private final Explainer explainer;

    private Dashboard(Settings settings, PageServer server, Sampler sampler, Explainer explainer) {
        this.settings = settings;
        this.server = server;
        this.sampler = sampler;
        this.explainer = explainer;
    }

    /**
     * Starts a page that shows everything and changes nothing, on the loopback address.
     *
     * @param port where to listen; 0 for any free port
     * @return the running dashboard
     * @throws UncheckedIOException if the port cannot be listened on, because it is in use for example
     */
    public static Dashboard start(int port) {
        return builder().port(port).start();
    }

    /**
     * Begins a dashboard with other settings.
     *
     * @return a builder with the default settings
     */
    public static DashboardBuilder builder() {
        return new DashboardBuilder();
    }

    static Dashboard start(Settings settings) {
        Pools pools = new Pools(new EventWords(settings));
        Viewers viewers = new Viewers(pools, new Frames(settings));
        PageServer server = PageServer.start(settings, pools, viewers);
        Sampler sampler = new Sampler(settings, pools, viewers, server::evict);
        Explainer explainer = new Explainer(settings.period(), pools, viewers);
        sampler.start();
        explainer.start();
        return new Dashboard(settings, server, sampler, explainer);
    }

    /**
     * Where the page is, as a browser takes it.
     *
     * @return the address, with a slash at its end
     */
    public String url() {
        return settings.url(port());
    }

    /**
     * Where it listens.
     *
     * @return the port; the one that was found if it was to be any
     */
    public int port() {
        return server.port();
    }

    /** Ends the page: disconnects its viewers and ends its threads. Closing it again does nothing. */
    @Override
    public void close() {
        explainer.close();
        sampler.close();
        server.close();
    }
}
