package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attempts to read a file beside the served folder; each must fail, and none may say whether the file exists. */
class PathEscapeTest {
    @TempDir
    Path temp;

    private Path root;
    private FileServer server;

    @BeforeEach
    void start() throws IOException {
        root = Files.createDirectories(temp.resolve("www"));
        Files.createDirectories(root.resolve("sub"));
        Files.writeString(root.resolve("in.txt"), "inside");
        Files.writeString(temp.resolve("out.txt"), "OUTSIDE");
        Files.createDirectories(temp.resolve("www-not"));
        Files.writeString(temp.resolve("www-not/out.txt"), "OUTSIDE");
        server = Sites.serve(root);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/../out.txt",
                "/sub/../../out.txt",
                "/..",
                "/../",
                "/%2e%2e/out.txt",
                "/%2E%2E/out.txt",
                "/.%2e/out.txt",
                "/sub/%2e%2e/%2e%2e/out.txt",
                "/..%2fout.txt",
                "/%2e%2e%2fout.txt",
                "/..%2Fout.txt",
                "/..%5cout.txt",
                "/%2e%2e%5cout.txt",
                "/%252e%252e/out.txt",
                "/%252e%252e%252fout.txt",
                "/%c0%ae%c0%ae/out.txt",
                "/%c0%ae%c0%ae%c0%afout.txt",
                "/%e0%80%ae%e0%80%ae/out.txt",
                "/in.txt%00",
                "/in.txt%00.html",
                "/..%00/out.txt",
                "/../www-not/out.txt",
                "//../out.txt",
                "/.//../out.txt",
                "/sub/./../../out.txt",
                "/....//out.txt",
                "/..;/out.txt",
                "http://localhost/../out.txt",
                "../out.txt",
                "/%2Fetc%2Fpasswd",
                "//etc/passwd",
                "/file:%2f%2f%2fetc%2fpasswd",
                "/~root/out.txt",
            })
    void noWayOutThroughThePath(String target) throws IOException {
        Wire.Answer answer = Wire.get(server.port(), target);
        assertThat(answer.status()).isIn(400, 404);
        assertThat(answer.text()).doesNotContain("OUTSIDE", "root:");
    }

    @Test
    void aLinkThatLeadsOutDoesNotExist() throws IOException {
        Files.createSymbolicLink(root.resolve("file"), temp.resolve("out.txt"));
        Files.createSymbolicLink(root.resolve("relative"), Path.of("../out.txt"));
        Files.createSymbolicLink(root.resolve("folder"), temp.resolve("www-not"));
        Files.createSymbolicLink(root.resolve("chain"), Path.of("relative"));
        Files.createSymbolicLink(root.resolve("broken"), Path.of("nowhere"));
        Files.createSymbolicLink(root.resolve("loop"), Path.of("loop"));
        for (String name : new String[] {"file", "relative", "folder", "chain", "folder/out.txt", "broken", "loop"}) {
            assertThat(Wire.get(server.port(), "/" + name).status()).as(name).isEqualTo(404);
        }
        assertThat(Wire.get(server.port(), "/").text())
                .contains("in.txt")
                .doesNotContain("file", "relative", "folder", "chain", "broken", "loop");
    }

    @Test
    void anIndexThatLeadsOutIsNoIndex() throws IOException {
        Files.createSymbolicLink(root.resolve("index.html"), temp.resolve("out.txt"));
        assertThat(Wire.get(server.port(), "/").text()).contains("in.txt").doesNotContain("OUTSIDE", "index.html");
    }

    @Test
    void aLinkThatStaysInsideIsServed() throws IOException {
        Files.createSymbolicLink(root.resolve("link.txt"), Path.of("in.txt"));
        Files.createSymbolicLink(root.resolve("sub/up"), Path.of(".."));
        assertThat(Wire.get(server.port(), "/link.txt").text()).isEqualTo("inside");
        assertThat(Wire.get(server.port(), "/sub/up/in.txt").text()).isEqualTo("inside");
    }

    @Test
    void theFolderItselfMayBeALink() throws IOException {
        Path link = Files.createSymbolicLink(temp.resolve("link"), root);
        try (FileServer linked = Sites.serve(link)) {
            assertThat(Wire.get(linked.port(), "/in.txt").text()).isEqualTo("inside");
        }
    }
}
