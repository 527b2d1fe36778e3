package dev.weir.dashboard;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The files of the page, read from the class path once. Immutable.
 *
 * <p>There is a list of them, and no path of a request ever becomes a path of a file.
 */
final class Assets {

    private static final List<String> FILES = List.of(
            "icon.svg",
            "style.css",
            "charts.css",
            "theme.js",
            "app.js",
            "charts.js",
            "control.js",
            "detail.js",
            "format.js",
            "happenings.js",
            "list.js",
            "stream.js",
            "tasks.js",
            "verdict.js");

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml");

    /** One file. */
    record Asset(String type, byte[] content) {}

    private final Map<String, Asset> byPath = new HashMap<>();

    Assets() {
        for (String name : FILES) {
            add("/" + name, "page/" + name);
        }
        add("/", "page/index.html");
        add("/uplot.js", "uplot/uPlot.iife.min.js");
        add("/uplot.css", "uplot/uPlot.min.css");
    }

    /** The file at a path; null if there is none. */
    @Nullable
    Asset at(String path) {
        return byPath.get(path);
    }

    private void add(String path, String resource) {
        String type = TYPES.get(resource.substring(resource.lastIndexOf('.') + 1));
        try (InputStream in = Assets.class.getResourceAsStream(resource)) {
            if (in == null || type == null) {
                throw new IllegalStateException("the dashboard lacks its own file " + resource);
            }
            byPath.put(path, new Asset(type, in.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException("the dashboard cannot read its own file " + resource, e);
        }
    }
}
