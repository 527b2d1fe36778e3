package dev.weir.internal.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.internal.Race;
import org.junit.jupiter.api.Test;

class StopwatchTest {

    @Test
    void timeGoesOnWhileItRuns() {
        long word = Stopwatch.started(0, 100);
        assertThat(Stopwatch.read(word, 100)).isZero();
        assertThat(Stopwatch.read(word, 130)).isEqualTo(30);
        word = Stopwatch.stopped(word, 150);
        assertThat(Stopwatch.read(word, 1_000)).isEqualTo(50);
        word = Stopwatch.started(word, 2_000);
        assertThat(Stopwatch.read(word, 2_007)).isEqualTo(57);
        assertThat(Stopwatch.read(Stopwatch.stopped(word, 2_010), 3_000)).isEqualTo(60);
    }

    @Test
    void startingTwiceAndStoppingTwiceChangesNothing() {
        long running = Stopwatch.started(0, 100);
        assertThat(Stopwatch.started(running, 200)).isEqualTo(running);
        long standing = Stopwatch.stopped(running, 300);
        assertThat(Stopwatch.stopped(standing, 400)).isEqualTo(standing);
    }

    @Test
    void readerWhoseMomentIsBeforeTheStartSeesNothingNegative() {
        assertThat(Stopwatch.read(Stopwatch.started(0, 100), 90)).isZero();
    }

    @Test
    void anyRunOfStartsAndStopsAddsUp() {
        Race.repeat(100, random -> {
            long now = random.nextInt(1_000);
            long word = 0;
            long expected = 0;
            boolean runs = false;
            for (int step = 0; step < 200; step++) {
                long passed = random.nextInt(1_000_000);
                now += passed;
                expected += runs ? passed : 0;
                assertThat(Stopwatch.read(word, now)).isEqualTo(expected);
                runs = random.nextBoolean();
                word = runs ? Stopwatch.started(word, now) : Stopwatch.stopped(word, now);
            }
        });
    }
}
