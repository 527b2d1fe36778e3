package dev.weir.internal.queue;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PaceTest {

    private static final long MILLISECOND = 1_000_000;

    private long now = Long.MAX_VALUE - 5 * MILLISECOND; // the clock may begin anywhere
    private long issued = 1_000;
    private final Pace pace = new Pace(now);

    private boolean isSlow(int tasks, long nanos) {
        issued += tasks;
        now += nanos;
        return pace.isDue(now) && pace.isSlow(issued, now);
    }

    @Test
    void oneTaskInTenMicrosecondsIsNotSlow() {
        isSlow(1_000_000, MILLISECOND);
        for (int i = 0; i < 20; i++) {
            assertThat(isSlow(100, MILLISECOND)).isFalse();
        }
    }

    @Test
    void fewerAreSlowAtTheFourthLook() {
        isSlow(1_000_000, MILLISECOND);
        for (int i = 0; i < 3; i++) {
            assertThat(isSlow(99, MILLISECOND)).isFalse();
        }
        assertThat(isSlow(99, MILLISECOND)).isTrue();
        assertThat(isSlow(1_000, MILLISECOND)).isFalse();
    }

    @Test
    void looksThatAreCloseTogetherCountOnce() {
        isSlow(1_000_000, MILLISECOND);
        for (int i = 0; i < 3 * 100; i++) {
            assertThat(isSlow(0, MILLISECOND / 100)).isFalse();
        }
        assertThat(isSlow(0, MILLISECOND)).isTrue();
    }

    @Test
    void submittersWhoStandStillNowAndThenAreNotSlow() {
        for (int i = 0; i < 10; i++) {
            assertThat(isSlow(1, 100 * MILLISECOND)).isFalse();
            assertThat(isSlow(1_000, MILLISECOND)).isFalse();
        }
    }
}
