package dev.weir.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.weir.Overflow;
import dev.weir.PoolStats;
import dev.weir.TaskRejectedException;
import dev.weir.ThreadPool;
import dev.weir.support.CapturedLog;
import dev.weir.support.Gate;
import dev.weir.support.Team;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A queue that is full for long, under steady pressure. A second and a half here, long enough for the pool to look at itself;
 * a minute each with {@code -Dweir.faults=long}.
 */
class FullQueueTest {

    private static final Duration LENGTH =
            "long".equals(System.getProperty("weir.faults")) ? Duration.ofMinutes(1) : Duration.ofMillis(1_500);

    private static final int CAPACITY = 50;
    private static final int SUBMITTERS = 4;

    private static Stream<Arguments> overflows() {
        return Stream.of(
                argumentSet("reject", Overflow.reject()),
                argumentSet("block", Overflow.block(Duration.ofMinutes(5))),
                argumentSet("caller runs", Overflow.callerRuns()),
                argumentSet("drop oldest", Overflow.dropOldest()));
    }

    @ParameterizedTest
    @MethodSource("overflows")
    void queueThatIsFullForLong(Overflow overflow) throws Exception {
        try (CapturedLog log = CapturedLog.open()) {
            ThreadPool pool = ThreadPool.builder("brimful")
                    .threads(1, 2)
                    .queueCapacity(CAPACITY)
                    .overflow(overflow)
                    .build();
            Gate gate = new Gate(LENGTH.plusMinutes(1));
            pool.execute(gate);
            pool.execute(gate);
            gate.awaitInside(2);
            AtomicInteger ran = new AtomicInteger();
            AtomicInteger refused = new AtomicInteger();
            AtomicBoolean enough = new AtomicBoolean();
            Team submitters = Team.start(SUBMITTERS, number -> {
                while (!enough.get()) {
                    try {
                        pool.execute(ran::incrementAndGet);
                    } catch (TaskRejectedException full) {
                        refused.incrementAndGet();
                    }
                    LockSupport.parkNanos(100_000); // pressure, and not a measurement of the machine
                }
            });
            long begin = System.nanoTime();
            long full = 0;
            while (System.nanoTime() - begin < LENGTH.toNanos()) {
                PoolStats stats = pool.stats();
                assertThat(stats.addsUp()).isTrue();
                assertThat(stats.queued()).isLessThanOrEqualTo(CAPACITY);
                assertThat(stats.threads()).isLessThanOrEqualTo(2);
                full += stats.queued() == CAPACITY ? 1 : 0;
                LockSupport.parkNanos(1_000_000);
            }
            assertThat(full).isPositive();
            assertThat(pool.selfCheck()).isEmpty();
            enough.set(true);
            gate.open();
            submitters.join();
            assertThat(pool.join(Duration.ofMinutes(1))).isTrue();
            PoolStats stats = pool.stats();
            assertThat(stats.accepted()).isEqualTo(2 + ran.get() + stats.dropped());
            assertThat(stats.rejected()).isEqualTo(refused.get());
            assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin))
                    .isGreaterThanOrEqualTo(LENGTH.toMillis());
            Aftermath.isSound(pool);
            // That tasks wait while all workers are blocked is said, since it is so.
            assertThat(log.records()).noneMatch(record -> record.getMessage().startsWith("Bug"));
        }
    }
}
