package dev.weir.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.weir.Overflow;
import dev.weir.Task;
import dev.weir.TaskGroup;
import dev.weir.ThreadPool;
import dev.weir.support.Await;
import dev.weir.support.CapturedLog;
import dev.weir.support.EndOfStack;
import dev.weir.support.Gate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a task does to itself, its thread and its stack, the pool goes on and accounts for it. */
class TaskFaultsTest {

    private static final int ROUNDS = 10;
    private static final int DESCENTS = 2;

    /** Every method of it that somebody who logs might call throws. */
    private static final class Hostile extends RuntimeException {
        private static final long serialVersionUID = 1;

        @Override
        public String getMessage() {
            throw new IllegalStateException("no message");
        }

        @Override
        public String getLocalizedMessage() {
            throw new IllegalStateException("no localized message");
        }

        @Override
        public synchronized Throwable getCause() {
            throw new IllegalStateException("no cause");
        }

        @Override
        public String toString() {
            throw new IllegalStateException("no text");
        }

        @Override
        public StackTraceElement[] getStackTrace() {
            throw new IllegalStateException("no stack trace");
        }

        @Override
        public synchronized Throwable fillInStackTrace() {
            return this;
        }

        @Override
        public int hashCode() {
            throw new IllegalStateException("no hash");
        }

        @Override
        public boolean equals(Object other) {
            throw new IllegalStateException("no equals");
        }
    }

    /** Writes each message out, as a real log does, to nowhere. */
    private static final class Writing extends Handler {

        private final Logger logger = Logger.getLogger("dev.weir");

        @Override
        public void publish(LogRecord logged) {
            new SimpleFormatter().format(logged);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {
            logger.removeHandler(this);
        }
    }

    private final Writing writing = new Writing();
    private CapturedLog log;

    @BeforeEach
    void capture() {
        log = CapturedLog.open();
        writing.logger.addHandler(writing);
    }

    @AfterEach
    void nothingWasABug() {
        writing.close();
        log.close();
        assertThat(log.records()).noneMatch(logged -> logged.getMessage().contains("Bug"));
    }

    private static Stream<Arguments> misdeeds() {
        return Stream.of(
                argumentSet("an undeclared checked exception", raise(new Exception("checked"))),
                argumentSet("an error", raise(new AssertionError("error"))),
                argumentSet("what ends a thread", raise(new ThreadDeath())),
                argumentSet("out of memory", raise(new OutOfMemoryError("not really"))),
                argumentSet("a cancellation", raise(new CancellationException("its own"))),
                argumentSet("something neither exception nor error", raise(new Throwable("odd"))),
                argumentSet("something whose methods throw", raise(new Hostile())),
                argumentSet("a real stack overflow", (Runnable) TaskFaultsTest::overflow),
                argumentSet("an interrupt of its own, and throws", (Runnable) () -> {
                    Thread.currentThread().interrupt();
                    throw new IllegalStateException();
                }));
    }

