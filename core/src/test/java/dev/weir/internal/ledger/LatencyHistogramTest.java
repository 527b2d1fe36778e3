package dev.weir.internal.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.internal.Race;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LatencyHistogramTest {

    private final LatencyHistogram histogram = new LatencyHistogram(false);

    private static Times read(LatencyHistogram... all) {
        Times times = new Times();
        for (LatencyHistogram each : all) {
            each.addTo(times);
        }
        return times;
    }

    /** Of any size, small and large ones equally often. */
    private static long anyLong(Random random) {
        return random.nextLong() >>> 1 + random.nextInt(63);
    }

    private static void assertClose(long actual, long expected) {
        assertThat(Math.abs(actual - expected) * 1.0)
                .as("%d against %d", actual, expected)
                .isLessThanOrEqualTo(expected / 64.0);
    }

    // The layout

    @Test
    void middleOfABucketIsWithinASixtyFourthOfEachOfItsTimes() {
        Race.repeat(1, random -> {
            for (int i = 0; i < 300_000; i++) {
                long value = anyLong(random);
                int row = LatencyHistogram.row(value);
                int bucket = LatencyHistogram.bucket(value, row);
                assertThat(row).isBetween(0, LatencyHistogram.ROWS_AT_MOST - 1);
                assertThat(bucket).isBetween(0, LatencyHistogram.ROW - 1);
                assertClose(LatencyHistogram.middle(row, bucket), value);
            }
        });
    }

    @Test
    void timesUnderThirtyTwoHaveABucketEach() {
        for (int value = 0; value < 32; value++) {
            assertThat(LatencyHistogram.row(value)).isZero();
            assertThat(LatencyHistogram.bucket(value, 0)).isEqualTo(value);
            assertThat(LatencyHistogram.middle(0, value)).isEqualTo(value);
        }
    }

    @Test
    void middleOfEachBucketLiesInThatBucket() {
        for (int row = 0; row < LatencyHistogram.ROWS_AT_MOST; row++) {
            for (int bucket = 0; bucket < LatencyHistogram.ROW; bucket++) {
                long middle = LatencyHistogram.middle(row, bucket);
                assertThat(middle).isNotNegative();
                assertThat(LatencyHistogram.row(middle)).isEqualTo(row);
                assertThat(LatencyHistogram.bucket(middle, row)).isEqualTo(bucket);
            }
        }
    }

    @Test
    void bucketsFollowOneAnotherWithoutGap() {
        for (int power = 5; power < 63; power++) {
            long first = 1L << power;
            assertThat(LatencyHistogram.row(first)).isEqualTo(LatencyHistogram.row(first - 1) + 1);
            assertThat(LatencyHistogram.bucket(first, LatencyHistogram.row(first)))
                    .isZero();
            assertThat(LatencyHistogram.bucket(first - 1, LatencyHistogram.row(first - 1)))
                    .isEqualTo(LatencyHistogram.ROW - 1);
        }
        assertThat(LatencyHistogram.row(Long.MAX_VALUE)).isEqualTo(LatencyHistogram.ROWS_AT_MOST - 1);
    }

    // What is read

    @Test
    void emptyHistogramSaysZero() {
        Times times = read(histogram);

        assertThat(times.count()).isZero();
        assertThat(times.sumNanos()).isZero();
        assertThat(times.meanNanos()).isZero();
        assertThat(times.maxNanos()).isZero();
        assertThat(times.percentileNanos(0.5)).isZero();
        assertThat(times.percentileNanos(1)).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 31, 32, 33, 1_000_003, Long.MAX_VALUE})
    void singleTime(long value) {
        histogram.record(value, 1);
        Times times = read(histogram);

        assertThat(times.count()).isEqualTo(1);
        assertThat(times.sumNanos()).isEqualTo(value);
        assertThat(times.maxNanos()).isEqualTo(value);
        assertClose(times.percentileNanos(0.5), value);
        assertThat(times.percentileNanos(0.5)).isLessThanOrEqualTo(value);
    }

    @Test
    void timeThatRanBackwardsCountsAsZero() {
        histogram.record(-5, 3);
        Times times = read(histogram);

        assertThat(times.count()).isEqualTo(3);
        assertThat(times.sumNanos()).isZero();
        assertThat(times.maxNanos()).isZero();
        assertThat(times.percentileNanos(1)).isZero();
    }

    @Test
    void timeStandsForAsManyTasksAsItsWeightSays() {
        histogram.record(10, 99);
        histogram.record(1_000, 1);
        Times times = read(histogram);

        assertThat(times.count()).isEqualTo(100);
        assertThat(times.sumNanos()).isEqualTo(10 * 99 + 1_000);
        assertThat(times.meanNanos()).isEqualTo((10 * 99 + 1_000) / 100);
        assertThat(times.maxNanos()).isEqualTo(1_000);
        assertThat(times.percentileNanos(0.5)).isEqualTo(10);
        assertThat(times.percentileNanos(0.98)).isEqualTo(10);
        assertClose(times.percentileNanos(1), 1_000);
    }

    @Test
    void percentilesAreThoseOfTheSortedTimes() {
        Race.repeat(60, random -> {
            int count = 1 + random.nextInt(3_000);
            long[] sorted = new long[count];
            LatencyHistogram some = new LatencyHistogram(random.nextBoolean());
            long sum = 0;
            for (int i = 0; i < count; i++) {
                sorted[i] = anyLong(random) >>> 20;
                sum += sorted[i];
                some.record(sorted[i], 1);
            }
            Arrays.sort(sorted);
            Times times = read(some);

            assertThat(times.count()).isEqualTo(count);
            assertThat(times.sumNanos()).isEqualTo(sum);
            assertThat(times.meanNanos()).isEqualTo(sum / count);
            assertThat(times.maxNanos()).isEqualTo(sorted[count - 1]);
            for (double part : new double[] {0, 0.25, 0.5, 0.9, 0.99, 0.999, 1}) {
                long rank = Math.max(1, (long) Math.ceil(part * count));
                assertClose(times.percentileNanos(part), sorted[(int) rank - 1]);
            }
        });
    }

    @Test
    void percentilesNeverFallAndNeverExceedTheMaximum() {
        Race.repeat(50, random -> {
            LatencyHistogram some = new LatencyHistogram(false);
            for (int i = 0; i < 200; i++) {
                some.record(anyLong(random), 1 + random.nextInt(64));
            }
            Times times = read(some);
            long last = 0;
            for (int i = 0; i <= 1_000; i++) {
                long now = times.percentileNanos(i / 1_000.0);
                assertThat(now).isBetween(last, times.maxNanos());
                last = now;
            }
        });
    }

    @Test
    void timesOfManyWritersAddUpAsIfOneHadWrittenThem() {
        Race.repeat(30, random -> {
            LatencyHistogram[] parts = {
                new LatencyHistogram(false), new LatencyHistogram(true), new LatencyHistogram(false)
            };
            LatencyHistogram whole = new LatencyHistogram(false);
            for (int i = 0; i < 500; i++) {
                long nanos = anyLong(random) >>> 16;
                int weight = random.nextBoolean() ? 1 : 64;
                parts[random.nextInt(3)].record(nanos, weight);
                whole.record(nanos, weight);
            }
            Times together = read(parts);
            Times alone = read(whole);

            assertThat(together.count()).isEqualTo(alone.count());
            assertThat(together.sumNanos()).isEqualTo(alone.sumNanos());
            assertThat(together.maxNanos()).isEqualTo(alone.maxNanos());
            for (int i = 0; i <= 100; i++) {
                assertThat(together.percentileNanos(i / 100.0)).isEqualTo(alone.percentileNanos(i / 100.0));
            }
        });
    }

    @Test
    void differenceOfTwoReadingsIsWhatWasRecordedInBetween() {
        Race.repeat(50, random -> {
            LatencyHistogram some = new LatencyHistogram(false);
            for (int i = random.nextInt(300); i > 0; i--) {
                some.record(anyLong(random) >>> 20, 1);
            }
            Times before = read(some);
            LatencyHistogram between = new LatencyHistogram(false);
            for (int i = random.nextInt(300); i > 0; i--) {
                long nanos = anyLong(random) >>> 20;
                some.record(nanos, 1);
                between.record(nanos, 1);
            }
            Times difference = read(some).since(before);
            Times expected = read(between);

            assertThat(difference.count()).isEqualTo(expected.count());
            assertThat(difference.sumNanos()).isEqualTo(expected.sumNanos());
            assertThat(difference.meanNanos()).isEqualTo(expected.meanNanos());
            assertClose(difference.maxNanos(), expected.maxNanos());
            for (double part : new double[] {0, 0.25, 0.5, 0.9, 0.99, 0.999}) {
                assertThat(difference.percentileNanos(part)).isLessThanOrEqualTo(difference.maxNanos());
                assertClose(difference.percentileNanos(part), expected.percentileNanos(part));
            }
        });
    }

    @Test
    void writersOfASharedHistogramLoseNothing() {
        Race.repeat(20, random -> {
            LatencyHistogram shared = new LatencyHistogram(true);
            int each = 10_000;
            new Race()
                    .with(3, "writer", () -> {
                        for (int i = 0; i < each; i++) {
                            shared.record(i, 2);
                        }
                    })
                    .run();
            Times times = read(shared);
            assertThat(times.count()).isEqualTo(3 * 2 * each);
            assertThat(times.sumNanos()).isEqualTo(3L * 2 * each * (each - 1) / 2);
            assertThat(times.maxNanos()).isEqualTo(each - 1);
        });
    }

    @Test
    void rowThatSeveralWritersNeedFirstIsMadeOnce() {
        Race.repeat(40, random -> {
            LatencyHistogram[] fresh = new LatencyHistogram[1_000];
            Arrays.setAll(fresh, i -> new LatencyHistogram(true));
            new Race()
                    .with(2, "writer", () -> {
                        for (LatencyHistogram each : fresh) {
                            for (int power = 0; power < 40; power += 4) {
                                each.record(1L << power, 1);
                            }
                        }
                    })
                    .run();
            for (LatencyHistogram each : fresh) {
                assertThat(read(each).count()).isEqualTo(20);
            }
        });
    }

    @Test
    void readerSeesCountsThatOnlyGrow() {
        int last = 200_000;
        new Race()
                .with("writer", () -> {
                    for (int i = 0; i < last; i++) {
                        histogram.record(i, 1);
                    }
                })
                .with("reader", () -> {
                    long seen = 0;
                    while (seen < last) {
                        long now = read(histogram).count();
                        assertThat(now).isBetween(seen, (long) last);
                        seen = now;
                    }
                })
                .run();
    }
}
