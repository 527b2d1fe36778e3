package dev.weir.event;

/**
 * Is told of what happens in a pool. Called by one thread at a time, in the order of what happened, and by none of the
 * pool's: so it need not be thread-safe, and holds up nobody.
 *
 * <p>A listener that is slow misses events beyond the 1,024 that wait for it, and is told how many
 * ({@link PoolEvent.EventsMissed}). One that throws is logged and told of the next event all the same; one that blocks harms
 * neither the pool nor other listeners.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface PoolListener {

    /**
     * Takes note of an event. May be called some time after it, and a moment after the pool's end.
     *
     * @param event what happened
     */
    void on(PoolEvent event);
}
