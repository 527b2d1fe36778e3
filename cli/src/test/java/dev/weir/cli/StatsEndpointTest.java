package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code GET /-/stats}. */
class StatsEndpointTest {
    @Test
    void tellsOfThreadsTasksAndRequests(@TempDir Path root) throws Exception {
        Files.writeString(root.resolve("a"), "a");
        try (FileServer server = Sites.serve(root, 2, 8)) {
            Wire.get(server.port(), "/a");
            Wire.get(server.port(), "/b");
            Until.isTrue(() -> server.requests().answeredCount() == 2); // counted just after it is sent
            Wire.Answer answer = Wire.get(server.port(), "/-/stats");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("Content-Type")).isEqualTo("application/json");
            assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
            Object json = JsonReader.read(answer.text());
            assertThat(JsonReader.at(json, "pool")).isEqualTo("serve");
            assertThat(JsonReader.at(json, "state")).isEqualTo("RUNNING");
            assertThat(JsonReader.number(json, "threads", "min")).isEqualTo(2);
            assertThat(JsonReader.number(json, "threads", "max")).isEqualTo(8);
            assertThat(JsonReader.number(json, "threads", "now")).isBetween(1.0, 8.0);
            assertThat(JsonReader.number(json, "tasks", "running")).isGreaterThanOrEqualTo(1);
            assertThat(JsonReader.number(json, "requests", "received")).isEqualTo(3);
            assertThat(JsonReader.number(json, "requests", "answered4xx")).isEqualTo(1);
            assertThat(JsonReader.number(json, "runTime", "p99Nanos")).isGreaterThanOrEqualTo(0);
            assertThat(JsonReader.number(json, "threadCost", "createNanos")).isGreaterThanOrEqualTo(0);
            assertThat(ends(json)).isEqualTo(JsonReader.number(json, "tasks", "accepted"));
        }
    }

    private static double ends(Object json) {
        return List.of("queued", "running", "succeeded", "failed", "cancelled", "expired", "dropped", "handedBack")
                .stream()
                .mapToDouble(end -> JsonReader.number(json, "tasks", end))
                .sum();
    }
}
