package dev.weir.internal.watchdog;

/** Something that the {@link Watchdog} looks after while it asks for it. */
@FunctionalInterface
public interface Watched {

    /**
     * Called by the watchdog about once a millisecond.
     *
     * @return whether to be called again; after false it must ask anew with {@link Watchdog#attend}
     */
    boolean tick();
}
