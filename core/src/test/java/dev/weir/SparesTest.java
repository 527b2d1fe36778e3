package dev.weir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SparesTest {

    private static final long MANY = 1_000_000;

    private final Spares spares = new Spares();

    private void block(int workers) {
        for (int i = 0; i < workers; i++) {
            spares.block(() -> {});
        }
    }

    private void strand(int waiters) {
        for (int i = 0; i < waiters; i++) {
            spares.strand(() -> {});
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
        block(10);
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
        block(10);
        for (int allowed = 1; allowed <= 10; allowed++) {
            assertThat(spares.allowMore(1)).isTrue();
            assertThat(spares.allowed()).isEqualTo(allowed);
        }
        assertThat(spares.allowMore(0)).isFalse();
    }

    @Test
    void allowanceIsBoundedButForTheStranded() {
        block(2 * Spares.MOST);
        assertThat(most(MANY)).isEqualTo(Spares.MOST);
        strand(5);
        assertThat(spares.wanted()).isTrue();
        assertThat(most(MANY)).isEqualTo(Spares.MOST + 5);
    }

    @Test
    void everyBlockedWorkerMayHaveASpareIfAsManyAreStranded() {
        block(10_000);
        strand(10_000);
        assertThat(most(MANY)).isEqualTo(10_000);
    }

    @Test
    void whoIsStrandedElsewhereAllowsNoneWhereNobodyIsBlocked() {
        strand(5);
        assertThat(most(MANY)).isZero();
        block(2);
        assertThat(most(MANY)).isEqualTo(2);
    }

    @Test
    void allowanceFallsWithTheBlockedOnes() {
        block(3);
        most(MANY);
        assertThat(spares.unblock()).isTrue();
        assertThat(spares.allowed()).isEqualTo(2);
        block(1);
        assertThat(spares.allowed()).isEqualTo(2);
        assertThat(spares.unblock()).isFalse();
        assertThat(spares.unblock()).isTrue();
        assertThat(spares.unblock()).isTrue();
        assertThat(spares.allowed()).isZero();
        assertThat(spares.wanted()).isFalse();
    }

    @Test
    void allowanceFallsWithTheStrandedOnes() {
        block(2 * Spares.MOST);
        strand(4);
        most(MANY);
        assertThat(spares.unblock()).isFalse();
        assertThat(spares.unstrand()).isTrue();
        assertThat(spares.allowed()).isEqualTo(Spares.MOST + 3);
    }

    /** It counted for ever, and the pool had a spare more than it may. */
    @Test
    void whoCannotBeLookedAfterDoesNotWait() {
        Runnable throwing = () -> {
            throw new OutOfMemoryError("for this test");
        };
        assertThatThrownBy(() -> spares.block(throwing)).isInstanceOf(OutOfMemoryError.class);
        assertThat(spares.wanted()).isFalse();
        assertThatThrownBy(() -> spares.strand(throwing)).isInstanceOf(OutOfMemoryError.class);
        assertThat(spares.stranded()).isZero();
    }
}
