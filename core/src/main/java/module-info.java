/**
 * The Weir thread pool. At run time it needs no module but {@code java.base}. Where there is {@code jdk.jfr}, it writes into
 * flight recordings; where there is {@code java.management}, pools can be registered there and {@code explain()} knows more;
 * the nullness annotations of {@code org.jspecify} are for compilers and checkers.
 */
module dev.weir {
    requires static java.management;
    requires static jdk.jfr;
    requires static org.jspecify;

    exports dev.weir;
    exports dev.weir.event;
}
