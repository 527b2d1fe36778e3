package dev.weir.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.ThreadPool;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Many viewers, slow ones, and those that never read or never ask to the end. */
class ViewersTest {

    @Test
    void atMost64ViewersAreServedAndAPlaceIsFreeAgain() throws Exception {
        try (Stage stage = new Stage()) {
            List<Wire> viewers = new ArrayList<>();
            for (int i = 0; i < Viewers.MOST; i++) {
                Wire viewer = new Wire(stage.dashboard.port());
                viewers.add(viewer);
                viewer.send("GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n");
                assertThat(viewer.head().status()).isEqualTo(200);
            }
            Wire.Answer refused = Wire.ask(stage.dashboard, "GET", "/events");
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.header("Retry-After")).isNotEmpty();
            assertThat(Wire.ask(stage.dashboard, "GET", "/").status()).isEqualTo(200);
            viewers.remove(0).close();
            Until.isTrue(() -> {
                try (Watching next = new Watching(stage.dashboard, 0)) {
                    return next.status() == 200;
                }
            });
            for (Wire viewer : viewers) {
                viewer.close();
            }
        }
    }

    @Test
    void aViewerThatNeverReadsIsDroppedAndDelaysNobody() throws Exception {
        try (Stage stage = new Stage(Duration.ofMillis(2), Duration.ofSeconds(10), settings -> settings)) {
            for (int i = 0; i < 200; i++) {
                stage.pool(i + " " + "x".repeat(150));
            }
            ThreadPool pool = stage.pools.get(0);
            int id = stage.id(pool);
            try (Wire deaf = new Wire(stage.dashboard.port(), 1024);
                    Watching other = new Watching(stage.dashboard, id)) {
                deaf.send("GET /events?pool=" + id + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
                deaf.head();
                Until.isTrue(() -> StartTest.own().size() >= 4);
                // What is sent to it fills its buffers, and then its thread stands still until it is given up.
                Until.isTrue(() -> {
                    other.next("detail");
                    return watched(stage) == 1;
                });
                pool.submit(() -> "unharmed").get();
                for (int i = 0; i < 50; i++) {
                    other.next("detail");
                }
            }
        }
    }

    /** How many viewers have a thread. */
    private static long watched(Stage stage) {
        return Thread.getAllStackTraces().values().stream()
                .filter(stack -> java.util.Arrays.stream(stack)
                        .anyMatch(frame -> frame.getClassName().equals(Viewers.class.getName())
                                && frame.getMethodName().equals("serve")))
                .count();
    }

    /** It was not: it had no thread yet that could be interrupted, and kept its place for ever. */
    @Test
    void aViewerThatDoesNotReadEvenTheFirstFramesIsDropped() throws Exception {
        Settings settings = Dashboard.builder().settings(Duration.ofSeconds(1), Duration.ofSeconds(10), List::of);
        Pools pools = new Pools(new EventWords(settings));
        Viewers viewers = new Viewers(pools, new Frames(settings));
        Deaf behind = new Deaf(viewers);
        behind.entered.await();
        for (int tick = 0; tick < 20; tick++) { // more than may wait for it
            long now = tick;
            pools.locked(() -> {
                viewers.tell(pools.note(Map.of(), now, now));
                return null;
            });
        }
        behind.awaitEnd();
        Deaf atTheEnd = new Deaf(viewers);
        atTheEnd.entered.await();
        viewers.dropAll();
        atTheEnd.awaitEnd();
    }

    /** The connection of a page that never reads, and whose buffers are full, with a thread that serves it. */
    private static final class Deaf extends OutputStream {
        private final CountDownLatch entered = new CountDownLatch(1);
        private final CountDownLatch never = new CountDownLatch(1);
        private final Thread server;

        Deaf(Viewers viewers) {
            server = new Thread(() -> {
                try {
                    viewers.serve(this, 0);
                } catch (IOException closed) {
                    // as by an interrupt
                }
            });
            server.setDaemon(true);
            server.start();
        }

        @Override
        public void write(int b) throws IOException {
            entered.countDown();
            try {
                never.await();
            } catch (InterruptedException e) {
                throw new ClosedByInterruptException();
            }
        }

        void awaitEnd() throws Exception {
            Until.isTrue(() -> !server.isAlive());
        }
    }

    @Test
    void aRequestThatNeverEndsIsGivenUp() throws Exception {
        try (Stage stage = new Stage(
                        Duration.ofMillis(20), Duration.ofMillis(300), settings -> settings.control(Stage.TOKEN));
                Watching viewer = new Watching(stage.dashboard, 0);
                Wire half = new Wire(stage.dashboard.port());
                Wire body = new Wire(stage.dashboard.port())) {
            half.send("GET / HTTP/1.1\r\nHost: local");
            body.send("POST /pools/1/pause HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                    + "X-Weir-Token: " + Stage.TOKEN + "\r\nContent-Length: 100\r\n\r\n{");
            assertThat(half.endsNow()).isTrue();
            Until.isTrue(() -> StartTest.own().stream()
                    .noneMatch(thread -> java.util.Arrays.stream(thread.getStackTrace())
                            .anyMatch(frame -> frame.getClassName().equals(Control.class.getName()))));
            // A viewer's request never ends either, and that is as it should be.
            for (int i = 0; i < 50; i++) {
                viewer.next("tick");
            }
        }
    }

    @Test
    void fiveHundredHalfRequestsDoNotReachThePools() throws Exception {
        try (Stage stage = new Stage(Duration.ofMillis(20), Duration.ofMillis(500), settings -> settings)) {
            ThreadPool pool = stage.pool("orders");
            List<Wire> halves = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                Wire half = new Wire(stage.dashboard.port());
                halves.add(half);
                half.send("GET /");
            }
            assertThat(pool.submit(() -> "unharmed").get()).isEqualTo("unharmed");
            assertThat(pool.stats().threads()).isLessThanOrEqualTo(4);
            Until.isTrue(() -> {
                try {
                    return Wire.ask(stage.dashboard, "GET", "/").status() == 200;
                } catch (java.io.IOException full) {
                    return false; // until those are given up, there is no thread for anybody else
                }
            });
            for (Wire half : halves) {
                half.close();
            }
        }
    }

    @Test
    void closingDisconnectsViewersThatDoNotRead() throws Exception {
        Stage stage = new Stage();
        try (Wire deaf = new Wire(stage.dashboard.port(), 1024)) {
            stage.pool("orders");
            deaf.send("GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n");
            deaf.head();
            stage.close();
            Until.isTrue(() -> StartTest.own().isEmpty());
        }
    }
}
