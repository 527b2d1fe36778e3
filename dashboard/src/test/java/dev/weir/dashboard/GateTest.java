package dev.weir.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No foreign page gets in, by whatever name it comes; every answer carries the policy. */
class GateTest {

    private final Stage stage = new Stage(settings -> settings.hostName("Pools.Example"));
    private final Dashboard dashboard = stage.dashboard;

    @AfterEach
    void close() {
        stage.close();
    }

    private Wire.Answer raw(String request) throws Exception {
        try (Wire wire = new Wire(dashboard.port())) {
            return wire.send(request).answer();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "127.0.0.1",
                "LOCALHOST:8080",
                "[::1]",
                "[::1]:81",
                "pools.example",
                "pools.example:1"
            })
    void ownNamesAreLetIn(String host) throws Exception {
        assertThat(raw("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "localhost.evil.example",
                "localhost.",
                "127.0.0.1.evil.example",
                "127.0.0.2",
                "localhost:80:80",
                "localhost:x",
                "user@localhost",
                "",
                "localhost, evil.example"
            })
    void otherNamesAreRefused(String host) throws Exception {
        for (String path : List.of("/", "/events", "/app.js", "/nothing")) {
            Wire.Answer answer = raw("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
            assertThat(answer.status()).as(path).isEqualTo(403);
            assertThat(answer.body()).isEmpty();
        }
    }

    @Test
    void noHostOrTwoAreRefused() throws Exception {
        assertThat(raw("GET / HTTP/1.0\r\n\r\n").status()).isEqualTo(400);
        assertThat(raw("GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n")
                        .status())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://evil.example", "null", "http://127.0.0.1", "http://127.0.0.1:1", "file://", ""})
    void otherOriginsAreRefused(String origin) throws Exception {
        assertThat(Wire.ask(dashboard, "GET", "/", "Origin: " + origin).status())
                .isEqualTo(403);
        assertThat(Wire.ask(dashboard, "GET", "/events", "Origin: " + origin).status())
                .isEqualTo(403);
    }

    @Test
    void ourOriginIsLetIn() throws Exception {
        String origin = "Origin: http://127.0.0.1:" + dashboard.port();
        assertThat(Wire.ask(dashboard, "GET", "/", origin, "Sec-Fetch-Site: same-origin")
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cross-site", "same-site", "nonsense"})
    void whatTheBrowserCallsForeignIsRefused(String site) throws Exception {
        for (String path : List.of("/", "/events", "/app.js")) {
            assertThat(Wire.ask(dashboard, "GET", path, "Sec-Fetch-Site: " + site, "Sec-Fetch-Mode: no-cors")
                            .status())
                    .as(path)
                    .isEqualTo(403);
        }
    }

    @Test
    void aLinkFromElsewhereLeadsToThePageAndNothingElse() throws Exception {
        String[] link = {"Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: document"};
        assertThat(Wire.ask(dashboard, "GET", "/", link).status()).isEqualTo(200);
        assertThat(Wire.ask(dashboard, "GET", "/events", link).status()).isEqualTo(403);
        String[] frame = {"Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: iframe"};
        assertThat(Wire.ask(dashboard, "GET", "/", frame).status()).isEqualTo(403);
    }

    @Test
    void everyAnswerCarriesThePolicyAndNoneOpensADoor() throws Exception {
        for (String path : List.of("/", "/style.css", "/uplot.js", "/nothing")) {
            Wire.Answer answer = Wire.ask(dashboard, "GET", path);
            assertThat(answer.header("Content-Security-Policy"))
                    .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                    .doesNotContain("unsafe");
            assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(answer.header("Cross-Origin-Resource-Policy")).isEqualTo("same-origin");
            assertThat(answer.headers().keySet()).noneMatch(name -> name.startsWith("access-control"));
        }
        Wire.Answer preflight =
                Wire.ask(dashboard, "OPTIONS", "/pools/1/pause", "Origin: http://127.0.0.1:" + dashboard.port());
        assertThat(preflight.status()).isEqualTo(405);
        assertThat(preflight.headers().keySet()).noneMatch(name -> name.startsWith("access-control"));
    }

    @Test
    void thePageHasNothingInline() throws Exception {
        String page = Wire.ask(dashboard, "GET", "/").body();
        assertThat(page).contains("<title>Weir</title>");
        assertThat(page)
                .doesNotContainPattern("<script(?![^>]* src=)")
                .doesNotContain("<style")
                .doesNotContainPattern(" style=");
        assertThat(page)
                .doesNotContainPattern(" on[a-z]+=")
                .doesNotContain("http:")
                .doesNotContain("https:");
    }
}
