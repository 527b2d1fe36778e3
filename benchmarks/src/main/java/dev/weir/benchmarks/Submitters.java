package dev.weir.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;

/** Threads that all begin to submit at the same time, again and again. Used by one thread. */
final class Submitters {

    private final Runnable share;
    private final CyclicBarrier start;
    private final List<Thread> threads = new ArrayList<>();

    /** Starts them; each runs its share when told to {@link #go}. */
    Submitters(int count, Runnable share) {
        this.share = share;
        this.start = new CyclicBarrier(count + 1);
        for (int i = 0; i < count; i++) {
            Thread thread = new Thread(this::submit, "submitter-" + i);
            thread.setDaemon(true);
            thread.start();
            threads.add(thread);
        }
    }

    private void submit() {
        while (awaitStart()) {
            share.run();
        }
    }

    private boolean awaitStart() {
        try {
            start.await();
            return true;
        } catch (InterruptedException | BrokenBarrierException ended) {
            return false;
        }
    }

    void go() {
        awaitStart();
    }

    void end() throws InterruptedException {
        for (Thread thread : threads) {
            thread.interrupt();
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }
}
