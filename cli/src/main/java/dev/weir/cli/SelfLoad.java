package dev.weir.cli;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A client that {@code weir serve --load} has of its own: asks the server for files, orders and reports, as many users would.
 * Thread-safe.
 *
 * <p>It does not wait for answers before it asks again, as users do not wait for each other; but at most {@value #AT_ONCE}
 * requests are under way, and beyond that it leaves some out. It is calm for a while, then there is a burst, again and again.
 */
final class SelfLoad implements AutoCloseable {
    private static final int AT_ONCE = 400;
    private static final long CYCLE_MILLIS = 30_000;
    private static final long BURST_MILLIS = 4_000;
    private static final int STEP_MILLIS = 10;

    private final String root;
    private final Semaphore room = new Semaphore(AT_ONCE);

    /** What the client would still do after the end is dropped: refused, it would be told as an error on the console. */
    private final ExecutorService threads = new ThreadPoolExecutor(
            2,
            2,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            SelfLoad::daemon,
            new ThreadPoolExecutor.DiscardPolicy());

    private final HttpClient client = HttpClient.newBuilder()
            .executor(threads)
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final Thread driver = daemon(this::drive);
    private volatile boolean over;

    private SelfLoad(String root) {
        this.root = root;
    }

    /** Begins to ask. */
    static SelfLoad start(String root) {
        SelfLoad load = new SelfLoad(root);
        load.driver.start();
        return load;
    }

    private static Thread daemon(Runnable run) {
        Thread thread = new Thread(run, "weir-load");
        thread.setDaemon(true);
        return thread;
    }

    private void drive() {
        long start = System.nanoTime();
        double due = 0;
        while (!over) {
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
            for (due += rate(millis) * STEP_MILLIS / 1e3; due >= 1; due--) {
                ask();
            }
            try {
                TimeUnit.MILLISECONDS.sleep(STEP_MILLIS);
            } catch (InterruptedException e) {
                return; // told to end
            }
        }
    }

    /** Requests a second at a moment: a slow swell, and a burst at the end of each cycle. */
    static double rate(long millis) {
        long phase = millis % CYCLE_MILLIS;
        return phase >= CYCLE_MILLIS - BURST_MILLIS
                ? 1_200
                : 150 + 100 * Math.sin(2 * Math.PI * phase / (CYCLE_MILLIS - BURST_MILLIS));
    }

    /** Asks for something; nothing, if as much as may is under way, or once it is closed. */
    void ask() {
        if (!room.tryAcquire()) {
            return;
        }
        int dice = ThreadLocalRandom.current().nextInt(100);
        String path = dice < 80 ? LoadRoutes.ORDER : dice < 99 ? "/" : LoadRoutes.REPORT;
        HttpRequest request = HttpRequest.newBuilder(URI.create(root + path.substring(1)))
                .timeout(Duration.ofSeconds(30))
                .build();
        client.sendAsync(request, HttpResponse.BodyHandlers.discarding())
                .whenComplete((answer, failure) -> room.release());
    }

    @Override
    public void close() {
        over = true;
        driver.interrupt();
        threads.shutdownNow();
    }
}
