package dev.weir.internal.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TallyTest {

    private final Tally tally = new Tally(false);

    private long[] copy(int from) {
        long[] copy = new long[from + Tally.COUNTERS];
        tally.copyTo(copy, from);
        return copy;
    }

    @Test
    void startsAreCounted() {
        tally.start();
        tally.start();

        assertThat(tally.started()).isEqualTo(2);
        assertThat(Tally.copiedStarted(copy(3), 3)).isEqualTo(2);
        assertThat(tally.ended(true)).isZero();
        assertThat(tally.ended(false)).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void endIsCountedUnderItsOutcomeAlone(Outcome outcome) {
        tally.end(outcome, false);
        tally.end(outcome, true);
        tally.end(outcome, true);

        long[] copy = copy(2);
        for (Outcome each : Outcome.values()) {
            assertThat(Tally.copiedEnded(copy, 2, each)).isEqualTo(each == outcome ? 3 : 0);
            assertThat(Tally.copiedResults(copy, 2, each)).isEqualTo(each == outcome ? 2 : 0);
        }
        assertThat(tally.started()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void endsOfTasksThatHadBegunAreToldFromTheOthers(Outcome outcome) {
        boolean began = switch (outcome) {
            case SUCCEEDED, FAILED, CANCELLED -> true;
            case CANCELLED_WAITING, EXPIRED, DROPPED, HANDED_BACK -> false;
        };

        tally.end(outcome, false);
        tally.end(outcome, true);

        assertThat(tally.ended(began)).isEqualTo(2);
        assertThat(tally.ended(!began)).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void waitsAndRunsAreKeptApart(boolean shared) {
        Tally some = new Tally(shared);
        some.waited(10, 2);
        some.ran(20, 64);
        some.ran(30, 1);

        Times waits = new Times();
        some.waits.addTo(waits);
        Times runs = new Times();
        some.runs.addTo(runs);

        assertThat(waits.count()).isEqualTo(2);
        assertThat(waits.sumNanos()).isEqualTo(20);
        assertThat(runs.count()).isEqualTo(65);
        assertThat(runs.sumNanos()).isEqualTo(20 * 64 + 30);
    }
}
