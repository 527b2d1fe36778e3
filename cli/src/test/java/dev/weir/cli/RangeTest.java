package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ranges and conditions, on a file of ten bytes. */
class RangeTest {
    private static final String DATE = "Fri, 06 Nov 2026 08:49:37 GMT";

    @TempDir
    Path root;

    private FileServer server;

    @BeforeEach
    void start() throws IOException {
        Path file = Files.writeString(root.resolve("a"), "0123456789");
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2026-11-06T08:49:37.5Z")));
        Files.createFile(root.resolve("empty"));
        server = Sites.serve(root);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Wire.Answer get(String... headers) throws IOException {
        return Wire.get(server.port(), "/a", headers);
    }

    @ParameterizedTest
    @CsvSource({
        "0-0, 0, 0-0",
        "0-3, 0123, 0-3",
        "4-, 456789, 4-9",
        "9-, 9, 9-9",
        "0-99999999999999999999999, 0123456789, 0-9",
        "-1, 9, 9-9",
        "-3, 789, 7-9",
        "-100, 0123456789, 0-9",
        "2-2, 2, 2-2"
    })
    void aRangeIsPartOfTheFile(String range, String body, String served) throws IOException {
        Wire.Answer answer = get("Range: bytes=" + range);
        assertThat(answer.status()).isEqualTo(206);
        assertThat(answer.text()).isEqualTo(body);
        assertThat(answer.header("Content-Range")).isEqualTo("bytes " + served + "/10");
        assertThat(answer.header("Content-Length")).isEqualTo(Integer.toString(body.length()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"10-", "10-20", "99999999999999999999-", "-0"})
    void aRangeBeyondTheFileIs416(String range) throws IOException {
        Wire.Answer answer = get("Range: bytes=" + range);
        assertThat(answer.status()).isEqualTo(416);
        assertThat(answer.header("Content-Range")).isEqualTo("bytes */10");
    }

    @Test
    void anEmptyFileHasNoRange() throws IOException {
        assertThat(Wire.get(server.port(), "/empty", "Range: bytes=0-").status())
                .isEqualTo(416);
        assertThat(Wire.get(server.port(), "/empty", "Range: bytes=-5").status())
                .isEqualTo(416);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"bytes=5-4", "bytes=-", "bytes=", "bytes=a-b", "lines=1-2", "bytes=1", "bytes=0-1,4-5", "x"})
    void anInvalidOrMultipleRangeIsTheWholeFile(String range) throws IOException {
        Wire.Answer answer = get("Range: " + range);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo("0123456789");
    }

    @Test
    void headKnowsNoRange() throws IOException {
        Wire.Answer answer = Wire.ask(server.port(), "HEAD", "/a", "Range: bytes=0-1");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Length")).isEqualTo("10");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                DATE,
                "Friday, 06-Nov-26 08:49:37 GMT",
                "Fri Nov  6 08:49:37 2026",
                "Sat, 07 Nov 2026 08:49:37 GMT"
            })
    void whatTheClientHasIs304(String date) throws IOException {
        Wire.Answer answer = get("If-Modified-Since: " + date);
        assertThat(answer.status()).isEqualTo(304);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.header("ETag")).isNotEmpty();
        assertThat(answer.header("Last-Modified")).isEqualTo(DATE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Fri, 06 Nov 2026 08:49:36 GMT", "yesterday", "", "Fri, 06 Nov 2026"})
    void whatTheClientHasNotIs200(String date) throws IOException {
        assertThat(get("If-Modified-Since: " + date).status()).isEqualTo(200);
    }

    @Test
    void theTagDecidesBeforeTheDate() throws IOException {
        String tag = get().header("ETag");
        assertThat(get("If-None-Match: " + tag).status()).isEqualTo(304);
        assertThat(get("If-None-Match: \"x\", W/" + tag).status()).isEqualTo(304);
        assertThat(get("If-None-Match: *").status()).isEqualTo(304);
        assertThat(get("If-None-Match: \"x\"", "If-Modified-Since: " + DATE).status())
                .isEqualTo(200);
    }

    @Test
    void aChangedFileHasAnotherTag() throws IOException {
        String tag = get().header("ETag");
        Files.writeString(root.resolve("a"), "9876543210");
        assertThat(get("If-None-Match: " + tag).text()).isEqualTo("9876543210");
    }

    @Test
    void aRangeOfAnotherVersionIsTheWholeFile() throws IOException {
        String tag = get().header("ETag");
        assertThat(get("Range: bytes=0-1", "If-Range: " + tag).status()).isEqualTo(206);
        assertThat(get("Range: bytes=0-1", "If-Range: " + DATE).status()).isEqualTo(206);
        assertThat(get("Range: bytes=0-1", "If-Range: \"other\"").status()).isEqualTo(200);
        assertThat(get("Range: bytes=0-1", "If-Range: W/" + tag).status()).isEqualTo(200);
        assertThat(get("Range: bytes=0-1", "If-Range: Fri, 06 Nov 2026 08:49:38 GMT")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aConnectionStaysInStepAfter304And416() throws IOException {
        try (Wire wire = new Wire(server.port())) {
            assertThat(wire.send("GET", "/a", "If-None-Match: *").answer("GET").status())
                    .isEqualTo(304);
            assertThat(wire.send("GET", "/a", "Range: bytes=50-").answer("GET").status())
                    .isEqualTo(416);
            assertThat(wire.send("GET", "/a").answer("GET").text()).isEqualTo("0123456789");
        }
    }
}
