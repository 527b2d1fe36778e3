package dev.weir.dashboard;

import dev.weir.ThreadPool;
import java.util.Collection;

/** Knows which pools there are. */
@FunctionalInterface
interface PoolSource {

    /** All pools that have not ended. */
    Collection<ThreadPool> pools();
}
