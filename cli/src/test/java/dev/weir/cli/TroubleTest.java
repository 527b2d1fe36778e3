package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.PoolState;
import dev.weir.PoolStats;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that hang up or stand still, files that shrink, and the end of the server amid all that. */
class TroubleTest {
    /** Who waits for that, instead of ending when there is nothing to wait for, is found to hang. */
    private static final Duration FOR_EVER = Duration.ofHours(1);

    private static final int LARGE = 32 * 1024 * 1024; // more than the kernel's buffers take

    @TempDir
    Path root;

    @BeforeEach
    void files() throws IOException {
        Files.write(root.resolve("large"), Sites.bytes(1, LARGE));
        Files.writeString(root.resolve("small"), "small");
    }

    @Test
    void aFileThatShrinksIsCutShortNotMadeUp() throws IOException {
        FileServer server = Sites.serve(root, 1, 1);
        try (Wire wire = new Wire(server.port(), 16 * 1024)) {
            assertThat(wire.send("GET", "/large").head().header("Content-Length"))
                    .isEqualTo(Integer.toString(LARGE));
            wire.body(1000);
            try (FileChannel file = FileChannel.open(root.resolve("large"), StandardOpenOption.WRITE)) {
                file.truncate(10);
            }
            assertThatThrownBy(() -> wire.body(LARGE - 1000)).isInstanceOf(IOException.class);
        }
        assertThat(Wire.get(server.port(), "/small").text()).isEqualTo("small");
        server.close();
        assertThat(server.requests().abortedCount()).isEqualTo(1);
        assertAddsUp(server.stats());
    }

    @Test
    void aFileThatGrowsIsServedAsItWas() throws IOException {
        try (FileServer server = Sites.serve(root, 1, 1);
                Wire wire = new Wire(server.port(), 16 * 1024)) {
            wire.send("GET", "/large").head();
            Files.write(root.resolve("large"), new byte[100_000], StandardOpenOption.APPEND);
            assertThat(wire.body(LARGE)).isEqualTo(Sites.bytes(1, LARGE));
            assertThat(wire.send("GET", "/small").answer("GET").text()).isEqualTo("small");
        }
    }

    @Test
    void aClientThatHangsUpCostsNobodyElseAnything() throws IOException {
        FileServer server = Sites.serve(root, 2, 2);
        for (int i = 0; i < 20; i++) {
            try (Wire wire = new Wire(server.port(), 16 * 1024)) {
                wire.send("GET", "/large").head();
            }
        }
        assertThat(Wire.get(server.port(), "/small").text()).isEqualTo("small");
        assertThat(server.drain(Duration.ofSeconds(10))).isTrue();
        assertThat(server.requests().receivedCount()).isEqualTo(21);
        assertThat(server.requests().abortedCount()).isEqualTo(20);
        assertAddsUp(server.stats());
    }

    @Test
    void anIdleServerStopsAtOnce() {
        FileServer server = Sites.serve(root, 4, 64);
        assertThat(server.drain(FOR_EVER)).isTrue();
        assertThatThrownBy(() -> Wire.get(server.port(), "/small")).isInstanceOf(IOException.class);
    }

    @Test
    void anIdleConnectionDoesNotDelayTheEnd() throws IOException {
        FileServer server = Sites.serve(root);
        try (Wire wire = new Wire(server.port())) {
            wire.send("GET", "/small").answer("GET");
            assertThat(server.drain(FOR_EVER)).isTrue();
        }
    }

    @Test
    void whatRunsAndWhatWaitsIsAnsweredBeforeTheEnd() throws Exception {
        FileServer server = Sites.serve(root, 1, 1);
        try (Wire slow = new Wire(server.port(), 16 * 1024);
                Wire waiting = new Wire(server.port())) {
            slow.send("GET", "/large").head();
            waiting.send("GET", "/small");
            Until.isTrue(() -> server.tasksLeft() == 2);
            FutureTask<Boolean> end = new FutureTask<>(() -> server.drain(Duration.ofSeconds(30)));
            new Thread(end).start();
            Until.isTrue(() -> server.stats().state() != PoolState.RUNNING);
            assertThatThrownBy(() -> Wire.get(server.port(), "/small")).isInstanceOf(IOException.class);
            assertThat(slow.body(LARGE)).isEqualTo(Sites.bytes(1, LARGE));
            Wire.Answer last = waiting.answer("GET");
            assertThat(last.text()).isEqualTo("small");
            assertThat(last.header("Connection")).isEqualTo("close");
            assertThat(end.get()).isTrue();
        }
        assertThat(server.stats().rejected()).isPositive();
        assertThat(server.requests().answeredCount()).isEqualTo(2);
        assertAddsUp(server.stats());
    }

    @Test
    void aClientThatStandsStillIsCutOffInTheEnd() throws IOException {
        FileServer server = Sites.serve(root, 1, 1);
        try (Wire stuck = new Wire(server.port(), 16 * 1024);
                Wire waiting = new Wire(server.port())) {
            stuck.send("GET", "/large").head();
            waiting.send("GET", "/small");
            assertThat(server.drain(Duration.ofMillis(100))).isFalse();
            assertThatThrownBy(() -> stuck.body(LARGE)).isInstanceOf(IOException.class);
        }
        assertThat(server.stats().running()).isZero();
        assertAddsUp(server.stats());
    }

    @Test
    void failuresOfTheFileSystemHaveTheirStatus() {
        assertThat(RequestHandler.statusOf(new AccessDeniedException("x"))).isEqualTo(403);
        assertThat(RequestHandler.statusOf(new NotDirectoryException("x"))).isEqualTo(404);
        assertThat(RequestHandler.statusOf(new FileSystemLoopException("x"))).isEqualTo(404);
        assertThat(RequestHandler.statusOf(new EOFException("x"))).isEqualTo(500);
    }

    private static void assertAddsUp(PoolStats stats) {
        assertThat(stats.queued()
                        + stats.running()
                        + stats.succeeded()
                        + stats.failed()
                        + stats.cancelled()
                        + stats.expired()
                        + stats.dropped()
                        + stats.handedBack())
                .isEqualTo(stats.accepted());
    }
}
