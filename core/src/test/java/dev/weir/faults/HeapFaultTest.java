package dev.weir.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.support.ChildJvm;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tasks that fill the heap, in a JVM of its own: the pool goes on and its account adds up. */
class HeapFaultTest {

    @Test
    @Timeout(value = 6, unit = TimeUnit.MINUTES)
    void poolSurvivesTasksThatFillTheHeap() throws Exception {
        String said = ChildJvm.of(HeapFault.class)
                .with("-Xmx24m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
                .patience(Duration.ofMinutes(5))
                .run();
        assertThat(said)
                .contains("heap full")
                .doesNotContain("Bug") // nothing had to be repaired
                .doesNotContain("in thread \""); // that ended for it
    }
}
