package dev.weir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Claims that did not hold once; each test says what was wrong. */
class RefutedOnceTest {

    /** Every resize woke all idle workers, who came back faster than it could wake them: it never returned. */
    @Test
    void resizeReturnsHoweverManyWorkersAreIdle() throws Exception {
        try (ThreadPool pool = ThreadPool.builder("many").threads(64, 64).build()) {
            for (int i = 0; i < 200; i++) {
                pool.resize(64, 64);
            }
            assertThat(pool.submit(() -> 1).get(30, TimeUnit.SECONDS)).isEqualTo(1);
        }
    }

    /** Every resize began the idle time of all workers anew: a pool resized often never shrank. */
    @Test
    void poolThatIsResizedMoreOftenThanItsKeepAliveShrinksAllTheSame() throws Exception {
        try (ThreadPool pool = ThreadPool.builder("resized")
                .threads(1, 8)
                .keepAlive(Duration.ofMillis(200))
                .build()) {
            CountDownLatch all = new CountDownLatch(8);
            for (int i = 0; i < 8; i++) {
                pool.execute(() -> {
                    all.countDown();
                    awaitQuietly(all);
                });
            }
            pool.join();
            while (pool.stats().threads() > 1) {
                pool.resize(1, 8);
                TimeUnit.MILLISECONDS.sleep(20); // the pace of the resizes, ten to a keep-alive
            }
            assertThat(pool.stats().threadsRetired()).isEqualTo(7);
        }
    }

    /** A task that submits and so runs itself in its own thread, again and again, ran out of stack inside the ledger. */
    @Test
    void nestedCallerRunsEndBeforeTheStackDoes() throws Exception {
        ThreadPool pool = ThreadPool.builder("nested")
                .threads(1, 1)
                .queueCapacity(0)
                .overflow(Overflow.callerRuns())
                .failureHandler(failure -> {})
                .build();
        CountDownLatch release = new CountDownLatch(1);
        pool.execute(() -> awaitQuietly(release));
        AtomicReference<RejectionReason> reason = new AtomicReference<>();
        Runnable[] again = new Runnable[1];
        again[0] = () -> {
            try {
                pool.execute(again[0]);
            } catch (TaskRejectedException tooDeep) {
                reason.set(tooDeep.reason());
            }
        };
        pool.execute(again[0]);
        release.countDown();
        pool.close();

        assertThat(reason.get()).isEqualTo(RejectionReason.QUEUE_FULL);
        assertThat(pool.stats().running()).isZero();
        assertThat(pool.stats().addsUp()).isTrue();
    }

    /** Only the innermost pool was known: a task could wait for its own pool through another one's caller-runs. */
    @Test
    void taskIsKnownAsItsPoolsOwnThroughAnotherPool() throws Exception {
        try (ThreadPool outer = ThreadPool.builder("outer").threads(1, 1).build();
                ThreadPool inner = ThreadPool.builder("inner")
                        .threads(1, 1)
                        .queueCapacity(0)
                        .overflow(Overflow.callerRuns())
                        .build()) {
            CountDownLatch release = new CountDownLatch(1);
            inner.execute(() -> awaitQuietly(release));
            AtomicReference<Throwable> thrown = new AtomicReference<>();
            outer.submit(() -> {
                        inner.execute(() -> {
                            try {
                                outer.join();
                            } catch (Throwable refused) {
                                thrown.set(refused);
                            }
                        });
                        return null;
                    })
                    .get(30, TimeUnit.SECONDS);
            release.countDown();
            assertThat(thrown.get()).isInstanceOf(IllegalStateException.class).hasMessageContaining("outer");
        }
    }

    /** A worker in a slow failure handler was taken for free, and one task more than there was room for accepted. */
    @Test
    void workerInAFailureHandlerIsNotFree() throws Exception {
        CountDownLatch inHandler = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        try (ThreadPool pool = ThreadPool.builder("slow")
                .threads(1, 1)
                .queueCapacity(0)
                .failureHandler(failure -> {
                    inHandler.countDown();
                    awaitQuietly(release);
                })
                .build()) {
            pool.execute(() -> {
                throw new IllegalStateException("x");
            });
            inHandler.await();
            assertThatThrownBy(() -> pool.execute(() -> {})).isInstanceOf(TaskRejectedException.class);
            release.countDown();
        }
    }

    /** The time-out of awaitTermination was exceeded by a second for each thread that was slow to end. */
    @Test
    void awaitTerminationDoesNotWaitForEverForThreadsThatOutliveTheirWorkers() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        ThreadPool pool = ThreadPool.builder("lingering")
                .threads(8, 8)
                .threadFactory(work -> {
                    Thread thread = new Thread(() -> {
                        work.run();
                        awaitQuietly(release);
                    });
                    threads.add(thread);
                    return thread;
                })
                .build();
        pool.shutdown();
        assertThat(pool.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        assertThat(threads).anyMatch(Thread::isAlive);
        release.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /** interrupt() of a hostile thread threw: shutdownNow lost what it had taken from the queue, cancel never ended. */
    @Test
    void threadWhoseInterruptThrowsLosesNothing() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        ThreadPool pool = ThreadPool.builder("hostile")
                .threads(1, 1)
                .threadFactory(work -> new Thread(work) {
                    @Override
                    public void interrupt() {
                        throw new UnsupportedOperationException("no");
                    }

                    @Override
                    public ClassLoader getContextClassLoader() {
                        throw new UnsupportedOperationException("no");
                    }
                })
                .build();
        CountDownLatch begun = new CountDownLatch(1);
        Task<?> running = pool.submit(() -> {
            begun.countDown();
            awaitQuietly(release);
        });
        Runnable waiting = () -> {};
        pool.execute(waiting);
        begun.await();

        assertThatThrownBy(() -> running.cancel(true)).isInstanceOf(UnsupportedOperationException.class);
        assertThat(running.isCancelled()).isTrue();
        assertThat(pool.shutdownNow()).containsExactly(waiting);
        release.countDown();
        assertThat(pool.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        assertThat(pool.stats().addsUp()).isTrue();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
