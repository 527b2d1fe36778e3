package dev.weir.dashboard;

import dev.weir.Explanation;
import dev.weir.PoolStats;
import dev.weir.RunningTask;
import dev.weir.ThreadPool;
import java.lang.ref.WeakReference;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One pool and its samples of the last {@value #KEPT} ticks. Not thread-safe: guarded by the lock of {@link Pools}.
 *
 * <p>It does not keep the pool alive: one that nobody has closed and everybody has forgotten is forgotten here too.
 *
 * <p>A sample that equals the one before it is kept once, so an idle pool takes a reference a second.
 */
final class PoolHistory {

    /** Fifteen minutes at one tick a second. */
    static final int KEPT = 900;

    private final int id;
    private final WeakReference<ThreadPool> pool;
    private final String name;
    private final Happenings happenings;
    private final Reading reading = new Reading();
    private final @Nullable Sample[] ring = new @Nullable Sample[KEPT];
    private @Nullable PoolStats stats;
    private @Nullable Sample last;
    private List<RunningTask> running = List.of();
    private @Nullable Explanation explanation;
    private boolean changed;

    PoolHistory(int id, ThreadPool pool, PoolStats first, EventWords words) {
        this.id = id;
        this.pool = new WeakReference<>(pool);
        this.name = Text.shorten(first.name());
        this.happenings = new Happenings(words);
    }

    int id() {
        return id;
    }

    /** The pool; null if it has been forgotten by everybody. */
    @Nullable
    ThreadPool pool() {
        return pool.get();
    }

    /** The pool's name, shortened if it is very long. */
    String name() {
        return name;
    }

    /** What happened since the dashboard knows the pool. */
    Happenings happenings() {
        return happenings;
    }

    /** Notes what the pool said at a tick. */
    void note(long tick, PoolStats now, long nanos) {
        Sample sample = reading.next(now, nanos);
        Sample before = last;
        changed = before == null || !sample.listedAs(before);
        if (before != null && sample.sameAs(before)) {
            sample = before;
        }
        ring[slot(tick)] = sample;
        last = sample;
        stats = now;
    }

    /** Notes that the pool could not be asked at a tick. */
    void skip(long tick) {
        ring[slot(tick)] = null;
        changed = false;
    }

    @Nullable
    Sample at(long tick) {
        return ring[slot(tick)];
    }

    @Nullable
    Sample last() {
        return last;
    }

    @Nullable
    PoolStats stats() {
        return stats;
    }

    void running(List<RunningTask> found) {
        running = found;
    }

    /** What its threads were found to do, the last time that somebody wanted to know. */
    List<RunningTask> running() {
        return running;
    }

    void explanation(Explanation given) {
        explanation = given;
    }

    /** How it explained itself, the last time that somebody wanted to know. */
    @Nullable
    Explanation explanation() {
        return explanation;
    }

    /** Whether the list of pools has to show something else since the last tick. */
    boolean changed() {
        return changed;
    }

    static int slot(long tick) {
        return (int) (tick % KEPT);
    }
}
