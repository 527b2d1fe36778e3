package dev.weir.benchmarks;

import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;

/**
 * N7: the JDK's HTTP server on a pool of 16 workers, and wrk with 32 keep-alive connections. Run in a JVM of its own, for one
 * pool; wrk is a process beside it.
 */
public final class HttpRequests {

    private static final int WORKERS = 16;
    private static final String CONNECTIONS = "32";

    /** At most. In the first seconds the compiler takes a good part of the processors. */
    private static final int WARM_UP_SECONDS = 8;

    /** Has wrk print what it found in a line of its own: requests, microseconds, errors, and the percentiles. */
    private static final String REPORT = """
            done = function(summary, latency, requests)
              local e = summary.errors
              print(string.format("FIGURES %d %d %d %f %f %f %f %f", summary.requests, summary.duration,
                e.connect + e.read + e.write + e.status + e.timeout, latency.mean,
                latency:percentile(50), latency:percentile(99), latency:percentile(99.9), latency.max))
            end
            """;

    private HttpRequests() {}

    /**
     * Serves requests and keeps what came of it.
     *
     * @param arguments the pool, for how many seconds, and the file for the figures
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Peer peer = Peer.valueOf(arguments[0]);
        int seconds = Math.max(1, (int) Double.parseDouble(arguments[1]));
        System.setProperty("sun.net.httpserver.nodelay", "true");
        ExecutorService pool = peer.open(WORKERS);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        byte[] body = "x".repeat(100).getBytes(StandardCharsets.US_ASCII);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, body.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        });
        server.setExecutor(pool);
        server.start();
        Path report = Files.createTempFile("weir-wrk", ".lua");
        try {
            Files.writeString(report, REPORT);
            wrk(server.getAddress().getPort(), Math.min(2 * seconds, WARM_UP_SECONDS), report);
            Map<String, Double> figures = wrk(server.getAddress().getPort(), seconds, report);
            RawResults.write(Path.of(arguments[2]), "HttpRequests.get", Map.of("peer", peer.name()), "us/op", figures);
        } finally {
            Files.delete(report);
            server.stop(0);
            Peer.close(pool);
        }
    }

    private static Map<String, Double> wrk(int port, int seconds, Path report)
            throws IOException, InterruptedException {
        Process wrk = new ProcessBuilder(
                        "wrk",
                        "-t1",
                        "-c" + CONNECTIONS,
                        "-d" + seconds + "s",
                        "-s" + report,
                        "http://127.0.0.1:" + port + "/")
                .redirectErrorStream(true)
                .start();
        StringBuilder said = new StringBuilder();
        Map<String, Double> figures = new LinkedHashMap<>();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(wrk.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                said.append(line).append('\n');
                if (line.startsWith("FIGURES ")) {
                    String[] found = line.split(" ");
                    figures.put("mean", Double.valueOf(found[4]));
                    figures.put("p50", Double.valueOf(found[5]));
                    figures.put("p99", Double.valueOf(found[6]));
                    figures.put("p99.9", Double.valueOf(found[7]));
                    figures.put("max", Double.valueOf(found[8]));
                    figures.put("requests/s", Double.parseDouble(found[1]) / Double.parseDouble(found[2]) * 1e6);
                    figures.put("errors", Double.valueOf(found[3]));
                }
            }
        }
        if (wrk.waitFor() != 0 || figures.isEmpty()) {
            throw new IOException("wrk failed: " + said);
        }
        return figures;
    }
}
