package dev.weir.contract;

import static dev.weir.contract.Trait.BOUNDED;
import static dev.weir.contract.Trait.PARALLEL;
import static dev.weir.contract.Trait.SEQUENTIAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.support.Await;
import dev.weir.support.Team;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** {@code Executor.execute}: runs the command at some time, or says that it will not. */
class ExecuteContractTest {

    @OnKinds
    void runsEachCommandOnce(Kind kind) {
        AtomicInteger[] runs = IntStream.range(0, 2_000)
                .mapToObj(number -> new AtomicInteger())
                .toArray(AtomicInteger[]::new);
        try (Fixture on = kind.open()) {
            for (AtomicInteger each : runs) {
                on.executor().execute(each::incrementAndGet);
            }
            on.finish();
        }
        assertThat(runs).allSatisfy(each -> assertThat(each).hasValue(1));
    }

    @OnKinds
    void sameObjectMayBeGivenManyTimes(Kind kind) {
        try (Fixture on = kind.open()) {
            Runnable counting = on.counting();
            Team.run(3, number -> {
                for (int i = 0; i < 1_000; i++) {
                    on.executor().execute(counting);
                }
            });
            on.finish();
            assertThat(on.ran()).hasValue(3_000);
        }
    }

    @OnKinds
    void refusesNull(Kind kind) {
        try (Fixture on = kind.open()) {
            assertThatThrownBy(() -> on.executor().execute(null)).isInstanceOf(NullPointerException.class);
            on.executor().execute(on.counting());
            on.finish();
            assertThat(on.ran()).hasValue(1);
        }
    }

    @OnKinds
    void doesNotWaitForTheCommand(Kind kind) {
        try (Fixture on = kind.open()) {
            on.occupy();
            on.executor().execute(on.counting());
            assertThat(on.ran()).hasValue(0);
        }
    }

    @OnKinds
    void rejectsAfterShutdown(Kind kind) {
        try (Fixture on = kind.open()) {
            on.executor().shutdown();
            assertThatThrownBy(() -> on.executor().execute(on.counting()))
                    .isInstanceOf(RejectedExecutionException.class);
            on.finish();
            assertThatThrownBy(() -> on.executor().execute(on.counting()))
                    .isInstanceOf(RejectedExecutionException.class);
            assertThat(on.ran()).hasValue(0);
        }
    }

    @OnKinds
    void rejectsAfterShutdownNow(Kind kind) {
        try (Fixture on = kind.open()) {
            on.occupy();
            on.executor().shutdownNow();
            assertThatThrownBy(() -> on.executor().execute(on.counting()))
                    .isInstanceOf(RejectedExecutionException.class);
            on.finish();
            assertThat(on.ran()).hasValue(0);
        }
    }

    @OnKinds(BOUNDED)
    void rejectsWhatItHasNoRoomForAndNothingElse(Kind kind) {
        try (Fixture on = kind.open(3)) {
            on.occupy();
            for (int i = 0; i < 3; i++) {
                on.executor().execute(on.counting());
            }
            AtomicInteger refused = new AtomicInteger();
            assertThatThrownBy(() -> on.executor().execute(refused::incrementAndGet))
                    .isInstanceOf(RejectedExecutionException.class);
            on.finish();
            assertThat(on.ran()).hasValue(3);
            assertThat(refused).hasValue(0);
        }
    }

    @OnKinds(BOUNDED)
    void acceptsAgainOnceThereIsRoom(Kind kind) throws Exception {
        try (Fixture on = kind.open(1)) {
            on.occupy();
            on.executor().execute(on.counting());
            assertThatThrownBy(() -> on.executor().execute(on.counting()))
                    .isInstanceOf(RejectedExecutionException.class);
            on.gate().open();
            Await.until("the one that waited ran", () -> on.ran().get() == 1);
            on.executor().execute(on.counting());
            on.finish();
            assertThat(on.ran()).hasValue(2);
        }
    }

    @OnKinds
    void commandThatThrowsHarmsNoOther(Kind kind) {
        try (Fixture on = kind.open()) {
            for (int round = 0; round < 20; round++) {
                for (Throwable thrown : Thrown.ofEverySort()) {
                    on.executor().execute(() -> Thrown.anyway(thrown));
                    on.executor().execute(on.counting());
                }
            }
            on.finish();
            assertThat(on.ran()).hasValue(20 * Thrown.ofEverySort().size());
        }
    }

    @OnKinds
    void commandThatThrowsDoesNotThrowAtTheSubmitter(Kind kind) {
        try (Fixture on = kind.open()) {
            on.executor().execute(() -> Thrown.anyway(new IllegalStateException("its own")));
        }
    }

    @OnKinds
    void commandMayExecuteAnother(Kind kind) {
        try (Fixture on = kind.open()) {
            CountDownLatch last = new CountDownLatch(1);
            on.executor()
                    .execute(() -> on.executor().execute(() -> on.executor().execute(last::countDown)));
            Await.zero(last);
        }
    }

    @OnKinds
    void commandThatExecutesAfterShutdownIsToldSo(Kind kind) {
        ConcurrentLinkedQueue<Throwable> told = new ConcurrentLinkedQueue<>();
        try (Fixture on = kind.open()) {
            on.executor().execute(() -> {
                on.gate().run();
                try {
                    on.executor().execute(on.counting());
                } catch (Throwable refusal) {
                    told.add(refusal);
                }
            });
            on.gate().awaitInside(1);
            on.executor().shutdown();
            on.finish();
            assertThat(on.ran()).hasValue(0);
        }
        assertThat(told).hasSize(1).hasOnlyElementsOfType(RejectedExecutionException.class);
    }

    @OnKinds
    void interruptedThreadMaySubmitAndStaysInterrupted(Kind kind) {
        try (Fixture on = kind.open()) {
            Team.run(1, number -> {
                Thread.currentThread().interrupt();
                on.executor().execute(on.counting());
                assertThat(Thread.interrupted()).isTrue();
            });
            on.finish();
            assertThat(on.ran()).hasValue(1);
        }
    }

    @OnKinds
    void runsFutureTasksAsAnyRunnable(Kind kind) throws Exception {
        try (Fixture on = kind.open()) {
            FutureTask<Integer> task = new FutureTask<>(() -> 7);
            on.executor().execute(task);
            assertThat(task.get(60, TimeUnit.SECONDS)).isEqualTo(7);
        }
    }

    @OnKinds(PARALLEL)
    void runsAsManyAtOnceAsItSays(Kind kind) {
        try (Fixture on = kind.open()) {
            for (int i = 0; i < kind.parallelism() + 20; i++) {
                on.executor().execute(on.gate());
            }
            on.gate().awaitInside(kind.parallelism());
            on.finish();
            assertThat(on.gate().most()).isEqualTo(kind.parallelism());
        }
    }

    @OnKinds(SEQUENTIAL)
    void oneAtATimeMeansInOrder(Kind kind) {
        List<Integer> order = Collections.synchronizedList(new ArrayList<>());
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        try (Fixture on = kind.open()) {
            for (int i = 0; i < 2_000; i++) {
                int number = i;
                on.executor().execute(() -> {
                    most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                    order.add(number);
                    inside.decrementAndGet();
                });
            }
            on.finish();
        }
        assertThat(most).hasValue(1);
        assertThat(order)
                .containsExactlyElementsOf(IntStream.range(0, 2_000).boxed().toList());
    }
}
