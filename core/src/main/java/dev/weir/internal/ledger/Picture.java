package dev.weir.internal.ledger;

import java.util.List;
import java.util.Map;

/**
 * The ledger at one moment. Immutable.
 *
 * @param accepted tasks accepted since the beginning
 * @param begun tasks begun
 * @param ended tasks ended, by outcome
 * @param endedUnbegun tasks ended that had never begun
 * @param unreadResults results that nobody has taken
 * @param rejectedFor submissions refused, by the number of the reason
 * @param control the pool's control word at that moment
 * @param hired workers hired
 * @param retired workers that have left
 */
public record Picture(
        long accepted,
        long begun,
        Map<Outcome, Long> ended,
        long endedUnbegun,
        long unreadResults,
        List<Long> rejectedFor,
        long control,
        long hired,
        long retired) {

    /** Tasks ended in one way. */
    public long ended(Outcome outcome) {
        return ended.getOrDefault(outcome, 0L);
    }

    /** Submissions refused, for whatever reason. */
    public long rejected() {
        return rejectedFor.stream().mapToLong(Long::longValue).sum();
    }

    /** Tasks ended, in whatever way. */
    public long allEnded() {
        return ended.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Tasks accepted and not begun. */
    public long waiting() {
        return accepted - begun - endedUnbegun;
    }

    /** Tasks begun and not ended. */
    public long running() {
        return begun - (allEnded() - endedUnbegun);
    }
}
