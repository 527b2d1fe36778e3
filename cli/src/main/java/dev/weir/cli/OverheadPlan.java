package dev.weir.cli;

import java.util.List;

/**
 * How much is measured. Immutable.
 *
 * @param taskNanos lengths of the tasks
 * @param warmUps rounds that are thrown away
 * @param rounds rounds that count
 * @param mostNanos no further round begins after this time, if enough have been
 * @param batchNanos length of a batch on a pool or on virtual threads
 * @param threadNanos length of a round of thread per task, which needs more: its CPU clock has steps of 10 ms
 */
record OverheadPlan(List<Long> taskNanos, int warmUps, int rounds, long mostNanos, long batchNanos, long threadNanos) {
    private static final List<Long> LENGTHS = List.of(1_000L, 10_000L, 100_000L, 1_000_000L);

    /** Figures to quote; about half a minute. */
    static OverheadPlan thorough() {
        return new OverheadPlan(LENGTHS, 8, 30, 33_000_000_000L, 40_000_000, 50_000_000);
    }

    /** A first impression; about three seconds. */
    static OverheadPlan quick() {
        return new OverheadPlan(LENGTHS, 4, 8, 4_000_000_000L, 8_000_000, 20_000_000);
    }

    int allRounds() {
        return warmUps + rounds;
    }

    /** How many rounds are enough, if the machine is too busy for all of them. */
    int fewestRounds() {
        return warmUps + 5;
    }
}
