package dev.weir.benchmarks;

import dev.weir.ThreadPool;
import io.netty.util.concurrent.DefaultEventExecutorGroup;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.apache.tomcat.util.threads.TaskQueue;
import org.jboss.threads.EnhancedQueueExecutor;

/** The pools that are compared, each with a fixed number of threads and room for a million tasks. Immutable. */
public enum Peer {
    /** This project's. */
    WEIR(workers -> ThreadPool.builder("weir")
            .threads(workers, workers)
            .queueCapacity(Peer.ROOM)
            .build()),

    /** {@code ThreadPoolExecutor} as {@code Executors.newFixedThreadPool} makes it. */
    TPE_LINKED(workers ->
            new ThreadPoolExecutor(workers, workers, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>(Peer.ROOM))),

    /** {@code ThreadPoolExecutor} with an array for a queue. */
    TPE_ARRAY(workers ->
            new ThreadPoolExecutor(workers, workers, 1, TimeUnit.MINUTES, new ArrayBlockingQueue<>(Peer.ROOM))),

    /** {@code ForkJoinPool} in async mode, as for event-like tasks. */
    FJP(workers -> new ForkJoinPool(workers, ForkJoinPool.defaultForkJoinWorkerThreadFactory, null, true)),

    /** The pool under WildFly and Quarkus. */
    EQE(workers -> new EnhancedQueueExecutor.Builder()
            .setCorePoolSize(workers)
            .setMaximumPoolSize(workers)
            .setMaximumQueueSize(Peer.ROOM)
            .build()),

    /** The pool under Jetty. */
    JETTY(JettyPool::new),

    /** The pool under Tomcat. */
    TOMCAT(Peer::tomcat),

    /** Netty's group of single-threaded executors, given its tasks in turn. */
    NETTY(DefaultEventExecutorGroup::new),

    /** A virtual thread for each task; only where the JDK has them. */
    VIRTUAL(workers -> VirtualThreads.perTask()),

    /** A platform thread for each task. */
    THREAD(workers -> new ThreadPerTask()),

    /** No pool, but a limit: a bare queue, and threads that do nothing but poll it. */
    BARE_MPMC(BareQueue::new),

    /** No pool, but a limit: the submitter runs the task. */
    DIRECT(workers -> new DirectCalls());

    static final int ROOM = 1 << 20;

    private final IntFunction<ExecutorService> opening;

    Peer(IntFunction<ExecutorService> opening) {
        this.opening = opening;
    }

    private static ExecutorService tomcat(int workers) {
        TaskQueue queue = new TaskQueue(ROOM);
        var pool = new org.apache.tomcat.util.threads.ThreadPoolExecutor(
                workers, workers, 1, TimeUnit.MINUTES, queue, Executors.defaultThreadFactory());
        queue.setParent(pool);
        return pool;
    }

    /**
     * Opens a pool.
     *
     * @param workers how many threads it shall have, if it can be told
     */
    public ExecutorService open(int workers) {
        return opening.apply(workers);
    }

    /** Ends a pool that has nothing left to do. */
    public static void close(ExecutorService pool) throws InterruptedException {
        pool.shutdown();
        if (!pool.awaitTermination(1, TimeUnit.MINUTES)) {
            throw new IllegalStateException(pool + " does not end");
        }
    }
}
