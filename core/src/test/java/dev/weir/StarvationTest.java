package dev.weir;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.event.PoolEvent.StarvationFound;
import dev.weir.event.PoolEvent.StarvationResolved;
import dev.weir.event.PoolEvent.TaskStuck;
import dev.weir.support.Await;
import dev.weir.support.CapturedLog;
import dev.weir.support.Gate;
import dev.weir.support.Heard;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StarvationTest {

    private final Heard heard = new Heard();

    /** All workers wait for what only a waiting task would do. */
    @Test
    void workersThatWaitForATaskBehindThemAreFoundWithWhatTheyWaitFor() throws Exception {
        try (ThreadPool pool =
                ThreadPool.builder("starved").threads(2, 2).listener(heard).build()) {
            CountDownLatch latch = new CountDownLatch(1);
            Task<?> first = pool.submit("first", () -> {
                latch.await();
                return 1;
            });
            pool.submit("second", () -> {
                latch.await();
                return 2;
            });
            pool.execute(() -> {});

            StarvationFound found = heard.first(StarvationFound.class);
            latch.countDown();

            assertThat(found.workers()).isEqualTo(2);
            assertThat(found.waiting()).isEqualTo(1);
            assertThat(found.circle()).isEmpty();
            assertThat(found.waits()).hasSize(2);
            assertThat(found.waits())
                    .anyMatch(wait -> wait.startsWith("first on starved-")
                            && wait.contains("waits for java.util.concurrent.CountDownLatch")
                            && wait.contains(" at dev.weir.StarvationTest"));

            first.get();
            assertThat(heard.first(StarvationResolved.class).lasted()).isPositive();
        }
        assertThat(heard.all(StarvationFound.class)).hasSize(1);
        assertThat(heard.all(StarvationResolved.class)).hasSize(1);
    }

    private static ThreadFactory oneThread() {
        AtomicInteger made = new AtomicInteger();
        return work -> made.incrementAndGet() > 1 ? null : new Thread(work, "only");
    }

    /** Spares would resolve it, but there are no threads to be had. */
    @Test
    void circleOfTasksAndPoolsIsNamed() throws Exception {
        try (CapturedLog log = CapturedLog.open();
                ThreadPool left = ThreadPool.builder("left")
                        .threads(1, 1)
                        .threadFactory(oneThread())
                        .listener(heard)
                        .build();
                ThreadPool right = ThreadPool.builder("right")
                        .threads(1, 1)
                        .threadFactory(oneThread())
                        .build()) {
            CyclicBarrier both = new CyclicBarrier(2);
            CyclicBarrier submitted = new CyclicBarrier(2);
            Task<?>[] inner = new Task<?>[2];
            left.submit("a", () -> {
                both.await();
                inner[0] = right.submit("b", () -> 1);
                submitted.await();
                return inner[0].get();
            });
            right.submit("c", () -> {
                both.await();
                inner[1] = left.submit("d", () -> 1);
                submitted.await();
                return inner[1].get();
            });

            StarvationFound found = heard.first(StarvationFound.class);
            inner[0].cancel(true);

            assertThat(found.circle())
                    .containsExactly(
                            "a of pool left", "b of pool right", "c of pool right", "d of pool left", "a of pool left");
            assertThat(found.waits()).hasSize(1);
            assertThat(found.waits().get(0)).startsWith("a on only waits for task b of pool right");
            Await.until(
                    "it is resolved", () -> !heard.all(StarvationResolved.class).isEmpty());
            assertThat(log.records()).isNotEmpty(); // that there is no thread
        }
    }

    /** Busy workers are no starvation: neither those that compute, nor those that block while nobody waits. */
    @Test
    void blockedWorkersAreNoStarvationWhileNobodyWaits() {
        try (ThreadPool pool = ThreadPool.builder("calm")
                .threads(1, 1)
                .expectedRunTime(Duration.ofSeconds(2))
                .listener(heard)
                .build()) {
            Gate gate = new Gate();
            pool.execute(gate);
            heard.first(TaskStuck.class); // after several looks
            gate.open();
        }
        assertThat(heard.all(StarvationFound.class)).isEmpty();
    }

    @Test
    void workersThatComputeAreNoStarvation() {
        try (ThreadPool pool = ThreadPool.builder("busy")
                .threads(1, 1)
                .expectedRunTime(Duration.ofSeconds(2))
                .listener(heard)
                .build()) {
            CountDownLatch over = new CountDownLatch(1);
            pool.execute(() -> {
                while (over.getCount() > 0) {
                    Thread.onSpinWait();
                }
            });
            pool.execute(() -> {});
            heard.first(TaskStuck.class);
            over.countDown();
        }
        assertThat(heard.all(StarvationFound.class)).isEmpty();
    }
}
