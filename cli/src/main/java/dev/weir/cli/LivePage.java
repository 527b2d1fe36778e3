package dev.weir.cli;

import com.sun.net.httpserver.HttpExchange;
import dev.weir.dashboard.Dashboard;
import dev.weir.dashboard.DashboardBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * The live page of {@code weir serve}, and the way to it. Thread-safe.
 *
 * <p>It has a port of its own, on the loopback address: its requests must never run on the pool that it shows, and whatever
 * comes in on the file server's port does. So {@code /-/weir} leads there, and only those who can follow.
 */
final class LivePage implements AutoCloseable {
    static final String PATH = "/-/weir";

    private final Dashboard dashboard;

    private LivePage(Dashboard dashboard) {
        this.dashboard = dashboard;
    }

    /** @throws CliException naming the argument to blame */
    static LivePage start(PageSettings settings) {
        DashboardBuilder builder = Dashboard.builder().port(settings.port());
        if (settings.token() != null) {
            builder.control(settings.token());
        }
        try {
            return new LivePage(builder.start());
        } catch (UncheckedIOException e) {
            throw CliException.of("--page-port", Integer.toString(settings.port()), "(" + e.getMessage() + ")");
        }
    }

    String url() {
        return dashboard.url();
    }

    /** Leads to the page. */
    void answer(HttpExchange exchange) throws IOException, StatusException {
        if (!exchange.getRemoteAddress().getAddress().isLoopbackAddress()) {
            throw new StatusException(403);
        }
        exchange.getResponseHeaders().set("Location", url());
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        Reply.empty(exchange, 307);
    }

    @Override
    public void close() {
        dashboard.close();
    }
}
