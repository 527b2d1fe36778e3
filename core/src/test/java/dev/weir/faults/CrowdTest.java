package dev.weir.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.support.ChildJvm;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Ten thousand threads that submit at once, in a JVM of their own. */
class CrowdTest {

    private static final int SUBMITTERS = 10_000;

    @Test
    @Timeout(300)
    void tenThousandSubmittersAtOnce() throws Exception {
        String said = ChildJvm.of(Crowd.class)
                .with("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
                .patience(Duration.ofSeconds(280))
                .run(Integer.toString(SUBMITTERS));
        System.out.println("Crowd: " + said);
        assertThat(said).contains(SUBMITTERS + " submitters").doesNotContain("Bug");
    }
}
