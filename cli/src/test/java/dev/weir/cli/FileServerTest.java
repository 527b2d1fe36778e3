package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client is answered for files and folders. */
class FileServerTest {
    private static final Instant MODIFIED = Instant.parse("2026-11-06T08:49:37.123456Z");

    @TempDir
    Path root;

    private FileServer server;

    @BeforeEach
    void start() throws IOException {
        Files.writeString(root.resolve("a.txt"), "0123456789");
        Files.setLastModifiedTime(root.resolve("a.txt"), FileTime.from(MODIFIED));
        Files.createDirectories(root.resolve("sub/deep"));
        Files.writeString(root.resolve("sub/index.html"), "<p>index of sub");
        Files.createFile(root.resolve("empty.bin"));
        server = Sites.serve(root);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Wire.Answer get(String target, String... headers) throws IOException {
        return Wire.get(server.port(), target, headers);
    }

    @Test
    void aFileComesWithTypeLengthAndDates() throws IOException {
        Wire.Answer answer = get("/a.txt");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo("0123456789");
        assertThat(answer.header("Content-Type")).isEqualTo("text/plain; charset=utf-8");
        assertThat(answer.header("Content-Length")).isEqualTo("10");
        assertThat(answer.header("Last-Modified")).isEqualTo("Fri, 06 Nov 2026 08:49:37 GMT");
        assertThat(answer.header("Accept-Ranges")).isEqualTo("bytes");
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.header("ETag")).matches("\"[0-9a-f.]+-a\"");
    }

    @Test
    void aKeptConnectionAnswersManyRequestsWithoutNaglesDelay() throws IOException {
        try (Wire wire = new Wire(server.port())) {
            long quickest = Long.MAX_VALUE;
            for (int i = 0; i < 200; i++) {
                long start = System.nanoTime();
                assertThat(wire.send("GET", "/a.txt").answer("GET").text()).isEqualTo("0123456789");
                quickest = i < 100 ? quickest : Math.min(quickest, System.nanoTime() - start);
            }
            // 40 ms each, once the connection is warm, were HttpServerProperties too late
            assertThat(quickest).isLessThan(40_000_000);
        }
    }

    @Test
    void anEmptyFileIsAnEmptyAnswer() throws IOException {
        Wire.Answer answer = get("/empty.bin");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Length")).isEqualTo("0");
        assertThat(answer.headers()).doesNotContainKey("transfer-encoding");
    }

    @ParameterizedTest
    @CsvSource({"/a.txt,200", "/sub/,200", "/nothing,404", "/sub,301", "/-/stats,200"})
    void headSaysWhatGetWould(String target, int status) throws IOException {
        Wire.Answer get = get(target);
        try (Wire wire = new Wire(server.port())) {
            Wire.Answer head = wire.send("HEAD", target).answer("HEAD");
            assertThat(head.status()).isEqualTo(get.status()).isEqualTo(status);
            assertThat(head.header("Content-Type")).isEqualTo(get.header("Content-Type"));
            if (!target.equals("/-/stats")) {
                assertThat(head.header("Content-Length")).isEqualTo(get.header("Content-Length"));
            }
            // the connection is still in step
            assertThat(wire.send("GET", "/a.txt").answer("GET").text()).isEqualTo("0123456789");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/nothing", "/a.txt/", "/a.txt/b", "/sub/nothing", "/-/statsx", "/-/"})
    void whatIsNotThereIs404(String target) throws IOException {
        Wire.Answer answer = get(target);
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.text()).isEqualTo("404 Not Found\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/%ff", "/%c3%28", "/%e2%82"})
    void whatIsNotUtf8Is400(String target) throws IOException {
        assertThat(get(target).status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "PATCH", "BREW"})
    void otherMethodsAre405(String method) throws IOException {
        Wire.Answer answer = Wire.ask(server.port(), method, "/a.txt", "Content-Length: 0");
        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("Allow")).isEqualTo("GET, HEAD");
        assertThat(Files.exists(root.resolve("a.txt"))).isTrue();
    }

    @Test
    void aFolderHasItsIndexPage() throws IOException {
        assertThat(get("/sub/").text()).isEqualTo("<p>index of sub");
        assertThat(get("/sub/").header("Content-Type")).isEqualTo("text/html; charset=utf-8");
    }

    @Test
    void aFolderWithoutItsSlashIsElsewhere() throws IOException {
        Wire.Answer answer = get("/sub?x=1");
        assertThat(answer.status()).isEqualTo(301);
        assertThat(answer.header("Location")).isEqualTo("/sub/?x=1");
        assertThat(follow(server.url() + "sub")).isEqualTo("<p>index of sub");
    }

    @Test
    void aRedirectNeverNamesAnotherHost() throws IOException {
        assertThat(get("http://localhost//sub").header("Location")).isEqualTo("/sub/");
        assertThat(get("/%2fexample.org/sub").status()).isEqualTo(404);
    }

    @Test
    void anUnreadableFileIs403() throws IOException {
        Path file = Files.writeString(root.resolve("secret.txt"), "secret");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("-w-------"));
        assertThat(get("/secret.txt").status()).isEqualTo(Files.isReadable(file) ? 200 : 403); // root may read it
    }

    @Test
    void aPipeIs403AndNeverOpened() throws Exception {
        Process mkfifo = new ProcessBuilder("mkfifo", root.resolve("pipe").toString()).start();
        assertThat(mkfifo.waitFor()).isZero();
        assertThat(get("/pipe").status()).isEqualTo(403);
    }

    @Test
    void aMalformedRequestIs400AndTheServerGoesOn() throws IOException {
        assertThat(get("/a|b").status()).isEqualTo(400);
        assertThat(get("/%zz").status()).isEqualTo(400);
        assertThat(get("/a.txt").status()).isEqualTo(200);
    }

    @Test
    void requestsAreCountedByTheirAnswer() throws IOException {
        get("/a.txt");
        get("/nothing");
        get("/sub");
        server.close();
        RequestCounts counts = server.requests();
        assertThat(counts.receivedCount()).isEqualTo(3);
        assertThat(counts.answeredCount(2)).isEqualTo(1);
        assertThat(counts.answeredCount(3)).isEqualTo(1);
        assertThat(counts.answeredCount(4)).isEqualTo(1);
        assertThat(counts.abortedCount()).isZero();
    }

    /** As an ordinary client does it. */
    private static String follow(String url) throws IOException {
        try (InputStream body = URI.create(url).toURL().openStream()) {
            return new String(body.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
