package dev.weir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weir.internal.Race;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rates, busy share and the age of the queue's head, from the counts of known moments. */
class TrendTest {

    private static final long SECOND = 1_000_000_000;

    private final Trend trend = new Trend();

    private static Moment at(double seconds, long accepted, long ended) {
        return new Moment((long) (seconds * SECOND), accepted, ended, 0, 0);
    }

    @Test
    void poolThatHasJustBegunHasNoRates() {
        assertThat(trend.arrivals(Moment.BEGINNING)).isEqualTo(new Rates(0, 0, 0));
        assertThat(trend.busyShare(Moment.BEGINNING)).isZero();
    }

    @Test
    void youngPoolIsMeasuredFromItsBeginning() {
        assertThat(trend.arrivals(at(0.5, 50, 20))).isEqualTo(new Rates(100, 100, 100));
        assertThat(trend.completions(at(0.5, 50, 20))).isEqualTo(new Rates(40, 40, 40));
    }

    @Test
    void eachWindowReachesToTheLastMomentThatIsOldEnough() {
        for (int second = 1; second <= 100; second++) {
            trend.note(at(second, 10L * second + (second > 95 ? 1_000L * (second - 95) : 0), 0));
        }
        Rates rates = trend.arrivals(at(100.5, 6_505, 0));
        assertThat(rates.lastSecond()).isCloseTo((6_505 - 4_990) / 1.5, within(1e-6)); // since second 99
        assertThat(rates.lastTenSeconds()).isCloseTo((6_505 - 900) / 10.5, within(1e-6)); // since second 90
        assertThat(rates.lastMinute()).isCloseTo((6_505 - 400) / 60.5, within(1e-6)); // since second 40
    }

    @Test
    void ratesAreThoseOfTheCountsWheneverLooksWereTaken() {
        Race.repeat(100, random -> {
            Trend any = new Trend();
            List<Moment> all = new ArrayList<>();
            all.add(Moment.BEGINNING);
            Moment last = Moment.BEGINNING;
            for (int i = 0; i < 200; i++) {
                long nanos = last.nanos()
                        + SECOND
                        - 5_000_000
                        + random.nextInt(random.nextInt(10) == 0 ? 2_000_000_000 : 9_000_000);
                last = new Moment(nanos, last.accepted() + random.nextInt(100), last.accepted(), 0, 0);
                any.note(last);
                all.add(last);
            }
            Moment now = new Moment(last.nanos() + random.nextInt(1_000_000_000), last.accepted() + 7, 0, 0, 0);
            double[] told = {
                any.arrivals(now).lastSecond(),
                any.arrivals(now).lastTenSeconds(),
                any.arrivals(now).lastMinute()
            };
            int[] seconds = {1, 10, 60};
            for (int i = 0; i < 3; i++) {
                long latest = now.nanos() - seconds[i] * SECOND;
                Moment then = all.stream()
                        .filter(m -> m.nanos() <= latest)
                        .reduce((a, b) -> b)
                        .orElseThrow();
                double expected = (now.accepted() - then.accepted()) * 1e9 / (now.nanos() - then.nanos());
                assertThat(told[i]).isCloseTo(expected, within(1e-6));
            }
        });
    }

    @Test
    void countThatSeemsToFallIsNoNegativeRate() {
        trend.note(at(1, 10, 10));
        assertThat(trend.arrivals(at(2, 9, 10)).lastSecond()).isZero();
    }

    @Test
    void busyShareIsThatOfTheLastSecond() {
        trend.note(new Moment(SECOND, 0, 0, 4 * SECOND, 4 * SECOND));
        trend.note(new Moment(2 * SECOND, 0, 0, 8 * SECOND, 5 * SECOND));
        assertThat(trend.busyShare(new Moment(3 * SECOND, 0, 0, 12 * SECOND, 8 * SECOND)))
                .isCloseTo(0.75, within(1e-9));
        assertThat(trend.busyShare(new Moment(3 * SECOND, 0, 0, 12 * SECOND, 12 * SECOND)))
                .isEqualTo(1);
    }

    @Test
    void oldestWaitIsZeroIfNothingWaits() {
        assertThat(trend.oldestWait(at(9, 100, 100), 0)).isZero();
    }

    @Test
    void oldestWaitGoesByTheNumberOfTheOldestTask() {
        for (int second = 1; second <= 60; second++) {
            trend.note(at(second, 1_000L * second, 0));
        }
        Moment now = at(60.5, 60_500, 0);
        assertThat(trend.oldestWait(now, 1)).isZero();
        assertThat(trend.oldestWait(now, 251)).isEqualTo(Duration.ofMillis(250));
        assertThat(trend.oldestWait(now, 10_001)).isCloseTo(Duration.ofSeconds(10), Duration.ofNanos(10));
        assertThat(trend.oldestWait(now, 60_500)).isCloseTo(Duration.ofMillis(60_499), Duration.ofNanos(10));
    }

    @Test
    void taskThatWaitsWhileNothingElseHappensAges() {
        trend.note(at(1, 5, 5));
        for (int second = 2; second <= 30; second++) {
            trend.note(at(second, 6, 5));
        }
        assertThat(trend.oldestWait(at(30.5, 6, 5), 1)).isEqualTo(Duration.ofMillis(28_500));
    }
}
