package dev.weir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.weir.support.Await;
import dev.weir.support.CapturedLog;
import dev.weir.support.Failures;
import dev.weir.support.Gate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A task that throws is counted and reported, and changes nothing else. */
class TaskFailureTest {

    /** Neither an Exception nor an Error. */
    private static final class Odd extends Throwable {
        private static final long serialVersionUID = 1L;
    }

    /** A task that has a name, as a Runnable and as a Callable. */
    private record NamedTask(Named name, Callable<Object> work) implements Runnable, Callable<Object>, Named {
        @Override
        public void run() {
            try {
                work.call();
            } catch (Exception e) {
                sneak(e);
            }
        }

        @Override
        public Object call() throws Exception {
            return work.call();
        }

        @Override
        public String taskName() {
            return name.taskName();
        }
    }

    private final Failures failures = new Failures();

    private ThreadPool onePool() {
        return ThreadPool.builder("fragile")
                .threads(1, 1)
                .failureHandler(failures)
                .build();
    }

    private static Stream<Arguments> throwables() {
        return Stream.of(
                argumentSet("unchecked", new IllegalStateException("x")),
                argumentSet("checked", new Exception("x")),
                argumentSet("error", new AssertionError("x")),
                argumentSet("interrupted", new InterruptedException("x")),
                argumentSet("out of memory", new OutOfMemoryError("x")),
                argumentSet("linkage", new NoClassDefFoundError("x")),
                argumentSet("neither exception nor error", new Odd()));
    }

