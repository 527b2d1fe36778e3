package dev.weir.contract;

import static dev.weir.contract.Trait.SCHEDULES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.support.Await;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** {@code ScheduledExecutorService.scheduleWithFixedDelay}: the delay lies between one run's end and the next. */
class ScheduleWithFixedDelayContractTest extends PeriodicContract {

    private static final int RUNS = 15;
    private static final long DELAY_NANOS = 2_000_000;

    @Override
    ScheduledFuture<?> schedule(Fixture on, Runnable task, long initialDelay, long period, TimeUnit unit) {
        return on.scheduler().scheduleWithFixedDelay(task, initialDelay, period, unit);
    }

    @OnKinds(SCHEDULES)
    void noRunBeginsBeforeTheDelayAfterTheEndOfTheOneBefore(Kind kind) {
        long[] began = new long[RUNS];
        long[] ended = new long[RUNS];
        try (Fixture on = kind.open()) {
            ScheduledFuture<?> future = schedule(
                    on,
                    () -> {
                        int number = on.ran().get();
                        if (number < RUNS) {
                            began[number] = System.nanoTime();
                            Await.until(
                                    "it took longer than the delay",
                                    () -> System.nanoTime() - began[number] > 2 * DELAY_NANOS);
                            ended[number] = System.nanoTime();
                        }
                        on.ran().incrementAndGet();
                    },
                    0,
                    DELAY_NANOS,
                    TimeUnit.NANOSECONDS);
            Await.until("it ran often", () -> on.ran().get() >= RUNS);
            future.cancel(false);
            for (int i = 1; i < RUNS; i++) {
                assertThat(began[i] - ended[i - 1]).isGreaterThanOrEqualTo(DELAY_NANOS);
            }
        }
    }
}
