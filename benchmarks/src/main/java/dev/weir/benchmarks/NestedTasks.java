package dev.weir.benchmarks;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** N2: each task submits two more, 19 levels deep, and waits for none of them. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class NestedTasks {

    private static final int DEPTH = 19;
    private static final int TASKS = (1 << DEPTH) - 1;

    /** The pool. */
    @Param({"WEIR", "TPE_LINKED", "FJP", "EQE", "JETTY", "TOMCAT", "NETTY"})
    public Peer peer = Peer.WEIR;

    /** The pool's threads; 0 for as many as there are processors. */
    @Param("0")
    public int workers;

    private ExecutorService pool = Peer.DIRECT.open(1);
    private Done done = new Done(false);

    /** Opens the pool. */
    @Setup(Level.Trial)
    public void open() {
        pool = peer.open(workers);
        done = new Done(peer.hasPassingThreads());
    }

    /** Ends the pool. */
    @TearDown(Level.Trial)
    public void close() throws InterruptedException {
        Peer.close(pool);
    }

    private final class Node implements Runnable {

        private final int depth;

        Node(int depth) {
            this.depth = depth;
        }

        @Override
        public void run() {
            if (depth > 1) {
                pool.execute(new Node(depth - 1));
                pool.execute(new Node(depth - 1));
            }
            done.count();
        }
    }

    /** A whole tree. */
    @Benchmark
    @OperationsPerInvocation(TASKS)
    public void tree() {
        done.announce(TASKS);
        pool.execute(new Node(DEPTH));
        done.await();
    }
}
