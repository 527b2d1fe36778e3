package dev.weir.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.ThreadPool;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Registries that rename, deny or merge meters. Whose a meter was used to be guessed from its name and tags, so filters had one
 * pool's end remove another one's meters.
 */
class FilteredTest {

    private final MeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void refusesASecondPoolWhereTheNameHasAnotherTag() {
        registry.config().meterFilter(MeterFilter.renameTag("executor", "name", "pool"));
        refusesTheSecond(registry, "p", "p", "tag of its own");
    }

    @Test
    void refusesASecondPoolOfTheSameNameWhereWeirsOwnMetersAreDenied() {
        registry.config().meterFilter(MeterFilter.denyNameStartsWith("weir"));
        refusesTheSecond(registry, "p", "p", "tag of its own");
    }

    @Test
    void refusesASecondPoolOfTheSameNameInACompositeWithoutChildren() {
        refusesTheSecond(new CompositeMeterRegistry(), "p", "p", "tag of its own");
    }

    @Test
    void refusesASecondPoolWhoseNameAFilterTakesAway() {
        registry.config().meterFilter(MeterFilter.ignoreTags("name"));
        refusesTheSecond(registry, "a", "b", "filter");
    }

    @Test
    void refusesASecondPoolOfWhichAFilterLeavesOnlySomeMetersApart() {
        registry.config().meterFilter(new MeterFilter() {
            @Override
            public Meter.Id map(Meter.Id id) {
                return id.getName().equals("weir.pool.busy") ? id.replaceTags(List.of()) : id;
            }
        });
        refusesTheSecond(registry, "a", "b", "filter");
    }

    @Test
    void leavesAMeterThatIsNoPools() {
        Meter foreign =
                Gauge.builder("executor.queued", () -> 7).tag("name", "p").register(registry);
        try (ThreadPool pool = pool("p")) {
            assertThatThrownBy(() -> WeirMetrics.monitor(registry, pool)).isInstanceOf(IllegalArgumentException.class);
            assertThat(registry.getMeters()).containsExactly(foreign);
        }
    }

    @Test
    void leavesTheMetersOfAPoolThatCameAfterTheRegistryWasCleared() {
        try (ThreadPool first = pool("p");
                ThreadPool second = pool("p")) {
            WeirMetrics old = WeirMetrics.monitor(registry, first);
            registry.clear();
            WeirMetrics.monitor(registry, second);
            List<Meter> theirs = registry.getMeters();
            old.close();
            assertThat(registry.getMeters()).isNotEmpty().containsExactlyInAnyOrderElementsOf(theirs);
        }
    }

    @Test
    void bindsAPoolOfWhichAFilterMakesTwoMetersOne() {
        registry.config().meterFilter(MeterFilter.ignoreTags("outcome"));
        try (ThreadPool pool = pool("p")) {
            WeirMetrics metrics = WeirMetrics.monitor(registry, pool);
            assertThat(registry.find("weir.pool.ended").meters()).hasSize(1);
            metrics.close();
            assertThat(registry.getMeters()).isEmpty();
        }
    }

    @Test
    void bindsAPoolOfWhichEverythingIsDenied() {
        registry.config().meterFilter(MeterFilter.deny());
        try (ThreadPool pool = pool("p")) {
            WeirMetrics.monitor(registry, pool).close();
            assertThat(registry.getMeters()).isEmpty();
        }
    }

    private static void refusesTheSecond(MeterRegistry registry, String one, String other, String because) {
        ThreadPool first = pool(one);
        ThreadPool second = pool(other);
        WeirMetrics.monitor(registry, first);
        List<Meter> before = registry.getMeters();
        WeirMetrics refused = new WeirMetrics(second);
        assertThatThrownBy(() -> refused.bindTo(registry))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(because);
        refused.close();
        second.close();
        read(registry);
        assertThat(registry.getMeters()).isNotEmpty().containsExactlyInAnyOrderElementsOf(before);
        first.close();
        read(registry);
    }

    /** As a scrape does. */
    static void read(MeterRegistry registry) {
        registry.getMeters().forEach(meter -> meter.measure().forEach(Measurement::getValue));
    }

    /** How many meters a pool has where nothing is filtered. */
    static int metersOfAPool() {
        MeterRegistry plain = new SimpleMeterRegistry();
        try (ThreadPool pool = pool("p")) {
            WeirMetrics.monitor(plain, pool);
            return plain.getMeters().size();
        }
    }

    static ThreadPool pool(String name) {
        return ThreadPool.builder(name).threads(0, 1).build();
    }
}
