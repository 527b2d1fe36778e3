package dev.weir.faults;

import dev.weir.Overflow;
import dev.weir.TaskRejectedException;
import dev.weir.ThreadPool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A program of very many threads that submit at once, to pools of each policy. It ends well if each task was run once or
 * refused, and each submitter was told which. See {@code CrowdTest}.
 */
public final class Crowd {

    private static final int CAPACITY = 100;

    private Crowd() {}

    /** Runs it with so many threads as the argument says. */
    public static void main(String... arguments) {
        Aftermath.orHalt(() -> run(Integer.parseInt(arguments[0])));
    }

    private static Void run(int submitters) throws Exception {
        List<Overflow> overflows = List.of(
                Overflow.block(Duration.ofMinutes(2)), Overflow.callerRuns(), Overflow.dropOldest(), Overflow.reject());
        List<ThreadPool> pools = new ArrayList<>();
        for (Overflow overflow : overflows) {
            pools.add(ThreadPool.builder("crowded-" + pools.size())
                    .threads(1, 4)
                    .queueCapacity(CAPACITY)
                    .overflow(overflow)
                    .build());
        }
        CountDownLatch begin = new CountDownLatch(1);
        AtomicInteger ran = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();
        AtomicInteger ended = new AtomicInteger();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        List<Thread> crowd = new ArrayList<>();
        for (int i = 0; i < submitters; i++) {
            boolean execute = i % 2 == 0;
            Thread thread = new Thread(
                    null,
                    () -> {
                        try {
                            begin.await();
                            for (ThreadPool pool : pools) {
                                submit(pool, execute, ran, refused);
                            }
                            ended.incrementAndGet();
                        } catch (Throwable thrown) {
                            failure.compareAndSet(null, thrown);
                        }
                    },
                    "submitter",
                    128 * 1024);
            thread.start();
            crowd.add(thread);
        }
        begin.countDown();
        for (Thread thread : crowd) {
            thread.join();
        }
        if (failure.get() != null) {
            throw new AssertionError(failure.get());
        }
        long all = submitters;
        long dropped = 0;
        for (ThreadPool pool : pools) {
            Aftermath.check(pool.join(Duration.ofMinutes(1)), "it does not come to rest", pool);
            Aftermath.check(pool.stats().accepted() + pool.stats().rejected() == all, "of " + all, pool);
            dropped += pool.stats().dropped();
        }
        Aftermath.check(pools.get(0).stats().succeeded() == all, "who may wait for room gets it", pools.get(0));
        Aftermath.check(pools.get(1).stats().succeeded() == all, "who may run it runs it", pools.get(1));
        Aftermath.check(ran.get() + refused.get() + dropped == 4 * all, "lost or run twice", pools.get(0));
        System.out.println(ended + " submitters, " + ran + " ran, " + refused + " refused, " + dropped
                + " dropped; heap " + (Runtime.getRuntime().totalMemory() >> 20) + " MiB");
        for (ThreadPool pool : pools) {
            Aftermath.isSound(pool);
        }
        return null;
    }

    private static void submit(ThreadPool pool, boolean execute, AtomicInteger ran, AtomicInteger refused) {
        try {
            if (execute) {
                pool.execute(ran::incrementAndGet);
            } else {
                pool.submit(ran::incrementAndGet);
            }
        } catch (TaskRejectedException full) {
            refused.incrementAndGet();
        }
    }
}
