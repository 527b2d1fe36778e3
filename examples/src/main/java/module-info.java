/** Programs that show Weir in use. They know its public API only. */
module dev.weir.examples {
    requires dev.weir;
    requires static org.jspecify;
}
