package dev.weir.micrometer;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.lang.ref.WeakReference;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Which meters of one registry have been registered for which pool. Thread-safe.
 *
 * <p>Filters of a registry may rename a meter, change its tags or deny it, so what it is called there cannot be told before it is
 * registered; and a registry answers the registration of what it has already with the meter that it has. Only its listeners hear
 * the difference. This is one: it hears of each new meter in the thread that registers it, and of each that leaves.
 *
 * <p>No lock is held while a registry is asked, which calls filters and listeners. None is needed: the registry makes a meter once,
 * for one of those who ask for it at the same time.
 *
 * <p>A registry holds its {@code Bound}, as a listener; the list of all holds neither of the two. Proved by {@code FilteredTest},
 * {@code SuccessorTest} and {@code ReachabilityTest}.
 */
final class Bound {

    /** The values are weak since each leads to its key. They last as long as the key, which has them as listeners. */
    private static final Map<MeterRegistry, WeakReference<Bound>> ALL = new WeakHashMap<>();

    private static final ReentrantLock LOCK = new ReentrantLock();

    /** By what the registry calls them, of which it has each once. */
    private final Map<Meter.Id, Registration> owners = new ConcurrentHashMap<>();

    /** What the thread has put into the registry since it began to listen. */
    private final ThreadLocal<@Nullable Set<Meter>> added = new ThreadLocal<>();

    private Bound() {}

    static Bound in(MeterRegistry registry) {
        LOCK.lock();
        try {
            WeakReference<Bound> known = ALL.get(registry);
            Bound bound = known == null ? null : known.get();
            if (bound == null) {
                bound = new Bound();
                registry.config().onMeterAdded(bound::hasCome).onMeterRemoved(bound::hasLeft);
                ALL.put(registry, new WeakReference<>(bound));
            }
            return bound;
        } finally {
            LOCK.unlock();
        }
    }

    private void hasCome(Meter meter) {
        Set<Meter> heard = added.get();
        if (heard != null) {
            heard.add(meter);
        }
    }

    private void hasLeft(Meter meter) {
        owners.remove(meter.getId());
    }

    /**
     * Registers a meter.
     *
     * @return the meter, and whether it is a new one
     */
    Answer register(Registration owner, Supplier<Meter> registering) {
        // A listener of the user may register others meanwhile, and even bind a pool.
        Set<Meter> outer = added.get();
        Set<Meter> heard = Collections.newSetFromMap(new IdentityHashMap<>());
        added.set(heard);
        try {
            Meter meter = registering.get();
            boolean isNew = heard.contains(meter);
            if (isNew) {
                owners.put(meter.getId(), owner);
            }
            return new Answer(meter, isNew);
        } finally {
            if (outer == null) {
                added.remove();
            } else {
                added.set(outer);
            }
        }
    }

    /** What a registry answers. */
    record Answer(Meter meter, boolean isNew) {}

    /** For whom the meter was registered that has this name and these tags; null if for none of these. */
    @Nullable
    Registration owner(Meter meter) {
        return owners.get(meter.getId());
    }

    /** Says that a registration has nothing to do with a meter any more. */
    void forget(Meter meter, Registration owner) {
        owners.remove(meter.getId(), owner);
    }
}
