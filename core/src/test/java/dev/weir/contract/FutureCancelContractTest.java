package dev.weir.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.support.Await;
import dev.weir.support.Team;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** {@code Future.cancel}: keeps a task from running, or interrupts it, and nothing else. */
class FutureCancelContractTest {

    // Before the task begins

    @OnKinds
    void taskThatHasNotBegunNeverRuns(Kind kind) {
        try (Fixture on = kind.open()) {
            on.occupy();
            Future<?> one = on.executor().submit(on.counting());
            Future<?> other = on.executor().submit(() -> on.ran().incrementAndGet());
            assertThat(one.cancel(false)).isTrue();
            assertThat(other.cancel(true)).isTrue();
            on.finish();
            assertThat(on.ran()).hasValue(0);
            assertCancelled(one);
            assertCancelled(other);
        }
    }

    @OnKinds
    void onlyTheCancelledOnesAmongThoseThatWaitDoNotRun(Kind kind) {
        try (Fixture on = kind.open()) {
            on.occupy();
            AtomicInteger unwanted = new AtomicInteger();
            List<Future<?>> futures = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                futures.add(on.executor().submit(i % 3 == 0 ? unwanted::incrementAndGet : on.counting()));
            }
            for (int i = 0; i < 1_000; i += 3) {
                assertThat(futures.get(i).cancel(i % 2 == 0)).isTrue();
            }
            on.finish();
            assertThat(unwanted).hasValue(0);
            assertThat(on.ran()).hasValue(666);
        }
    }

    @OnKinds
    void cancellingAWaitingTaskInterruptsNobody(Kind kind) {
        AtomicBoolean interrupted = new AtomicBoolean();
        try (Fixture on = kind.open()) {
            on.occupy(() -> {
                on.gate().run();
                interrupted.set(Thread.currentThread().isInterrupted());
            });
            Future<?> waiting = on.executor().submit(on.counting());
            assertThat(waiting.cancel(true)).isTrue();
            on.finish();
            assertThat(interrupted).isFalse();
        }
    }

    @OnKinds
    void taskThatWaitsCanBeCancelledAfterShutdownAndTheExecutorEnds(Kind kind) {
        try (Fixture on = kind.open()) {
            on.occupy();
            Future<?> waiting = on.executor().submit(on.counting());
            on.executor().shutdown();
            assertThat(waiting.cancel(false)).isTrue();
            on.finish();
            assertThat(on.executor().isTerminated()).isTrue();
            assertThat(on.ran()).hasValue(0);
        }
    }

    // While it runs

    @OnKinds
    void runningTaskIsNotInterruptedUnlessAskedFor(Kind kind) {
        AtomicBoolean interrupted = new AtomicBoolean();
        try (Fixture on = kind.open()) {
            Future<?> future = on.executor().submit(() -> {
                on.gate().run();
                interrupted.set(Thread.currentThread().isInterrupted());
                on.ran().incrementAndGet();
            });
            on.gate().awaitInside(1);
            assertThat(future.cancel(false)).isTrue();
            assertCancelled(future);
            on.finish();
            assertThat(on.ran()).hasValue(1);
            assertThat(interrupted).isFalse();
            assertCancelled(future);
        }
    }

    @OnKinds
    void runningTaskIsInterruptedIfAskedFor(Kind kind) {
        try (Fixture on = kind.open()) {
            UntilInterrupted stay = new UntilInterrupted();
            Future<String> future = on.executor().submit(stay);
            stay.awaitBegun(1);
            assertThat(future.cancel(true)).isTrue();
            assertCancelled(future);
            stay.awaitInterrupted(1);
            on.finish();
            assertCancelled(future);
        }
    }

    @OnKinds
    void taskMayCancelItself(Kind kind) {
        AtomicBoolean interrupted = new AtomicBoolean();
        try (Fixture on = kind.open()) {
            CompletableFuture<Future<?>> own = new CompletableFuture<>();
            Future<Integer> future = on.executor().submit(() -> {
                assertThat(own.get().cancel(true)).isTrue();
                interrupted.set(Thread.interrupted());
                return on.ran().incrementAndGet();
            });
            own.complete(future);
            on.finish();
            assertThat(interrupted).isTrue();
            assertThat(on.ran()).hasValue(1);
            assertCancelled(future);
        }
    }

    @OnKinds
    void onlyTheThreadOfThatTaskIsInterrupted(Kind kind) {
        List<AtomicBoolean> interrupted = new ArrayList<>();
        try (Fixture on = kind.open()) {
            List<Future<?>> futures = new ArrayList<>();
            for (int i = 0; i < kind.parallelism(); i++) {
                AtomicBoolean mine = new AtomicBoolean();
                interrupted.add(mine);
                futures.add(on.executor().submit(() -> {
                    on.gate().run();
                    mine.set(Thread.currentThread().isInterrupted());
                }));
            }
            on.gate().awaitInside(kind.parallelism());
            futures.get(0).cancel(true);
            on.finish();
        }
        assertThat(interrupted.get(0)).isTrue();
        assertThat(interrupted.subList(1, interrupted.size())).noneMatch(AtomicBoolean::get);
    }

    @OnKinds
    void interruptNeverHitsTheNextTask(Kind kind) {
        AtomicInteger hit = new AtomicInteger();
        try (Fixture on = kind.open()) {
            for (int round = 0; round < 3_000; round++) {
                CountDownLatch begun = new CountDownLatch(1);
                Future<?> target = on.executor().submit(begun::countDown);
                List<Future<?>> next = new ArrayList<>();
                for (int i = 0; i < 2; i++) {
                    next.add(on.executor().submit(() -> {
                        for (int spin = 0; spin < 50; spin++) {
                            if (Thread.currentThread().isInterrupted()) {
                                hit.incrementAndGet();
                                return;
                            }
                            Thread.onSpinWait();
                        }
                    }));
                }
                while (begun.getCount() > 0) {
                    Thread.yield();
                }
                target.cancel(true);
                next.forEach(FutureCancelContractTest::join);
            }
        }
        assertThat(hit).hasValue(0);
    }

    @OnKinds
    void interruptLeftByACancelledTaskIsNotFoundByTheNext(Kind kind) {
        try (Fixture on = kind.open()) {
            for (int round = 0; round < 200; round++) {
                CountDownLatch begun = new CountDownLatch(1);
                Future<?> target = on.executor().submit(() -> {
                    begun.countDown();
                    while (!Thread.currentThread().isInterrupted()) {
                        Thread.onSpinWait();
                    }
                });
                Await.zero(begun);
                target.cancel(true);
                List<Future<Boolean>> next = new ArrayList<>();
                for (int i = 0; i < kind.parallelism(); i++) {
                    next.add(on.executor().submit(() -> Thread.currentThread().isInterrupted()));
                }
                assertThat(next).allSatisfy(each -> assertThat(each.get()).isFalse());
            }
        }
    }

    // After its end, and again

    @OnKinds
    void taskThatIsDoneStaysAsItIs(Kind kind) throws Exception {
        try (Fixture on = kind.open()) {
            Future<Integer> succeeded = on.executor().submit(() -> 7);
            Future<?> failed = on.executor().submit(() -> {
                throw new IllegalStateException("the task's");
            });
            succeeded.get();
            assertThatThrownBy(failed::get).isInstanceOf(ExecutionException.class);
            for (boolean mayInterrupt : new boolean[] {false, true}) {
                assertThat(succeeded.cancel(mayInterrupt)).isFalse();
                assertThat(failed.cancel(mayInterrupt)).isFalse();
            }
            assertThat(succeeded.get()).isEqualTo(7);
            assertThatThrownBy(failed::get).isInstanceOf(ExecutionException.class);
            assertThat(succeeded.isCancelled()).isFalse();
            assertThat(failed.isCancelled()).isFalse();
        }
    }

    @OnKinds
    void secondCancellationHasNoEffect(Kind kind) {
        AtomicBoolean interrupted = new AtomicBoolean();
        try (Fixture on = kind.open()) {
            Future<?> running = on.executor().submit(() -> {
                on.gate().run();
                interrupted.set(Thread.currentThread().isInterrupted());
            });
            on.gate().awaitInside(1);
            on.occupyTheRest();
            Future<?> waiting = on.executor().submit(on.counting());
            for (Future<?> future : List.of(running, waiting)) {
                assertThat(future.cancel(false)).isTrue();
                future.cancel(true);
                future.cancel(false);
                assertCancelled(future);
            }
            on.finish();
            assertThat(interrupted).isFalse();
            assertThat(on.ran()).hasValue(0);
        }
    }

    // At the same moment

    @OnKinds
    void oneAtLeastOfManyWhoCancelIsToldThatItDid(Kind kind) {
        try (Fixture on = kind.open()) {
            on.occupy();
            int rounds = 300;
            List<Future<?>> futures = new ArrayList<>();
            for (int i = 0; i < rounds; i++) {
                futures.add(on.executor().submit(on.counting()));
            }
            AtomicInteger[] told = new AtomicInteger[rounds];
            for (int i = 0; i < rounds; i++) {
                told[i] = new AtomicInteger();
            }
            CyclicBarrier together = new CyclicBarrier(3);
            Team.run(3, number -> {
                for (int i = 0; i < rounds; i++) {
                    together.await(60, TimeUnit.SECONDS);
                    if (futures.get(i).cancel(number == 0)) {
                        told[i].incrementAndGet();
                    }
                }
            });
            assertThat(futures).allMatch(Future::isCancelled);
            assertThat(told).allSatisfy(count -> assertThat(count.get()).isPositive());
            on.finish();
            assertThat(on.ran()).hasValue(0);
        }
    }

    @OnKinds
    void cancellationAndStartAreDecidedOnce(Kind kind) {
        try (Fixture on = kind.open()) {
            List<AtomicInteger> runs = new ArrayList<>();
            for (int round = 0; round < 3_000; round++) {
                AtomicInteger ran = new AtomicInteger();
                runs.add(ran);
                Future<Integer> future = on.executor().submit(ran::incrementAndGet);
                if (round % 3 == 1) {
                    Thread.onSpinWait();
                } else if (round % 3 == 2) {
                    Thread.yield();
                }
                boolean told = future.cancel(round % 2 == 0);
                if (told) {
                    assertCancelled(future);
                } else {
                    assertThat(join(future)).isEqualTo(1);
                    assertThat(future.isCancelled()).isFalse();
                }
            }
            on.finish();
            assertThat(runs).allSatisfy(ran -> assertThat(ran.get()).isLessThanOrEqualTo(1));
        }
    }

    private static void assertCancelled(Future<?> future) {
        assertThat(future.isCancelled()).isTrue();
        assertThat(future.isDone()).isTrue();
        assertThatThrownBy(future::get).isInstanceOf(CancellationException.class);
        assertThatThrownBy(() -> future.get(0, TimeUnit.SECONDS)).isInstanceOf(CancellationException.class);
    }

    private static Object join(Future<?> future) {
        try {
            return future.get(60, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
