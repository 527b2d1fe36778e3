package dev.weir.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.ThreadPool;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What a binding keeps alive, and what it looks at. */
class ReachabilityTest {

    @Test
    void aPoolThatWasNotClosedIsCollectedAndItsSuccessorLetIn() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        collect(boundPool(registry));
        try (ThreadPool pool = FilteredTest.pool("p")) {
            WeirMetrics metrics = WeirMetrics.monitor(registry, pool);
            metrics.close();
            assertThat(registry.getMeters()).isEmpty();
        }
    }

    @Test
    void aRegistryIsCollectedWhileItsPoolLives() {
        try (ThreadPool pool = FilteredTest.pool("p")) {
            collect(registryOf(pool));
        }
    }

    @Test
    void aThousandPoolsAreBoundWithoutALookAtAllMeters() {
        AtomicInteger looks = new AtomicInteger();
        SimpleMeterRegistry registry = new SimpleMeterRegistry() {
            @Override
            public List<Meter> getMeters() {
                looks.incrementAndGet();
                return super.getMeters();
            }
        };
        List<ThreadPool> pools = new ArrayList<>();
        try {
            for (int i = 0; i < 1000; i++) {
                ThreadPool pool = FilteredTest.pool("p" + i);
                pools.add(pool);
                WeirMetrics.monitor(registry, pool);
            }
            assertThat(looks).hasValue(0);
            assertThat(registry.getMeters()).hasSize(1000 * FilteredTest.metersOfAPool());
        } finally {
            pools.forEach(ThreadPool::close);
        }
    }

    private static WeakReference<ThreadPool> boundPool(SimpleMeterRegistry registry) {
        ThreadPool pool = FilteredTest.pool("p");
        WeirMetrics.monitor(registry, pool);
        return new WeakReference<>(pool);
    }

    private static WeakReference<SimpleMeterRegistry> registryOf(ThreadPool pool) {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        WeirMetrics.monitor(registry, pool);
        return new WeakReference<>(registry);
    }

    /** Until it is so; the build's limit for a test ends this where it never is. */
    private static void collect(WeakReference<?> reference) {
        while (reference.get() != null) {
            System.gc();
        }
    }
}
