package dev.weir.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.support.Team;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * {@code Future.cancel}: once it has returned, the task is done, be it because it was too late. The older documentation
 * says so, and {@code FutureTask} has always kept it.
 */
class FutureCancelAtOnceContractTest {

    private static final int ROUNDS = 20_000;

    @OnKinds
    void taskIsDoneOnceItsCancellationHasReturned(Kind kind) {
        AtomicInteger undecided = new AtomicInteger();
        try (Fixture on = kind.open()) {
            for (int round = 0; round < ROUNDS; round++) {
                int before = on.ran().get();
                Future<?> future = on.executor().submit(on.counting());
                while (on.ran().get() == before) {
                    Thread.onSpinWait();
                }
                boolean told = future.cancel(round % 2 == 0); // at the very moment of its end
                if (!future.isDone() || future.isCancelled() != told) {
                    undecided.incrementAndGet();
                }
            }
        }
        assertThat(undecided).hasValue(0);
    }

    @OnKinds
    void whoCancelsTooLateFindsTheTaskCancelled(Kind kind) {
        AtomicInteger undecided = new AtomicInteger();
        try (Fixture on = kind.open()) {
            on.occupy();
            List<Future<?>> futures = new ArrayList<>();
            for (int i = 0; i < ROUNDS; i++) {
                futures.add(on.executor().submit(on.counting()));
            }
            CyclicBarrier together = new CyclicBarrier(3);
            Team.run(3, number -> {
                together.await(60, TimeUnit.SECONDS);
                for (Future<?> future : futures) { // who comes second is the quicker one, and so they stay together
                    future.cancel(number == 0);
                    if (!future.isDone() || !future.isCancelled()) {
                        undecided.incrementAndGet();
                    }
                }
            });
        }
        assertThat(undecided).hasValue(0);
    }
}
