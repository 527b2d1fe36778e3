package dev.weir;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SparesTest {

    private static final long MANY = 1_000_000;

    private final Spares spares = new Spares();

    private void block(int workers, boolean stranded) {
        for (int i = 0; i < workers; i++) {
            spares.block(stranded);
        }
    }

    private int most(long waiting) {
        while (spares.allowMore(waiting)) {
            // one step after the other
        }
        return spares.allowed();
    }

    @Test
    void noneIsAllowedWhileNobodyIsBlocked() {
        assertThat(spares.wanted()).isFalse();
        assertThat(spares.allowMore(MANY)).isFalse();
        assertThat(spares.allowed()).isZero();
    }

    @Test
    void allowanceGrowsFasterAndFaster() {
        block(10, false);
        int[] steps = {1, 3, 7, 10};
        for (int step : steps) {
            assertThat(spares.wanted()).isTrue();
            assertThat(spares.allowMore(MANY)).isTrue();
            assertThat(spares.allowed()).isEqualTo(step);
        }
        assertThat(spares.wanted()).isFalse();
        assertThat(spares.allowMore(MANY)).isFalse();
    }

    @Test
    void noStepIsLargerThanTasksWait() {
        block(10, false);
        for (int allowed = 1; allowed <= 10; allowed++) {
            assertThat(spares.allowMore(1)).isTrue();
            assertThat(spares.allowed()).isEqualTo(allowed);
        }
        assertThat(spares.allowMore(0)).isFalse();
    }

    @Test
    void allowanceIsBoundedButForTheStranded() {
        block(2 * Spares.MOST, false);
        assertThat(most(MANY)).isEqualTo(Spares.MOST);
        block(5, true);
        assertThat(spares.wanted()).isTrue();
        assertThat(most(MANY)).isEqualTo(Spares.MOST + 5);
    }

    @Test
    void everyStrandedWorkerMayHaveASpare() {
        block(10_000, true);
        assertThat(most(MANY)).isEqualTo(10_000);
    }

    @Test
    void allowanceFallsWithTheBlockedOnes() {
        block(3, false);
        most(MANY);
        assertThat(spares.unblock(false)).isTrue();
        assertThat(spares.allowed()).isEqualTo(2);
        block(1, true);
        assertThat(spares.allowed()).isEqualTo(2);
        assertThat(spares.unblock(true)).isFalse();
        assertThat(spares.unblock(false)).isTrue();
        assertThat(spares.unblock(false)).isTrue();
        assertThat(spares.allowed()).isZero();
        assertThat(spares.wanted()).isFalse();
    }

    @Test
    void allowanceFallsWithTheStrandedOnes() {
        block(2 * Spares.MOST, false);
        block(4, true);
        most(MANY);
        assertThat(spares.unblock(false)).isFalse();
        assertThat(spares.unblock(true)).isTrue();
        assertThat(spares.allowed()).isEqualTo(Spares.MOST + 3);
    }
}
