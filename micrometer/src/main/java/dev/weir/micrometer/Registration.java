package dev.weir.micrometer;

import dev.weir.Latencies;
import dev.weir.PoolStats;
import dev.weir.ThreadPool;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * One pool's meters in one registry, from their registration to their removal. Thread-safe.
 *
 * <p>A registry answers a second registration under the same name and tags with the first one's meter. Two pools would be told
 * as one; so this looks which meters with the pool's name there are before, and refuses to take over any of them.
 */
final class Registration {

    private final MeterRegistry registry;
    private final Tags tags;
    private final PoolReading reading;
    private final Set<Meter> taken;

    /** Each is removed once, by whoever takes it from here: its name may be another pool's a moment later. */
    private final Queue<Meter> meters = new ConcurrentLinkedQueue<>();

    private volatile boolean over;

    private Registration(MeterRegistry registry, ThreadPool pool, Tags tags, String name) {
        this.registry = registry;
        this.tags = tags.and("name", name);
        this.taken = others(registry, name);
        this.reading = new PoolReading(pool, registry.config().clock(), this::end);
    }

    static Registration of(MeterRegistry registry, ThreadPool pool, Tags tags) {
        Registration made = new Registration(registry, pool, tags, pool.stats().name());
        try {
            StandardMeters.register(made);
            WeirMeters.register(made);
        } catch (RuntimeException | Error refused) {
            made.end();
            throw refused;
        }
        made.taken.clear();
        return made;
    }

    /** The meters of other pools of this name, those of such as have ended excepted. */
    private static Set<Meter> others(MeterRegistry registry, String name) {
        Set<Meter> others = named(registry, name);
        if (others.isEmpty()) {
            return others;
        }
        for (Meter meter : others) {
            if (meter instanceof Gauge gauge && meter.getId().getName().equals(WeirMeters.RUNNING)) {
                // Whose pool has ended leaves when it is asked.
                gauge.value();
            }
        }
        return named(registry, name);
    }

    private static Set<Meter> named(MeterRegistry registry, String name) {
        Set<Meter> named = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Meter meter : registry.getMeters()) {
            if (name.equals(meter.getId().getTag("name"))) {
                named.add(meter);
            }
        }
        return named;
    }

    PoolReading reading() {
        return reading;
    }

    boolean isOver() {
        return over;
    }

    /** Removes all meters. */
    void end() {
        over = true;
        for (Meter meter = meters.poll(); meter != null; meter = meters.poll()) {
            registry.remove(meter);
        }
    }

    /** A count that grows. */
    void counter(String name, String unit, String description, Tags more, ToDoubleFunction<PoolStats> count) {
        add(FunctionCounter.builder(name, this, strong(count))
                .tags(tags.and(more))
                .description(description)
                .baseUnit(unit)
                .register(registry));
    }

    /** A number of the moment. */
    void gauge(String name, String unit, String description, ToDoubleFunction<PoolStats> value) {
        add(Gauge.builder(name, this, strong(value))
                .tags(tags)
                .description(description)
                .baseUnit(unit)
                .register(registry));
    }

    /** A time of the moment; NaN if there is none. */
    void time(String name, String description, Tags more, ToDoubleFunction<PoolReading> nanos) {
        PoolReading source = reading;
        add(TimeGauge.builder(name, this, TimeUnit.NANOSECONDS, self -> nanos.applyAsDouble(source))
                .tags(tags.and(more))
                .description(description)
                .register(registry));
    }

    /** How often, and for how long in all. */
    void timer(String name, String description, Function<PoolStats, Latencies> times) {
        PoolReading source = reading;
        add(FunctionTimer.builder(
                        name,
                        this,
                        self -> times.apply(source.stats()).count(),
                        self -> times.apply(source.stats()).total().toNanos(),
                        TimeUnit.NANOSECONDS)
                .tags(tags)
                .description(description)
                .register(registry));
    }

    /** A meter holds on to its function, but not to its object; so the function brings the reading with it, and that this. */
    private ToDoubleFunction<Registration> strong(ToDoubleFunction<PoolStats> value) {
        PoolReading source = reading;
        return self -> value.applyAsDouble(source.stats());
    }

    private void add(Meter meter) {
        if (taken.contains(meter)) {
            throw new IllegalArgumentException("registry has a meter "
                    + meter.getId().getName() + " with the tags "
                    + meter.getId().getTags() + " already: give one of the two pools of this name a tag of its own");
        }
        meters.add(meter);
        if (over) {
            end();
        }
    }
}
