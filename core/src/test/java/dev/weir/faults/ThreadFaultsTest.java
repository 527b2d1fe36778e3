package dev.weir.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Overflow;
import dev.weir.Task;
import dev.weir.ThreadPool;
import dev.weir.support.Await;
import dev.weir.support.CapturedLog;
import dev.weir.support.Gate;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Threads that are not what a factory should make; those that cannot be started are in {@code ThreadFactoryTest}. */
class ThreadFaultsTest {

    private CapturedLog log;

    @BeforeEach
    void capture() {
        log = CapturedLog.open();
    }

    @AfterEach
    void nothingWasABug() {
        log.close();
        assertThat(log.records()).noneMatch(logged -> logged.getMessage().contains("Bug"));
    }

    /** The pool counted on them for ever: tasks waited for a thread that was long over, and the pool never ended. */
    @Test
    void threadsThatEndWithoutDoingTheirWorkAreCountedOff() throws Exception {
        AtomicBoolean idler = new AtomicBoolean(true);
        ThreadPool pool = ThreadPool.builder("idler")
                .threads(1, 2)
                .threadFactory(work -> idler.get() ? new Thread(() -> {}) : new Thread(work))
                .build();
        Task<Integer> task = pool.submit(() -> 1);
        Await.until(
                "it is noticed",
                () -> log.records().stream()
                        .anyMatch(logged ->
                                String.valueOf(logged.getThrown()).contains("ended without running the work")));
        assertThat(pool.stats().addsUp()).isTrue();
        idler.set(false);
        assertThat(task.get(1, TimeUnit.MINUTES)).isEqualTo(1);
        Aftermath.isSound(pool);
    }

    /** The same, where no task waits: the pool ends. */
    @Test
    void poolWhoseThreadsNeverDidTheirWorkEnds() {
        ThreadPool pool = ThreadPool.builder("idler")
                .threads(2, 2)
                .threadFactory(work -> new Thread(() -> {}))
                .build();
        Aftermath.ends(pool);
        assertThat(pool.stats().threadsCreated()).isZero();
    }

    @Test
    void factoryThatReturnsTheSameThreadAgainAndAgain() throws Exception {
        Thread[] only = {null};
        ThreadPool pool = ThreadPool.builder("same")
                .threads(1, 3)
                .threadFactory(work -> {
                    if (only[0] == null) {
                        only[0] = new Thread(work);
                    }
                    return only[0];
                })
                .build();
        Gate gate = new Gate();
        pool.execute(gate);
        gate.awaitInside(1);
        AtomicInteger ran = new AtomicInteger();
        for (int i = 0; i < 100; i++) {
            pool.execute(ran::incrementAndGet);
        }
        gate.open();
        assertThat(pool.join(Duration.ofMinutes(1))).isTrue();
        assertThat(ran).hasValue(100);
        assertThat(pool.stats().threadsCreated()).isEqualTo(1);
        Aftermath.isSound(pool);
    }

    /** A thread with methods of its own, all of which throw. */
    private static final class Hostile extends Thread {

        Hostile(Runnable work) {
            super(work, "hostile-thread");
        }

        @Override
        public void interrupt() {
            throw new IllegalStateException("interrupt");
        }

        @Override
        public boolean isInterrupted() {
            throw new IllegalStateException("isInterrupted");
        }

        @Override
        public State getState() {
            throw new IllegalStateException("getState");
        }

        @Override
        public ClassLoader getContextClassLoader() {
            throw new IllegalStateException("getContextClassLoader");
        }

        @Override
        public void setContextClassLoader(ClassLoader loader) {
            throw new IllegalStateException("setContextClassLoader");
        }

        @Override
        public StackTraceElement[] getStackTrace() {
            throw new IllegalStateException("getStackTrace");
        }

        @Override
        public UncaughtExceptionHandler getUncaughtExceptionHandler() {
            throw new IllegalStateException("getUncaughtExceptionHandler");
        }

        @Override
        public String toString() {
            throw new IllegalStateException("toString");
        }
    }

    @Test
    void threadsWhoseMethodsThrow() throws Exception {
        ThreadPool pool = ThreadPool.builder("hostile")
                .threads(1, 4)
                .threadFactory(Hostile::new)
                .failureHandler(failure -> {})
                .build();
        Gate gate = new Gate();
        for (int i = 0; i < 4; i++) {
            pool.execute(gate);
        }
        gate.awaitInside(4);
        gate.open();
        for (int i = 0; i < 200; i++) {
            pool.execute(() -> {
                throw new IllegalStateException();
            });
            pool.submit(() -> pool.submit(() -> 1).get());
        }
        assertThat(pool.join(Duration.ofMinutes(1))).isTrue();
        assertThat(pool.stats().failed()).isEqualTo(200);
        Aftermath.goesOn(pool);
        pool.shutdownNow();
        Aftermath.ends(pool);
    }

    /**
     * A factory that lends threads goes on with them when the worker is done. It was taken for a worker still: what it waited
     * for was counted in the tally of whoever had followed that worker, and the pool was kept alive by the thread.
     */
    @Test
    void threadThatOutlivesItsWorkerBelongsToThePoolNoMore() throws Exception {
        ExecutorService lender = Executors.newCachedThreadPool();
        try {
            List<CompletableFuture<Boolean>> answers = new CopyOnWriteArrayList<>();
            ThreadPool[] self = {null};
            ThreadPool pool = ThreadPool.builder("lent")
                    .threads(0, 1)
                    .keepAlive(Duration.ZERO)
                    .threadFactory(work -> new Thread(() -> {
                        work.run();
                        CompletableFuture<Boolean> answer = new CompletableFuture<>();
                        answers.add(answer);
                        try {
                            answer.complete(self[0].join(Duration.ofMillis(1)));
                        } catch (Throwable itIsStillTakenForAWorker) {
                            answer.completeExceptionally(itIsStillTakenForAWorker);
                        }
                    }))
                    .build();
            self[0] = pool;
            for (int round = 0; round < 20; round++) {
                pool.execute(() -> {});
                Await.until("the worker has left", () -> pool.stats().threads() == 0);
            }
            Await.until("each was asked", () -> answers.size() == pool.stats().threadsCreated());
            for (CompletableFuture<Boolean> answer : answers) {
                answer.get(1, TimeUnit.MINUTES); // join() refuses to wait in a worker
            }
            Aftermath.isSound(pool);
        } finally {
            lender.shutdownNow();
        }
    }

    /** What the thread of another pool remembered of this one kept it, and its class loader, alive. */
    @Test
    void lentThreadRemembersNothingOfThePool() throws Exception {
        ExecutorService lender = Executors.newFixedThreadPool(1);
        try {
            WeakReference<ThreadPool> pool = useOnLentThread(lender);
            Await.until("it is forgotten", () -> {
                System.gc();
                return pool.get() == null;
            });
        } finally {
            lender.shutdownNow();
        }
    }

    private static WeakReference<ThreadPool> useOnLentThread(ExecutorService lender) throws Exception {
        ThreadPool pool = ThreadPool.builder("lent")
                .threads(0, 1)
                .overflow(Overflow.reject())
                .threadFactory(work -> new Thread(() -> {
                    try {
                        lender.submit(work).get();
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                }))
                .build();
        assertThat(pool.submit(() -> 1).get(1, TimeUnit.MINUTES)).isEqualTo(1);
        pool.close();
        return new WeakReference<>(pool);
    }
}
