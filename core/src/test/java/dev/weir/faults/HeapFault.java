package dev.weir.faults;

import dev.weir.Overflow;
import dev.weir.Task;
import dev.weir.TaskRejectedException;
import dev.weir.ThreadPool;
import dev.weir.support.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A program for a small heap: tasks fill it again and again, while others submit. It ends well if the pool survives all of it
 * and has lost nothing. See {@code HeapFaultTest}.
 */
public final class HeapFault {

    private static final int ROUNDS = 4;
    private static final int FLOOD = 300;
    private static final int MOST = 200_000;
    private static final int FILLS = 4;
    private static final int TRIES = 10;

    /** Full for a moment, for all threads. */
    private static volatile Object[] hoard;

    private HeapFault() {}

    /** Runs it. */
    public static void main(String... arguments) {
        Aftermath.orHalt(() -> run());
    }

    private static Void run() throws Exception {
        AtomicInteger exhausted = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();
        AtomicInteger accepted = new AtomicInteger();
        AtomicInteger ran = new AtomicInteger();
        ThreadPool pool = ThreadPool.builder("greedy")
                .threads(1, 4)
                .queueCapacity(100_000)
                .overflow(Overflow.reject())
                .keepAlive(Duration.ofMillis(5))
                .failureHandler(failure -> {})
                .build();
        warmUp(pool);
        for (int round = 0; round < ROUNDS; round++) {
            int before = exhausted.get();
            Task<?> greedy = null;
            while (greedy == null) {
                try {
                    greedy = pool.submit(() -> fill(exhausted));
                } catch (OutOfMemoryError again) {
                    hoard = null;
                }
            }
            // What is submitted meanwhile finds no memory on its way: it is accepted or not, and this thread knows.
            for (int i = 0; i < FLOOD || i < MOST && exhausted.get() < before + FILLS; i++) {
                if (i >= FLOOD) {
                    Thread.yield();
                }
                try {
                    if (i % 2 == 0) {
                        pool.execute(ran::incrementAndGet);
                    } else {
                        pool.submit(ran::incrementAndGet);
                    }
                    accepted.incrementAndGet();
                } catch (OutOfMemoryError | TaskRejectedException full) {
                    refused.incrementAndGet();
                }
            }
            greedy.cancel(true);
            hoard = null;
        }
        Aftermath.check(pool.join(Duration.ofMinutes(1)), "it does not come to rest", pool);
        Aftermath.check(exhausted.get() > 0, "the heap was never full", pool);
        // A submission that fails with an error may have been accepted all the same, but never the other way round.
        Aftermath.check(ran.get() >= accepted.get(), "accepted tasks did not run", pool);
        Aftermath.check(ran.get() <= accepted.get() + refused.get(), "tasks ran twice", pool);
        System.out.println("heap full " + exhausted + " times, " + accepted + " accepted, " + refused + " refused, "
                + ran + " ran; " + pool.stats());
        int before = ran.get();
        for (int i = 0; i < FLOOD; i++) {
            pool.execute(ran::incrementAndGet);
        }
        Aftermath.check(pool.join(Duration.ofMinutes(1)), "it does not come to rest again", pool);
        Aftermath.check(ran.get() == before + FLOOD, "tasks that came with the memory did not run", pool);
        Aftermath.isSound(pool);
        return null;
    }

    /** A class that cannot be initialised for want of memory is lost to the JVM, whatever the pool does: they are there before. */
    private static void warmUp(ThreadPool pool) throws Exception {
        List<Task<?>> nested = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            pool.execute(() -> {});
            if (i % 1_000 == 0) {
                nested.add(pool.submit(() -> pool.submit(() -> 1).get()));
                nested.add(pool.submit(() -> {
                    throw new IllegalStateException("thrown by a task");
                }));
            }
        }
        Aftermath.check(pool.join(Duration.ofMinutes(1)), "it does not come to rest even before", pool);
        nested.forEach(task -> task.cancel(true));
        Await.until("workers have left", () -> pool.stats().threads() == 1);
        Aftermath.goesOn(pool);
    }

    /** So that the others find no memory either: each try has the JVM look for some, which takes long. */
    private static void stayFull(List<Object> taken) {
        for (int left = TRIES; left > 0 && !Thread.currentThread().isInterrupted(); left--) {
            try {
                taken.add(new byte[64]);
            } catch (OutOfMemoryError full) {
                Thread.yield();
            }
        }
    }

    private static void fill(AtomicInteger exhausted) {
        List<Object> taken = new ArrayList<>();
        int size = 1 << 20;
        while (size > 64 && !Thread.currentThread().isInterrupted()) {
            try {
                taken.add(new byte[size]);
                hoard = new Object[] {hoard, taken};
            } catch (OutOfMemoryError full) {
                exhausted.incrementAndGet();
                size /= 2;
            }
        }
        stayFull(taken);
        hoard = null;
        throw new OutOfMemoryError("as a task would let it through");
    }
}
