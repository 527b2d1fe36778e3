package dev.weir.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.FailureHandler;
import dev.weir.Overflow;
import dev.weir.TaskRejectedException;
import dev.weir.ThreadPool;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a viewer is told of the pools. */
class EventsTest {

    private final Stage stage = new Stage();

    @AfterEach
    void close() {
        stage.close();
    }

    private static double row(Object tick, int id, int column) {
        for (Object row : (List<?>) JsonReader.at(tick, "rows")) {
            if (((List<?>) row).get(0).equals((double) id)) {
                return (Double) ((List<?>) row).get(column + 2);
            }
        }
        return Double.NaN;
    }

    @Test
    void thePoolsAreNamedAndPoolsComeAndGo() throws Exception {
        stage.pool("first");
        try (Watching watching = new Watching(stage.dashboard, 0)) {
            assertThat(watching.next().event()).isEqualTo("hello");
            int first = watching.idOf("first");
            ThreadPool late = stage.pool("late");
            int second = watching.idOf("late");
            assertThat(second).isNotEqualTo(first);
            stage.pools.remove(late);
            late.close();
            Object gone = watching.next("pools").data();
            assertThat(JsonReader.at(gone, "gone")).isEqualTo(List.of((double) second));
        }
    }

    @Test
    void threadsQueueAndRatesAreThoseOfThePool() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        FailureHandler quiet = failure -> {};
        ThreadPool pool = stage.show(ThreadPool.builder("orders")
                .threads(0, 2)
                .queueCapacity(3)
                .overflow(Overflow.reject())
                .failureHandler(quiet)
                .build());
        try (Watching watching = new Watching(stage.dashboard, stage.id(pool))) {
            watching.next("history");
            for (int i = 0; i < 5; i++) {
                pool.execute(() -> {
                    Stage.hold(end);
                    throw new IllegalStateException("on purpose");
                });
            }
            assertThatThrownBy(() -> pool.execute(() -> {})).isInstanceOf(TaskRejectedException.class);
            Object full = watching.next("detail", data -> JsonReader.number(data, "stats", "rejected") == 1)
                    .data();
            assertThat(watching.value(full, "threads")).isEqualTo(2);
            assertThat(watching.value(full, "idle")).isZero();
            assertThat(watching.value(full, "max")).isEqualTo(2);
            assertThat(watching.value(full, "queued")).isEqualTo(3);
            assertThat(JsonReader.number(full, "stats", "accepted")).isEqualTo(5);
            end.countDown();
            Object failing = watching.next("detail", data -> watching.value(data, "failures") > 0)
                    .data();
            assertThat(watching.value(failing, "completions")).isEqualTo(watching.value(failing, "failures"));
            Object done = watching.next("detail", data -> JsonReader.number(data, "stats", "failed") == 5)
                    .data();
            assertThat(JsonReader.at(done, "stats", "addsUp")).isEqualTo(true);
        }
    }

    @Test
    void aRateCountsWhatCameInOneSecond() throws Exception {
        ThreadPool pool = stage.pool("orders");
        try (Watching watching = new Watching(stage.dashboard, stage.id(pool))) {
            Object before = watching.next("detail").data();
            for (int i = 0; i < 100; i++) {
                pool.execute(() -> {});
            }
            double last = JsonReader.number(before, "t");
            double arrived = 0;
            while (arrived < 100) {
                Object detail = watching.next("detail").data();
                double now = JsonReader.number(detail, "t");
                arrived += watching.value(detail, "arrivals") * (now - last) / 1000;
                last = now;
                if (JsonReader.number(detail, "stats", "accepted") == 100 && watching.value(detail, "arrivals") == 0) {
                    break;
                }
            }
            assertThat(arrived).isBetween(80.0, 120.0); // times are told in whole milliseconds, of twenty
        }
    }

    @Test
    void theHistoryHoldsWhatWasBeforeTheViewerCame() throws Exception {
        ThreadPool pool = stage.pool("orders");
        int id = stage.id(pool);
        try (Watching watching = new Watching(stage.dashboard, id)) {
            for (int i = 0; i < 5; i++) {
                watching.next("detail");
            }
        }
        try (Watching watching = new Watching(stage.dashboard, id)) {
            Object history = watching.next("history").data();
            int samples = ((List<?>) JsonReader.at(history, "t")).size();
            assertThat(samples).isGreaterThanOrEqualTo(5);
            assertThat((List<?>) JsonReader.at(history, "columns"))
                    .hasSize(Column.ALL.length)
                    .allSatisfy(column -> {
                        assertThat((List<?>) column).hasSize(samples);
                    });
        }
    }

    @Test
    void noMoreThanFifteenMinutesAreKept() {
        try (ThreadPool pool = ThreadPool.builder("orders").threads(0, 1).build()) {
            Pools pools = new Pools(new EventWords(Dashboard.builder().settings(null, null, List::of)));
            for (int second = 0; second < PoolHistory.KEPT + 100; second++) {
                pools.note(java.util.Map.of(pool, pool.stats()), second * 1000L, second * 1_000_000_000L);
            }
            Frames frames = new Frames(Dashboard.builder().settings(null, null, List::of));
            String frame =
                    new String(frames.history(pools, pools.all().iterator().next()));
            Object history = JsonReader.read(frame.lines().toList().get(1).substring("data: ".length()));
            List<?> times = (List<?>) JsonReader.at(history, "t");
            assertThat(times).hasSize(PoolHistory.KEPT);
            assertThat(times.get(0)).isEqualTo(100_000.0);
            assertThat(times.get(PoolHistory.KEPT - 1)).isEqualTo((PoolHistory.KEPT + 99) * 1000.0);
        }
    }

    @Test
    void aThousandPoolsAreListedAndCostNothingWhileTheyAreIdle() throws Exception {
        for (int i = 0; i < 1_000; i++) {
            stage.show(ThreadPool.builder("pool " + i).threads(0, 2).build());
        }
        ThreadPool busy = stage.pools.get(500);
        int id = stage.id(busy);
        stage.id(stage.pools.get(999)); // known with all before it, however many seconds it took to build them
        try (Watching watching = new Watching(stage.dashboard, 0)) {
            Object pools = watching.next("pools", data -> Watching.added(data).size() == 1_000)
                    .data();
            assertThat(Watching.added(pools)).extracting(row -> row.get(1)).contains("pool 0", "pool 999");
            assertThat((List<?>) JsonReader.at(watching.next("tick").data(), "rows"))
                    .hasSize(1_000);
            watching.next("tick", data -> ((List<?>) JsonReader.at(data, "rows")).isEmpty());
            CountDownLatch end = new CountDownLatch(1);
            busy.execute(() -> Stage.hold(end));
            Object tick = watching.next("tick", data -> row(data, id, Column.RUNNING.ordinal()) == 1)
                    .data();
            assertThat((List<?>) JsonReader.at(tick, "rows")).hasSize(1);
            end.countDown();
        }
    }

    @Test
    void namesWithMarkupAndOfTenThousandCharactersAreHarmless() throws Exception {
        String markup = "</script><script>alert(1)</script>\u2028\n\"'&\\ \ud83d";
        stage.pool(markup);
        stage.id(stage.pool("x".repeat(10_000))); // known, and so is the one before it
        try (Watching watching = new Watching(stage.dashboard, 0)) {
            List<List<Object>> pools = Watching.added(
                    watching.next("pools", data -> Watching.added(data).size() == 2)
                            .data());
            assertThat(pools.get(0).get(1)).isEqualTo(markup);
            assertThat((String) pools.get(1).get(1))
                    .hasSizeLessThan(300)
                    .startsWith("xxx")
                    .endsWith("(10000 characters)");
        }
        assertThat(new JsonText().value(markup).toString())
                .doesNotContain("<")
                .doesNotContain("\n")
                .doesNotContain("\u2028");
    }

    @Test
    void aPoolThatCannotBeReadDisturbsNobody() throws Exception {
        ThreadPool broken = (ThreadPool) java.lang.reflect.Proxy.newProxyInstance(
                ThreadPool.class.getClassLoader(), new Class<?>[] {ThreadPool.class}, (proxy, method, arguments) -> {
                    return switch (method.getName()) {
                        case "hashCode" -> System.identityHashCode(proxy);
                        case "equals" -> proxy == arguments[0];
                        case "toString" -> "broken";
                        default -> throw new IllegalStateException("on purpose: " + method.getName());
                    };
                });
        stage.pool("sound");
        stage.pools.add(0, broken);
        try (Watching watching = new Watching(stage.dashboard, 0)) {
            assertThat(watching.idOf("sound")).isPositive();
        } finally {
            stage.pools.remove(broken);
        }
    }
}
