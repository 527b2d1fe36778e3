package dev.weir.examples.nesting;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.examples.Ran;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The same program gives its result on Weir and hangs on a {@code ThreadPoolExecutor} of the same size. */
class NestingTest {

    @ParameterizedTest
    @CsvSource({
        "FIBONACCI, 1", "FIBONACCI, 2", "FIBONACCI, 8",
        "QUICKSORT, 1", "QUICKSORT, 2", "QUICKSORT, 8",
        "DEPTH, 1", "DEPTH, 2", "DEPTH, 8",
    })
    void onWeirItEndsOnTheOtherItHangs(RecursiveTask program, int threads) throws Exception {
        assertThat(Nesting.onWeir(program, threads)).isEqualTo(program.expected);
        assertThat(Nesting.onJdk(program, threads)).startsWith("hangs: ");
    }

    @Test
    void printsBoth() {
        assertThat(Ran.of(Nesting::run, "--threads", "1").lines())
                .hasSize(9)
                .startsWith(
                        "Fibonacci of 25",
                        "  ThreadPool of 1: 75025",
                        "  ThreadPoolExecutor of 1: hangs: its only thread waits for a task in the queue")
                .contains("  ThreadPool of 1: sorted", "  ThreadPool of 1: 10000");
    }

    @Test
    void mistakes() {
        assertThat(Ran.of(Nesting::run, "--threads", "65").error(2)).contains("--threads goes up to 64");
        assertThat(Ran.of(Nesting::run, "x").error(2)).contains("what is x?");
    }

    // Whether it really hangs

    /** The JVM says so as well: every thread is parked, tasks wait, and none has ended. */
    @ParameterizedTest
    @EnumSource(RecursiveTask.class)
    void atTheStandstillEveryThreadIsParked(RecursiveTask program) throws Exception {
        WatchedExecutor pool = new WatchedExecutor(8);
        Thread[] threads = new Thread[8];
        int[] made = {0};
        pool.setThreadFactory(work -> threads[made[0]++] = new Thread(work));
        try {
            Future<?> result = pool.submit(() -> program.run(pool));
            assertThat(pool.standstill().get(60, TimeUnit.SECONDS)).startsWith("hangs: all 8 threads wait for tasks");
            for (Thread thread : threads) {
                for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
                        thread.getState() != Thread.State.WAITING; ) {
                    assertThat(System.nanoTime() - end)
                            .as("time left for %s to park", thread)
                            .isNegative();
                    LockSupport.parkNanos(100_000);
                }
            }
            assertThat(pool.getQueue()).isNotEmpty();
            assertThat(pool.getCompletedTaskCount()).isZero();
            assertThat(result.isDone()).isFalse();
        } finally {
            pool.shutdownNow();
            assertThat(pool.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    /** One thread more than there are waits is enough, and then nothing is said. */
    @ParameterizedTest
    @ValueSource(ints = {6, 10})
    void enoughThreadsDoNotHang(int threads) throws Exception {
        for (int round = 0; round < 50; round++) {
            WatchedExecutor pool = new WatchedExecutor(threads);
            try {
                pool.execute(() -> {
                    try {
                        pool.standstill().complete("depth " + RecursiveTask.depth(pool, threads - 1));
                    } catch (Exception e) {
                        pool.standstill().completeExceptionally(e);
                    }
                });
                assertThat(pool.standstill().get(60, TimeUnit.SECONDS)).isEqualTo("depth " + (threads - 1));
            } finally {
                pool.shutdownNow();
            }
        }
    }
}
