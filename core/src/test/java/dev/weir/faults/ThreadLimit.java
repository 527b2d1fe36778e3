package dev.weir.faults;

import dev.weir.Overflow;
import dev.weir.ThreadPool;
import dev.weir.support.Gate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A program for a process that may have few threads: pools want more than there can be. It ends well if they go on with those
 * that they have, and with more as soon as they can be had. See {@code ThreadLimitTest}.
 */
public final class ThreadLimit {

    private static final int WANTED = 1_000;

    private ThreadLimit() {}

    /** Runs it. */
    public static void main(String... arguments) {
        Aftermath.orHalt(() -> run());
    }

    private static Void run() throws Exception {
        ThreadPool pool = ThreadPool.builder("many")
                .threads(1, WANTED)
                .queueCapacity(10 * WANTED)
                .build();
        Gate gate = new Gate();
        AtomicInteger ran = new AtomicInteger();
        for (int i = 0; i < 5 * WANTED; i++) {
            pool.execute(() -> {
                gate.run();
                ran.incrementAndGet();
            });
        }
        gate.awaitInside(2);
        CountDownLatch never = new CountDownLatch(1);
        List<Thread> hogs = hogThreads(never);
        Aftermath.check(pool.stats().threads() < WANTED, "the limit did not hold", pool);
        Aftermath.check(pool.stats().addsUp(), "its account does not add up", pool);
        int without = withoutAnyThread();
        System.out.println("with " + pool.stats().threads() + " threads of " + WANTED + ", " + hogs.size()
                + " beside; run by their submitter: " + without);
        gate.open();
        Aftermath.check(pool.join(Duration.ofMinutes(1)), "it does not come to rest", pool);
        Aftermath.check(ran.get() == 5 * WANTED, "ran " + ran, pool);
        never.countDown();
        for (Thread hog : hogs) {
            hog.join();
        }
        Aftermath.isSound(pool);
        return null;
    }

    /** Takes what threads are left. */
    private static List<Thread> hogThreads(CountDownLatch never) {
        List<Thread> hogs = new ArrayList<>();
        try {
            for (; ; ) {
                Thread hog = new Thread(() -> {
                    try {
                        never.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                });
                hog.start();
                hogs.add(hog);
            }
        } catch (OutOfMemoryError noMore) {
            return hogs;
        }
    }

    /** A pool that can get no thread at all has its tasks run by their submitter, and runs them itself once it can. */
    private static int withoutAnyThread() throws Exception {
        ThreadPool pool = ThreadPool.builder("none")
                .threads(2, 2)
                .overflow(Overflow.callerRuns())
                .build();
        int own = 0;
        for (int i = 0; i < 20; i++) {
            Thread by = pool.submit(Thread::currentThread).get();
            own += by == Thread.currentThread() ? 1 : 0;
        }
        pool.close(); // without a thread for the test either
        Aftermath.check(pool.stats().accepted() == 20 && pool.stats().ended() == 20, "tasks were lost", pool);
        return own;
    }
}
