package dev.weir.contract;

import static dev.weir.contract.Trait.SAME_OBJECTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.support.Await;
import dev.weir.support.Gate;
import dev.weir.support.Team;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/** {@code ExecutorCompletionService} on top of the executor: futures are taken in the order of completion. */
class CompletionServiceContractTest {

    @OnKinds
    void everyTaskIsTakenOnceItIsDone(Kind kind) throws Exception {
        try (Fixture on = kind.open()) {
            CompletionService<Integer> service = new ExecutorCompletionService<>(on.executor());
            Set<Integer> missing = new HashSet<>();
            for (int i = 0; i < 1_000; i++) {
                int number = i;
                missing.add(number);
                if (i % 2 == 0) {
                    service.submit(() -> number);
                } else {
                    service.submit(on.counting(), number);
                }
            }
            for (int i = 0; i < 1_000; i++) {
                Future<Integer> taken = service.take();
                assertThat(taken.isDone()).isTrue();
                assertThat(missing.remove(taken.get())).isTrue();
            }
            assertThat(missing).isEmpty();
            assertThat(service.poll()).isNull();
            assertThat(on.ran()).hasValue(500);
        }
    }

    @OnKinds
    void takesTheOneThatIsDoneAndNotTheOneThatCameFirst(Kind kind) throws Exception {
        try (Fixture on = kind.open()) {
            CompletionService<String> service = new ExecutorCompletionService<>(on.executor());
            List<Gate> gates = new ArrayList<>();
            List<Future<String>> futures = new ArrayList<>();
            for (int i = 0; i < kind.parallelism(); i++) {
                Gate gate = new Gate();
                gates.add(gate);
                futures.add(service.submit(gate, "value"));
            }
            try {
                gates.forEach(gate -> gate.awaitInside(1));
                for (int i = kind.parallelism() - 1; i >= 0; i--) {
                    assertThat(service.poll()).isNull();
                    gates.get(i).open();
                    assertThat(service.take()).isSameAs(futures.get(i));
                }
            } finally {
                gates.forEach(Gate::open);
            }
        }
    }

    @OnKinds
    void takeWaitsAndPollDoesNot(Kind kind) throws Exception {
        try (Fixture on = kind.open()) {
            CompletionService<String> service = new ExecutorCompletionService<>(on.executor());
            service.submit(on.gate(), "value");
            assertThat(service.poll()).isNull();
            assertThat(service.poll(0, TimeUnit.SECONDS)).isNull();
            assertThat(service.poll(2, TimeUnit.MILLISECONDS)).isNull();
            Team taker =
                    Team.start(1, number -> assertThat(service.take().get()).isEqualTo("value"));
            Await.parked(taker.thread(0));
            on.gate().open();
            taker.join();
            assertThat(service.poll()).isNull();
        }
    }

    @OnKinds
    void timedPollTakesWhatIsDoneInTime(Kind kind) throws Exception {
        try (Fixture on = kind.open()) {
            CompletionService<Integer> service = new ExecutorCompletionService<>(on.executor());
            Future<Integer> future = service.submit(() -> 7);
            assertThat(service.poll(60, TimeUnit.SECONDS)).isSameAs(future);
        }
    }

    @OnKinds
    void waitingCanBeInterrupted(Kind kind) {
        try (Fixture on = kind.open()) {
            CompletionService<Integer> service = new ExecutorCompletionService<>(on.executor());
            Team takers = Team.start(
                    2,
                    number -> assertThatThrownBy(() -> takeOrPoll(service, number == 0))
                            .isInstanceOf(InterruptedException.class));
            for (int i = 0; i < 2; i++) {
                Await.parked(takers.thread(i));
                takers.thread(i).interrupt();
            }
            takers.join();
        }
    }

    private static Future<Integer> takeOrPoll(CompletionService<Integer> service, boolean take)
            throws InterruptedException {
        return take ? service.take() : service.poll(1, TimeUnit.DAYS);
    }

