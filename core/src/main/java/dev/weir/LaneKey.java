package dev.weir;

/**
 * The key of an ordered view as its {@link Lanes} know it. Immutable; as thread-safe as the user's key.
 *
 * <p>The user's key is asked for its hash once, by whoever makes the view, and whether it equals another one by whoever submits:
 * what it throws is thrown at them. A worker looks for a lane by {@link #itself}, and so calls nothing of a user's.
 *
 * <p>Proven by {@code LaneKeyTest}.
 */
final class LaneKey {

    private final Object key;
    private final int hash;

    LaneKey(Object key) {
        this.key = key;
        this.hash = key.hashCode();
    }

    /** What a map takes for this object, and for no other that equals it. */
    Object itself() {
        return new Itself(this);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || other instanceof LaneKey one && one.hash == hash && (one.key == key || key.equals(one.key));
    }

    @Override
    public String toString() {
        return String.valueOf(key);
    }

    /** Equal to one object only; asked by the map, never put into it. */
    private static final class Itself {

        private final LaneKey only;

        Itself(LaneKey only) {
            this.only = only;
        }

        @Override
        public int hashCode() {
            return only.hash;
        }

        @Override
        public boolean equals(Object other) {
            return other == only;
        }
    }
}
