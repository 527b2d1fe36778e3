package dev.weir.dashboard;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.weir.RunningTask;
import dev.weir.ThreadPool;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Answers one request: checks where it comes from, finds out what is asked for, answers. Thread-safe.
 *
 * <p>{@code GET /} is the page, {@code GET /events} the stream of frames, {@code GET /stack}
 * where a task is, {@code GET /happening} where one failed, {@code POST /token} asks whether a token is
 * right, {@code POST /pools/ID/ACTION} changes a pool.
 */
final class Routes implements HttpHandler {

    private static final Logger LOG = System.getLogger("dev.weir.dashboard");
    private static final Pattern CHANGE = Pattern.compile("/pools/([0-9]{1,9})/([a-z]{1,20})");

    private final Gate gate;
    private final Assets assets = new Assets();
    private final Settings settings;
    private final Pools pools;
    private final Viewers viewers;
    private final TaskLines tasks;
    private final Control control;
    private final ServerThreads threads;

    Routes(Settings settings, Pools pools, Viewers viewers, ServerThreads threads) {
        this.gate = new Gate(settings);
        this.settings = settings;
        this.pools = pools;
        this.viewers = viewers;
        this.tasks = new TaskLines(settings);
        this.control = new Control(settings.token(), pools);
        this.threads = threads;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try {
            Answer.secure(exchange.getResponseHeaders());
            gate.check(exchange);
            route(exchange);
        } catch (Refusal refusal) {
            Answer.empty(exchange, refusal.status());
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, () -> "failed: " + exchange.getRequestMethod() + " " + exchange.getRequestURI(), e);
            if (exchange.getResponseCode() == -1) {
                Answer.empty(exchange, 500);
            }
        } finally {
            exchange.close();
        }
    }

    private void route(HttpExchange exchange) throws IOException, Refusal {
        String path = exchange.getRequestURI().getRawPath();
        if (exchange.getRequestMethod().equals("POST")) {
            post(exchange, path);
            return;
        }
        if (!exchange.getRequestMethod().equals("GET")
                && !exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().set("Allow", "GET, HEAD, POST");
            throw new Refusal(405);
        }
        Assets.Asset asset = path == null ? null : assets.at(path);
        if (asset != null) {
            Answer.bytes(exchange, asset.type(), asset.content());
        } else if ("/events".equals(path)) {
            events(exchange);
        } else if ("/happening".equals(path)) {
            happening(exchange);
        } else if ("/stack".equals(path) && settings.stacks()) {
            stack(exchange);
        } else {
            throw new Refusal(404);
        }
    }

    private void post(HttpExchange exchange, String path) throws IOException, Refusal {
        if ("/token".equals(path)) {
            control.authorise(exchange.getRequestHeaders());
            Answer.empty(exchange, 204);
            return;
        }
        Matcher change = CHANGE.matcher(path == null ? "" : path);
        if (!change.matches()) {
            throw new Refusal(404);
        }
        control.change(exchange, Integer.parseInt(change.group(1)), change.group(2));
    }

    private void stack(HttpExchange exchange) throws IOException, Refusal {
        String query = exchange.getRequestURI().getRawQuery();
        int id = Query.id(Query.number(query, "pool", 0));
        long thread = Query.number(query, "thread", 0);
        PoolHistory history = pools.locked(() -> pools.byId(id));
        ThreadPool pool = history == null ? null : history.pool();
        if (pool != null) {
            for (RunningTask task : Asking.running(pool)) {
                if (task.threadId() == thread) {
                    Answer.json(exchange, tasks.stack(task));
                    return;
                }
            }
        }
        throw new Refusal(404);
    }

    private void happening(HttpExchange exchange) throws IOException, Refusal {
        String query = exchange.getRequestURI().getRawQuery();
        int pool = Query.id(Query.number(query, "pool", 0));
        long number = Query.number(query, "number", 0);
        PoolHistory history = pools.locked(() -> pools.byId(pool));
        List<String> stack = history == null ? null : history.happenings().stack(number);
        if (stack == null) {
            throw new Refusal(404);
        }
        JsonText json = new JsonText().beginObject().key("stack").beginArray();
        stack.forEach(json::value);
        Answer.json(exchange, json.endArray().endObject());
    }

    private void events(HttpExchange exchange) throws IOException, Refusal {
        if (exchange.getRequestMethod().equals("HEAD")) {
            throw new Refusal(405);
        }
        int pool = Query.id(Query.number(exchange.getRequestURI().getRawQuery(), "pool", 0));
        if (!viewers.enter()) {
            exchange.getResponseHeaders().set("Retry-After", "10");
            throw new Refusal(503);
        }
        try {
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            threads.beViewer();
            viewers.serve(exchange.getResponseBody(), pool);
        } finally {
            viewers.leave();
        }
    }
}
