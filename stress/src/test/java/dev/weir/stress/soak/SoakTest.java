package dev.weir.stress.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.ThreadPool;
import dev.weir.stress.SpoiltPool;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** A soak finds what is wrong, and nothing where nothing is. */
class SoakTest {

    private static final Duration MOMENT = Duration.ofSeconds(1);

    private static Soak soak(UnaryOperator<ThreadPool> between) {
        return new Soak(7, MOMENT, between);
    }

    @Test
    void nothingIsWrongWithThePoolItself() {
        Soak soak = soak(pool -> pool);
        assertThat(soak.run()).isTrue();
        assertThat(soak.account().tasks.sum()).isPositive();
        assertThat(soak.account().lost.sum()).isZero();
        assertThat(soak.account().twice.sum()).isZero();
    }

    @Test
    void lostTaskIsFound() {
        Soak soak = soak(SpoiltPool.losing(100_000));
        assertThat(soak.run()).isFalse();
        assertThat(soak.account().lost.sum()).isPositive();
        assertThat(soak.account().twice.sum()).isZero();
    }

    @Test
    void taskThatRunsTwiceIsFound() {
        Soak soak = soak(SpoiltPool.doubling(100_000));
        assertThat(soak.run()).isFalse();
        assertThat(soak.account().twice.sum()).isPositive();
    }

    @Test
    void longWaitIsExplainedOrWrong() {
        Account account = new Account();
        account.longWait("a pause", new Pulse.Explanation(true, "on purpose"));
        assertThat(account.isGood()).isTrue();
        account.longWait("nothing", new Pulse.Explanation(false, "nothing"));
        assertThat(account.isGood()).isFalse();
        assertThat(account.lines()).contains("waits over 1 s        2");
    }

    @Test
    void waitIsExplainedByWhatTheMachineDid() {
        Pulse pulse = new Pulse();
        long now = System.nanoTime();
        long second = 1_000_000_000;
        assertThat(pulse.explain(now - 2 * second, now, second).explains()).isTrue();
        assertThat(pulse.explain(now - 2 * second, now, 0).explains()).isFalse();
    }
}
