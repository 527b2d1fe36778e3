package dev.weir;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.internal.Race;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Tasks come just as workers go idle, are called, or leave: each is run, and each call finds its worker. What is missed here
 * the pool finds itself after seconds, and logs as a bug, which fails this class.
 */
class RestRaceTest {

    private static final int ROUNDS = 4;
    private static final int TASKS = 4_000;
    private static final int LONGEST_SPIN = 300;

    @ParameterizedTest
    @CsvSource({"1, 1, 60000000000", "2, 2, 60000000000", "0, 1, 0", "0, 3, 0", "0, 3, 20000", "1, 4, 50000"})
    void taskThatComesAsWorkersGoIdleOrLeaveIsRun(int min, int max, long keepAliveNanos) {
        Race.repeat(ROUNDS, random -> {
            try (ThreadPool pool = ThreadPool.builder("rest-race")
                    .threads(min, max)
                    .keepAlive(Duration.ofNanos(keepAliveNanos))
                    .build()) {
                for (int i = 0; i < TASKS; i++) {
                    for (Task<Integer> task : submit(pool, 1 + random.nextInt(max))) {
                        assertThat(task.get(20, TimeUnit.SECONDS)).isEqualTo(1);
                    }
                    spin(random);
                }
            }
        });
    }

    private static List<Task<Integer>> submit(ThreadPool pool, int count) {
        List<Task<Integer>> tasks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            tasks.add(pool.submit(() -> 1));
        }
        return tasks;
    }

    /** For about as long as a worker takes to go idle. */
    private static void spin(Random random) {
        for (int spins = random.nextInt(LONGEST_SPIN); spins > 0; spins--) {
            Thread.onSpinWait();
        }
    }
}
