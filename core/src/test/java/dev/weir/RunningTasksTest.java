package dev.weir;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.support.Await;
import dev.weir.support.Gate;
import dev.weir.support.LiveThreads;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class RunningTasksTest {

    private static final long ENOUGH_NANOS = 2_000_000_000;
    private static final long PATIENCE_NANOS = 60_000_000_000L;

    private static WorkerPool pool(int threads) {
        return (WorkerPool) ThreadPool.builder("seen").threads(threads, threads).build();
    }

    private static RunningTask only(ThreadPool pool) {
        Await.until("one task is seen", () -> pool.runningTasks().size() == 1);
        return pool.runningTasks().get(0);
    }

    private static StackTraceElement outermost(RunningTask task) {
        return task.stack().get(task.stack().size() - 1);
    }

    private static void runParked(Gate gate) {
        Await.until(
                "it waits at the gate",
                () -> LiveThreads.named("seen-").stream()
                        .allMatch(thread -> thread.getState() != Thread.State.RUNNABLE));
        assertThat(gate.inside()).isPositive();
    }

    @Test
    void idlePoolRunsNothing() throws Exception {
        try (ThreadPool pool = pool(2)) {
            assertThat(pool.runningTasks()).isEmpty();
            pool.submit("one", () -> 1).get();
            pool.join();
            assertThat(pool.runningTasks()).isEmpty();
        }
    }

    @Test
    void submittedTaskIsShownWithNameThreadAgeAndStack() {
        try (ThreadPool pool = pool(1)) {
            Gate gate = new Gate();
            pool.submit("at the gate", () -> {
                gate.run();
                return null;
            });
            gate.awaitInside(1);
            runParked(gate);

            RunningTask first = only(pool);
            RunningTask second = only(pool);

            assertThat(first.task()).isEqualTo("at the gate");
            assertThat(first.executor()).isEqualTo("seen");
            assertThat(first.thread()).isEqualTo("seen-1");
            assertThat(first.threadId())
                    .isEqualTo(LiveThreads.named("seen-1").get(0).getId());
            assertThat(first.state()).isEqualTo(Thread.State.TIMED_WAITING);
            assertThat(first.age()).isPositive();
            assertThat(second.age()).isGreaterThan(first.age());
            assertThat(first.stack())
                    .extracting(StackTraceElement::getMethodName)
                    .contains("await", "run");
            assertThat(outermost(first).getClassName()).isEqualTo(RunningTasksTest.class.getName());
            gate.open();
        }
    }

    /** The first tasks of a worker are timed, and so are all that take 5 us. */
    @Test
    void slowPlainTaskIsShownWithItsName() {
        record Order(Gate gate) implements Runnable, Named {
            @Override
            public void run() {
                gate.run();
            }

            @Override
            public String taskName() {
                return "order 7";
            }
        }
        try (ThreadPool pool = pool(1)) {
            Gate gate = new Gate();
            pool.execute(new Order(gate));
            gate.awaitInside(1);
            runParked(gate);

            RunningTask seen = only(pool);

            assertThat(seen.task()).isEqualTo("order 7");
            assertThat(seen.age()).isPositive();
            assertThat(outermost(seen).getClassName()).isEqualTo(Order.class.getName());
            gate.open();
        }
    }

    /** Nothing of a task stays with the worker that has run it. */
    @Test
    void taskThatHasEndedIsNotKept() throws Exception {
        try (WorkerPool pool = pool(1)) {
            pool.execute(() -> {});
            pool.submit(() -> {}).get();
            pool.join();

            for (Worker worker : pool.crew().present()) {
                assertThat(worker.sight().glimpse()).isNull();
            }
        }
    }

    /** Tiny tasks are neither noted nor timed; one that becomes slow by surprise is told by where it is. */
    @Test
    void plainTaskAmongTinyOnesIsNamedAfterItsCodeAndAgesFromItsFirstSightOn() throws Exception {
        try (WorkerPool pool = pool(1)) {
            Gate gate = new Gate();
            AtomicBoolean stuck = new AtomicBoolean();
            Await.until("the worker has begun", () -> !pool.crew().present().isEmpty());
            Worker only = pool.crew().present().iterator().next();
            for (int round = 0; !stuck.get(); round++) {
                assertThat(round).as("rounds until a tiny task is not noted").isLessThan(1_000);
                CountDownLatch entered = new CountDownLatch(1);
                for (int i = 0; i < 2_000; i++) {
                    pool.execute(() -> {});
                }
                pool.execute(new Unnoted(only, gate, stuck, entered));
                Await.zero(entered);
            }
            runParked(gate);

            RunningTask first = only(pool);
            RunningTask second = only(pool);

            assertThat(first.task()).isEqualTo(Unnoted.class.getName() + ".run");
            assertThat(second.age()).isGreaterThan(first.age());
            gate.open();
        }
    }

    /** Stays at the gate if it is not noted. */
    private record Unnoted(Worker worker, Gate gate, AtomicBoolean stuck, CountDownLatch entered) implements Runnable {
        @Override
        public void run() {
            boolean noted = worker.sight().glimpse().plain() != null;
            stuck.set(!noted);
            entered.countDown();
            if (!noted) {
                gate.run();
            }
        }
    }

    @Test
    void taskOfViewIsShownWithTheView() {
        try (ThreadPool pool = pool(1)) {
            Gate gate = new Gate();
            pool.limited("thumbs", 1).submit("picture", () -> {
                gate.run();
                return null;
            });
            gate.awaitInside(1);

            RunningTask seen = only(pool);

            assertThat(seen.task()).isEqualTo("picture");
            assertThat(seen.executor()).isEqualTo("thumbs");
            gate.open();
        }
    }

    @Test
    void oldestComesFirst() {
        try (ThreadPool pool = pool(3)) {
            Gate gate = new Gate();
            for (int i = 1; i <= 3; i++) {
                pool.submit("task " + i, () -> {
                    gate.run();
                    return null;
                });
                gate.awaitInside(i);
            }

            assertThat(pool.runningTasks()).extracting(RunningTask::task).containsExactly("task 1", "task 2", "task 3");
            gate.open();
        }
    }

    @Test
    void taskWithinAnotherIsPartOfThatOne() {
        try (ThreadPool pool = pool(1)) {
            Gate gate = new Gate();
            pool.submit(
                    "outer",
                    () -> pool.submit("inner", () -> {
                                gate.run();
                                return null;
                            })
                            .get());
            gate.awaitInside(1);

            assertThat(only(pool).task()).isEqualTo("outer");
            gate.open();
        }
    }

    private static void alpha() {
        spin();
    }

    private static void beta() {
        spin();
    }

    private static void spin() {
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < 20_000) {
            Thread.onSpinWait();
        }
    }

    private record Plain(String taskName, Runnable work) implements Runnable, Named {
        @Override
        public void run() {
            work.run();
        }
    }

    private static void keepBusy(ThreadPool pool, AtomicBoolean over, boolean submitted) {
        Runnable alpha = new Plain("alpha", RunningTasksTest::alpha);
        Runnable beta = new Plain("beta", RunningTasksTest::beta);
        for (int i = 0; !over.get(); i++) {
            Runnable next = i % 2 == 0 ? alpha : beta;
            if (submitted) {
                pool.submit(next);
            } else {
                pool.execute(next);
            }
        }
    }

    private static void assertStacksMatch(boolean submitted) throws Exception {
        try (ThreadPool pool = ThreadPool.builder("seen")
                .threads(2, 2)
                .overflow(Overflow.block(Duration.ofMinutes(1)))
                .queueCapacity(10)
                .build()) {
            AtomicBoolean over = new AtomicBoolean();
            Thread submitter = new Thread(() -> keepBusy(pool, over, submitted), "test-submitter");
            submitter.start();
            int found = 0;
            long start = System.nanoTime();
            try {
                while (System.nanoTime() - start < (found == 0 ? PATIENCE_NANOS : ENOUGH_NANOS) && found < 300) {
                    for (RunningTask seen : pool.runningTasks()) {
                        List<String> methods = seen.stack().stream()
                                .map(StackTraceElement::getMethodName)
                                .filter(List.of("alpha", "beta")::contains)
                                .toList();
                        if (!methods.isEmpty() && List.of("alpha", "beta").contains(seen.task())) {
                            assertThat(methods).containsExactly(seen.task());
                            found++;
                        }
                    }
                }
            } finally {
                over.set(true);
                submitter.join();
            }
            assertThat(found).as("stacks of known tasks").isPositive();
        }
    }

    @Test
    void stackOfSubmittedTaskIsItsOwnThoughWorkersGoOnMeanwhile() throws Exception {
        assertStacksMatch(true);
    }

    @Test
    void stackOfPlainTaskIsItsOwnThoughWorkersGoOnMeanwhile() throws Exception {
        assertStacksMatch(false);
    }

    @Test
    void threadThatCannotTellItsStackIsShownWithoutOne() {
        class Mute extends Thread {
            Mute(Runnable work) {
                super(work, "mute");
            }

            @Override
            public StackTraceElement[] getStackTrace() {
                throw new IllegalStateException("no");
            }
        }
        try (ThreadPool pool = ThreadPool.builder("seen")
                .threads(1, 1)
                .threadFactory(Mute::new)
                .build()) {
            Gate gate = new Gate();
            Callable<?> work = () -> {
                gate.run();
                return null;
            };
            pool.submit("mute task", work);
            gate.awaitInside(1);

            RunningTask seen = only(pool);

            assertThat(seen.task()).isEqualTo("mute task");
            assertThat(seen.stack()).isEmpty();
            gate.open();
        }
    }

    /** A thread that, when asked for its stack, stops only behind its task: in the next one, or idle if that was the last. */
    private static final class Hasty extends Thread {
        private final Semaphore ends = new Semaphore(0);
        private final Semaphore begun = new Semaphore(0);
        private volatile int left;
        private volatile BooleanSupplier isIdle = () -> false;

        Hasty(Runnable work) {
            super(work, "seen-hasty");
        }

        void task() {
            begun.release();
            ends.acquireUninterruptibly();
        }

        @Override
        public StackTraceElement[] getStackTrace() {
            left--;
            ends.release();
            if (left > 0) {
                begun.acquireUninterruptibly();
                return new StackTraceElement[0];
            }
            Await.until("it is idle", isIdle);
            Await.parked(this);
            return super.getStackTrace();
        }
    }

    private static void assertHastyIsSeen(int tasks) {
        AtomicReference<Hasty> only = new AtomicReference<>();
        try (ThreadPool pool = ThreadPool.builder("seen")
                .threads(1, 1)
                .threadFactory(work -> {
                    only.set(new Hasty(work));
                    return only.get();
                })
                .build()) {
            Await.until("there is a thread", () -> only.get() != null);
            Hasty hasty = only.get();
            hasty.left = tasks;
            hasty.isIdle = () -> pool.stats().idleThreads() == 1;
            for (int i = 0; i < tasks; i++) {
                pool.execute(new Plain("short", hasty::task));
            }
            hasty.begun.acquireUninterruptibly();
            try {
                assertThat(pool.runningTasks()).singleElement().satisfies(task -> {
                    assertThat(task.task()).isEqualTo("short");
                    assertThat(task.stack()).isEmpty();
                });
            } finally {
                hasty.ends.release(tasks);
            }
        }
    }

    @Test
    void taskOfWorkerThatStopsInAnotherWheneverItIsAskedIsShown() {
        assertHastyIsSeen(10);
    }

    @Test
    void taskOfWorkerThatIsIdleWhenItStopsIsShown() {
        assertHastyIsSeen(1);
    }

    /** The JVM lets threads on to take the stack of one: what others do then is not what they did when the look began. */
    @Test
    void workersAreFoundInTheirTasksBeforeAnyIsAskedForItsStack() {
        Gate gate = new Gate();
        AtomicReference<ThreadPool> only = new AtomicReference<>();
        class Opening extends Thread {
            Opening(Runnable work) {
                super(work);
            }

            @Override
            public StackTraceElement[] getStackTrace() {
                gate.open();
                Await.until("all are idle", () -> only.get().stats().idleThreads() == 3);
                Await.parked(this);
                return super.getStackTrace();
            }
        }
        try (ThreadPool pool = ThreadPool.builder("seen")
                .threads(3, 3)
                .threadFactory(Opening::new)
                .build()) {
            only.set(pool);
            for (int i = 1; i <= 3; i++) {
                pool.execute(new Plain("short", gate));
                gate.awaitInside(i);
            }

            assertThat(pool.runningTasks()).extracting(RunningTask::task).containsExactly("short", "short", "short");
        } finally {
            gate.open();
        }
    }

    @Test
    void idleWorkerIsInNoCodeOfATask() throws Exception {
        try (ThreadPool pool = pool(1)) {
            Thread worker = pool.submit(Thread::currentThread).get();
            Await.parked(worker);
            assertThat(TaskFrames.of(worker.getStackTrace())).isEmpty();
        }
    }
}
