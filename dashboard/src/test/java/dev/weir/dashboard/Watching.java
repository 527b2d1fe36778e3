package dev.weir.dashboard;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** A viewer without a browser: reads the frames of a dashboard one after the other. For one thread. */
final class Watching implements AutoCloseable {

    private final int status;
    private final InputStream stream;
    private final BufferedReader lines;
    private Object hello = Map.of();

    /** One frame. */
    record Frame(String event, Object data) {}

    Watching(Dashboard dashboard, long pool) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(dashboard.url() + "events?pool=" + pool))
                .build();
        HttpResponse<InputStream> response =
                HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofInputStream());
        status = response.statusCode();
        stream = response.body();
        lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
    }

    int status() {
        return status;
    }

    Frame next() throws IOException {
        String event = lines.readLine();
        if (event == null) {
            throw new IOException("the stream has ended");
        }
        Frame frame = new Frame(
                event.substring("event: ".length()),
                JsonReader.read(lines.readLine().substring(6)));
        lines.readLine();
        if (frame.event().equals("hello")) {
            hello = frame.data();
        }
        return frame;
    }

    /** The next frame of that kind that is as wanted. */
    Frame next(String event, Predicate<Object> wanted) throws IOException {
        for (Frame frame = next(); ; frame = next()) {
            if (frame.event().equals(event) && wanted.test(frame.data())) {
                return frame;
            }
        }
    }

    Frame next(String event) throws IOException {
        return next(event, data -> true);
    }

    /** The id of the pool of that name, which has to come in one of the next frames. */
    int idOf(String name) throws IOException {
        Object pools = next(
                        "pools",
                        data -> added(data).stream()
                                .anyMatch(each -> each.get(1).equals(name)))
                .data();
        return added(pools).stream()
                .filter(each -> each.get(1).equals(name))
                .map(each -> ((Double) each.get(0)).intValue())
                .findFirst()
                .orElseThrow();
    }

    static List<List<Object>> added(Object pools) {
        List<List<Object>> rows = new ArrayList<>();
        for (Object row : (List<?>) JsonReader.at(pools, "added")) {
            rows.add(List.copyOf((List<?>) row));
        }
        return rows;
    }

    /** The value of a column in a frame of details; NaN if it is missing. */
    double value(Object detail, String column) {
        int at = ((List<?>) JsonReader.at(hello, "columns")).indexOf(column);
        Object value = ((List<?>) JsonReader.at(detail, "values")).get(at);
        return value instanceof Double number ? number : Double.NaN;
    }

    @Override
    public void close() {
        try {
            stream.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
