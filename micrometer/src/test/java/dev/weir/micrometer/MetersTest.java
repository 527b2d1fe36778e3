package dev.weir.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.weir.PoolStats;
import dev.weir.TaskRejectedException;
import dev.weir.ThreadPool;
import dev.weir.event.PoolEvent;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.Statistic;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.binder.jvm.ExecutorServiceMetrics;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The meters in a registry whose clock stands still until it is told to move. */
class MetersTest {

    private final MockClock clock = new MockClock();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, clock);

    @Test
    void hasAllMetersThatMicrometerHasForAPoolOfTheJdk() {
        SimpleMeterRegistry theirs = new SimpleMeterRegistry();
        ThreadPoolExecutor jdk = new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
        try (ThreadPool pool = pool("p")) {
            ExecutorServiceMetrics.monitor(theirs, jdk, "p", Tag.of("a", "b"));
            WeirMetrics.monitor(registry, pool, Tag.of("a", "b"));
            assertThat(theirs.getMeters()).hasSize(9);
            assertThat(described(registry)).containsAll(described(theirs));
        } finally {
            jdk.shutdown();
        }
    }

    @Test
    void tellsWhatThePoolTells() throws Exception {
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch running = new CountDownLatch(2);
        try (ThreadPool pool = ThreadPool.builder("p")
                .threads(1, 2)
                .queueCapacity(3)
                .failureHandler(failure -> {})
                .build()) {
            try {
                WeirMetrics.monitor(registry, pool);
                pool.execute(() -> {});
                pool.join();
                pool.execute(() -> {
                    throw new IllegalStateException("on purpose");
                });
                pool.join();
                for (int i = 0; i < 2; i++) {
                    pool.execute(() -> {
                        running.countDown();
                        try {
                            held.await();
                        } catch (InterruptedException stopped) {
                            Thread.currentThread().interrupt();
                        }
                    });
                }
                running.await();
                pool.execute(() -> {});
                pool.execute(() -> {});
                var cancelled = pool.submit(() -> {});
                assertThatThrownBy(() -> pool.execute(() -> {})).isInstanceOf(TaskRejectedException.class);
                cancelled.cancel(false);
                pass(Duration.ofSeconds(1));

                PoolStats stats = pool.stats();
                assertThat(stats.queued()).isEqualTo(2);
                assertThat(value("executor.completed")).isEqualTo(3);
                assertThat(value("executor.active")).isEqualTo(2);
                assertThat(value("executor.queued")).isEqualTo(2);
                assertThat(value("executor.queue.remaining")).isEqualTo(1);
                assertThat(value("executor.pool.size")).isEqualTo(2);
                assertThat(value("executor.pool.core")).isEqualTo(1);
                assertThat(value("executor.pool.max")).isEqualTo(2);
                assertThat(registry.get("executor").functionTimer().count())
                        .isEqualTo(stats.times().runTime().count());
                assertThat(registry.get("executor.idle").functionTimer().totalTime(TimeUnit.NANOSECONDS))
                        .isCloseTo(stats.times().queueWait().total().toNanos(), within(1.0));
                assertThat(value("weir.pool.accepted")).isEqualTo(stats.accepted());
                assertThat(value("weir.pool.running")).isEqualTo(2);
                assertThat(value("weir.pool.ended", "outcome", "succeeded")).isEqualTo(1);
                assertThat(value("weir.pool.ended", "outcome", "failed")).isEqualTo(1);
                assertThat(value("weir.pool.ended", "outcome", "cancelled")).isEqualTo(1);
                assertThat(value("weir.pool.rejected", "reason", "queue_full")).isEqualTo(1);
                assertThat(value("weir.pool.rejected", "reason", "shut_down")).isZero();
                assertThat(value("weir.pool.started")).isEqualTo(stats.threadsCreated());
                assertThat(value("weir.pool.run.time", "quantile", "0.5")).isPositive();
            } finally {
                held.countDown();
            }
        }
    }

    @Test
    void tellsHowManyTasksAreStuck() throws Exception {
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch told = new CountDownLatch(1);
        try (ThreadPool pool = ThreadPool.builder("p")
                .threads(1, 1)
                .expectedRunTime(Duration.ofMillis(1))
                .listener(event -> {
                    if (event instanceof PoolEvent.TaskStuck) {
                        told.countDown();
                    }
                })
                .build()) {
            WeirMetrics.monitor(registry, pool);
            assertThat(value("weir.pool.stuck")).isZero();
            var task = pool.submit(() -> {
                held.await();
                return null;
            });
            try {
                told.await();
                pass(Duration.ofSeconds(1));
                assertThat(value("weir.pool.stuck")).isEqualTo(1);
            } finally {
                held.countDown();
            }
            task.get();
        }
    }

    @Test
    void readsThePoolOnceForAllMetersOfAScrape() throws Exception {
        try (ThreadPool pool = pool("p")) {
            WeirMetrics.monitor(registry, pool);
            pool.execute(() -> {});
            pool.join();
            assertThat(value("weir.pool.accepted")).isZero();
            pass(Duration.ofMillis(249));
            assertThat(value("weir.pool.accepted")).isZero();
            pass(Duration.ofMillis(1));
            assertThat(value("weir.pool.accepted")).isEqualTo(1);
        }
    }

    @Test
    void forgetsTimesOfTwoMinutesAgo() throws Exception {
        try (ThreadPool pool = pool("p")) {
            WeirMetrics.monitor(registry, pool);
            pool.submit(() -> {}).get();
            pool.join();
            pass(Duration.ofSeconds(1));
            assertThat(value("weir.pool.run.time", "quantile", "1")).isPositive();
            pass(Duration.ofSeconds(60));
            assertThat(value("weir.pool.run.time", "quantile", "1")).isPositive();
            pass(Duration.ofSeconds(60));
            assertThat(value("weir.pool.run.time", "quantile", "1")).isNaN();
        }
    }

    @Test
    void leavesNoMeterAfterClose() {
        try (ThreadPool pool = pool("p")) {
            WeirMetrics metrics = WeirMetrics.monitor(registry, pool);
            assertThat(registry.getMeters()).isNotEmpty();
            metrics.close();
            assertThat(registry.getMeters()).isEmpty();
            assertThatThrownBy(() -> metrics.bindTo(registry)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void leavesNoMeterOfAPoolThatHasEnded() {
        ThreadPool pool = pool("p");
        WeirMetrics.monitor(registry, pool);
        pool.close();
        assertThat(value("executor.queued")).isZero();
        assertThat(registry.getMeters()).isEmpty();
        WeirMetrics.monitor(registry, pool);
        assertThat(registry.getMeters()).isEmpty();
    }

    @Test
    void aPoolMayHaveTheNameOfOneThatHasEnded() throws Exception {
        ThreadPool old = pool("p");
        WeirMetrics.monitor(registry, old);
        old.close();
        try (ThreadPool pool = pool("p")) {
            WeirMetrics.monitor(registry, pool);
            pool.execute(() -> {});
            pool.join();
            pass(Duration.ofSeconds(1));
            assertThat(value("weir.pool.accepted")).isEqualTo(1);
        }
    }

    @Test
    void refusesASecondPoolOfTheSameNameAndLeavesTheFirst() {
        try (ThreadPool first = pool("p");
                ThreadPool second = pool("p")) {
            WeirMetrics.monitor(registry, first);
            List<Meter> before = registry.getMeters();
            assertThatThrownBy(() -> WeirMetrics.monitor(registry, second))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("executor.completed")
                    .hasMessageContaining("tag of its own");
            assertThat(registry.getMeters()).containsExactlyInAnyOrderElementsOf(before);
            WeirMetrics.monitor(registry, second, Tag.of("tenant", "b"));
            assertThat(registry.getMeters()).hasSize(2 * before.size());
        }
    }

    private static ThreadPool pool(String name) {
        return ThreadPool.builder(name).threads(0, 1).build();
    }

    private void pass(Duration time) {
        clock.add(time);
    }

    private double value(String name, String... tags) {
        return registry.get(name).tags(tags).meter().measure().iterator().next().getValue();
    }

    /** Name, tags and unit of each meter, and whether it is a count, a value or a timer. */
    private static Set<String> described(SimpleMeterRegistry registry) {
        return registry.getMeters().stream()
                .map(meter -> meter.getId() + " " + meter.getId().getBaseUnit() + " "
                        + meter.getId().getType() + " "
                        + meter.measure().iterator().next().getStatistic().equals(Statistic.VALUE))
                .collect(Collectors.toSet());
    }
}
