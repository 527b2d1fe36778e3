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
import org.apache.tomcat.util.threads.TaskQueue;
import org.jboss.threads.EnhancedQueueExecutor;

/** The pools that are compared. Immutable. */
public enum Peer {
    /** This project's. */
    WEIR(Peer::weir),

    /** The same without its statistics, as far as it can do without them: see {@link Uncounted}. */
    WEIR_UNCOUNTED(Uncounted::open),

    /** The same with everybody looking in: see {@link Observed}. */
    WEIR_OBSERVED(Observed::open),

    /** The same, rebuilt as the alternatives are. */
    WEIR_REBUILT(Alternative.NONE::open),

    /** See {@link Alternative#EAGER}. */
    WEIR_EAGER(Alternative.EAGER::open),

    /** See {@link Alternative#FENCE}. */
    WEIR_FENCE(Alternative.FENCE::open),

    /** See {@link Alternative#ONE_STRIPE}. */
    WEIR_ONE_STRIPE(Alternative.ONE_STRIPE::open),

    /** See {@link Alternative#NO_BATCHES}. */
    WEIR_NO_BATCHES(Alternative.NO_BATCHES::open),

    /** See {@link Alternative#BRIEF_LOOK}. */
    WEIR_BRIEF_LOOK(Alternative.BRIEF_LOOK::open),

    /** See {@link Alternative#LONG_LOOK}. */
    WEIR_LONG_LOOK(Alternative.LONG_LOOK::open),

    /** See {@link Alternative#NO_LOOK}. */
    WEIR_NO_LOOK(Alternative.NO_LOOK::open),

    /** {@code ThreadPoolExecutor} as {@code Executors.newFixedThreadPool} makes it. */
    TPE_LINKED(
            (min, max, room) -> new ThreadPoolExecutor(min, max, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>(room))),

    /** {@code ThreadPoolExecutor} with an array for a queue. */
    TPE_ARRAY(
            (min, max, room) -> new ThreadPoolExecutor(min, max, 1, TimeUnit.MINUTES, new ArrayBlockingQueue<>(room))),

    /** {@code ForkJoinPool} in async mode, as for event-like tasks. Its number of threads is its parallelism. */
    FJP((min, max, room) -> new ForkJoinPool(max, ForkJoinPool.defaultForkJoinWorkerThreadFactory, null, true)),

    /** The pool under WildFly and Quarkus. */
    EQE((min, max, room) -> new EnhancedQueueExecutor.Builder()
            .setCorePoolSize(min)
            .setMaximumPoolSize(max)
            .setMaximumQueueSize(room)
            .build()),

    /** The pool under Jetty. Its queue has no bound. */
    JETTY((min, max, room) -> new JettyPool(min, max)),

    /** The pool under Tomcat. */
    TOMCAT(Peer::tomcat),

    /** Netty's group of single-threaded executors, given its tasks in turn. It has all its threads, and no bound. */
    NETTY((min, max, room) -> new DefaultEventExecutorGroup(max)),

    /** A virtual thread for each task; only where the JDK has them. */
    VIRTUAL((min, max, room) -> VirtualThreads.perTask()),

    /** A platform thread for each task. */
    THREAD((min, max, room) -> new ThreadPerTask()),

    /** No pool, but a limit: a bare queue, and threads that do nothing but poll it. */
    BARE_MPMC((min, max, room) -> new BareQueue(max, room)),

    /** No pool, but a limit: the submitter runs the task. */
    DIRECT((min, max, room) -> new DirectCalls());

    /** How many tasks may wait where a benchmark does not say otherwise. */
    static final int ROOM = 1 << 20;

    /** How one is made. */
    private interface Opening {
        ExecutorService open(int min, int max, int room);
    }

    private final Opening opening;

    Peer(Opening opening) {
        this.opening = opening;
    }

    private static ExecutorService weir(int min, int max, int room) {
        return ThreadPool.builder("weir").threads(min, max).queueCapacity(room).build();
    }

    private static ExecutorService tomcat(int min, int max, int room) {
        TaskQueue queue = new TaskQueue(room);
        var pool = new org.apache.tomcat.util.threads.ThreadPoolExecutor(
                min, max, 1, TimeUnit.MINUTES, queue, Executors.defaultThreadFactory());
        queue.setParent(pool);
        return pool;
    }

    /**
     * Opens a pool whose number of threads does not change, with room for a million tasks.
     *
     * @param workers how many threads it shall have; 0 for as many as there are processors
     */
    public ExecutorService open(int workers) {
        int threads = workers > 0 ? workers : Runtime.getRuntime().availableProcessors();
        return open(threads, threads, ROOM);
    }

    /**
     * Opens a pool.
     *
     * @param min how many threads it shall have at least, if it can be told
     * @param max how many it may have, if it can be told
     * @param room how many tasks may wait, if it can be told
     */
    public ExecutorService open(int min, int max, int room) {
        return opening.open(min, max, room);
    }

    /** Whether each task has a thread of its own. */
    boolean hasPassingThreads() {
        return this == VIRTUAL || this == THREAD;
    }

    /** Ends a pool that has nothing left to do. If another pool than Weir does not, that is told, and its figures count. */
    public static void close(ExecutorService pool) throws InterruptedException {
        pool.shutdown();
        if (pool.awaitTermination(1, TimeUnit.MINUTES)) {
            return;
        }
        String what = pool + " does not end";
        if (pool.getClass().getName().startsWith("dev.weir.")) {
            throw new IllegalStateException(what);
        }
        System.err.println(what);
    }
}
