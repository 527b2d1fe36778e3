package dev.weir.dashboard;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that answer requests: daemons of their own, a bounded number, each for one request at a time. Thread-safe.
 *
 * <p>When all are taken a request is refused, and the server closes its connection. The JDK's server reads a request on
 * these threads and waits for as long as a client takes to send it; so one that has not come to its end in time is
 * interrupted, which closes its channel, unless it is a viewer's.
 */
final class ServerThreads implements Executor, AutoCloseable {

    private static final int MOST = Viewers.MOST + 32;
    private static final long IDLE_SECONDS = 10;

    private final long patienceNanos;
    private final AtomicInteger made = new AtomicInteger();
    private final ThreadPoolExecutor threads =
            new ThreadPoolExecutor(0, MOST, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), this::thread);

    /** What runs, but for the viewers, and since when. */
    private final Map<FutureTask<?>, Long> running = new ConcurrentHashMap<>();

    private final ThreadLocal<FutureTask<?>> own = new ThreadLocal<>();

    ServerThreads(Duration patience) {
        this.patienceNanos = patience.toNanos();
    }

    private Thread thread(Runnable run) {
        Thread thread = new Thread(run, "weir-dashboard-" + made.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void execute(Runnable exchange) {
        threads.execute(new Exchange(exchange));
    }

    /** Lets what the current thread runs take its time. */
    void beViewer() {
        running.remove(own.get());
    }

    /** Interrupts what has run for too long. */
    void evict() {
        long now = System.nanoTime();
        running.forEach((task, since) -> {
            if (now - since > patienceNanos) {
                task.cancel(true); // reaches the thread only while it still runs this
            }
        });
    }

    @Override
    public void close() {
        threads.shutdownNow();
        try {
            threads.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One request, from its first byte to its answer. */
    private final class Exchange extends FutureTask<Void> {
        Exchange(Runnable exchange) {
            super(exchange, null);
        }

        @Override
        public void run() {
            running.put(this, System.nanoTime());
            own.set(this);
            try {
                super.run();
            } finally {
                own.remove();
                running.remove(this);
            }
        }
    }
}