    @OnKinds
    void thoseThatFailAreTakenToo(Kind kind) throws Exception {
        try (Fixture on = kind.open()) {
            CompletionService<Integer> service = new ExecutorCompletionService<>(on.executor());
            for (Throwable thrown : Thrown.ofEverySort()) {
                service.submit(() -> {
                    throw Thrown.anyway(thrown);
                });
                Future<Integer> taken = service.take();
                assertThatThrownBy(taken::get)
                        .isInstanceOfSatisfying(
                                ExecutionException.class,
                                e -> assertThat(e.getCause()).isSameAs(thrown));
            }
        }
    }

    @OnKinds
    void thoseThatAreCancelledAreTakenTooAndNeverRun(Kind kind) throws Exception {
        try (Fixture on = kind.open()) {
            on.occupy();
            CompletionService<Object> service = new ExecutorCompletionService<>(on.executor());
            Future<Object> future = service.submit(() -> on.ran().incrementAndGet());
            assertThat(future.cancel(true)).isTrue();
            on.finish();
            assertThat(service.take().isCancelled()).isTrue();
            assertThat(on.ran()).hasValue(0);
            assertThat(service.poll()).isNull();
        }
    }

    @OnKinds
    void whatIsRejectedIsNeverTaken(Kind kind) {
        try (Fixture on = kind.open()) {
            CompletionService<Integer> service = new ExecutorCompletionService<>(on.executor());
            on.executor().shutdown();
            assertThatThrownBy(() -> service.submit(() -> on.ran().incrementAndGet()))
                    .isInstanceOf(RejectedExecutionException.class);
            assertThatThrownBy(() -> service.submit(on.counting(), 1)).isInstanceOf(RejectedExecutionException.class);
            on.finish();
            assertThat(service.poll()).isNull();
            assertThat(on.ran()).hasValue(0);
        }
    }

    @OnKinds
    void refusesNull(Kind kind) {
        try (Fixture on = kind.open()) {
            CompletionService<Integer> service = new ExecutorCompletionService<>(on.executor());
            assertThatThrownBy(() -> service.submit(null)).isInstanceOf(NullPointerException.class);
            assertThatThrownBy(() -> service.submit(null, 1)).isInstanceOf(NullPointerException.class);
            assertThatThrownBy(() -> new ExecutorCompletionService<>(on.executor(), null))
                    .isInstanceOf(NullPointerException.class);
        }
    }

    @OnKinds
    void usesTheQueueItIsGiven(Kind kind) throws Exception {
        try (Fixture on = kind.open()) {
            LinkedBlockingQueue<Future<Integer>> done = new LinkedBlockingQueue<>();
            CompletionService<Integer> service = new ExecutorCompletionService<>(on.executor(), done);
            Future<Integer> future = service.submit(() -> 7);
            assertThat(done.poll(60, TimeUnit.SECONDS)).isSameAs(future);
        }
    }

    @OnKinds(SAME_OBJECTS)
    void shutdownNowGivesBackWhatHasNotBegunAndItsOwnerMayRunIt(Kind kind) throws Exception {
        try (Fixture on = kind.open()) {
            on.occupy();
            CompletionService<Integer> service = new ExecutorCompletionService<>(on.executor());
            Future<Integer> future = service.submit(() -> 7);
            on.executor().shutdownNow().forEach(Runnable::run);
            assertThat(service.take()).isSameAs(future);
            assertThat(future.get()).isEqualTo(7);
        }
    }

    @OnKinds
    void manyServicesShareAnExecutor(Kind kind) {
        try (Fixture on = kind.open()) {
            Team.run(4, number -> {
                CompletionService<Integer> service = new ExecutorCompletionService<>(on.executor());
                for (int i = 0; i < 300; i++) {
                    service.submit(() -> number);
                }
                for (int i = 0; i < 300; i++) {
                    assertThat(service.take().get()).isEqualTo(number);
                }
            });
        }
    }
}
