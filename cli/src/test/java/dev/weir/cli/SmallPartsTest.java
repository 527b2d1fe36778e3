package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The parts that are one function each. */
class SmallPartsTest {
    @ParameterizedTest
    @CsvSource({
        "a.html, text/html; charset=utf-8",
        "A.HTM, text/html; charset=utf-8",
        "a.b.css, text/css; charset=utf-8",
        "app.mjs, text/javascript; charset=utf-8",
        "d.json, application/json",
        "p.svg, image/svg+xml",
        "m.wasm, application/wasm",
        "f.woff2, font/woff2",
        "v.mp4, video/mp4",
        "x.unheard-of, application/octet-stream",
        "noextension, application/octet-stream"
    })
    void contentTypes(String file, String type) {
        assertThat(ContentTypes.of(Path.of(file))).isEqualTo(type);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 ns",
        "7, 7.00 ns",
        "999, 999 ns",
        "1500, 1.50 µs",
        "12345678, 12.3 ms",
        "2e9, 2.00 s",
        "-45, -45.0 ns"
    })
    void times(double nanos, String text) {
        assertThat(Times.format(nanos)).isEqualTo(text);
    }

    @Test
    void datesGoThereAndBack() {
        Instant time = Instant.parse("1994-11-06T08:49:37Z");
        assertThat(HttpDate.format(time)).isEqualTo("Sun, 06 Nov 1994 08:49:37 GMT");
        assertThat(HttpDate.parse("Sun, 06 Nov 1994 08:49:37 GMT")).contains(time);
        assertThat(HttpDate.parse("Sunday, 06-Nov-94 08:49:37 GMT")).contains(time);
        assertThat(HttpDate.parse("Sun Nov  6 08:49:37 1994")).contains(time);
        assertThat(HttpDate.parse("Sun, 06 Nov 1994 08:49:37 +0100")).isEmpty();
        assertThat(HttpDate.parse("Mon, 31 Feb 2033 00:00:00 GMT")).isEmpty();
    }

    @Test
    void suggestionsAreNearOrNone() {
        List<String> words = List.of("serve", "overhead");
        assertThat(Suggestion.nearest("srve", words)).contains("serve");
        assertThat(Suggestion.nearest("overheads", words)).contains("overhead");
        assertThat(Suggestion.nearest("dance", words)).isEmpty();
        assertThat(Suggestion.nearest("-p", List.of("-V", "-h"))).isEmpty();
        assertThat(Suggestion.edits("kitten", "sitting")).isEqualTo(3);
    }

    @Test
    void bars() {
        assertThat(new Bar(true).draw(0)).isEqualTo(" ".repeat(20));
        assertThat(new Bar(true).draw(1)).isEqualTo("█".repeat(20));
        assertThat(new Bar(true).draw(0.525)).isEqualTo("█".repeat(10) + "▌" + " ".repeat(9));
        assertThat(new Bar(false).draw(0.5)).isEqualTo("#".repeat(10) + " ".repeat(10));
        assertThat(new Bar(true).draw(-3)).isBlank().hasSize(20);
        assertThat(new Bar(true).draw(7)).hasSize(20);
    }

    @Test
    void spreads() {
        Spread spread = Spread.of(List.of(4.0, 1.0, 3.0, 2.0), d -> d);
        assertThat(spread.low()).isEqualTo(1.75, within(1e-9));
        assertThat(spread.median()).isEqualTo(2.5, within(1e-9));
        assertThat(spread.high()).isEqualTo(3.25, within(1e-9));
        assertThat(Spread.of(List.of(5.0), d -> d)).isEqualTo(new Spread(5, 5, 5));
    }

    @Test
    void theShareIsTheArticles() {
        assertThat(new Sample(1, 30, 60, 10, 0, 0).share()).isEqualTo(0.4, within(1e-9));
    }

    @Test
    void urls() {
        assertThat(Listener.url("127.0.0.1", 8080)).isEqualTo("http://127.0.0.1:8080/");
        assertThat(Listener.url("::1", 80)).isEqualTo("http://[::1]:80/");
        assertThat(Escape.urlSegment("a b/ü%")).isEqualTo("a%20b%2F%C3%BC%25");
    }
}
