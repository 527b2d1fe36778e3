package dev.weir.internal.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.internal.Race;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CountersTest {

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void eachCounterCountsForItself(boolean shared) {
        Counters counters = new Counters(3, shared);
        counters.add(0, 5);
        counters.add(2, 7);
        counters.add(2, 1);

        assertThat(counters.count()).isEqualTo(3);
        assertThat(counters.get(0)).isEqualTo(5);
        assertThat(counters.get(1)).isZero();
        assertThat(counters.get(2)).isEqualTo(8);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void raiseNeverLowers(boolean shared) {
        Counters counters = new Counters(1, shared);
        counters.raise(0, 10);
        counters.raise(0, 3);
        assertThat(counters.get(0)).isEqualTo(10);
        counters.raise(0, 11);
        assertThat(counters.get(0)).isEqualTo(11);
    }

    @Test
    void sharedCountersLoseNothing() {
        Counters counters = new Counters(2, true);
        new Race()
                .with(4, "writer", () -> {
                    for (int i = 1; i <= 100_000; i++) {
                        counters.add(0, 1);
                        counters.raise(1, i);
                    }
                })
                .run();

        assertThat(counters.get(0)).isEqualTo(400_000);
        assertThat(counters.get(1)).isEqualTo(100_000);
    }

    @Test
    void maximumRaisedByManyNeverFalls() {
        Counters counters = new Counters(1, true);
        AtomicInteger names = new AtomicInteger();
        new Race()
                .with(2, "writer", () -> {
                    for (long value = names.getAndIncrement(); value < 3_000_000; value += 2) {
                        counters.raise(0, value);
                        if (counters.get(0) < value) {
                            throw new AssertionError(counters.get(0) + " after it was raised to " + value);
                        }
                    }
                })
                .run();

        assertThat(counters.get(0)).isEqualTo(2_999_999);
    }

    /** The writer adds to 0 before it adds to 1, so a reader who reads them the other way round never sees 1 ahead. */
    @Test
    void readerSeesTheOneWriterCountInItsOrder() {
        Counters counters = new Counters(2, false);
        int last = 2_000_000;
        new Race()
                .with("writer", () -> {
                    for (int i = 0; i < last; i++) {
                        counters.add(0, 1);
                        counters.add(1, 1);
                    }
                })
                .with("reader", () -> {
                    for (long seen = 0; seen < last; ) {
                        long second = counters.get(1);
                        long first = counters.get(0);
                        if (second < seen || first < second) {
                            throw new AssertionError(first + ", " + second + " after " + seen);
                        }
                        seen = second;
                    }
                })
                .run();
    }
}
