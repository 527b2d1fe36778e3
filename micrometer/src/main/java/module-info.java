/**
 * Micrometer's meters of a Weir pool.
 *
 * <p>Micrometer's jars have a module name and no more; that they will keep it is all that the warnings want to know.
 */
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"})
module dev.weir.micrometer {
    requires transitive dev.weir;
    requires transitive micrometer.core;
    requires static org.jspecify;

    exports dev.weir.micrometer;
}
