package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The live page of {@code weir serve}, and its load. */
class LivePageTest {

    private static FileServer serve(Path root, boolean load) {
        return FileServer.start(
                new ServeSettings(root, "127.0.0.1", 0, new ThreadRange(2, 8), 100, new PageSettings(0, null), load));
    }

    private static HttpResponse<String> get(String url) throws IOException, InterruptedException {
        return HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build()
                .send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void thePathLeadsToThePage(@TempDir Path root) throws Exception {
        try (FileServer server = serve(root, false)) {
            for (String path : new String[] {"-/weir", "-/weir/"}) {
                HttpResponse<String> page = get(server.url() + path);
                assertThat(page.statusCode()).isEqualTo(200);
                assertThat(page.uri().toString()).isEqualTo(server.page().orElseThrow());
                assertThat(page.body()).contains("<title>Weir</title>");
            }
        }
    }

    @Test
    void thePageAnswersWhenEveryThreadOfTheServerIsTaken(@TempDir Path root) throws Exception {
        try (FileServer server = serve(root, false)) {
            Socket[] halves = new Socket[8];
            for (int i = 0; i < halves.length; i++) {
                halves[i] = new Socket(InetAddress.getLoopbackAddress(), server.port());
                halves[i].getOutputStream().write("GET / HT".getBytes(StandardCharsets.US_ASCII));
            }
            Until.isTrue(() -> server.stats().running() == halves.length);
            assertThat(get(server.page().orElseThrow()).statusCode()).isEqualTo(200);
            for (Socket half : halves) {
                half.close();
            }
        }
    }

    @Test
    void theLoadReachesThePoolsAndEndsWithTheServer(@TempDir Path root) throws Exception {
        FileServer server = serve(root, true);
        try (server) {
            Until.isTrue(() -> server.requests().answeredCount(2) > 20);
        }
        assertThat(server.tasksLeft()).isZero();
        Until.isTrue(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().matches("(weir-load|orders-|reports-|weir-dashboard).*")));
    }

    @Test
    void aLoadIsCalmAndComesInBursts() {
        assertThat(SelfLoad.rate(10_000)).isBetween(50.0, 300.0);
        assertThat(SelfLoad.rate(28_000)).isGreaterThan(1_000);
        assertThat(SelfLoad.rate(31_000)).isBetween(50.0, 300.0);
    }

    @Test
    void aPagePortInUseIsNamedAndNothingIsLeft(@TempDir Path root) throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CliException refusal = org.assertj.core.api.Assertions.catchThrowableOfType(
                    CliException.class,
                    () -> FileServer.start(new ServeSettings(
                            root,
                            "127.0.0.1",
                            0,
                            new ThreadRange(2, 8),
                            100,
                            new PageSettings(taken.getLocalPort(), null),
                            true)));
            assertThat(refusal).hasMessageContaining("--page-port").hasMessageContaining("is in use");
        }
    }
}
