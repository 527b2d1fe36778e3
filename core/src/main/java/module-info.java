/**
 * The Weir thread pool. At run time it reads no module but {@code java.base}; the nullness annotations of {@code
 * org.jspecify} are for compilers and checkers.
 */
module dev.weir {
    requires static org.jspecify;

    exports dev.weir;
}
