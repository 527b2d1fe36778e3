package dev.weir.faults;

import dev.weir.Overflow;
import dev.weir.RejectionReason;
import dev.weir.Task;
import dev.weir.TaskRejectedException;
import dev.weir.ThreadPool;
import dev.weir.support.Await;
import dev.weir.support.Gate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A program whose wall clock is set forth and back by ten days while a pool waits, ticks and times. It ends well if none of
 * that is hurried or held up. See {@code WallClockTest}.
 */
public final class ClockJumps {

    private static final String[] JUMPS = {"+10d", "-10d", "+0"};
    private static final long DAY_MILLIS = TimeUnit.DAYS.toMillis(1);
    private static final Duration SHORT = Duration.ofMillis(100);
    private static final Duration FAR_TOO_LONG = Duration.ofSeconds(30);

    private ClockJumps() {}

    /** Runs it; the argument is the file that says how far the wall clock is off. */
    public static void main(String... arguments) {
        Aftermath.orHalt(() -> run(Path.of(arguments[0])));
    }

    private static Void run(Path offset) throws Exception {
        ThreadPool pool = ThreadPool.builder("timeless")
                .threads(1, 2)
                .keepAlive(Duration.ofMillis(50))
                .queueCapacity(1)
                .overflow(Overflow.block(SHORT))
                .build();
        AtomicInteger ticks = new AtomicInteger();
        Task<?> ticking = pool.scheduleAtFixedRate(ticks::incrementAndGet, 0, 1, TimeUnit.MILLISECONDS);
        Task<?> far = pool.schedule(() -> {}, 1, TimeUnit.HOURS);
        int seen = 0;
        for (String jump : JUMPS) {
            long before = System.currentTimeMillis();
            Files.writeString(offset, jump);
            Await.until("the clock jumps", () -> Math.abs(System.currentTimeMillis() - before) > DAY_MILLIS);
            seen++;
            int ticked = ticks.get();
            Await.until("it goes on ticking", () -> ticks.get() > ticked + 5);
            Aftermath.check(!far.isDone(), "what is due in an hour was run", pool);
            waits(pool);
        }
        ticking.cancel(false);
        far.cancel(false);
        System.out.println("the clock jumped " + seen + " times, " + ticks + " ticks");
        Aftermath.isSound(pool);
        return null;
    }

    /** Each wait takes as long as was asked for, and not the ten days more or less. */
    private static void waits(ThreadPool pool) throws Exception {
        Gate gate = new Gate();
        Task<?> held = pool.submit(gate);
        gate.awaitInside(1);
        long begin = System.nanoTime();
        try {
            held.get(SHORT.toMillis(), TimeUnit.MILLISECONDS);
            throw new AssertionError("a task that is held has ended");
        } catch (TimeoutException asItShouldBe) {
            took(begin);
        }
        begin = System.nanoTime();
        Aftermath.check(!pool.join(SHORT), "it is said to be at rest", pool);
        took(begin);
        begin = System.nanoTime();
        try {
            for (int i = 0; i < 4; i++) {
                pool.execute(gate);
            }
            throw new AssertionError("there was room for all");
        } catch (TaskRejectedException full) {
            Aftermath.check(full.reason() == RejectionReason.QUEUE_FULL, "refused as " + full.reason(), pool);
            took(begin);
        }
        gate.open();
        held.get();
    }

    private static void took(long begin) {
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        if (took.compareTo(SHORT) < 0 || took.compareTo(FAR_TOO_LONG) > 0) {
            throw new AssertionError("a wait of " + SHORT + " took " + took);
        }
    }
}
