package dev.weir.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.support.ChildJvm;
import org.junit.jupiter.api.Test;

/** Weir is loaded, used and dropped a hundred times, in a JVM of its own whose soft references are let go at once. */
class ReloadTest {

    @Test
    void hundredLoadersAreUsedAndCollected() throws Exception {
        String said = ChildJvm.of(Reload.class)
                .with("-XX:SoftRefLRUPolicyMSPerMB=0", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
                .run("100");
        assertThat(said).contains("100 loaders were used and collected").doesNotContain("Bug");
    }
}
