package dev.weir.cli;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What {@code weir serve} has beside files: the live page and the load of its own, if asked for. Thread-safe. */
final class Extras implements AutoCloseable {
    private final @Nullable LivePage page;
    private final @Nullable LoadRoutes work;
    private volatile @Nullable SelfLoad load;

    private Extras(@Nullable LivePage page, @Nullable LoadRoutes work) {
        this.page = page;
        this.work = work;
    }

    /** @throws CliException naming the argument to blame; then nothing has been started */
    static Extras start(ServeSettings settings) {
        LivePage page = settings.page() == null ? null : LivePage.start(settings.page());
        return new Extras(page, settings.load() ? new LoadRoutes() : null);
    }

    /** What answers at paths that are no files'. */
    Map<String, Route> routes() {
        Map<String, Route> routes = new HashMap<>();
        if (page != null) {
            routes.put(LivePage.PATH, page::answer);
            routes.put(LivePage.PATH + "/", page::answer);
        }
        if (work != null) {
            routes.putAll(work.routes());
        }
        return routes;
    }

    /** The server listens: if there is to be a load, it begins. */
    void begin(String root) {
        if (work != null) {
            load = SelfLoad.start(root);
        }
    }

    Optional<String> page() {
        return Optional.ofNullable(page).map(LivePage::url);
    }

    /** Ends the load, and what its requests wait for. */
    void quiet() {
        SelfLoad running = load;
        if (running != null) {
            running.close();
        }
        if (work != null) {
            work.close();
        }
    }

    @Override
    public void close() {
        quiet();
        if (page != null) {
            page.close();
        }
    }
}
