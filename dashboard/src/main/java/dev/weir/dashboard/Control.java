package dev.weir.dashboard;

import static java.util.Objects.requireNonNull;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import dev.weir.ThreadPool;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Changes a pool for who knows the token: {@code POST /pools/ID/pause}, {@code resume} and {@code resize}. Thread-safe.
 *
 * <p>The token comes as a header, never in an address, where it would be logged. Nothing is read of a request before its
 * token is known to be right.
 */
final class Control {

    static final String TOKEN_HEADER = "X-Weir-Token";

    private static final Logger LOG = System.getLogger("dev.weir.dashboard");
    private static final int LONGEST_BODY = 256;

    private final @Nullable Token token;
    private final Pools pools;

    Control(@Nullable Token token, Pools pools) {
        this.token = token;
        this.pools = pools;
    }

    /** @throws Refusal if the change is not allowed or makes no sense */
    void change(HttpExchange exchange, int id, String action) throws IOException, Refusal {
        authorise(exchange.getRequestHeaders());
        PoolHistory history = pools.locked(() -> pools.byId(id));
        ThreadPool pool = history == null ? null : history.pool();
        if (history == null || pool == null) {
            throw new Refusal(404);
        }
        Map<String, Integer> numbers = JsonNumbers.read(body(exchange));
        switch (action) {
            case "pause" -> {
                expect(numbers, Set.of());
                pool.pause();
            }
            case "resume" -> {
                expect(numbers, Set.of());
                pool.resume();
            }
            case "resize" -> {
                expect(numbers, Set.of("min", "max"));
                resize(pool, requireNonNull(numbers.get("min")), requireNonNull(numbers.get("max")));
            }
            default -> throw new Refusal(404);
        }
        LOG.log(Level.INFO, () -> "the dashboard was told: " + action + " " + numbers + " pool " + history.name());
        Answer.empty(exchange, 204);
    }

    /** Whether a token is the right one, for a page that wants to know before it offers anything. */
    void authorise(Headers headers) throws Refusal {
        if (token == null) {
            throw new Refusal(403);
        }
        List<String> given = headers.get(TOKEN_HEADER);
        if (given == null || given.size() != 1) {
            throw new Refusal(401);
        }
        if (!token.matches(given.get(0))) {
            throw new Refusal(403);
        }
    }

    private static void resize(ThreadPool pool, int min, int max) throws Refusal {
        try {
            pool.resize(min, max);
        } catch (IllegalArgumentException e) {
            throw new Refusal(422);
        }
    }

    private static void expect(Map<String, Integer> numbers, Set<String> names) throws Refusal {
        if (!numbers.keySet().equals(names)) {
            throw new Refusal(400);
        }
    }

    private static String body(HttpExchange exchange) throws IOException, Refusal {
        String type = exchange.getRequestHeaders().getFirst("Content-Type");
        if (type == null || !type.matches("(?i)application/json(\\s*;.*)?")) {
            throw new Refusal(415);
        }
        byte[] body = exchange.getRequestBody().readNBytes(LONGEST_BODY + 1);
        if (body.length > LONGEST_BODY) {
            throw new Refusal(413);
        }
        return new String(body, StandardCharsets.UTF_8);
    }
}
