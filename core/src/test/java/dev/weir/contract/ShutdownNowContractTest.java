package dev.weir.contract;

import static dev.weir.contract.Trait.LOSES_NOTHING;
import static dev.weir.contract.Trait.SAME_OBJECTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.support.Await;
import dev.weir.support.Gate;
import dev.weir.support.Team;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** {@code ExecutorService.shutdownNow}: begins nothing more, gives it back, and tries to stop what runs. */
class ShutdownNowContractTest {

    @OnKinds
    void givesBackAsManyAsNeverBeganAndTheyNeverDo(Kind kind) {
        try (Fixture on = kind.open()) {
            on.occupy();
            for (int i = 0; i < 100; i++) {
                on.executor().execute(on.counting());
                on.executor().submit(on.counting());
            }
            assertThat(on.executor().shutdownNow())
                    .hasSize(200)
                    .doesNotContainNull()
                    .doesNotHaveDuplicates();
            on.finish();
            assertThat(on.ran()).hasValue(0);
        }
    }

    @OnKinds(SAME_OBJECTS)
    void givesBackTheVeryObjectsThatWereExecuted(Kind kind) {
        try (Fixture on = kind.open();
                Fixture other = kind.open()) {
            on.occupy();
            Set<Runnable> given = Collections.newSetFromMap(new IdentityHashMap<>());
            for (int i = 0; i < 100; i++) {
                int number = i;
                Runnable task = switch (i % 3) {
                    case 0 -> () -> on.ran().addAndGet(number);
                    case 1 -> new FutureTask<>(() -> number);
                    default -> (Runnable) other.executor().submit(() -> number);
                };
                given.add(task);
                on.executor().execute(task);
            }
            List<Runnable> back = on.executor().shutdownNow();
            assertThat(back).hasSize(100).allMatch(given::contains);
        }
    }

    @OnKinds
    void givesBackTheFuturesOfThoseThatWereSubmitted(Kind kind) {
        try (Fixture on = kind.open()) {
            on.occupy();
            Set<Object> futures = Collections.newSetFromMap(new IdentityHashMap<>());
            for (int i = 0; i < 30; i++) {
                futures.add(on.executor().submit(on.counting()));
                futures.add(on.executor().submit(on.counting(), "value"));
                futures.add(on.executor().submit(() -> on.ran().incrementAndGet()));
            }
            List<Runnable> back = on.executor().shutdownNow();
            assertThat(back).hasSize(90).allMatch(futures::contains);
            assertThat(back).noneMatch(each -> ((Future<?>) each).isDone());
        }
    }

    @OnKinds
    void whatWasGivenBackCanBeCancelled(Kind kind) {
        try (Fixture on = kind.open()) {
            on.occupy();
            Future<?> future = on.executor().submit(on.counting());
            List<Runnable> back = on.executor().shutdownNow();
            assertThat(future.cancel(false)).isTrue();
            back.forEach(Runnable::run);
            assertThat(future.isCancelled()).isTrue();
            assertThat(on.ran()).hasValue(0);
        }
    }

    @OnKinds(SAME_OBJECTS)
    void whatWasGivenBackCanBeRunByItsOwner(Kind kind) throws Exception {
        try (Fixture on = kind.open()) {
            on.occupy();
            on.executor().execute(on.counting());
            Future<Integer> future = on.executor().submit(() -> on.ran().addAndGet(10));
            on.executor().shutdownNow().forEach(Runnable::run);
            assertThat(on.ran()).hasValue(11);
            assertThat(future.get()).isEqualTo(11);
        }
    }

    @OnKinds
    void whatWasCancelledBeforeDoesNotRun(Kind kind) {
        try (Fixture on = kind.open()) {
            on.occupy();
            Future<?> future = on.executor().submit(on.counting());
            future.cancel(true);
            on.executor().shutdownNow().forEach(Runnable::run);
            on.finish();
            assertThat(on.ran()).hasValue(0);
        }
    }

    @OnKinds
    void everyTaskThatRunsIsInterrupted(Kind kind) {
        try (Fixture on = kind.open()) {
            UntilInterrupted stay = new UntilInterrupted();
            for (int i = 0; i < kind.parallelism(); i++) {
                if (i % 2 == 0) {
                    on.executor().execute(stay::run);
                } else {
                    on.executor().submit(stay);
                }
            }
            stay.awaitBegun(kind.parallelism());
            assertThat(on.executor().shutdownNow()).isEmpty();
            on.awaitEnd();
            assertThat(stay.interrupted()).isEqualTo(kind.parallelism());
        }
    }

    @OnKinds
    void doesNotWaitForThoseThatDoNotListen(Kind kind) throws Exception {
        try (Fixture on = kind.open()) {
            Future<String> running = on.executor().submit(on.gate(), "value");
            on.gate().awaitInside(1);
            on.executor().shutdownNow();
            assertThat(on.gate().inside()).isEqualTo(1);
            assertThat(on.executor().isShutdown()).isTrue();
            assertThat(on.executor().isTerminated()).isFalse();
            on.finish();
            assertThat(running.get()).isEqualTo("value");
        }
    }

