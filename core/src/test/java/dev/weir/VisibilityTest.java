package dev.weir;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.support.Await;
import dev.weir.support.Gate;
import dev.weir.support.Team;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import org.junit.jupiter.api.Test;

/** What happened before a submission is seen by the task, and what the task did by whoever learns of its end. */
class VisibilityTest {

    /** Plain fields: nothing but the pool orders what is written to them. */
    private static final class Cell {
        int in;
        int out;
    }

    /** Of a processor: after that a loop is compiled. */
    private static final long LONG_NANOS = 500_000_000;

    private static ThreadPool pool() {
        return ThreadPool.builder("visible")
                .threads(1, 3)
                .queueCapacity(100_000)
                .build();
    }

    @Test
    void throughTheFuture() throws Exception {
        try (ThreadPool pool = pool()) {
            Team.run(3, number -> {
                for (int i = 1; i <= 5_000; i++) {
                    Cell cell = new Cell();
                    cell.in = i;
                    Task<?> task = pool.submit(() -> {
                        cell.out = cell.in + 1;
                    });
                    if (i % 2 == 0) {
                        task.get();
                    } else {
                        while (!task.isDone()) {
                            Thread.onSpinWait();
                        }
                    }
                    assertThat(cell.out).isEqualTo(i + 1);
                }
            });
        }
    }

    /** Whoever has looked so often that the compiler might take the answer for settled. */
    @Test
    void byOneWhoHasLookedForLong() {
        ThreadMXBean clock = ManagementFactory.getThreadMXBean();
        Gate gate = new Gate();
        try (ThreadPool pool = pool()) {
            Task<?> task = pool.submit(gate);
            gate.awaitInside(1);
            Team looker = Team.start(1, number -> lookUntilDone(task));
            long id = looker.thread(0).getId();
            Await.until("it has looked for long", () -> clock.getThreadCpuTime(id) > LONG_NANOS);
            gate.open();
            looker.join();
        }
    }

    private static void lookUntilDone(Task<?> task) {
        while (!task.isDone()) {
            // Nothing that would make the compiler look anew.
        }
    }

    @Test
    void throughJoin() throws Exception {
        try (ThreadPool pool = pool()) {
            for (int i = 1; i <= 3_000; i++) {
                Cell[] cells = {new Cell(), new Cell(), new Cell()};
                for (Cell cell : cells) {
                    cell.in = i;
                    pool.execute(() -> cell.out = cell.in + 1);
                }
                pool.join();
                for (Cell cell : cells) {
                    assertThat(cell.out).isEqualTo(i + 1);
                }
            }
        }
    }

    @Test
    void throughTheResultQueue() throws Exception {
        try (ThreadPool pool = pool()) {
            ResultQueue<Cell> queue = pool.results(5_000);
            for (int i = 1; i <= 5_000; i++) {
                Cell cell = new Cell();
                cell.in = i;
                queue.submit(() -> {
                    cell.out = cell.in + 1;
                    return cell;
                });
            }
            for (Result<Cell> result : queue) {
                Cell cell = ((Result.Success<Cell>) result).value();
                assertThat(cell.out).isEqualTo(cell.in + 1);
            }
        }
    }

    @Test
    void throughTheCompletableFuture() throws Exception {
        try (ThreadPool pool = pool()) {
            for (int i = 1; i <= 3_000; i++) {
                Cell cell = new Cell();
                cell.in = i;
                assertThat(pool.submit(() -> {
                                    cell.out = cell.in + 1;
                                })
                                .toCompletableFuture()
                                .thenApply(ignored -> cell.out)
                                .get())
                        .isEqualTo(i + 1);
            }
        }
    }

    @Test
    void throughTheEndOfThePool() {
        for (int round = 1; round <= 200; round++) {
            int value = round;
            Cell cell = new Cell();
            try (ThreadPool pool = pool()) {
                cell.in = value;
                pool.execute(() -> cell.out = cell.in + 1);
            }
            assertThat(cell.out).isEqualTo(value + 1);
        }
    }

    @Test
    void fromTaskToTaskOfOneThread() throws Exception {
        Cell cell = new Cell();
        try (ThreadPool pool = ThreadPool.builder("visible")
                .threads(1, 1)
                .queueCapacity(100_000)
                .build()) {
            for (int i = 0; i < 50_000; i++) {
                pool.execute(() -> cell.out++);
            }
            pool.join();
            assertThat(cell.out).isEqualTo(50_000);
        }
    }
}
