package dev.weir;

import dev.weir.event.PoolListener;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The settings of a pool by which it is looked at from outside. Immutable. */
record Observing(
        List<PoolListener> listeners,
        @Nullable Duration expectedRunTime,
        @Nullable Duration setAsideLimit,
        int setAsideMost,
        boolean jmx) {

    static final Observing DEFAULT = new Observing(List.of(), null, null, 0, false);
}
