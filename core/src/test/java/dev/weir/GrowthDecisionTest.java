package dev.weir;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GrowthDecisionTest {

    private final Growth growth = new Growth();

    /** The ticks, counted from 1, after which the watchdog is to hire while so many tasks are taken between two. */
    private List<Integer> hiresOnTicks(int ticks, int takenPerTick, int workers, boolean births) {
        List<Integer> hires = new ArrayList<>();
        for (int tick = 1; tick <= ticks; tick++) {
            if (growth.birthsOnTick((long) tick * takenPerTick, workers, births, () -> true) > 0) {
                hires.add(tick);
            }
        }
        return hires;
    }

    // Chains

    @Test
    void birthsChainWhileNobodyHasComeBackForASecondTask() {
        growth.mark(100);

        assertThat(growth.mayChain(100, 4, List.of())).isTrue();
        assertThat(growth.mayChain(104, 4, List.of())).isTrue();
        assertThat(growth.mayChain(105, 4, List.of())).isFalse();
    }

    @Test
    void countBeginsAnewWithEachBirth() {
        growth.mark(100);
        assertThat(growth.mayChain(120, 4, List.of())).isFalse();

        growth.mark(120);

        assertThat(growth.mayChain(124, 4, List.of())).isTrue();
        assertThat(growth.mayChain(125, 4, List.of())).isFalse();
    }

    @Test
    void newPoolMayChain() {
        assertThat(growth.mayChain(0, 0, List.of())).isTrue();
        assertThat(growth.mayChain(0, 4, List.of())).isTrue();
        assertThat(growth.mayChain(5, 4, List.of())).isFalse();
    }

    // Ticks

    @Test
    void queueThatStandsStillGetsAWorkerOnEachTickFromTheSecondOn() {
        assertThat(hiresOnTicks(6, 0, 4, false)).containsExactly(2, 3, 4, 5, 6);
    }

    @Test
    void standstillThatLastsGetsMoreAndMoreWorkers() {
        List<Integer> births = new ArrayList<>();
        for (int tick = 1; tick <= 13; tick++) {
            births.add(growth.birthsOnTick(0, 4, false, () -> true));
        }

        assertThat(births).containsExactly(0, 1, 1, 1, 1, 2, 4, 8, 16, 32, 64, 64, 64);
    }

    @Test
    void standstillOfBlockedWorkersGetsTwiceAsManyEachTime() {
        List<Integer> births = new ArrayList<>();
        for (int tick = 1; tick <= 9; tick++) {
            births.add(growth.birthsOnTick(0, 4, false, () -> false));
        }

        assertThat(births).containsExactly(0, 2, 4, 8, 16, 32, 64, 64, 64);
    }

    @Test
    void standstillThatWasInterruptedBeginsSmallAgain() {
        for (int tick = 1; tick <= 8; tick++) {
            growth.birthsOnTick(0, 4, false, () -> true);
        }

        growth.birthsOnTick(1_000, 4, false, () -> true);

        assertThat(growth.birthsOnTick(1_000, 4, false, () -> true)).isEqualTo(1);
    }

    @Test
    void nobodyComesBackForASecondTaskMeansStandstill() {
        assertThat(hiresOnTicks(4, 4, 4, false)).containsExactly(2, 3, 4);
    }

    @Test
    void queueThatMovesGetsAWorkerAfterTwoFourEightAndSoOnUpToSixtyFourTicks() {
        int at = 0;
        List<Integer> expected = new ArrayList<>();
        for (int patience : new int[] {2, 4, 8, 16, 32, 64, 64, 64}) {
            at += patience;
            expected.add(at);
        }

        assertThat(hiresOnTicks(at, 1_000, 4, false)).isEqualTo(expected);
    }

    @Test
    void whileAWorkerIsBeingBornStandstillIsNoReason() {
        assertThat(hiresOnTicks(6, 0, 4, true)).containsExactly(2, 6);
    }

    @Test
    void patienceIsShortAgainAfterACalm() {
        hiresOnTicks(30, 1_000, 4, false);

        growth.calm();

        assertThat(hiresOnTicks(6, 1_000, 4, false)).containsExactly(2, 6);
    }

    @Test
    void firstTickAfterACalmHasNothingToCompareWith() {
        hiresOnTicks(3, 0, 4, false);

        growth.calm();

        assertThat(growth.birthsOnTick(0, 4, false, () -> true)).isZero();
        assertThat(growth.birthsOnTick(0, 4, false, () -> true)).isEqualTo(1);
    }
}
