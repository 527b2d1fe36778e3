package dev.weir.stress.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Random programs keep within the model. The seed of the first one is {@code -Dweir.seed}, else a new one each time; their
 * number is {@code -Dweir.programs}, else a thousand.
 */
class RandomProgramsTest {

    @Test
    @Timeout(600)
    void whateverAProgramDoesEachTaskEndsInOneWay() {
        List<String> told = new ArrayList<>();
        int failed = Replay.performAll(
                Long.getLong("weir.seed", System.nanoTime()), Integer.getInteger("weir.programs", 1_000), told::add);
        told.forEach(System.out::println);
        assertThat(failed).as(String.join("\n", told)).isZero();
    }
}
