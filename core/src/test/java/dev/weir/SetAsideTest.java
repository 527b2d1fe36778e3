package dev.weir;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.event.PoolEvent.TaskStuck;
import dev.weir.event.PoolEvent.TaskUnstuck;
import dev.weir.event.PoolEvent.WorkerSetAside;
import dev.weir.event.PoolEvent.WorkerTakenBack;
import dev.weir.support.Await;
import dev.weir.support.Gate;
import dev.weir.support.Heard;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SetAsideTest {

    private static final Duration SHORT = Duration.ofMillis(10);

    private final Heard heard = new Heard();

    private ThreadPool.Builder builder(int threads) {
        return ThreadPool.builder("patient").threads(threads, threads).listener(heard);
    }

    @Test
    void slotOfStuckWorkerIsReplacedAndTakenBack() throws Exception {
        try (ThreadPool pool = builder(1).setAside(SHORT, 1).build()) {
            Gate gate = new Gate();
            pool.execute(gate);
            gate.awaitInside(1);

            assertThat(pool.submit(() -> 7).get()).isEqualTo(7);

            WorkerSetAside aside = heard.first(WorkerSetAside.class);
            assertThat(aside.task()).isEqualTo(Gate.class.getName());
            assertThat(aside.thread()).isEqualTo("patient-1");
            assertThat(aside.aside()).isEqualTo(1);
            assertThat(aside.age()).isGreaterThan(SHORT);
            assertThat(pool.stats().maxThreads()).isEqualTo(1);
            assertThat(pool.stats().addsUp()).isTrue();
            assertThat(gate.inside()).isEqualTo(1);

            gate.open();
            WorkerTakenBack back = heard.first(WorkerTakenBack.class);
            assertThat(back.thread()).isEqualTo("patient-1");
            assertThat(back.aside()).isZero();
            Await.until("the surplus thread has left", () -> pool.stats().threads() == 1);
            assertThat(((WorkerPool) pool).crew().spares().allowed()).isZero();
        }
    }

    @Test
    void noMoreThanThatManyAreSetAside() {
        try (ThreadPool pool = builder(2).setAside(SHORT, 3).build()) {
            Gate gate = new Gate();
            for (int i = 0; i < 20; i++) {
                pool.execute(gate);
            }
            gate.awaitInside(5);
            Gate beside = new Gate();
            // Two more rounds of the watchdog, by its own marks: a task of another pool is found stuck and over.
            try (ThreadPool other = ThreadPool.builder("other")
                    .threads(1, 1)
                    .expectedRunTime(SHORT)
                    .listener(heard)
                    .build()) {
                other.execute(beside);
                heard.first(TaskStuck.class);
                beside.open();
                heard.first(TaskUnstuck.class);
            }

            assertThat(gate.inside()).isEqualTo(5);
            assertThat(pool.stats().threads()).isEqualTo(5);
            assertThat(pool.stats().addsUp()).isTrue();
            gate.open();
        }
        assertThat(heard.all(WorkerSetAside.class))
                .extracting(WorkerSetAside::aside)
                .containsExactly(1, 2, 3);
        assertThat(heard.all(WorkerTakenBack.class)).hasSize(3);
    }

    /** Capacity stays strict: as many more are accepted as threads are in the places of those set aside. */
    @Test
    void capacityIsStrictWhileSomeAreSetAside() {
        try (ThreadPool pool = builder(1).queueCapacity(2).setAside(SHORT, 1).build()) {
            Gate gate = new Gate();
            pool.execute(gate);
            gate.awaitInside(1);
            pool.execute(gate);
            gate.awaitInside(2);

            List<Integer> accepted = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                try {
                    pool.execute(gate);
                    accepted.add(i);
                } catch (TaskRejectedException full) {
                    continue;
                }
            }

            assertThat(accepted).containsExactly(0, 1);
            PoolStats stats = pool.stats();
            assertThat(stats.queued()).isEqualTo(2);
            assertThat(stats.running()).isEqualTo(2);
            assertThat(stats.addsUp()).isTrue();
            gate.open();
        }
    }

    @Test
    void nobodyIsSetAsideUnlessAskedFor() {
        try (ThreadPool pool = builder(1).expectedRunTime(SHORT).build()) {
            Gate gate = new Gate();
            pool.execute(gate);
            pool.execute(() -> {});
            heard.first(TaskStuck.class);

            assertThat(pool.stats().threads()).isEqualTo(1);
            gate.open();
        }
        assertThat(heard.all(WorkerSetAside.class)).isEmpty();
    }

    @Test
    void poolEndsWhileAWorkerIsAside() {
        ThreadPool pool = builder(1).setAside(SHORT, 1).build();
        Gate gate = new Gate();
        pool.execute(gate);
        pool.execute(() -> {});
        heard.first(WorkerSetAside.class);
        pool.shutdown();
        gate.open();
        pool.close();

        assertThat(pool.isTerminated()).isTrue();
        assertThat(heard.all(WorkerTakenBack.class)).hasSize(1);
    }
}
