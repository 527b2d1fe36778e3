package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SelfLoadTest {
    @TempDir
    Path root;

    /** It was told as an uncaught exception, at the end of a server that did nothing wrong. */
    @Test
    void whatItWouldAskAfterItsEndIsDropped() throws Exception {
        FileServer server = Sites.serve(root, 1, 1);
        SelfLoad load = SelfLoad.start("http://127.0.0.1:" + server.port() + "/");
        Until.isTrue(() -> server.requests().receivedCount() > 0);
        load.close();
        for (int i = 0; i < 10; i++) {
            assertThatCode(load::ask).doesNotThrowAnyException();
        }
        assertThat(server.drain(Duration.ofSeconds(30))).isTrue();
    }
}
