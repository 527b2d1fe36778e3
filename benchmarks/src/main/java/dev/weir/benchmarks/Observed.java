package dev.weir.benchmarks;

import dev.weir.ThreadPool;
import dev.weir.dashboard.Dashboard;
import dev.weir.micrometer.WeirMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import jdk.jfr.Configuration;
import jdk.jfr.Recording;

/**
 * Weir with everybody looking in: a listener, an expected time, JMX, a flight recording, meters that are scraped once a
 * second, and the live page with a viewer.
 */
final class Observed {

    private static final String SETTINGS = "weir.jfc";

    private Observed() {}

    static ExecutorService open(int min, int max, int room) {
        ThreadPool pool = ThreadPool.builder("weir-observed")
                .threads(min, max)
                .queueCapacity(room)
                .listener(event -> {})
                .expectedRunTime(Duration.ofSeconds(1))
                .jmx(true)
                .build();
        daemon(() -> observe(pool), "observer");
        return pool;
    }

    private static void observe(ThreadPool pool) {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        try (Recording recording = new Recording(settings());
                WeirMetrics metrics = WeirMetrics.monitor(registry, pool);
                Dashboard page = Dashboard.start(0)) {
            recording.start();
            daemon(() -> view(page.url() + "events?pool=1"), "viewer");
            while (!pool.awaitTermination(1, TimeUnit.SECONDS)) {
                if (registry.scrape().isEmpty()) {
                    throw new IllegalStateException("nothing to scrape from " + metrics);
                }
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private static Configuration settings() {
        try (InputStream in = ThreadPool.class.getResourceAsStream(SETTINGS)) {
            if (in == null) {
                throw new IllegalStateException("there are no settings " + SETTINGS);
            }
            return Configuration.create(new InputStreamReader(in, StandardCharsets.UTF_8));
        } catch (IOException | ParseException wrong) {
            throw new IllegalStateException("the settings for recordings cannot be read", wrong);
        }
    }

    /** Reads what comes until it ends. */
    private static void view(String url) {
        try (InputStream events = URI.create(url).toURL().openStream()) {
            events.transferTo(OutputStream.nullOutputStream());
        } catch (IOException over) {
            // the page has been closed
        }
    }

    private static void daemon(Runnable job, String name) {
        Thread thread = new Thread(job, name);
        thread.setDaemon(true);
        thread.start();
    }
}
