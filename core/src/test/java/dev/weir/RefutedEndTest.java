package dev.weir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.support.Await;
import dev.weir.support.Team;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Claims about ends and waits that did not hold once; each test says what was wrong. */
class RefutedEndTest {

    /** A handler that was told of a failure at the end, and waited for the end, waited for itself, for ever. */
    @Test
    void failureHandlerMayWaitForTheEndThatCallsIt() throws Exception {
        CompletableFuture<ThreadPool> self = new CompletableFuture<>();
        CompletableFuture<Boolean> ended = new CompletableFuture<>();
        FailureHandler handler = failure -> {
            try {
                self.join().close();
                ended.complete(self.join().awaitTermination(1, TimeUnit.MINUTES));
            } catch (Throwable thrown) {
                ended.completeExceptionally(thrown);
            }
        };
        ThreadPool pool = ThreadPool.builder("reentered")
                .threads(0, 1)
                .keepAlive(Duration.ZERO)
                .failureHandler(handler)
                .build();
        self.complete(pool);
        Task<?> failing = pool.submit(RefutedEndTest::fail);
        Await.until(
                "it has failed, and its worker is gone",
                () -> failing.isDone() && pool.stats().threadsRetired() == 1);
        Team closing = Team.start(1, number -> pool.close());
        assertThat(ended.get(30, TimeUnit.SECONDS)).isTrue();
        closing.join();
        assertThat(pool.isTerminated()).isTrue();
    }

    /** The timer could be the last one out, and called the handler itself: one that blocks held up all pools. */
    @Test
    void timerDoesNotCallTheFailureHandlerAtTheEnd() throws Exception {
        AtomicReference<Thread> teller = new AtomicReference<>();
        WorkerPool pool = (WorkerPool) ThreadPool.builder("ended")
                .threads(0, 1)
                .keepAlive(Duration.ZERO)
                .failureHandler(failure -> teller.set(Thread.currentThread()))
                .build();
        Task<?> failing = pool.submit(RefutedEndTest::fail);
        Await.until(
                "it has failed, and its worker is gone",
                () -> failing.isDone() && pool.stats().threadsRetired() == 1);
        new LastEntry(pool).begin(TimeUnit.MILLISECONDS.toNanos(20));
        pool.shutdown();
        assertThat(pool.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
        assertThat(teller.get()).isNotNull();
        assertThat(teller.get().getName()).isNotEqualTo("weir-timer");
    }

    /** An entry whose task is over before the timer is back from admitting it. */
    private static final class LastEntry extends Schedule.Entry {

        LastEntry(WorkerPool pool) {
            super(pool.schedule(), false);
        }

        @Override
        boolean admit() {
            return true;
        }

        @Override
        void shutDown() {}

        @Override
        void handBack(List<Runnable> handedBack) {}
    }

    /** The delay of a scheduled task counted as time in the queue, and an hour's delay as an hour of waiting. */
    @Test
    void delayOfAScheduledTaskIsNoWaitInTheQueue() throws Exception {
        try (ThreadPool pool = ThreadPool.builder("waits").threads(1, 1).build()) {
            ScheduledTask<Long> task = pool.schedule(System::nanoTime, 50, TimeUnit.MILLISECONDS);
            long due = System.nanoTime() + task.getDelay(TimeUnit.NANOSECONDS);
            assertThat(task.queueWait()).isZero();
            Duration late = Duration.ofNanos(task.get() - due);
            pool.join();
            assertThat(task.queueWait()).isLessThan(late.plusMillis(49));
            assertThat(pool.stats().queueWait().max()).isEqualTo(task.queueWait());
        }
    }

    /** A task that waited for itself kept a thread for ever, and nobody was told. */
    @Test
    void taskThatWaitsForItselfIsTold() throws Exception {
        try (ThreadPool pool = ThreadPool.builder("itself").threads(1, 1).build()) {
            CompletableFuture<Task<Object>> self = new CompletableFuture<>();
            Callable<Object> waiting = () -> self.join().get();
            self.complete(pool.submit(waiting));
            assertThatThrownBy(() -> self.join().get(30, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("can never end");
        }
    }

    /** The same, where the thread that runs it was lent to the task that waits. */
    @Test
    void taskThatWaitsForTheOneThatWaitsForItOnTheSameThreadIsTold() throws Exception {
        try (ThreadPool pool = ThreadPool.builder("lent").threads(1, 1).build()) {
            CompletableFuture<Task<Object>> outer = new CompletableFuture<>();
            outer.complete(pool.submit((Callable<Object>) () ->
                    pool.submit((Callable<Object>) () -> outer.join().get()).get()));
            assertThatThrownBy(() -> outer.join().get(30, TimeUnit.SECONDS))
                    .hasRootCauseInstanceOf(IllegalStateException.class);
        }
    }

    private static Object fail() {
        throw new IllegalArgumentException("thrown");
    }
}
