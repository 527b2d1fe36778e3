package dev.weir.benchmarks;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * Counts what Weir does for a task: atomic instructions, failed ones, unparks, allocated bytes. Unlike times these hardly
 * depend on the machine, but for the failed ones, which counting makes more frequent. Not counted: what the JDK's collections
 * do, volatile stores, fences.
 *
 * <p>Run in a JVM of its own.
 */
public final class Steps {

    private static final int WARM_UP = 3;
    private static final long SETTLE_NANOS = 200_000;

    /** What the pool has to do. */
    enum Load {
        /** One tiny task after the other, each to a pool that has come to rest. */
        IDLE(1, 1_000, Peer.ROOM) {
            @Override
            void submit(ExecutorService pool, Runnable task, Done done) {
                done.announce(1);
                pool.execute(task);
                done.await();
                LockSupport.parkNanos(SETTLE_NANOS);
            }
        },

        /** Tiny tasks from one submitter, which waits after every 10,000. */
        BUSY(1, 50, Peer.ROOM) {
            @Override
            void submit(ExecutorService pool, Runnable task, Done done) {
                done.announce(BATCH);
                for (int i = 0; i < BATCH; i++) {
                    pool.execute(task);
                }
                done.await();
            }

            @Override
            int tasksAStep() {
                return BATCH;
            }
        },

        /** The same from four submitters, each of which waits until all of what was submitted is done. */
        BUSY4(4, 20, Peer.ROOM) {
            @Override
            void submit(ExecutorService pool, Runnable task, Done done) {
                BUSY.submit(pool, task, done);
            }

            @Override
            int tasksAStep() {
                return BATCH;
            }
        },

        /** Four submitters who do not wait, and a queue of 1,000: most tasks are refused, at once. */
        OVERLOADED(4, 500_000, 1_000) {
            @Override
            void submit(ExecutorService pool, Runnable task, Done done) {
                try {
                    pool.execute(task);
                } catch (RejectedExecutionException full) {
                    REFUSED.increment();
                }
            }
        };

        private static final int BATCH = 10_000;
        static final LongAdder REFUSED = new LongAdder();

        private final int submitters;
        private final int steps;
        private final int room;

        Load(int submitters, int steps, int room) {
            this.submitters = submitters;
            this.steps = steps;
            this.room = room;
        }

        abstract void submit(ExecutorService pool, Runnable task, Done done);

        int tasksAStep() {
            return 1;
        }
    }

    private final Load load;
    private final Done done = new Done(false);

    private Steps(Load load) {
        this.load = load;
    }

    /**
     * Counts, and keeps the counts.
     *
     * @param arguments the pool, which is Weir; the load; for how many seconds, which plays no part; the file for the figures
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Load load = Load.valueOf(arguments[1]);
        int workers = Runtime.getRuntime().availableProcessors();
        ExecutorService pool = OtherWeir.open(new CountedClasses(), workers, workers, load.room);
        Steps steps = new Steps(load);
        for (int i = 0; i < WARM_UP; i++) {
            steps.run(pool);
        }
        Map<String, Double> figures = steps.run(pool);
        Peer.close(pool);
        RawResults.write(
                Path.of(arguments[3]),
                "Steps." + load.name().toLowerCase(Locale.ROOT),
                Map.of("peer", arguments[0]),
                "a task",
                figures);
    }

    private Map<String, Double> run(ExecutorService pool) throws InterruptedException {
        Work slow = Work.of(10_000);
        Runnable task = load == Load.OVERLOADED ? slow : done::count;
        long atomic = StepCounts.ATOMIC.sum();
        long failed = StepCounts.FAILED.sum();
        long unparks = StepCounts.UNPARKS.sum();
        long refused = Load.REFUSED.sum();
        LongAdder bytesOfSubmitters = new LongAdder();
        long bytesOfOthers = allocated();
        Thread[] submitters = new Thread[load.submitters];
        for (int i = 0; i < submitters.length; i++) {
            submitters[i] = new Thread(() -> {
                for (int step = 0; step < load.steps; step++) {
                    load.submit(pool, task, done);
                }
                bytesOfSubmitters.add(
                        threads().getThreadAllocatedBytes(Thread.currentThread().getId()));
            });
            submitters[i].start();
        }
        for (Thread submitter : submitters) {
            submitter.join();
        }
        double tasks = (double) load.submitters * load.steps * load.tasksAStep();
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("atomic", (StepCounts.ATOMIC.sum() - atomic) / tasks);
        figures.put("failed", (StepCounts.FAILED.sum() - failed) / tasks);
        figures.put("unparks", (StepCounts.UNPARKS.sum() - unparks) / tasks);
        figures.put("bytes", (allocated() - bytesOfOthers + bytesOfSubmitters.sum()) / tasks);
        figures.put("refused", (Load.REFUSED.sum() - refused) / tasks);
        return figures;
    }

    private static ThreadMXBean threads() {
        return (ThreadMXBean) ManagementFactory.getThreadMXBean();
    }

    /** By all threads that are alive. */
    private static long allocated() {
        long sum = 0;
        for (long bytes : threads().getThreadAllocatedBytes(threads().getAllThreadIds())) {
            sum += Math.max(0, bytes);
        }
        return sum;
    }
}
