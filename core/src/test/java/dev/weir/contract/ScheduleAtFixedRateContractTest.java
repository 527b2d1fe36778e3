package dev.weir.contract;

import static dev.weir.contract.Trait.SCHEDULES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.support.Await;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** {@code ScheduledExecutorService.scheduleAtFixedRate}: the n-th run is due n periods after the first. */
class ScheduleAtFixedRateContractTest extends PeriodicContract {

    private static final int RUNS = 15;
    private static final long PERIOD_NANOS = 2_000_000;

    @Override
    ScheduledFuture<?> schedule(Fixture on, Runnable task, long initialDelay, long period, TimeUnit unit) {
        return on.scheduler().scheduleAtFixedRate(task, initialDelay, period, unit);
    }

    @OnKinds(SCHEDULES)
    void noRunBeginsBeforeItIsDue(Kind kind) {
        long[] began = new long[RUNS];
        try (Fixture on = kind.open()) {
            long submitted = System.nanoTime();
            ScheduledFuture<?> future = schedule(on, () -> note(on, began), 1, PERIOD_NANOS, TimeUnit.NANOSECONDS);
            Await.until("it ran often", () -> on.ran().get() >= RUNS);
            future.cancel(false);
            for (int i = 0; i < RUNS; i++) {
                assertThat(began[i] - submitted).isGreaterThanOrEqualTo(i * PERIOD_NANOS);
            }
        }
    }

    /** With a delay between the runs, no two could ever begin within less than a period. */
    @OnKinds(SCHEDULES)
    void runsThatAreLateFollowEachOtherSooner(Kind kind) {
        AtomicLong last = new AtomicLong(System.nanoTime() - TimeUnit.DAYS.toNanos(1));
        AtomicLong shortest = new AtomicLong(Long.MAX_VALUE);
        try (Fixture on = kind.open()) {
            long submitted = System.nanoTime();
            Runnable task = () -> {
                on.gate().run();
                long now = System.nanoTime();
                shortest.accumulateAndGet(now - last.getAndSet(now), Math::min);
            };
            ScheduledFuture<?> future = schedule(on, task, 0, PERIOD_NANOS, TimeUnit.NANOSECONDS);
            on.gate().awaitInside(1);
            Await.until("many are late", () -> System.nanoTime() - submitted > RUNS * PERIOD_NANOS);
            on.gate().open();
            Await.until("one followed sooner", () -> shortest.get() < PERIOD_NANOS);
            future.cancel(false);
        }
    }

    private static void note(Fixture on, long[] began) {
        int number = on.ran().get();
        if (number < RUNS) {
            began[number] = System.nanoTime();
        }
        on.ran().incrementAndGet();
    }
}
