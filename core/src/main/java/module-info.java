/**
 * The Weir thread pool. At run time it needs no module but {@code java.base}: with {@code
 * java.management}, {@code explain()} knows more; the nullness annotations of {@code org.jspecify} are for compilers and
 * checkers.
 */
module dev.weir {
    requires static java.management;
    requires static org.jspecify;

    exports dev.weir;
}
