package dev.weir.contract;

import static dev.weir.contract.Trait.LOSES_NOTHING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.support.Team;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** {@code ExecutorService.shutdown}: runs what was submitted, accepts nothing more, and does not wait. */
class ShutdownContractTest {

    @OnKinds
    void whatWasSubmittedBeforeIsRun(Kind kind) throws Exception {
        try (Fixture on = kind.open()) {
            on.occupy();
            List<Future<?>> futures = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                on.executor().execute(on.counting());
                futures.add(on.executor().submit(on.counting()));
            }
            on.executor().shutdown();
            on.finish();
            assertThat(on.ran()).hasValue(1_000);
            for (Future<?> future : futures) {
                assertThat(future.get(0, TimeUnit.SECONDS)).isNull();
            }
        }
    }

    @OnKinds
    void whatComesAfterIsRejectedInWhateverWayItComes(Kind kind) {
        try (Fixture on = kind.open()) {
            on.occupy();
            on.executor().shutdown();
            assertRejectsAll(on);
            on.finish();
            assertRejectsAll(on);
            assertThat(on.ran()).hasValue(0);
        }
    }

    private static void assertRejectsAll(Fixture on) {
        assertThatThrownBy(() -> on.executor().execute(on.counting())).isInstanceOf(RejectedExecutionException.class);
        assertThatThrownBy(() -> on.executor().submit(on.counting())).isInstanceOf(RejectedExecutionException.class);
        assertThatThrownBy(() -> on.executor().submit(on.counting(), "value"))
                .isInstanceOf(RejectedExecutionException.class);
        assertThatThrownBy(() -> on.executor().submit(() -> on.ran().incrementAndGet()))
                .isInstanceOf(RejectedExecutionException.class);
    }

    @OnKinds
    void doesNotWaitAndDoesNotInterrupt(Kind kind) {
        AtomicBoolean interrupted = new AtomicBoolean();
        try (Fixture on = kind.open()) {
            on.executor().execute(() -> {
                on.gate().run();
                interrupted.set(Thread.currentThread().isInterrupted());
            });
            on.gate().awaitInside(1);
            on.executor().shutdown();
            assertThat(on.gate().inside()).isEqualTo(1);
            assertThat(on.executor().isTerminated()).isFalse();
            on.finish();
            assertThat(interrupted).isFalse();
        }
    }

    @OnKinds
    void secondCallHasNoEffect(Kind kind) {
        try (Fixture on = kind.open()) {
            on.occupy();
            on.executor().execute(on.counting());
            on.executor().shutdown();
            on.executor().shutdown();
            assertThat(on.executor().isShutdown()).isTrue();
            on.finish();
            assertThat(on.ran()).hasValue(1);
            on.executor().shutdown();
            assertThat(on.executor().isTerminated()).isTrue();
        }
    }

    @OnKinds
    void hasNoEffectAfterShutdownNow(Kind kind) {
        try (Fixture on = kind.open()) {
            on.occupy();
            on.executor().execute(on.counting());
            assertThat(on.executor().shutdownNow()).hasSize(1);
            on.executor().shutdown();
            on.finish();
            assertThat(on.ran()).hasValue(0);
        }
    }

    @OnKinds
    void manyThreadsMayCallItAtOnce(Kind kind) {
        for (int round = 0; round < 50; round++) {
            try (Fixture on = kind.open()) {
                for (int i = 0; i < 20; i++) {
                    on.executor().execute(on.counting());
                }
                CyclicBarrier together = new CyclicBarrier(4);
                Team.run(4, number -> {
                    together.await(60, TimeUnit.SECONDS);
                    on.executor().shutdown();
                    assertThat(on.executor().isShutdown()).isTrue();
                });
                on.finish();
                assertThat(on.ran()).hasValue(20);
            }
        }
    }

    @OnKinds
    void taskMayCallItAndRunsOn(Kind kind) throws Exception {
        try (Fixture on = kind.open()) {
            on.occupy(() -> {
                on.gate().run();
                on.executor().shutdown();
                assertThat(on.executor().isShutdown()).isTrue();
                assertThat(on.executor().isTerminated()).isFalse();
                assertThat(Thread.currentThread().isInterrupted()).isFalse();
                on.ran().incrementAndGet();
            });
            Future<?> waiting = on.executor().submit(on.counting());
            on.gate().open();
            waiting.get();
            on.awaitEnd();
            assertThat(on.ran()).hasValue(2);
        }
    }

    @OnKinds
    void executorThatWasNeverUsedEnds(Kind kind) {
        try (Fixture on = kind.open()) {
            on.executor().shutdown();
            on.awaitEnd();
            assertThat(on.executor().isTerminated()).isTrue();
        }
    }

    @OnKinds(LOSES_NOTHING)
    void whatArrivesAtTheSameMomentIsRunOrRejectedAndNeverLost(Kind kind) {
        for (int round = 0; round < 200; round++) {
            try (Fixture on = kind.open()) {
                AtomicInteger accepted = new AtomicInteger();
                List<Future<?>> futures = new ArrayList<>();
                CyclicBarrier together = new CyclicBarrier(3);
                int pause = round;
                Team.run(3, number -> {
                    together.await(60, TimeUnit.SECONDS);
                    if (number == 2) {
                        for (int spin = 0; spin < pause * 50; spin++) {
                            Thread.onSpinWait();
                        }
                        on.executor().shutdown();
                        return;
                    }
                    try {
                        for (; ; ) {
                            if (number == 0) {
                                on.executor().execute(on.counting());
                            } else {
                                futures.add(on.executor().submit(on.counting()));
                            }
                            accepted.incrementAndGet();
                        }
                    } catch (RejectedExecutionException end) {
                        // This thread has nothing more to do.
                    }
                });
                on.awaitEnd();
                assertThat(on.ran().get()).isEqualTo(accepted.get());
                assertThat(futures).allMatch(Future::isDone).noneMatch(Future::isCancelled);
            }
        }
    }
}
