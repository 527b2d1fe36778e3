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
import io.micrometer.core.instrument.noop.NoopMeter;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * One pool's meters in one registry, from their registration to their removal. Thread-safe.
 *
 * <p>A registry answers a second registration under the same name and tags with the first one's meter. Two pools would be told
 * as one, and the end of one would take the meters of the other. So only what the registry has made for this is its own: it refuses
 * to take over any other meter, and removes no other. What a filter denies is nobody's.
 *
 * <p>Its meters hold it, by way of their functions, and it holds the registry, but not the pool.
 */
final class Registration {

    /**
     * How often to give way, for a millisecond each, to another thread that removes the meters of a pool that has ended. Counted
     * and not timed: where the machine stands still for a while, both do.
     */
    private static final int PATIENCE = 5_000;

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final MeterRegistry registry;
    private final Bound bound;
    private final Tags tags;
    private final PoolReading reading;

    /** Each is removed once, by whoever takes it from here: its name may be another pool's a moment later. */
    private final Queue<Meter> meters = new ConcurrentLinkedQueue<>();

    private volatile boolean over;

    private Registration(MeterRegistry registry, ThreadPool pool, Tags tags, String name) {
        this.registry = registry;
        this.bound = Bound.in(registry);
        this.tags = tags.and("name", name);
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
        return made;
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
            // It may have been removed by others, and its name be another pool's.
            if (bound.owner(meter) == this) {
                try {
                    registry.remove(meter);
                } finally {
                    bound.forget(meter, this);
                }
            }
        }
    }

    /** A count that grows. */
    void counter(String name, String unit, String description, Tags more, ToDoubleFunction<PoolStats> count) {
        add(() -> FunctionCounter.builder(name, this, strong(count))
                .tags(tags.and(more))
                .description(description)
                .baseUnit(unit)
                .register(registry));
    }

    /** A number of the moment. */
    void gauge(String name, String unit, String description, ToDoubleFunction<PoolStats> value) {
        add(() -> Gauge.builder(name, this, strong(value))
                .tags(tags)
                .description(description)
                .baseUnit(unit)
                .register(registry));
    }

    /** A time of the moment; NaN if there is none. */
    void time(String name, String description, Tags more, ToDoubleFunction<PoolReading> nanos) {
        PoolReading source = reading;
        add(() -> TimeGauge.builder(name, this, TimeUnit.NANOSECONDS, self -> nanos.applyAsDouble(source))
                .tags(tags.and(more))
                .description(description)
                .register(registry));
    }

    /** How often, and for how long in all. */
    void timer(String name, String description, Function<PoolStats, Latencies> times) {
        PoolReading source = reading;
        add(() -> FunctionTimer.builder(
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

    private void add(Supplier<Meter> registering) {
        Meter meter = registered(registering);
        if (meter instanceof NoopMeter) {
            return;
        }
        meters.add(meter);
        if (over) {
            end();
        }
    }

    /** The new meter, or what is there in place of one that is denied; after the meters of a pool that has ended have left. */
    private Meter registered(Supplier<Meter> registering) {
        Meter unowned = null;
        int patience = PATIENCE;
        while (true) {
            Bound.Answer answer = bound.register(this, registering);
            Meter meter = answer.meter();
            if (answer.isNew() || meter instanceof NoopMeter) {
                return meter;
            }
            Registration owner = bound.owner(meter);
            if (owner == this) {
                // A filter makes two meters of this pool one: the first stays.
                return meter;
            }
            if (owner == null) {
                // It may have left since it was found, and its owner with it. Found after that, it is no pool's.
                if (meter == unowned) {
                    throw refusal(meter, null);
                }
                unowned = meter;
                continue;
            }
            if (!owner.hasEnded() || --patience < 0) {
                throw refusal(meter, owner);
            }
            owner.end();
            if (bound.owner(meter) == owner) {
                giveWay(); // another thread is at the last of them
            }
        }
    }

    private static void giveWay() {
        boolean interrupted = Thread.interrupted(); // or parking would not wait
        LockSupport.parkNanos(PAUSE_NANOS);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean hasEnded() {
        return over || reading.hasEnded();
    }

    private IllegalArgumentException refusal(Meter meter, @Nullable Registration owner) {
        String has = "registry has a meter " + meter.getId().getName() + " with the tags "
                + meter.getId().getTags() + " already: ";
        if (owner != null && !owner.tags.equals(tags)) {
            return new IllegalArgumentException(
                    has + "a filter of the registry makes the meters of pools with the tags " + owner.tags + " and "
                            + tags + " the same");
        }
        return new IllegalArgumentException(has + "give one of the two pools of this name a tag of its own");
    }
}
