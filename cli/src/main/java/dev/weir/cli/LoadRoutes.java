package dev.weir.cli;

import com.sun.net.httpserver.HttpExchange;
import dev.weir.Overflow;
import dev.weir.Task;
import dev.weir.TaskRejectedException;
import dev.weir.ThreadPool;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * What {@code weir serve --load} has to do behind its requests: two pools as a service has them, whose tasks pretend to wait
 * for a database. Thread-safe.
 *
 * <p>An order takes some tens of milliseconds, fails once in a hundred and is refused when too many wait. A report takes
 * seconds, and the oldest are given up for newer ones.
 */
final class LoadRoutes implements AutoCloseable {
    static final String ORDER = "/-/load/order";
    static final String REPORT = "/-/load/report";

    private static final int FAILS_ONE_IN = 100;
    private static final int STUCK_ONE_IN = 4_000;

    private final ThreadPool orders = ThreadPool.builder("orders")
            .threads(2, 12)
            .queueCapacity(60)
            .keepAlive(Duration.ofSeconds(5))
            .expectedRunTime(Duration.ofSeconds(3)) // one in some thousands takes longer, and is told
            .failureHandler(failure -> {}) // on purpose; the page counts them
            .build();

    private final ThreadPool reports = ThreadPool.builder("reports")
            .threads(0, 2)
            .queueCapacity(8)
            .overflow(Overflow.dropOldest())
            .build();

    /** By path. */
    Map<String, Route> routes() {
        return Map.of(ORDER, this::order, REPORT, this::report);
    }

    private void order(HttpExchange exchange) throws IOException, StatusException {
        try {
            Task<String> order = orders.submit("order", LoadRoutes::placeOrder);
            Reply.send(exchange, 200, "text/plain; charset=utf-8", order.get());
        } catch (TaskRejectedException full) {
            throw new StatusException(503);
        } catch (ExecutionException failed) {
            throw new StatusException(500);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StatusException(503);
        }
    }

    private static String placeOrder() throws InterruptedException {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        askDatabase(Duration.ofNanos((long) (15e6 * Math.exp(0.6 * random.nextGaussian()))));
        if (random.nextInt(FAILS_ONE_IN) == 0) {
            throw new IllegalStateException("no stock of item " + random.nextInt(1000, 9999));
        }
        if (random.nextInt(STUCK_ONE_IN) == 0) {
            askDatabase(Duration.ofSeconds(20));
        }
        return "ordered\n";
    }

    private void report(HttpExchange exchange) throws IOException {
        reports.submit("report", LoadRoutes::makeReport);
        Reply.send(exchange, 202, "text/plain; charset=utf-8", "begun\n");
    }

    private static String makeReport() throws InterruptedException {
        askDatabase(Duration.ofMillis(ThreadLocalRandom.current().nextLong(300, 3000)));
        return "done";
    }

    /** Pretends to wait for one. */
    private static void askDatabase(Duration time) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(time.toNanos());
    }

    @Override
    public void close() {
        orders.shutdownNow();
        reports.shutdownNow();
    }
}
