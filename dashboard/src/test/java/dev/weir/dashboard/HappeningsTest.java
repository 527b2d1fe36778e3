package dev.weir.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Overflow;
import dev.weir.ThreadPool;
import dev.weir.event.PoolEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** What the page is told of failures and events. */
class HappeningsTest {

    private static final int TEXT = 4;

    private static ThreadPool pool(Stage stage) {
        return stage.show(ThreadPool.builder("orders")
                .threads(0, 1)
                .queueCapacity(1)
                .overflow(Overflow.reject())
                .expectedRunTime(Duration.ofMillis(50))
                .failureHandler(failure -> {})
                .build());
    }

    private static List<?> first(Watching watching, String list) throws Exception {
        Object detail = watching.next("detail", data -> !((List<?>) JsonReader.at(data, list)).isEmpty())
                .data();
        return (List<?>) JsonReader.at(detail, list, 0);
    }

    private static Wire.Answer stack(Stage stage, int pool, Object number) throws Exception {
        return Wire.ask(stage.dashboard, "GET", "/happening?pool=" + pool + "&number=" + ((Double) number).longValue());
    }

    @Test
    void aFailureIsTold() throws Exception {
        try (Stage stage = new Stage()) {
            ThreadPool pool = pool(stage);
            int id = stage.id(pool);
            try (Watching watching = new Watching(stage.dashboard, id)) {
                watching.next("detail");
                pool.execute(() -> {
                    throw new IllegalStateException("no <b>stock</b>");
                });
                List<?> failure = first(watching, "failures");
                assertThat(failure.get(TEXT)).isEqualTo("java.lang.IllegalStateException: no <b>stock</b>");
                assertThat(stack(stage, id, failure.get(0)).body()).contains("HappeningsTest");
                assertThat(stack(stage, id, 1e9).status()).isEqualTo(404);
                assertThat(stack(stage, 77, 1.0).status()).isEqualTo(404);
            }
        }
    }

    @Test
    void namesMessagesAndStacksCanBeSwitchedOff() throws Exception {
        try (Stage stage = new Stage(settings -> settings.stacks(false).taskNames(false))) {
            ThreadPool pool = pool(stage);
            int id = stage.id(pool);
            try (Watching watching = new Watching(stage.dashboard, id)) {
                watching.next("detail");
                pool.execute(() -> {
                    throw new IllegalStateException("secret");
                });
                List<?> failure = first(watching, "failures");
                assertThat(failure.get(TEXT)).isEqualTo("java.lang.IllegalStateException");
                assertThat(failure.get(3)).isEqualTo("a task");
                assertThat(failure.get(6)).isEqualTo(false);
                Object explained = watching.next("detail", data -> ((Map<?, ?>) data).containsKey("explanation"))
                        .data();
                assertThat(((Map<?, ?>) JsonReader.at(explained, "explanation")).keySet())
                        .isEqualTo(java.util.Set.of("limit", "suggested"));
            }
        }
    }

    @Test
    void withoutStacksAloneNoPlaceInTheCodeIsTold() throws Exception {
        try (Stage stage = new Stage(settings -> settings.stacks(false))) {
            ThreadPool pool = pool(stage);
            int id = stage.id(pool);
            CountDownLatch end = new CountDownLatch(1);
            try (Watching watching = new Watching(stage.dashboard, id)) {
                watching.next("detail");
                pool.submit("load page 7", () -> Stage.hold(end));
                List<?> stuck = first(watching, "events");
                Object detail = watching.next("detail", HappeningsTest::isExplainedAsStuck)
                        .data();
                assertThat(detail.toString())
                        .contains("load page 7 on thread orders-1")
                        .doesNotContain("Stage", "java.", ".java");
                assertThat(stack(stage, id, stuck.get(0)).body()).isEqualTo("{\"stack\":[]}");
            } finally {
                end.countDown();
            }
        }
    }

    @Test
    void withoutNamesAloneNoneIsTold() throws Exception {
        try (Stage stage = new Stage(settings -> settings.taskNames(false))) {
            ThreadPool pool = pool(stage);
            int id = stage.id(pool);
            CountDownLatch end = new CountDownLatch(1);
            try (Watching watching = new Watching(stage.dashboard, id)) {
                watching.next("detail");
                pool.execute(() -> {
                    throw new IllegalStateException("secret");
                });
                List<?> failure = first(watching, "failures");
                pool.submit("secret", () -> Stage.hold(end));
                first(watching, "events");
                Object detail = watching.next("detail", HappeningsTest::isExplainedAsStuck)
                        .data();
                assertThat(detail.toString()).doesNotContain("secret").contains("Stage.hold");
                assertThat(stack(stage, id, failure.get(0)).body()).contains("HappeningsTest");
            } finally {
                end.countDown();
            }
        }
    }

