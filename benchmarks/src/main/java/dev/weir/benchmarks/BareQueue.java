package dev.weir.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jctools.queues.MpmcArrayQueue;

/** A bare queue of JCTools and threads that poll it without rest: the most that one shared queue can pass on. */
final class BareQueue extends ExecuteOnly {

    private static final int SPINS = 100;

    private final MpmcArrayQueue<Runnable> queue;
    private final List<Thread> threads = new ArrayList<>();

    BareQueue(int workers, int room) {
        queue = new MpmcArrayQueue<>(room);
        for (int i = 0; i < workers; i++) {
            Thread thread = new Thread(this::poll, "bare-" + i);
            thread.setDaemon(true);
            thread.start();
            threads.add(thread);
        }
    }

    private void poll() {
        for (int misses = 0; !isShutdown(); ) {
            Runnable task = queue.poll();
            if (task != null) {
                misses = 0;
                task.run();
            } else if (++misses < SPINS) {
                Thread.onSpinWait();
            } else {
                Thread.yield();
            }
        }
    }

    @Override
    public void execute(Runnable task) {
        while (!queue.offer(task)) {
            Thread.yield();
        }
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        for (Thread thread : threads) {
            unit.timedJoin(thread, timeout);
        }
        return super.awaitTermination(timeout, unit);
    }
}
