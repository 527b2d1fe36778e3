package dev.weir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The two formulas, by the examples of docs/sizing.md. */
class SizingTest {

    @Test
    void littlesLaw() {
        assertThat(Sizing.little(400, Duration.ofMillis(25))).isCloseTo(10, within(1e-9));
        assertThat(Sizing.little(0, Duration.ofMillis(25))).isZero();
    }

    @Test
    void goetzFormula() {
        assertThat(Sizing.goetz(2, 0.1, 0.9)).isCloseTo(20, within(1e-9));
        assertThat(Sizing.goetz(8, 1, 0)).isEqualTo(8);
        assertThat(Sizing.goetz(8, 0, 1)).isInfinite();
    }

    @Test
    void arrivalsDecideAsLongAsTheProcessorsCanKeepUp() {
        assertThat(Sizing.suggest(10, 20, 0)).isEqualTo(13); // 10 / 0.8, rounded up
        assertThat(Sizing.suggest(100, 20, 0)).isEqualTo(20);
    }

    @Test
    void backlogCanUseAsManyThreadsAsItHasTasks() {
        assertThat(Sizing.suggest(1, 20, 500)).isEqualTo(20);
        assertThat(Sizing.suggest(1, 20, 7)).isEqualTo(7);
    }

    @Test
    void thereIsAtLeastOneThreadAndAtMostAsManyAsAPoolCanHave() {
        assertThat(Sizing.suggest(0, 20, 0)).isEqualTo(1);
        assertThat(Sizing.suggest(0, 0.2, 0)).isEqualTo(1);
        assertThat(Sizing.suggest(1e9, Double.POSITIVE_INFINITY, 0)).isEqualTo(ThreadPool.MAX_THREADS);
    }
}