    private static boolean isExplainedAsStuck(Object detail) {
        return ((Map<?, ?>) detail).containsKey("explanation")
                && JsonReader.at(detail, "explanation", "limit").equals("STUCK");
    }

    @Test
    void aStarvationIsToldAsFarAsNamesAndPlacesMayBe() {
        PoolEvent event = new PoolEvent.StarvationFound(
                "orders",
                Instant.EPOCH,
                2,
                3,
                List.of("load on orders-1 waits for something at shop.Stock.find:12"),
                List.of("load of pool orders", "save of pool orders"));
        String counts = "starves: 2 workers are blocked, 3 tasks wait";
        String circle = "; in a circle: load of pool orders → save of pool orders";
        assertThat(words(Dashboard.builder(), event))
                .isEqualTo(counts + circle + "; load on orders-1 waits for something at shop.Stock.find:12");
        assertThat(words(Dashboard.builder().stacks(false), event)).isEqualTo(counts + circle);
        assertThat(words(Dashboard.builder().taskNames(false), event)).isEqualTo(counts);
    }

    private static String words(DashboardBuilder settings, PoolEvent event) {
        Settings made = settings.settings(Duration.ofSeconds(1), Duration.ofSeconds(1), List::of);
        return new EventWords(made).of(event).text();
    }

    @Test
    void aBurstOfRefusalsIsOneLineWithItsCount() throws Exception {
        try (Stage stage = new Stage()) {
            ThreadPool pool = pool(stage);
            CountDownLatch end = new CountDownLatch(1);
            try (Watching watching = new Watching(stage.dashboard, stage.id(pool))) {
                watching.next("detail");
                for (int i = 0; i < 9; i++) {
                    try {
                        pool.execute(() -> Stage.hold(end));
                    } catch (RejectedExecutionException full) {
                        // two are taken, seven are refused
                    }
                }
                Object detail =
                        watching.next("detail", data -> refused(data) == 7).data();
                assertThat(((List<?>) JsonReader.at(detail, "events"))
                                .stream()
                                        .filter(event ->
                                                ((List<?>) event).get(2).equals("refused")))
                        .hasSize(1);
            }
            end.countDown();
        }
    }

    private static double refused(Object detail) {
        return ((List<?>) JsonReader.at(detail, "events"))
                .stream()
                        .map(event -> (List<?>) event)
                        .filter(event -> event.get(2).equals("refused"))
                        .mapToDouble(event -> (Double) event.get(5))
                        .sum();
    }

    @Test
    void aStuckTaskIsToldWithItsStackAndSoIsItsEnd() throws Exception {
        try (Stage stage = new Stage()) {
            ThreadPool pool = pool(stage);
            int id = stage.id(pool);
            CountDownLatch end = new CountDownLatch(1);
            try (Watching watching = new Watching(stage.dashboard, id)) {
                watching.next("detail");
                pool.submit("load page 7", () -> Stage.hold(end));
                List<?> stuck = first(watching, "events");
                assertThat(stuck.get(2)).isEqualTo("stuck");
                assertThat(stuck.get(3)).isEqualTo("load page 7");
                assertThat(stack(stage, id, stuck.get(0)).body()).contains("Stage.hold");
                end.countDown();
                watching.next(
                        "detail", data -> JsonReader.at(data, "events", 0, 2).equals("good"));
            }
        }
    }

    @Test
    void theExplanationIsTold() throws Exception {
        try (Stage stage = new Stage()) {
            ThreadPool pool = pool(stage);
            try (Watching watching = new Watching(stage.dashboard, stage.id(pool))) {
                Object detail = watching.next("detail", data -> ((Map<?, ?>) data).containsKey("explanation"))
                        .data();
                assertThat(JsonReader.at(detail, "explanation", "limit")).isEqualTo("NONE");
                assertThat((String) JsonReader.at(detail, "explanation", "sentence"))
                        .contains("keeps up");
            }
        }
    }

    @Test
    void closingLeavesNoListenerBehind() throws Exception {
        Stage stage = new Stage();
        ThreadPool pool = pool(stage);
        stage.id(pool);
        Until.isTrue(() -> {
            pool.pause();
            pool.resume();
            return isAnybodyListening();
        });
        stage.dashboard.close();
        Until.isTrue(() -> !isAnybodyListening()); // while the pool lives
        pool.submit(() -> "unharmed").get();
        stage.close();
        Until.isTrue(() -> StartTest.own().isEmpty());
    }

    private static boolean isAnybodyListening() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals("weir-events"));
    }
}
