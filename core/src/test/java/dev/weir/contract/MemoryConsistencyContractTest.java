package dev.weir.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.support.Await;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Memory consistency: what was done before a submission is seen by the task, and what the task did is seen by whoever
 * has its result. Each round uses plain fields that no other round has touched.
 */
class MemoryConsistencyContractTest {

    private static final int ROUNDS = 20_000;

    /** Fields that nothing but the executor makes visible. */
    private static final class Plain {
        int before;
        int within;

        /** What a submitter does before it submits. */
        static Plain written(int value) {
            Plain plain = new Plain();
            plain.before = value;
            return plain;
        }

        /** What a task does. */
        int answer() {
            within = before + 1;
            return before;
        }

        void assertAnswered(int value) {
            assertThat(before).isEqualTo(value);
            assertThat(within).isEqualTo(value + 1);
        }
    }

    @OnKinds
    void executeThenRun(Kind kind) {
        int[] wrong = new int[ROUNDS];
        Plain[] all = new Plain[ROUNDS];
        try (Fixture on = kind.open()) {
            for (int i = 0; i < ROUNDS; i++) {
                int value = i + 1;
                Plain plain = Plain.written(value);
                all[i] = plain;
                on.executor().execute(() -> wrong[value - 1] = plain.answer() - value);
            }
            on.finish();
            // The end of the executor, once it is known, shows what all of its tasks did.
            for (int i = 0; i < ROUNDS; i++) {
                assertThat(wrong[i]).isZero();
                all[i].assertAnswered(i + 1);
            }
        }
    }

    @OnKinds
    void submitThenRunThenGet(Kind kind) throws Exception {
        try (Fixture on = kind.open()) {
            for (int value = 1; value <= ROUNDS; value++) {
                Plain plain = Plain.written(value);
                Future<Integer> future = on.executor().submit(plain::answer);
                assertThat(future.get()).isEqualTo(value);
                plain.assertAnswered(value);
            }
        }
    }

    @OnKinds
    void submitManyThenGetThem(Kind kind) throws Exception {
        try (Fixture on = kind.open()) {
            List<Plain> all = new ArrayList<>();
            List<Future<Integer>> futures = new ArrayList<>();
            for (int value = 1; value <= ROUNDS; value++) {
                Plain plain = Plain.written(value);
                all.add(plain);
                futures.add(on.executor().submit(plain::answer));
            }
            for (int value = 1; value <= ROUNDS; value++) {
                assertThat(futures.get(value - 1).get(60, TimeUnit.SECONDS)).isEqualTo(value);
                all.get(value - 1).assertAnswered(value);
            }
        }
    }

    @OnKinds
    void submitThenRunThenFindItDone(Kind kind) throws Exception {
        try (Fixture on = kind.open()) {
            for (int value = 1; value <= ROUNDS; value++) {
                Plain plain = Plain.written(value);
                Future<Integer> future = on.executor().submit(plain::answer);
                while (!future.isDone()) {
                    Thread.onSpinWait();
                }
                assertThat(future.get()).isEqualTo(value);
                plain.assertAnswered(value);
            }
        }
    }

    @OnKinds
    void submitThenRunThenGetAfterTimeouts(Kind kind) throws Exception {
        try (Fixture on = kind.open()) {
            for (int value = 1; value <= ROUNDS; value++) {
                Plain plain = Plain.written(value);
                Future<Integer> future = on.executor().submit(plain::answer);
                Integer got = null;
                while (got == null) {
                    try {
                        got = future.get(0, TimeUnit.SECONDS);
                    } catch (TimeoutException notYet) {
                        Thread.onSpinWait();
                    }
                }
                assertThat(got).isEqualTo(value);
                plain.assertAnswered(value);
            }
        }
    }

    @OnKinds
    void failureShowsWhatWasDoneBeforeIt(Kind kind) throws Exception {
        try (Fixture on = kind.open()) {
            for (int value = 1; value <= ROUNDS / 10; value++) {
                Plain plain = Plain.written(value);
                Future<?> future = on.executor().submit(() -> {
                    plain.answer();
                    throw new IllegalStateException("the task's");
                });
                try {
                    future.get();
                } catch (ExecutionException expected) {
                    plain.assertAnswered(value);
                }
            }
        }
    }

    @OnKinds
    void oneTaskThenTheNextThatItSubmits(Kind kind) throws Exception {
        try (Fixture on = kind.open()) {
            for (int value = 1; value <= ROUNDS / 4; value++) {
                int expected = value;
                Plain plain = new Plain();
                Future<Future<Integer>> outer = on.executor().submit(() -> {
                    plain.before = expected;
                    return on.executor().submit(plain::answer);
                });
                assertThat(outer.get().get()).isEqualTo(expected);
                plain.assertAnswered(expected);
            }
        }
    }

    @OnKinds
    void bulkMethods(Kind kind) throws Exception {
        try (Fixture on = kind.open()) {
            for (int value = 1; value <= ROUNDS / 20; value++) {
                Plain one = Plain.written(value);
                Plain other = Plain.written(value);
                List<Callable<Integer>> tasks = List.of(one::answer, other::answer);
                on.executor().invokeAll(tasks);
                one.assertAnswered(value);
                other.assertAnswered(value);

                Plain any = Plain.written(value);
                on.executor().invokeAny(List.of(any::answer));
                any.assertAnswered(value);
            }
        }
    }

    @OnKinds
    void completionService(Kind kind) throws Exception {
        try (Fixture on = kind.open()) {
            CompletionService<Plain> service = new ExecutorCompletionService<>(on.executor());
            for (int value = 1; value <= ROUNDS / 4; value++) {
                Plain plain = Plain.written(value);
                service.submit(() -> {
                    plain.answer();
                    return plain;
                });
                Plain taken = service.take().get();
                taken.assertAnswered(value);
            }
        }
    }

    @OnKinds
    void whoeverSeesTheEndSeesWhatTheTasksDid(Kind kind) {
        for (int round = 1; round <= 100; round++) {
            try (Fixture on = kind.open()) {
                Plain plain = Plain.written(round);
                on.executor().execute(plain::answer);
                on.executor().shutdown();
                Await.until("it has ended", on.executor()::isTerminated);
                plain.assertAnswered(round);
            }
        }
    }
}