    @OnKinds
    void whatComesAfterIsRejected(Kind kind) {
        try (Fixture on = kind.open()) {
            on.occupy();
            on.executor().shutdownNow();
            assertThatThrownBy(() -> on.executor().execute(on.counting()))
                    .isInstanceOf(RejectedExecutionException.class);
            assertThatThrownBy(() -> on.executor().submit(on.counting()))
                    .isInstanceOf(RejectedExecutionException.class);
            on.finish();
            assertThatThrownBy(() -> on.executor().submit(() -> on.ran().incrementAndGet()))
                    .isInstanceOf(RejectedExecutionException.class);
            assertThat(on.ran()).hasValue(0);
        }
    }

    @OnKinds
    void worksAfterShutdownAsWell(Kind kind) {
        try (Fixture on = kind.open()) {
            UntilInterrupted stay = new UntilInterrupted();
            for (int i = 0; i < kind.parallelism(); i++) {
                on.executor().execute(stay::run);
            }
            stay.awaitBegun(kind.parallelism());
            on.executor().execute(on.counting());
            on.executor().shutdown();
            assertThat(on.executor().shutdownNow()).hasSize(1);
            on.awaitEnd();
            assertThat(stay.interrupted()).isEqualTo(kind.parallelism());
            assertThat(on.ran()).hasValue(0);
        }
    }

    @OnKinds
    void secondCallHasNothingToGiveBack(Kind kind) {
        try (Fixture on = kind.open()) {
            on.occupy();
            on.executor().execute(on.counting());
            assertThat(on.executor().shutdownNow()).hasSize(1);
            assertThat(on.executor().shutdownNow()).isEmpty();
            on.finish();
            assertThat(on.executor().shutdownNow()).isEmpty();
        }
    }

    @OnKinds
    void executorThatWasNeverUsedGivesNothingBackAndEnds(Kind kind) {
        try (Fixture on = kind.open()) {
            assertThat(on.executor().shutdownNow()).isEmpty();
            on.awaitEnd();
        }
    }

    @OnKinds
    void taskMayCallItAndIsInterruptedItself(Kind kind) {
        AtomicBoolean interrupted = new AtomicBoolean();
        AtomicInteger back = new AtomicInteger();
        Gate own = new Gate();
        try (Fixture on = kind.open()) {
            on.executor().execute(() -> {
                own.run();
                back.set(on.executor().shutdownNow().size());
                interrupted.set(Thread.currentThread().isInterrupted());
            });
            own.awaitInside(1);
            for (int i = 1; i < kind.parallelism(); i++) {
                on.executor().execute(on.gate());
            }
            on.gate().awaitInside(kind.parallelism() - 1);
            for (int i = 0; i < 5; i++) {
                on.executor().execute(on.counting());
            }
            own.open();
            Await.until("it is shut down", on.executor()::isShutdown);
            on.finish();
            assertThat(interrupted).isTrue();
            assertThat(back).hasValue(5);
            assertThat(on.ran()).hasValue(0);
        } finally {
            own.open();
        }
    }

    @OnKinds
    void ofManyWhoCallItAtOnceEachTaskIsGivenToOne(Kind kind) {
        for (int round = 0; round < 50; round++) {
            try (Fixture on = kind.open()) {
                on.occupy();
                for (int i = 0; i < 50; i++) {
                    on.executor().execute(on.counting());
                }
                AtomicInteger back = new AtomicInteger();
                CyclicBarrier together = new CyclicBarrier(3);
                Team.run(3, number -> {
                    together.await(60, TimeUnit.SECONDS);
                    back.addAndGet(on.executor().shutdownNow().size());
                });
                assertThat(back).hasValue(50);
                on.finish();
                assertThat(on.ran()).hasValue(0);
            }
        }
    }

    @OnKinds(LOSES_NOTHING)
    void whatArrivesAtTheSameMomentIsRunRejectedOrGivenBackAndNeverLost(Kind kind) {
        for (int round = 0; round < 200; round++) {
            try (Fixture on = kind.open()) {
                AtomicInteger accepted = new AtomicInteger();
                ConcurrentLinkedQueue<Runnable> back = new ConcurrentLinkedQueue<>();
                List<Future<?>> futures = new ArrayList<>();
                CyclicBarrier together = new CyclicBarrier(3);
                int pause = round;
                Team.run(3, number -> {
                    together.await(60, TimeUnit.SECONDS);
                    if (number == 2) {
                        for (int spin = 0; spin < pause * 50; spin++) {
                            Thread.onSpinWait();
                        }
                        back.addAll(on.executor().shutdownNow());
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
                assertThat(on.ran().get() + back.size()).isEqualTo(accepted.get());
                long open = futures.stream().filter(future -> !future.isDone()).count();
                assertThat(back.stream().filter(each -> each instanceof Future)).hasSize((int) open);
            }
        }
    }
}
