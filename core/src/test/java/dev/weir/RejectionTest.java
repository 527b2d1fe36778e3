package dev.weir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.weir.support.Await;
import dev.weir.support.Gate;
import dev.weir.support.Team;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** A refusal tells who refused what, and why; the refused task's future is completed with the same. */
class RejectionTest {

    private final Gate gate = new Gate();

    private ThreadPool fullPool(Overflow overflow) {
        ThreadPool pool = ThreadPool.builder("full")
                .threads(1, 1)
                .queueCapacity(1)
                .overflow(overflow)
                .build();
        pool.execute(gate);
        gate.awaitInside(1);
        pool.execute(() -> {});
        return pool;
    }

    /** Submits a task whose future the test holds, and gives the refusal. */
    private static TaskRejectedException refusal(ThreadPool pool, String name) {
        WorkerPool inside = (WorkerPool) pool;
        PooledTask<Integer> task = new PooledTask<>(inside, name, () -> 1);
        TaskRejectedException thrown = catchThrowableOfType(TaskRejectedException.class, () -> inside.admit(task));
        assertThat(thrown).isInstanceOf(RejectedExecutionException.class);
        assertThat(task.isDone()).isTrue();
        assertThat(task.isCancelled()).isFalse();
        assertThat(task.exceptionNow()).isSameAs(thrown);
        assertThatThrownBy(task::get)
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isSameAs(thrown);
        assertThatThrownBy(() -> task.toCompletableFuture().join()).cause().isSameAs(thrown);
        assertThat(task.cancel(true)).isFalse();
        return thrown;
    }

    @Test
    void fullQueueIsToldWithItsBounds() {
        try (ThreadPool pool = fullPool(Overflow.reject())) {
            TaskRejectedException refusal = refusal(pool, "order 17");
            assertThat(refusal.reason()).isEqualTo(RejectionReason.QUEUE_FULL);
            assertThat(refusal)
                    .hasMessageContaining("full")
                    .hasMessageContaining("queue of 1")
                    .hasMessageContaining("1 threads")
                    .hasMessageContaining("order 17");
            gate.open();
        }
    }

    @Test
    void shutdownIsTold() {
        ThreadPool pool = ThreadPool.builder("closed").build();
        pool.close();
        TaskRejectedException refusal = refusal(pool, "order 17");
        assertThat(refusal.reason()).isEqualTo(RejectionReason.SHUT_DOWN);
        assertThat(refusal)
                .hasMessageContaining("closed")
                .hasMessageContaining("shut down")
                .hasMessageContaining("order 17");
    }

    @Test
    void wantOfThreadsIsToldWithItsCause() {
        IllegalStateException broken = new IllegalStateException("no thread today");
        try (ThreadPool pool = ThreadPool.builder("barren")
                .threads(0, 1)
                .threadFactory(work -> {
                    throw broken;
                })
                .build()) {
            TaskRejectedException refusal = refusal(pool, "order 17");
            assertThat(refusal.reason()).isEqualTo(RejectionReason.NO_THREAD);
            assertThat(refusal)
                    .hasMessageContaining("barren")
                    .hasMessageContaining("thread")
                    .hasMessageContaining("order 17")
                    .hasCause(broken);
        }
    }

    @Test
    void interruptIsTold() {
        try (ThreadPool pool = fullPool(Overflow.block(Duration.ofSeconds(60)))) {
            Team submitter = Team.start(1, number -> {
                TaskRejectedException refusal = refusal(pool, "order 17");
                assertThat(refusal.reason()).isEqualTo(RejectionReason.INTERRUPTED);
                assertThat(refusal).hasMessageContaining("interrupted").hasMessageContaining("order 17");
            });
            Await.parked(submitter.thread(0));
            submitter.thread(0).interrupt();
            submitter.join();
            gate.open();
        }
    }

    @Test
    void executedTaskIsNamedByItsNameOrItsClass() {
        class Unnamed implements Runnable {
            @Override
            public void run() {}
        }
        class WithName implements Runnable, Named {
            @Override
            public void run() {}

            @Override
            public String taskName() {
                return "order 17";
            }
        }
        try (ThreadPool pool = fullPool(Overflow.reject())) {
            assertThatThrownBy(() -> pool.execute(new Unnamed())).hasMessageContaining(Unnamed.class.getName());
            assertThatThrownBy(() -> pool.execute(new WithName())).hasMessageContaining("order 17");
            assertThatThrownBy(() -> pool.submit((Runnable) new WithName())).hasMessageContaining("order 17");
            gate.open();
        }
    }

    @Test
    void refusedTaskNeverRunsAndIsCountedAsRejectedOnly() throws Exception {
        try (ThreadPool pool = fullPool(Overflow.reject())) {
            for (int i = 0; i < 5; i++) {
                refusal(pool, "refused");
            }
            gate.open();
            pool.join();
            PoolStats stats = pool.stats();
            assertThat(stats.accepted()).isEqualTo(2);
            assertThat(stats.succeeded()).isEqualTo(2);
            assertThat(stats.rejected()).isEqualTo(5);
            assertThat(stats.failed()).isZero();
            assertThat(stats.addsUp()).isTrue();
        }
    }
}
