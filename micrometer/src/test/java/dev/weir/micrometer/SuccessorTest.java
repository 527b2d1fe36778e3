package dev.weir.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.ThreadPool;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.internal.DefaultGauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Pools of one name after each other, and at the same time. */
class SuccessorTest {

    private static final long PATIENCE_NANOS = 60_000_000_000L;

    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final int meters = FilteredTest.metersOfAPool();

    @Test
    void isLetInAtOnceWhereWeirsOwnMetersAreDenied() {
        registry.config().meterFilter(MeterFilter.denyNameStartsWith("weir"));
        isLetInAtOnce(registry, "p", "p");
    }

    @Test
    void isLetInAtOnceWhereMetersHaveAPrefix() {
        registry.config().meterFilter(new MeterFilter() {
            @Override
            public Meter.Id map(Meter.Id id) {
                return id.withName("app." + id.getName());
            }
        });
        isLetInAtOnce(registry, "p", "p");
    }

    @Test
    void isLetInAtOnceByACompositeWithoutChildren() {
        isLetInAtOnce(new CompositeMeterRegistry(), "p", "p");
    }

    @Test
    void isLetInAtOnceWhereAFilterTakesTheNameAway() {
        registry.config().meterFilter(MeterFilter.ignoreTags("name"));
        isLetInAtOnce(registry, "a", "b");
    }

    @Test
    void ofTwoThatComeAtOnceOneIsRefused() throws Exception {
        ExecutorService two = Executors.newFixedThreadPool(2);
        try {
            for (int round = 0; round < 200; round++) {
                String name = "p" + round;
                CyclicBarrier start = new CyclicBarrier(2);
                AtomicInteger refused = new AtomicInteger();
                try (ThreadPool a = FilteredTest.pool(name);
                        ThreadPool b = FilteredTest.pool(name)) {
                    List<WeirMetrics> metrics = List.of(new WeirMetrics(a), new WeirMetrics(b));
                    List<Future<?>> binding = new ArrayList<>();
                    for (WeirMetrics one : metrics) {
                        binding.add(two.submit(() -> {
                            start.await();
                            try {
                                one.bindTo(registry);
                            } catch (IllegalArgumentException expected) {
                                refused.incrementAndGet();
                                one.close();
                            }
                            return null;
                        }));
                    }
                    for (Future<?> one : binding) {
                        one.get();
                    }
                    assertThat(refused).hasValue(1);
                    assertThat(registry.getMeters()).hasSize(meters);
                    metrics.forEach(WeirMetrics::close);
                    assertThat(registry.getMeters()).isEmpty();
                }
            }
        } finally {
            two.shutdownNow();
        }
    }

    @Test
    void isLetInWhileScrapesRemoveThePredecessor() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        ExecutorService one = Executors.newSingleThreadExecutor();
        Future<?> scraping = one.submit(() -> {
            while (!over.get()) {
                FilteredTest.read(registry);
            }
        });
        try {
            for (int i = 0; i < 500; i++) {
                ThreadPool pool = FilteredTest.pool("p");
                WeirMetrics.monitor(registry, pool);
                assertThat(registry.getMeters()).hasSize(meters);
                pool.close();
            }
        } finally {
            over.set(true);
            scraping.get();
            one.shutdownNow();
        }
        FilteredTest.read(registry);
        assertThat(registry.getMeters()).isEmpty();
    }

    /**
     * A registry in which another thread than the test's, once it is about to remove a gauge, waits until the test's has given way
     * to it; and does it when that has found the gauge again, and asks what it is.
     */
    private static final class Slow extends SimpleMeterRegistry {
        final CountDownLatch removing = new CountDownLatch(1);
        private final Thread binding = Thread.currentThread();
        private final CountDownLatch found = new CountDownLatch(1);
        private final CountDownLatch removed = new CountDownLatch(1);
        private volatile boolean gaveWay;

        @Override
        public Meter remove(Meter meter) {
            if (Thread.currentThread() == binding || !(meter instanceof Gauge) || removed.getCount() == 0) {
                return super.remove(meter);
            }
            removing.countDown();
            awaitParked(binding);
            gaveWay = true;
            awaitZero(found);
            Meter gone = super.remove(meter);
            removed.countDown();
            return gone;
        }

        @Override
        protected <T> Gauge newGauge(Meter.Id id, T object, ToDoubleFunction<T> value) {
            return new DefaultGauge<>(id, object, value) {
                @Override
                public Id getId() {
                    if (gaveWay && Thread.currentThread() == binding) {
                        found.countDown();
                        awaitZero(removed);
                    }
                    return super.getId();
                }
            };
        }
    }

    /**
     * It was refused: after a second, though the scrape had had no processor meanwhile; and when the meter, found a second time,
     * left just then, which is so in every other round.
     */
    @RepeatedTest(20)
    void isLetInWhenAScrapeTakesItsTimeToRemoveThePredecessor() throws Exception {
        Slow slow = new Slow();
        ExecutorService one = Executors.newSingleThreadExecutor();
        ThreadPool old = FilteredTest.pool("p");
        WeirMetrics.monitor(slow, old);
        old.close();
        try (ThreadPool pool = FilteredTest.pool("p")) {
            Future<?> scraping = one.submit(() -> FilteredTest.read(slow));
            awaitZero(slow.removing);
            WeirMetrics metrics = WeirMetrics.monitor(slow, pool);
            scraping.get();
            assertThat(slow.removed.getCount()).isZero();
            assertThat(slow.getMeters()).hasSize(meters);
            metrics.close();
        } finally {
            one.shutdownNow();
        }
    }

    private static void awaitZero(CountDownLatch latch) {
        try {
            if (!latch.await(PATIENCE_NANOS, TimeUnit.NANOSECONDS)) {
                throw new AssertionError("the latch never came to zero");
            }
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted while waiting for a latch", e);
        }
    }

    private static void awaitParked(Thread thread) {
        long begin = System.nanoTime();
        while (thread.getState() != Thread.State.TIMED_WAITING) {
            if (System.nanoTime() - begin > PATIENCE_NANOS) {
                throw new AssertionError(thread + " never gave way");
            }
            Thread.onSpinWait();
        }
    }

    @Test
    void mayHaveANameOfTenThousandCharacters() {
        String name = "n".repeat(10_000);
        isLetInAtOnce(registry, name, name);
    }

    private static void isLetInAtOnce(MeterRegistry registry, String one, String other) {
        ThreadPool old = FilteredTest.pool(one);
        WeirMetrics.monitor(registry, old);
        List<Meter> before = registry.getMeters();
        old.close();
        try (ThreadPool pool = FilteredTest.pool(other);
                ThreadPool late = FilteredTest.pool(other)) {
            WeirMetrics metrics = WeirMetrics.monitor(registry, pool);
            assertThat(registry.getMeters()).hasSameSizeAs(before);
            assertThatThrownBy(() -> WeirMetrics.monitor(registry, late)).isInstanceOf(IllegalArgumentException.class);
            assertThat(registry.getMeters()).hasSameSizeAs(before);
            metrics.close();
            assertThat(registry.getMeters()).isEmpty();
        }
    }
}