    @ParameterizedTest
    @MethodSource("throwables")
    void executedTaskThatThrowsIsCountedAndReportedOnceAndItsThreadLivesOn(Throwable thrown) throws Exception {
        try (ThreadPool pool = onePool()) {
            Thread before = pool.submit(Thread::currentThread).get();

            pool.execute(new NamedTask(() -> "the culprit", () -> sneak(thrown)));
            pool.join();

            assertThat(failures.told()).containsExactly(new TaskFailure("fragile", "the culprit", thrown));
            assertThat(pool.submit(Thread::currentThread).get()).isSameAs(before);
            assertLedger(pool, 2, 1);
        }
        assertThat(failures.told()).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("throwables")
    void submittedTaskThatThrowsIsCountedAndItsThreadLivesOn(Throwable thrown) throws Exception {
        try (ThreadPool pool = onePool()) {
            Thread before = pool.submit(Thread::currentThread).get();

            Task<Object> task = pool.submit("the culprit", () -> sneak(thrown));

            assertThatThrownBy(task::get)
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isSameAs(thrown);
            assertThat(task.exceptionNow()).isSameAs(thrown);
            pool.join();
            assertThat(pool.submit(Thread::currentThread).get()).isSameAs(before);
            assertLedger(pool, 2, 1);
        }
        assertThat(failures.told()).isEmpty(); // somebody knows already
    }

    @Test
    void stackOverflowIsAFailureLikeAnyOther() throws Exception {
        try (ThreadPool pool = onePool()) {
            Thread before = pool.submit(Thread::currentThread).get();

            pool.execute(() -> descend(0));
            Task<Integer> task = pool.submit(() -> descend(0));

            assertThatThrownBy(task::get).hasCauseInstanceOf(StackOverflowError.class);
            pool.join();
            assertThat(failures.told())
                    .hasSize(1)
                    .allSatisfy(told -> assertThat(told.exception()).isInstanceOf(StackOverflowError.class));
            assertThat(pool.submit(Thread::currentThread).get()).isSameAs(before);
            assertLedger(pool, 2, 2);
        }
    }

    @Test
    void failureIsInTheLedgerWhenItsFutureIsDoneAndWhenItsHandlerIsTold() throws Exception {
        List<Long> failedWhenTold = new java.util.concurrent.CopyOnWriteArrayList<>();
        ThreadPool[] self = {null};
        try (ThreadPool pool = ThreadPool.builder("fragile")
                .threads(1, 1)
                .failureHandler(failure -> failedWhenTold.add(self[0].stats().failed()))
                .build()) {
            self[0] = pool;
            for (long i = 1; i <= 200; i++) {
                Task<?> task = pool.submit(TaskFailureTest::fail);
                assertThatThrownBy(task::get).isInstanceOf(ExecutionException.class);
                assertThat(pool.stats().failed()).isEqualTo(2 * i - 1);
                pool.execute(TaskFailureTest::fail);
                pool.join();
                assertThat(failedWhenTold).hasSize((int) i).last().isEqualTo(2 * i);
            }
        }
    }

    @Test
    void failingTasksAmongOthersLeaveTheLedgerExact() throws Exception {
        try (ThreadPool pool = ThreadPool.builder("fragile")
                .threads(2, 4)
                .failureHandler(failures)
                .build()) {
            for (int i = 0; i < 3_000; i++) {
                pool.execute(i % 3 == 0 ? TaskFailureTest::fail : () -> {});
            }
            pool.join();
            assertLedger(pool, 2_000, 1_000);
        }
        assertThat(failures.told()).hasSize(1_000);
    }

    @Test
    void handlerThatThrowsIsLoggedAndGoesNoFurther() throws Exception {
        Error cruel = new Error("the handler's own");
        try (CapturedLog log = CapturedLog.open();
                ThreadPool pool = ThreadPool.builder("fragile")
                        .threads(1, 1)
                        .failureHandler(failure -> {
                            throw cruel;
                        })
                        .build()) {
            Thread before = pool.submit(Thread::currentThread).get();
            pool.execute(TaskFailureTest::fail);
            pool.submit(TaskFailureTest::fail);
            pool.join();

            assertThat(pool.submit(Thread::currentThread).get()).isSameAs(before);
            assertLedger(pool, 2, 2);
            pool.drain(Duration.ofMinutes(1));
            assertThat(log.records()).hasSize(2).allSatisfy(logged -> {
                assertThat(logged.getThrown()).isSameAs(cruel);
                assertThat(logged.getThrown().getSuppressed()).hasAtLeastOneElementOfType(IllegalStateException.class);
            });
        }
    }

    @Test
    void handlerThatThrowsTheVeryExceptionItWasToldOfDoesNoHarm() throws Exception {
        try (CapturedLog log = CapturedLog.open();
                ThreadPool pool = ThreadPool.builder("fragile")
                        .threads(1, 1)
                        .failureHandler(failure -> sneak(failure.exception()))
                        .build()) {
            pool.execute(TaskFailureTest::fail);
            pool.join();
            assertLedger(pool, 0, 1);
            assertThat(log.records()).hasSize(1);
        }
    }

    @Test
    void slowHandlerHoldsUpNoOtherWorker() throws Exception {
        Gate slow = new Gate();
        try (ThreadPool pool = ThreadPool.builder("fragile")
                .threads(2, 2)
                .failureHandler(failure -> slow.run())
                .build()) {
            pool.execute(TaskFailureTest::fail);
            slow.awaitInside(1);

            assertThat(pool.stats().failed()).isEqualTo(1);
            assertThat(pool.submit(() -> "other").get()).isEqualTo("other");
            slow.open();
        }
    }

    @Test
    void defaultHandlerLogsTheStackTraceAndTheNameOfTheTask() throws Exception {
        IllegalStateException thrown = new IllegalStateException("x");
        try (CapturedLog log = CapturedLog.open();
                ThreadPool pool = ThreadPool.builder("plain").threads(1, 1).build()) {
            pool.execute(new NamedTask(() -> "nightly report", () -> sneak(thrown)));
            pool.join();

            assertThat(log.records()).singleElement().satisfies(logged -> {
                assertThat(logged.getLevel()).isEqualTo(Level.WARNING);
                assertThat(logged.getThrown()).isSameAs(thrown);
                assertThat(logged.getMessage()).contains("nightly report", "plain");
            });
        }
    }

    @Test
    void taskWithoutANameIsReportedByItsClass() throws Exception {
        Callable<Object> work = new Callable<>() {
            @Override
            public Object call() {
                throw new IllegalStateException();
            }
        };
        try (ThreadPool pool = onePool()) {
            pool.submit(work);
            pool.submit((Runnable) () -> fail());
            pool.join();
        }
        assertThat(failures.told().get(0).task()).isEqualTo(work.getClass().getName());
        assertThat(failures.told().get(1).task()).contains("TaskFailureTest");
    }

    @Test
    void runnableThatIsNamedKeepsItsNameWhenItIsSubmitted() throws Exception {
        try (ThreadPool pool = onePool()) {
            Runnable named = new NamedTask(() -> "by its own name", () -> sneak(new Odd()));
            Task<?> first = pool.submit(named);
            Task<?> second = pool.submit(named, "value");
            pool.join();

            assertThat(first.name()).isEqualTo("by its own name");
            assertThat(second.name()).isEqualTo("by its own name");
            pool.drain(Duration.ofMinutes(1));
            assertThat(failures.told()).extracting(TaskFailure::task).containsOnly("by its own name");
        }
    }

    @Test
    void nameThatThrowsOrIsNullIsReplacedByTheClass() throws Exception {
        try (ThreadPool pool = onePool()) {
            Thread before = pool.submit(Thread::currentThread).get();
            Named throwing = () -> {
                throw new StackOverflowError();
            };
            pool.execute(new NamedTask(throwing, () -> sneak(new Odd())));
            Task<?> thrower = pool.submit((Callable<Object>) new NamedTask(throwing, () -> sneak(new Odd())));
            pool.execute(new NamedTask(() -> null, () -> sneak(new Odd())));
            Task<?> nameless = pool.submit((Callable<Object>) new NamedTask(() -> null, () -> sneak(new Odd())));
            pool.join();

            String ownName = NamedTask.class.getName();
            assertThat(thrower.name()).startsWith(ownName);
            assertThat(nameless.name()).isEqualTo(ownName);
            assertThat(pool.submit(Thread::currentThread).get()).isSameAs(before);
            assertLedger(pool, 2, 4);
            pool.drain(Duration.ofMinutes(1));
            assertThat(failures.told())
                    .hasSize(4)
                    .allSatisfy(told -> assertThat(told.task()).startsWith(ownName));
        }
    }

    @Test
    void failingTaskRunByItsSubmitterThrowsNothingAtIt() throws Exception {
        Gate gate = new Gate();
        try (ThreadPool pool = ThreadPool.builder("fragile")
                .threads(1, 1)
                .queueCapacity(0)
                .overflow(Overflow.callerRuns())
                .failureHandler(failures)
                .build()) {
            pool.execute(gate);
            gate.awaitInside(1);

            pool.execute(TaskFailureTest::fail);
            Task<?> task = pool.submit(TaskFailureTest::fail);

            assertThat(task.exceptionNow()).isInstanceOf(IllegalStateException.class);
            assertThat(failures.told()).hasSize(1);
            gate.open();
            pool.join();
            assertLedger(pool, 1, 2);
        }
    }

    @Test
    void failureOfATaskCancelledWhileItRanIsNotReported() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        try (ThreadPool pool = onePool()) {
            Task<?> task = pool.submit(() -> {
                inside.countDown();
                new CountDownLatch(1).await();
                return null;
            });
            Await.zero(inside);
            task.cancel(true);
            pool.join();
            assertThat(pool.stats().cancelled()).isEqualTo(1);
            assertThat(pool.stats().failed()).isZero();
        }
        assertThat(failures.told()).isEmpty();
    }

    private static void assertLedger(ThreadPool pool, long succeeded, long failed) throws InterruptedException {
        pool.join();
        PoolStats stats = pool.stats();
        assertThat(stats.addsUp()).isTrue();
        assertThat(stats.succeeded()).isEqualTo(succeeded);
        assertThat(stats.failed()).isEqualTo(failed);
        assertThat(stats.accepted()).isEqualTo(succeeded + failed);
        assertThat(stats.running()).isZero();
        assertThat(stats.queued()).isZero();
    }

    private static void fail() {
        throw new IllegalStateException("x");
    }

    @SuppressWarnings("InfiniteRecursion")
    private static int descend(int depth) {
        return descend(depth + 1) + 1;
    }

    /** Throws anything, declared or not. */
    @SuppressWarnings("unchecked")
    private static <E extends Throwable> Object sneak(Throwable thrown) throws E {
        throw (E) thrown;
    }
}
