package dev.weir.faults;

import dev.weir.Overflow;
import dev.weir.ResultQueue;
import dev.weir.ScheduledTask;
import dev.weir.Task;
import dev.weir.TaskGroup;
import dev.weir.ThreadPool;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** An application that is loaded, uses pools in every way, ends them and goes. Run once. See {@code ReloadTest}. */
public final class Guest implements Runnable {

    @Override
    public void run() {
        try {
            ThreadPool pool = ThreadPool.builder("guest")
                    .threads(1, 3)
                    .keepAlive(Duration.ofMillis(1))
                    .failureHandler(failure -> {})
                    .build();
            usePool(pool);
            ThreadPool caller = ThreadPool.builder("guest-caller")
                    .threads(0, 1)
                    .queueCapacity(0)
                    .overflow(Overflow.callerRuns())
                    .build();
            for (int i = 0; i < 20; i++) {
                caller.execute(() -> {}); // by this thread too, which belongs to somebody else and lives on
            }
            Aftermath.isSound(caller);
            Aftermath.isSound(pool);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void usePool(ThreadPool pool) throws Exception {
        AtomicInteger ran = new AtomicInteger();
        for (int i = 0; i < 100; i++) {
            pool.execute(ran::incrementAndGet);
        }
        Task<Integer> task = pool.submit(() -> pool.submit(ran::incrementAndGet).get());
        task.get(1, TimeUnit.MINUTES);
        pool.submit(() -> {
            throw new IllegalStateException("nobody looks at this");
        });
        pool.schedule(ran::incrementAndGet, 1, TimeUnit.MICROSECONDS).get();
        pool.schedule(ran::incrementAndGet, 1, TimeUnit.HOURS).cancel(false);
        ScheduledTask<?> ticking = pool.scheduleAtFixedRate(ran::incrementAndGet, 0, 100, TimeUnit.MICROSECONDS);
        pool.ordered(new Object()).execute(ran::incrementAndGet);
        pool.limited("guest", 1).submit(ran::incrementAndGet).get();
        try (TaskGroup group = pool.group()) {
            group.submit(ran::incrementAndGet);
            group.join();
        }
        ResultQueue<Integer> results = pool.results(10);
        results.submit(ran::incrementAndGet);
        results.take();
        results.close();
        pool.pause();
        pool.resume();
        pool.resize(2, 4);
        ticking.cancel(false);
    }
}
