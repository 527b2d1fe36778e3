package dev.weir.internal.watchdog;

/** Something that the {@link Watchdog} inspects as long as it exists, whether it asks for that or not. */
@FunctionalInterface
public interface Inspected {

    /** Called by the watchdog about once a second. */
    void inspect();
}
