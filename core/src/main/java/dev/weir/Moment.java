package dev.weir;

import dev.weir.internal.ledger.Ledger;

/**
 * What a pool had done at one moment of its life. Immutable.
 *
 * @param nanos how old the pool was
 * @param accepted tasks accepted by then
 * @param ended tasks ended by then
 * @param livedNanos how long its workers had lived, all together
 * @param busyNanos how much of that they were not idle
 */
record Moment(long nanos, long accepted, long ended, long livedNanos, long busyNanos) {

    /** When nothing had happened yet. */
    static final Moment BEGINNING = new Moment(0, 0, 0, 0, 0);

    /** This moment. The counts are exact, but not all of the same instant. */
    static Moment present(Ledger ledger, boolean virtual) {
        return present(ledger, virtual, ledger.accepted(), ledger.ended());
    }

    /** This moment, with counts from a picture. */
    static Moment present(Ledger ledger, boolean virtual, long accepted, long ended) {
        long nanos = ledger.nanos();
        long lived = virtual ? ledger.runs().sumNanos() : ledger.livedNanos(nanos);
        return new Moment(nanos, accepted, ended, lived, lived - ledger.restedNanos(nanos));
    }
}
