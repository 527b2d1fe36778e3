package dev.weir.stress.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.ThreadPool;
import dev.weir.stress.SpoiltPool;
import java.time.Duration;
import java.util.List;
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
    void taskIsNotSaidToHaveWaitedSinceAnEarlierRound() {
        Account account = new Account();
        Roll roll = new Roll(1, new Pulse(), account);
        roll.begin("first");
        roll.submitting(0);
        roll.begin("second");
        roll.answer(0);
        assertThat(account.lines()).contains("wrong                 1");
        assertThat(account.lines()).anyMatch(line -> line.contains("second: nobody has noted"));
        assertThat(account.lines()).contains("waits over 1 s        0");

        roll.begin("third");
        roll.task(0).run();
        assertThat(account.lines()).contains("wrong                 1");
    }

    @Test
    void waitIsExplainedByWhatTheMachineDid() {
        Pulse pulse = new Pulse();
        long now = System.nanoTime();
        long second = 1_000_000_000;
        assertThat(pulse.explain(now - 2 * second, now, second).explains()).isTrue();
        assertThat(pulse.explain(now - 2 * second, now, 0).explains()).isFalse();
    }

    @Test
    void waitIsExplainedByAnOverloadedMachineOnlyIfItIsOverloaded() {
        // Seconds of the wait, threads that wanted to run, processors; what the process got, and what it may use.
        assertThat(Machine.isOverloaded(1.79, 27.1, 2, 1.18, 2)).isTrue();
        assertThat(Machine.isOverloaded(3.12, 30.6, 2, 0.95, 2)).isTrue();
        assertThat(Machine.isOverloaded(1.79, 3.0, 2, 0.50, 2))
                .as("few want to run")
                .isFalse();
        assertThat(Machine.isOverloaded(1.79, 27.1, 2, 1.90, 2))
                .as("the process has them all")
                .isFalse();
        assertThat(Machine.isOverloaded(1.79, 27.1, 64, 1.18, 2))
                .as("the machine is large")
                .isFalse();
        assertThat(Machine.isOverloaded(20, 27.1, 2, 1.18, 2))
                .as("longer than so many make of a second")
                .isFalse();
    }

    @Test
    void whatLinuxTellsOfTheMachineIsRead() {
        Machine machine = Machine.parse(List.of(
                "cpu  1003178 226217 104040 266609 362 0 1265 3638 0 0",
                "cpu0 504216 111732 52243 132001 213 0 551 1766 0 0",
                "cpu1 498962 114484 51797 134608 148 0 713 1872 0 0",
                "intr 21457222 0 0",
                "procs_running 44",
                "procs_blocked 0"));
        assertThat(machine).isEqualTo(new Machine(2, 44, 36_380_000_000L));
        assertThatThrownBy(() -> Machine.parse(List.of("cpu  1 2"))).isInstanceOf(IllegalArgumentException.class);
    }
}
