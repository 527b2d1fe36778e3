package dev.weir.contract;

import static dev.weir.contract.Trait.LOSES_NOTHING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.support.Team;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
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
                    try {
                        for (; ; ) {
                            on.executor().execute(() -> {});
                        }
                    } catch (RejectedExecutionException rejection) {
                        if (!on.executor().isShutdown()) {
                            early.add(rejection);
                        }
                    }
                });
            }
        }
        assertThat(early).isEmpty();
    }
}
