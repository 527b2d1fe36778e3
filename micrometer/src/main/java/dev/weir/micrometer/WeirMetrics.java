package dev.weir.micrometer;

import dev.weir.ThreadPool;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The meters of one pool: those that Micrometer registers for the JDK's pools, under the same names, and Weir's own under {@code
 * weir.pool}. Thread-safe.
 *
 * <pre>{@code
 * WeirMetrics.monitor(registry, pool);
 * }</pre>
 *
 * <p>All meters have the tag {@code name}, the pool's name. They are for use instead of Micrometer's {@code
 * ExecutorServiceMetrics}: the pool measures its tasks itself, so nothing has to be wrapped.
 *
 * <p>All meters that are read within a quarter of a second, by the registry's clock, tell of the same moment: one {@link
 * ThreadPool#stats()} serves them.
 *
 * <p>The meters leave the registry at {@link #close()}; or else when one of them is read, by a scrape as a rule, for the first
 * time after the pool has terminated; or when a pool of the same name is bound after that. They do not keep the pool alive.
 *
 * <p>What a registry's filters rename or deny, they may. A composite registry and those it consists of share their meters: bind to
 * the composite or to its parts, not to both, and give all of them the same filters.
 *
 * @since 0.1.0
 */
public final class WeirMetrics implements MeterBinder, AutoCloseable {

    private final WeakReference<ThreadPool> pool;
    private final Tags tags;
    private final List<Registration> registrations = new CopyOnWriteArrayList<>();
    private volatile boolean closed;

    /**
     * Makes a binder for a pool.
     *
     * @param pool the pool
     * @param tags tags for all its meters, besides its name
     */
    public WeirMetrics(ThreadPool pool, Tag... tags) {
        this(pool, Tags.of(Objects.requireNonNull(tags, "tags")));
    }

    /**
     * Makes a binder for a pool.
     *
     * @param pool the pool
     * @param tags tags for all its meters, besides its name
     */
    public WeirMetrics(ThreadPool pool, Iterable<Tag> tags) {
        this.pool = new WeakReference<>(Objects.requireNonNull(pool, "pool"));
        this.tags = Tags.of(Objects.requireNonNull(tags, "tags"));
    }

    /**
     * Registers the meters of a pool.
     *
     * @param registry where to
     * @param pool the pool
     * @param tags tags for all its meters, besides its name
     * @return what to close if the meters are to go before the pool does; it need not be kept
     * @throws IllegalArgumentException as {@link #bindTo}
     */
    public static WeirMetrics monitor(MeterRegistry registry, ThreadPool pool, Tag... tags) {
        WeirMetrics metrics = new WeirMetrics(pool, tags);
        metrics.bindTo(registry);
        return metrics;
    }

    /**
     * Registers the meters; of a pool that has terminated, none. One binder may be bound to several registries.
     *
     * @param registry where to
     * @throws IllegalArgumentException if the registry has one of these meters already, because a pool of this name has the same
     *     tags there, or a filter takes away what tells the two apart; then none is registered
     * @throws IllegalStateException if this has been closed
     */
    @Override
    public void bindTo(MeterRegistry registry) {
        Objects.requireNonNull(registry, "registry");
        if (closed) {
            throw new IllegalStateException("these metrics have been closed");
        }
        ThreadPool present = pool.get();
        if (present == null || present.isTerminated()) {
            return;
        }
        registrations.removeIf(Registration::isOver);
        registrations.add(Registration.of(registry, present, tags));
        if (closed) {
            close();
        }
    }

    /** Takes the meters out of all registries. The pool goes on. Does nothing the second time. */
    @Override
    public void close() {
        closed = true;
        registrations.forEach(Registration::end);
        registrations.clear();
    }
}
