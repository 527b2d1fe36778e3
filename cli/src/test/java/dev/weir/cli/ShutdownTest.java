package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code weir serve} from start to SIGTERM, as a process. */
class ShutdownTest {
    private static final int LARGE = 32 * 1024 * 1024;

    @TempDir
    Path root;

    @Test
    void anIdleServerEndsWithItsLedger() throws Exception {
        Files.writeString(root.resolve("a"), "a");
        try (ServeProcess server = new ServeProcess(root, "--threads", "1,2")) {
            assertThat(server.banner())
                    .isEqualTo("Serving " + root.toRealPath() + " on http://127.0.0.1:" + server.port()
                            + "/ with 1-2 threads; statistics at /-/stats");
            assertThat(Wire.get(server.port(), "/a", "Connection: close").text())
                    .isEqualTo("a");
            assertThat(Wire.get(server.port(), "/b", "Connection: close").status())
                    .isEqualTo(404);
            server.terminate();
            ServeProcess.Ending ending = server.ending();
            assertThat(ending.exit()).isZero();
            assertThat(ending.addsUp()).as("%s", ending.lines()).isTrue();
            assertThat(ending.count("accepted")).isEqualTo(2);
            assertThat(ending.count("succeeded")).isEqualTo(2);
            assertThat(ending.count("received")).isEqualTo(2);
            assertThat(ending.count("answered")).isEqualTo(2);
            assertThat(server.errorLine()).isEqualTo("null");
        }
    }

    @Test
    void aDownloadInProgressFinishes() throws Exception {
        byte[] content = Sites.bytes(7, LARGE);
        Files.write(root.resolve("large"), content);
        try (ServeProcess server = new ServeProcess(root, "--threads", "1,1");
                Wire slow = new Wire(server.port(), 16 * 1024)) {
            assertThat(slow.send("GET", "/large").head().status()).isEqualTo(200);
            server.terminate();
            assertThat(server.errorLine()).startsWith("Stopping: 1 request to finish");
            assertThatThrownBy(() -> Wire.get(server.port(), "/large")).isInstanceOf(IOException.class);
            assertThat(slow.body(LARGE)).isEqualTo(content);
            assertThat(slow.stream().read()).isEqualTo(-1);
            ServeProcess.Ending ending = server.ending();
            assertThat(ending.exit()).isZero();
            assertThat(ending.addsUp()).as("%s", ending.lines()).isTrue();
            assertThat(ending.count("received")).isEqualTo(1);
            assertThat(ending.count("answered")).isEqualTo(1);
            assertThat(ending.count("aborted")).isZero();
        }
    }
}
