package dev.weir.cli;

import java.util.Map;

/**
 * The settings of the JDK's HTTP server that exist only as system properties. Stateless.
 *
 * <p>The server reads them once, when its classes load, so {@link #apply()} has to come before its first use. What the
 * user has set with {@code -D} stays.
 *
 * <ul>
 *   <li>{@code nodelay}: headers and body leave in two writes. With Nagle's algorithm the second waits for the client's
 *       delayed acknowledgement of the first: 40 ms for each request on a kept-alive connection.
 *   <li>{@code maxIdleConnections}: beyond it (200 unless set) the server closes a connection after its response without
 *       having said so, and a client that just sends its next request there gets no answer.
 *   <li>{@code maxReqTime}, in seconds (whatever older documentation says): the time from the first byte of a request to
 *       its last, waiting for a thread included. Without it a client that sends half a request holds a thread for ever.
 * </ul>
 */
final class HttpServerProperties {
    private static final Map<String, String> WANTED = Map.of(
            "sun.net.httpserver.nodelay", "true",
            "sun.net.httpserver.maxIdleConnections", "10000",
            "sun.net.httpserver.maxReqTime", "120");

    private HttpServerProperties() {}

    static void apply() {
        WANTED.forEach((key, value) -> {
            if (System.getProperty(key) == null) {
                System.setProperty(key, value);
            }
        });
    }
}
