package dev.weir.examples.sizing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.examples.Ran;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The program of docs/sizing.md runs, and says what the page says it does; its figures differ from run to run. */
class SizingTest {

    @Test
    void tooFewThreadsAreSaidToBeAndMoreAreGiven() {
        List<String> lines =
                Ran.of(Sizing::run, "--seconds", "1", "--threads", "1").lines();
        assertThat(lines.get(0)).startsWith("1 threads: ");
        assertThat(lines).anyMatch(line -> line.startsWith("Pool sizing (RUNNING)"));
        assertThat(lines).anyMatch(line -> line.contains("(THREADS)"));
        assertThat(lines.get(lines.size() - 1)).matches("([2-9]|\\d\\d+) threads: .*");
    }

    @Test
    void mistakes() {
        assertThat(Ran.of(Sizing::run, "--rate", "0").error(2)).contains("--rate needs a whole number");
        assertThat(Ran.of(Sizing::run, "x").error(2)).contains("what is x?");
    }
}
