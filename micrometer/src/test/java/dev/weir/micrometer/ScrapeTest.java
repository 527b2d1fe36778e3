package dev.weir.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.weir.PoolStats;
import dev.weir.ThreadPool;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A Prometheus registry, scraped over HTTP. */
class ScrapeTest {

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private HttpServer server;

    @BeforeEach
    void serve() throws Exception {
        registry.throwExceptionOnRegistrationFailure();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/metrics", exchange -> {
            byte[] text = registry.scrape().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, text.length == 0 ? -1 : text.length);
            exchange.getResponseBody().write(text);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void scrapesAPoolThatWorks() throws Exception {
        try (ThreadPool pool = ThreadPool.builder("orders").threads(2, 2).build()) {
            WeirMetrics metrics = WeirMetrics.monitor(registry, pool);
            PoolStats before = pool.stats();
            String page = "";
            double accepted = 0;
            // Until a scrape shows some of the load's tasks, while the load goes on.
            while (accepted == 0) {
                for (int i = 0; i < 100; i++) {
                    pool.execute(Thread::onSpinWait);
                }
                page = get();
                accepted = value(page, "weir_pool_accepted_tasks_total{name=\"orders\"}");
            }
            PoolStats after = pool.stats();
            assertThat(accepted).isBetween((double) before.accepted() + 1, (double) after.accepted());
            for (String name : List.of(
                    "executor_completed_tasks_total",
                    "executor_active_threads",
                    "executor_queued_tasks",
                    "executor_queue_remaining_tasks",
                    "executor_pool_size_threads",
                    "executor_pool_core_threads",
                    "executor_pool_max_threads",
                    "executor_seconds_count",
                    "executor_seconds_sum",
                    "executor_idle_seconds_count",
                    "weir_pool_oldest_wait_seconds",
                    "weir_pool_started_threads_total",
                    "weir_pool_busy_ratio")) {
                assertThat(value(page, name + "{name=\"orders\"}")).as(name).isNotNegative();
            }
            assertThat(page)
                    .contains("weir_pool_rejected_tasks_total{name=\"orders\",reason=\"queue_full\"}")
                    .contains("weir_pool_run_time_seconds{name=\"orders\",quantile=\"0.99\"}");
            // One reading serves the whole page, so the account on it adds up.
            assertThat(accepted)
                    .isEqualTo(lines(page, "weir_pool_ended_tasks_total").stream()
                                    .mapToDouble(ScrapeTest::number)
                                    .sum()
                            + value(page, "weir_pool_running_tasks{name=\"orders\"}")
                            + value(page, "executor_queued_tasks{name=\"orders\"}"));
            metrics.close();
            assertThat(get()).doesNotContain("orders");
        }
    }

    @Test
    void escapesANameWithMarkup() throws Exception {
        try (ThreadPool pool = ThreadPool.builder("<b>\"a\\b\n").threads(0, 1).build()) {
            WeirMetrics.monitor(registry, pool);
            assertThat(get()).contains("executor_pool_max_threads{name=\"<b>\\\"a\\\\b\\n\"} 1.0\n");
        }
    }

    @Test
    void scrapesAThousandPoolsAndThenNone() throws Exception {
        List<ThreadPool> pools = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            ThreadPool pool = ThreadPool.builder("p" + i).threads(0, 1).build();
            pools.add(pool);
            WeirMetrics.monitor(registry, pool);
        }
        assertThat(lines(get(), "executor_pool_max_threads")).hasSize(1000);
        pools.forEach(ThreadPool::close);
        get();
        assertThat(registry.getMeters()).isEmpty();
        assertThat(get()).doesNotContain("{name=");
    }

    private String get() throws Exception {
        URI uri = URI.create("http://" + server.getAddress().getAddress().getHostAddress() + ":"
                + server.getAddress().getPort() + "/metrics");
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static List<String> lines(String page, String start) {
        return page.lines().filter(line -> line.startsWith(start)).toList();
    }

    private static double value(String page, String series) {
        List<String> found = lines(page, series + " ");
        assertThat(found).as(series).hasSize(1);
        return number(found.get(0));
    }

    private static double number(String line) {
        return Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
    }
}
