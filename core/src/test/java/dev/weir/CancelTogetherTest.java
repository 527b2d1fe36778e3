package dev.weir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.support.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Where tasks are cancelled together, none that waits begins because one that runs ends first, and leaves it its thread. */
class CancelTogetherTest {

    private static final int WAITING = 1_000;
    private static final int ROUNDS = 20;

    private final AtomicInteger ran = new AtomicInteger();

    private interface Case {
        void run(ThreadPool pool, CountDownLatch begun) throws Exception;
    }

    private void rounds(Case each) throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            try (ThreadPool pool = ThreadPool.builder("together")
                    .threads(1, 1)
                    .failureHandler(failure -> {})
                    .build()) {
                each.run(pool, new CountDownLatch(1));
            }
        }
        assertThat(ran).hasValue(0);
    }

    private static Object forEver(CountDownLatch begun) throws InterruptedException {
        begun.countDown();
        new CountDownLatch(1).await();
        return "never";
    }

    private void submitTo(TaskGroup group, CountDownLatch begun) {
        group.submit(() -> forEver(begun));
        for (int i = 0; i < WAITING; i++) {
            group.submit(ran::incrementAndGet);
        }
    }

    @Test
    void atAGroupsDeadline() throws Exception {
        rounds((pool, begun) -> {
            try (TaskGroup group = pool.group().deadline(Duration.ofMillis(10))) {
                submitTo(group, begun);
                assertThatThrownBy(group::join).isInstanceOf(TimeoutException.class);
            }
        });
    }

    @Test
    void whenAGroupIsClosed() throws Exception {
        rounds((pool, begun) -> {
            try (TaskGroup group = pool.group()) {
                submitTo(group, begun);
                Await.zero(begun);
            }
        });
    }

    @Test
    void whenAResultQueueIsCancelled() throws Exception {
        rounds((pool, begun) -> {
            ResultQueue<Object> results = pool.results(WAITING + 1);
            results.submit(() -> forEver(begun));
            Await.zero(begun);
            for (int i = 0; i < WAITING; i++) {
                results.submit(ran::incrementAndGet);
            }
            results.cancel();
        });
    }

    @Test
    void whenTheTimeOfInvokeAllIsOver() throws Exception {
        rounds((pool, begun) -> {
            List<Callable<Object>> tasks = new ArrayList<>();
            tasks.add(() -> forEver(begun));
            for (int i = 0; i < WAITING; i++) {
                tasks.add(ran::incrementAndGet);
            }
            pool.invokeAll(tasks, 10, TimeUnit.MILLISECONDS);
        });
    }
}
