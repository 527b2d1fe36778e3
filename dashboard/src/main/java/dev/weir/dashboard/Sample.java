package dev.weir.dashboard;

import dev.weir.PoolState;
import java.util.Arrays;

/**
 * The numbers of one pool in one second, a place for each {@link Column}. Immutable: nobody writes to the array.
 *
 * @param values 4 bytes each, since 15 minutes of many pools are kept; what is missing is NaN
 */
record Sample(PoolState state, float[] values) {

    float get(Column column) {
        return values[column.ordinal()];
    }

    /** Whether both say the same, so that one of them can be kept for both. */
    boolean sameAs(Sample other) {
        return state == other.state && Arrays.equals(values, other.values);
    }

    /** Whether both look the same in the list of pools. */
    boolean listedAs(Sample other) {
        return state == other.state && Arrays.equals(values, 0, Column.LISTED, other.values, 0, Column.LISTED);
    }
}
