package dev.weir.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.PoolStats;
import dev.weir.ThreadPool;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that make no sense get an answer that says so, or none; the page goes on, and no pool notices. */
class MalformedRequestsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/nothing",
                "//",
                "/../etc/passwd",
                "/%2e%2e/%2e%2e/etc/passwd",
                "/..%2f..%2fetc%2fpasswd",
                "/page/index.html",
                "/uplot/LICENSE",
                "/app.js/",
                "/App.js",
                "/index.html%00.js",
                "/META-INF/MANIFEST.MF",
                "/pools/1/pause",
                "/Dashboard.class"
            })
    void pathsThatAreNotThereAreNotFound(String path) throws Exception {
        try (Stage stage = new Stage()) {
            Wire.Answer answer = Wire.ask(stage.dashboard, "GET", path);
            assertThat(answer.status()).isIn(400, 404);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pool=",
                "pool=x",
                "pool=-1",
                "pool=1.5",
                "pool=99999999999",
                "pool=9999999999999999999999",
                "pool=%31",
                "pool=1;2"
            })
    void idsThatAreNoneAreRefused(String query) throws Exception {
        try (Stage stage = new Stage()) {
            assertThat(Wire.ask(stage.dashboard, "GET", "/events?" + query).status())
                    .isEqualTo(400);
        }
    }

    @Test
    void rubbishIsAnsweredOrHungUpOnAndThePoolsDoNotNotice() throws Exception {
        String[] rubbish = {
            "\r\n\r\n",
            "GET\r\n\r\n",
            "GET / HTTP/9.9\r\nHost: localhost\r\n\r\n",
            "GET http://[ HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "\u0000\u0001\u0002\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: x\r\n\r\n",
            "POST /token HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
            "GET / HTTP/1.1\r\nHost: localhost\r\nX: " + "y".repeat(1_000_000) + "\r\n\r\n",
            "GET /" + "z".repeat(100_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n"
        };
        try (Stage stage = Stage.controlled()) {
            ThreadPool pool = stage.pool("orders");
            PoolStats before = pool.stats();
            for (String each : rubbish) {
                try (Wire wire = new Wire(stage.dashboard.port())) {
                    wire.send(each);
                    assertThat(wire.answer().status()).isNotEqualTo(204);
                } catch (IOException hungUp) {
                    // that is an answer, too
                }
            }
            assertThat(Wire.ask(stage.dashboard, "GET", "/").status()).isEqualTo(200);
            assertThat(pool.stats().accepted()).isEqualTo(before.accepted());
            assertThat(pool.stats().state()).isEqualTo(before.state());
            assertThat(pool.stats().maxThreads()).isEqualTo(before.maxThreads());
        }
    }
}
