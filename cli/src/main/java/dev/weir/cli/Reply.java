package dev.weir.cli;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Sends answers through the JDK's exchange, around its traps. Stateless.
 *
 * <p>There a length of 0 means "chunked" and -1 means "nothing", and an answer to HEAD must be given its length as a
 * header. A failure to write is always the client's, and thrown as {@link HangUpException}.
 */
final class Reply {
    private static final Map<Integer, String> REASONS = Map.of(
            400, "Bad Request",
            403, "Forbidden",
            404, "Not Found",
            405, "Method Not Allowed",
            416, "Range Not Satisfiable",
            500, "Internal Server Error",
            503, "Service Unavailable");

    private Reply() {}

    /** Writes a body; only called if there is one to write. */
    interface Body {
        void writeTo(OutputStream out) throws IOException;
    }

    /** Sends a whole answer; for HEAD everything but the body. */
    static void send(HttpExchange exchange, int status, String type, long length, Body body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        headers(exchange, status, length);
        if (length > 0 && !isHead(exchange)) {
            body.writeTo(exchange.getResponseBody());
            finish(exchange);
        }
    }

    /** Sends a text that is in memory already. */
    static void send(HttpExchange exchange, int status, String type, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        send(exchange, status, type, bytes.length, out -> {
            try {
                out.write(bytes);
            } catch (IOException e) {
                throw new HangUpException(e);
            }
        });
    }

    /** Sends a status and nothing else. */
    static void empty(HttpExchange exchange, int status) throws IOException {
        headers(exchange, status, 0);
    }

    /** Sends an error status with its name as the text. */
    static void error(HttpExchange exchange, int status) throws IOException {
        String text = status + " " + REASONS.getOrDefault(status, "Error") + "\n";
        send(exchange, status, "text/plain; charset=utf-8", text);
    }

    static boolean isHead(HttpExchange exchange) {
        return exchange.getRequestMethod().equals("HEAD");
    }

    private static void headers(HttpExchange exchange, int status, long length) throws HangUpException {
        Headers headers = exchange.getResponseHeaders();
        headers.set("X-Content-Type-Options", "nosniff");
        boolean head = isHead(exchange);
        if (head && status != 304) {
            headers.set("Content-Length", Long.toString(length));
        }
        try {
            exchange.sendResponseHeaders(status, head || length == 0 ? -1 : length);
        } catch (IOException e) {
            throw new HangUpException(e);
        }
    }

    private static void finish(HttpExchange exchange) throws HangUpException {
        try {
            exchange.getResponseBody().close();
        } catch (IOException e) {
            throw new HangUpException(e);
        }
    }
}
