package dev.weir.stress.soak;

/** Throws anything from anywhere. Stateless. */
final class Sneaky {

    private Sneaky() {}

    /** Throws it, whatever it is. */
    @SuppressWarnings("unchecked")
    static <E extends Throwable> void throwIt(Throwable thrown) throws E {
        throw (E) thrown;
    }
}
