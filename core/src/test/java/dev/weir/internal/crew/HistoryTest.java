package dev.weir.internal.crew;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.internal.Race;
import java.util.List;
import org.junit.jupiter.api.Test;

class HistoryTest {

    private final Control control = new Control();

    @Test
    void eachStepIsToldWithItsThreadAndTheWordAfterIt() {
        String me = " by thread " + Thread.currentThread().getId() + ": ";
        control.hire(control.read());
        control.arrive();
        control.found();
        control.settle(false);
        control.wake(control.read());
        control.settle(true);
        control.search();
        control.become(Control.RUNNING, Control.DRAINING);
        control.found();
        control.expire(0);
        control.hire(control.read());
        control.unhire();
        control.terminate();

        assertThat(control.history())
                .containsExactly(
                        "1 HIRE" + me + "RUNNING, 1 workers, 0 idle, 1 starting",
                        "2 ARRIVE" + me + "RUNNING, 1 workers, 0 idle, 0 starting, one searching",
                        "3 FOUND" + me + "RUNNING, 1 workers, 0 idle, 0 starting",
                        "4 SETTLE" + me + "RUNNING, 1 workers, 1 idle, 0 starting",
                        "5 WAKE" + me + "RUNNING, 1 workers, 0 idle, 0 starting, one searching",
                        "6 SETTLE" + me + "RUNNING, 1 workers, 1 idle, 0 starting",
                        "7 SEARCH" + me + "RUNNING, 1 workers, 1 idle, 0 starting, one searching",
                        "8 STATE" + me + "DRAINING, 1 workers, 1 idle, 0 starting, one searching",
                        "9 FOUND" + me + "DRAINING, 1 workers, 1 idle, 0 starting",
                        "10 EXPIRE" + me + "DRAINING, 0 workers, 0 idle, 0 starting",
                        "11 HIRE" + me + "DRAINING, 1 workers, 0 idle, 1 starting",
                        "12 UNHIRE" + me + "DRAINING, 0 workers, 0 idle, 0 starting",
                        "13 STATE" + me + "TERMINATED, 0 workers, 0 idle, 0 starting",
                        "now: TERMINATED, 0 workers, 0 idle, 0 starting");
    }

    @Test
    void dismissalIsTold() {
        control.hire(control.read());
        control.arrive();

        control.dismiss(0, true);

        assertThat(control.history())
                .element(2)
                .asString()
                .startsWith("3 DISMISS")
                .endsWith("RUNNING, 0 workers, 0 idle, 0 starting");
    }

    @Test
    void stepThatWasNotMadeIsNotTold() {
        control.wake(control.read() + 1);
        control.expire(0);
        control.dismiss(0, false);

        assertThat(control.history()).hasSize(1);
    }

    @Test
    void onlyTheLastStepsAreKept() {
        for (int i = 0; i < 1_000; i++) {
            control.search();
            control.found();
        }

        List<String> lines = control.history();

        assertThat(lines).hasSize(History.SIZE + 1);
        assertThat(lines.get(0)).startsWith("1937 SEARCH");
        assertThat(lines.get(History.SIZE - 1)).startsWith("2000 FOUND");
    }

    /** Of the two steps that are made, each belongs to a word of its own. */
    @Test
    void noStepIsToldWithTheWordOfAnother() {
        Race.repeat(4, random -> {
            History history = new History();
            Race race = new Race();
            race.with(2, "writer", () -> {
                for (int i = 0; i < 100_000; i++) {
                    history.note(History.Step.HIRE, 1);
                    history.note(History.Step.SETTLE, 1L << 20);
                }
            });
            race.with("reader", () -> {
                for (int i = 0; i < 500; i++) {
                    for (String line : history.lines()) {
                        boolean hire = line.contains("HIRE") && line.endsWith("RUNNING, 1 workers, 0 idle, 0 starting");
                        boolean settle =
                                line.contains("SETTLE") && line.endsWith("RUNNING, 0 workers, 1 idle, 0 starting");
                        if (!hire && !settle) {
                            throw new AssertionError(line);
                        }
                    }
                }
            });
            race.run();
        });
    }
}