    private static Runnable raise(Throwable thrown) {
        return () -> Door.sneak(() -> {
            if (thrown instanceof Exception exception) {
                throw exception;
            }
            if (thrown instanceof Error error) {
                throw error;
            }
            return TaskFaultsTest.<RuntimeException>undeclared(thrown);
        });
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> Object undeclared(Throwable thrown) throws T {
        throw (T) thrown;
    }

    @SuppressWarnings("InfiniteRecursion") // which is the purpose
    private static void overflow() {
        overflow();
    }

    @ParameterizedTest
    @MethodSource("misdeeds")
    void whateverATaskThrowsThroughWhateverDoor(Runnable misdeed) throws Exception {
        ThreadPool pool = ThreadPool.builder("thrower").threads(1, 3).build();
        AtomicInteger thrown = new AtomicInteger();
        for (Door door : Door.values()) {
            for (int round = 0; round < ROUNDS; round++) {
                try {
                    door.enter(pool, () -> {
                        thrown.incrementAndGet();
                        misdeed.run();
                        return null;
                    });
                } catch (Throwable told) {
                    // As it should be: this thread is told of what its task threw.
                }
                Thread.interrupted();
            }
        }
        assertThat(pool.join(Duration.ofMinutes(1))).isTrue();
        assertThat(thrown.get()).isGreaterThanOrEqualTo(ROUNDS * Door.values().length);
        assertThat(pool.stats().failed() + pool.stats().cancelled()).isGreaterThanOrEqualTo(thrown.get());
        Aftermath.isSound(pool);
    }

    @ParameterizedTest
    @MethodSource("misdeeds")
    void whateverATaskThrowsAtTheSubmitterThatRunsIt(Runnable misdeed) throws Exception {
        Gate gate = new Gate();
        ThreadPool pool = ThreadPool.builder("caller")
                .threads(1, 1)
                .queueCapacity(0)
                .overflow(Overflow.callerRuns())
                .build();
        pool.execute(gate);
        gate.awaitInside(1);
        for (int round = 0; round < ROUNDS; round++) {
            pool.execute(misdeed);
            assertThat(pool.submit(misdeed).isDone()).isTrue();
            Thread.interrupted();
        }
        assertThat(pool.stats().failed()).isEqualTo(2 * ROUNDS);
        gate.open();
        Aftermath.isSound(pool);
    }

    /** It is waited for by nobody who has not asked for it, and counts as running until it has really ended. */
    @Test
    void taskThatIgnoresInterruptsAndDoesNotEnd() throws Exception {
        ThreadPool pool = ThreadPool.builder("stubborn").threads(2, 2).build();
        AtomicBoolean begun = new AtomicBoolean();
        AtomicBoolean released = new AtomicBoolean();
        Task<?> stubborn = pool.submit(() -> {
            begun.set(true);
            while (!released.get()) {
                Thread.onSpinWait();
            }
        });
        Await.until("it runs", begun::get);

        assertThat(stubborn.cancel(true)).isTrue();
        for (int i = 0; i < 1_000; i++) {
            pool.execute(() -> {});
        }
        assertThat(pool.submit(() -> 1).get()).isEqualTo(1);
        assertThat(pool.join(Duration.ofMillis(1))).isFalse();
        assertThat(pool.stats().running()).isEqualTo(1);
        assertThat(pool.stats().cancelled()).isZero();
        assertThat(pool.selfCheck()).isEmpty();

        assertThat(pool.shutdownNow()).isEmpty();
        assertThat(pool.awaitTermination(20, TimeUnit.MILLISECONDS)).isFalse();
        assertThat(pool.stats().addsUp()).isTrue();
        released.set(true);
        Aftermath.ends(pool);
        assertThat(pool.stats().cancelled()).isEqualTo(1);
    }

    /** More of them than threads: what waits behind them waits, and is handed back, and none of it is lost. */
    @Test
    void tasksThatNeverEndOnEveryThread() {
        ThreadPool pool = ThreadPool.builder("stubborn").threads(1, 4).build();
        Gate gate = new Gate();
        for (int i = 0; i < 4; i++) {
            pool.execute(gate);
        }
        gate.awaitInside(4);
        for (int i = 0; i < 100; i++) {
            pool.execute(() -> {});
        }
        List<Runnable> handedBack = pool.shutdownNow();
        assertThat(handedBack).hasSize(100);
        assertThat(pool.stats().running()).isEqualTo(4);
        assertThat(pool.stats().handedBack()).isEqualTo(100);
        assertThat(pool.stats().addsUp()).isTrue();
        gate.open();
        Aftermath.ends(pool);
    }

    /** What a task may do with its own pool. */
    private enum Use {
        EXECUTE {
            @Override
            void of(ThreadPool pool) {
                pool.execute(() -> {});
            }
        },
        SUBMIT_AND_WAIT {
            @Override
            void of(ThreadPool pool) throws Exception {
                pool.submit(() -> 1).get();
            }
        },
        SCHEDULE {
            @Override
            void of(ThreadPool pool) {
                pool.schedule(() -> {}, 1, TimeUnit.MICROSECONDS);
            }
        },
        VIEWS {
            @Override
            void of(ThreadPool pool) {
                pool.ordered("key").execute(() -> {});
            }
        },
        RESULTS {
            @Override
            void of(ThreadPool pool) {
                pool.results(10).submit(() -> 1);
            }
        },
        READ {
            @Override
            void of(ThreadPool pool) {
                pool.stats();
                pool.tasksLeft();
            }
        },
        GROUP {
            @Override
            void of(ThreadPool pool) throws Exception {
                try (TaskGroup group = pool.group()) {
                    group.submit(() -> 1);
                    group.join();
                }
            }
        },
        CANCEL {
            @Override
            void of(ThreadPool pool) {
                pool.submit(() -> 1).cancel(true);
            }
        };

        abstract void of(ThreadPool pool) throws Exception;
    }

    /** The pool's own code runs out of stack then, at each of its calls in turn. */
    @ParameterizedTest
    @EnumSource(Use.class)
    void taskThatUsesItsPoolAtTheEndOfItsStack(Use use) throws Exception {
        ThreadPool pool = ThreadPool.builder("deep-" + use).threads(1, 2).build();
        use.of(pool); // its classes are there: one that cannot be loaded for want of stack would be lost to the JVM
        AtomicInteger overflows = new AtomicInteger();
        for (int round = 0; round < DESCENTS; round++) {
            Task<?> task = pool.submit(() -> overflows.addAndGet(EndOfStack.runHere(() -> {
                try {
                    use.of(pool);
                } catch (Exception impossible) {
                    throw new AssertionError(impossible);
                }
            })));
            task.get(1, TimeUnit.MINUTES);
        }
        assertThat(overflows.get()).isPositive();
        Aftermath.isSound(pool);
    }

    @Test
    void taskThatInterruptsItselfAndThenUsesItsPool() throws Exception {
        ThreadPool pool = ThreadPool.builder("nervous").threads(1, 2).build();
        AtomicInteger interrupted = new AtomicInteger();
        for (int round = 0; round < 100; round++) {
            Task<?> nervous = pool.submit(() -> {
                for (int i = 0; i < 10; i++) {
                    Thread.currentThread().interrupt();
                    pool.execute(() -> {});
                    try {
                        pool.submit(() -> {}).get(); // it may be done before
                    } catch (InterruptedException asItShouldBe) {
                        interrupted.incrementAndGet();
                    }
                }
                Thread.currentThread().interrupt();
                return null;
            });
            nervous.get(1, TimeUnit.MINUTES);
            assertThat(pool.submit(() -> Thread.currentThread().isInterrupted()).get())
                    .isFalse();
        }
        assertThat(interrupted.get()).isPositive();
        Aftermath.isSound(pool);
    }

    /** Everything that a thread lets itself be given; the pool's own use of its threads is not disturbed by it. */
    @Test
    void taskThatRedecoratesItsThread() throws Exception {
        ThreadPool pool = ThreadPool.builder("decorated").threads(1, 2).build();
        List<Throwable> uncaught = Collections.synchronizedList(new ArrayList<>());
        Set<Thread> seen = Collections.synchronizedSet(new HashSet<>());
        for (int round = 0; round < 200; round++) {
            int number = round;
            pool.execute(() -> {
                Thread own = Thread.currentThread();
                seen.add(own);
                own.setName("decorated-by-a-task");
                own.setPriority(Thread.MIN_PRIORITY);
                own.setContextClassLoader(null);
                own.setUncaughtExceptionHandler((thread, thrown) -> uncaught.add(thrown));
                new ThreadLocal<byte[]>().set(new byte[100]);
                new InheritableThreadLocal<byte[]>().set(new byte[100]);
                own.interrupt();
                if (number % 2 == 0) {
                    throw new IllegalStateException("uncaught?");
                }
            });
            Task<?> nested = pool.submit(() -> pool.submit(() -> 1).get());
            assertThat(nested.get(1, TimeUnit.MINUTES)).isEqualTo(1);
        }
        assertThat(pool.join(Duration.ofMinutes(1))).isTrue();
        assertThat(uncaught).isEmpty();
        assertThat(seen).allMatch(thread -> thread.getName().startsWith("decorated-"));
        assertThat(seen).noneMatch(thread -> thread.getName().equals("decorated-by-a-task"));
        assertThat(pool.stats().threadsCreated()).isLessThanOrEqualTo(2);
        Aftermath.isSound(pool);
    }

    /** Those of all pools among them: the watchdog and the timer. */
    @Test
    void taskThatInterruptsEveryThreadThatItFinds() throws Exception {
        ThreadPool pool = ThreadPool.builder("rampage").threads(2, 4).build();
        pool.schedule(() -> {}, 0, TimeUnit.NANOSECONDS).get();
        AtomicInteger ticks = new AtomicInteger();
        Task<?> ticking = pool.scheduleAtFixedRate(ticks::incrementAndGet, 0, 100, TimeUnit.MICROSECONDS);
        Set<String> hit = Collections.synchronizedSet(new HashSet<>());
        for (int round = 0; round < 50; round++) {
            pool.execute(() -> Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().startsWith("weir-")
                            || thread.getName().startsWith("rampage"))
                    .forEach(thread -> {
                        hit.add(thread.getName());
                        thread.interrupt();
                    }));
            pool.execute(() -> {});
        }
        int before = ticks.get();
        Await.until("it goes on ticking", () -> ticks.get() > before + 10);
        assertThat(hit).contains("weir-watchdog", "weir-timer");
        ticking.cancel(false);
        assertThat(pool.submit(() -> 1).get(1, TimeUnit.MINUTES)).isEqualTo(1);
        Aftermath.isSound(pool);
    }
}
