package dev.weir.contract;

import static dev.weir.contract.Trait.LOSES_NOTHING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.RejectionReason;
import dev.weir.TaskRejectedException;
import dev.weir.support.Team;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/** {@code isShutdown} and rejection: whoever is rejected since the executor is shut down finds it shut down. */
class RejectedAtShutdownContractTest {

    @OnKinds(LOSES_NOTHING)
    void whoIsRejectedByShutdownFindsItShutDown(Kind kind) {
        assertNobodyIsRejectedByAnOpenExecutor(kind, false);
    }

    @OnKinds(LOSES_NOTHING)
    void whoIsRejectedByShutdownNowFindsItShutDown(Kind kind) {
        assertNobodyIsRejectedByAnOpenExecutor(kind, true);
    }

    private static void assertNobodyIsRejectedByAnOpenExecutor(Kind kind, boolean now) {
        ConcurrentLinkedQueue<RejectedExecutionException> early = new ConcurrentLinkedQueue<>();
        for (int round = 0; round < 500; round++) {
            try (Fixture on = kind.open()) {
                CyclicBarrier together = new CyclicBarrier(3);
                Team.run(3, number -> {
                    together.await(60, TimeUnit.SECONDS);
                    if (number == 2) {
                        if (now) {
                            on.executor().shutdownNow();
                        } else {
                            on.executor().shutdown();
                        }
                        return;
                    }
                    RejectedExecutionException rejection = executeUntilRejected(on.executor());
                    if (!on.executor().isShutdown()) {
                        early.add(rejection);
                    }
                });
            }
        }
        assertThat(early).isEmpty();
    }

    /** Where whoever shuts down is slow to come, the queue may fill: that is another matter. */
    private static RejectedExecutionException executeUntilRejected(Executor executor) {
        for (; ; ) {
            try {
                executor.execute(() -> {});
            } catch (TaskRejectedException rejection) {
                if (rejection.reason() != RejectionReason.QUEUE_FULL) {
                    return rejection;
                }
                Thread.yield();
            } catch (RejectedExecutionException rejection) {
                return rejection;
            }
        }
    }
}
