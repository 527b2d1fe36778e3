package dev.weir.stress.model;

import java.util.Locale;

/**
 * A way into the pool. Immutable.
 *
 * @param kind through what
 * @param number which one of that kind
 */
record Door(Kind kind, int number) {

    /** Through what a task is submitted. */
    enum Kind {
        POOL,
        ORDERED,
        LIMITED,
        RESULTS,
        RESULTS_IN_ORDER,
        GROUP,
        COLLECTING_GROUP,
        BRIEF_GROUP,
        LATER,
        PERIODIC;

        boolean isView() {
            return this == ORDERED || this == LIMITED;
        }

        boolean isResults() {
            return this == RESULTS || this == RESULTS_IN_ORDER;
        }

        boolean isGroup() {
            return this == GROUP || this == COLLECTING_GROUP || this == BRIEF_GROUP;
        }

        boolean isScheduled() {
            return this == LATER || this == PERIODIC;
        }
    }

    /** How many of each kind there are; result queues and groups, so many for each client. */
    static final int OF_A_KIND = 2;

    @Override
    public String toString() {
        return kind.name().toLowerCase(Locale.ROOT) + (kind == Kind.POOL ? "" : "-" + number);
    }
}
