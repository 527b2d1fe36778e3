package dev.weir.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.ThreadPool;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What the page is told of the tasks that run, and what it is not told where that is switched off. */
class RunningTasksTest {

    private static List<?> firstTask(Watching watching) throws Exception {
        Object detail = watching.next("detail", data -> JsonReader.number(data, "allTasks") > 0)
                .data();
        return (List<?>) JsonReader.at(detail, "tasks", 0);
    }

    private static Wire.Answer stack(Stage stage, int pool, Object thread) throws Exception {
        return Wire.ask(stage.dashboard, "GET", "/stack?pool=" + pool + "&thread=" + ((Double) thread).longValue());
    }

    @Test
    void aTaskIsShownWithItsNameItsThreadAndItsStack() throws Exception {
        try (Stage stage = new Stage()) {
            ThreadPool pool = stage.pool("orders");
            CountDownLatch end = new CountDownLatch(1);
            AtomicReference<String> thread = new AtomicReference<>();
            pool.submit("<b>load</b>", () -> {
                thread.set(Thread.currentThread().getName());
                return Stage.hold(end);
            });
            int id = stage.id(pool);
            try (Watching watching = new Watching(stage.dashboard, id)) {
                List<?> task = firstTask(watching);
                assertThat(task.get(1)).isEqualTo("<b>load</b>");
                assertThat(task.get(3)).isEqualTo(thread.get());
                Object again = watching.next(
                                "detail", data -> ((Double) JsonReader.at(data, "tasks", 0, 4)) > (Double) task.get(4))
                        .data();
                assertThat(JsonReader.at(again, "tasks", 0, 5)).isEqualTo("WAITING");
                Wire.Answer answer = stack(stage, id, task.get(0));
                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.body())
                        .contains("Stage.hold", "CountDownLatch.await")
                        .doesNotContain("<b>");
            }
            end.countDown();
        }
    }

    @Test
    void namesAndStacksCanBeSwitchedOff() throws Exception {
        try (Stage stage = new Stage(settings -> settings.stacks(false).taskNames(false))) {
            ThreadPool pool = stage.pool("orders");
            CountDownLatch end = new CountDownLatch(1);
            pool.submit("secret", () -> Stage.hold(end));
            int id = stage.id(pool);
            try (Watching watching = new Watching(stage.dashboard, id)) {
                List<?> task = firstTask(watching);
                assertThat(task.toString()).doesNotContain("secret").doesNotContain("Stage");
                assertThat(stack(stage, id, task.get(0)).status()).isEqualTo(404);
            }
            end.countDown();
        }
    }

    @Test
    void onlyTheOldestFiftyAreListed() throws Exception {
        try (Stage stage = new Stage()) {
            ThreadPool pool =
                    stage.show(ThreadPool.builder("many").threads(0, 80).build());
            CountDownLatch end = new CountDownLatch(1);
            for (int i = 0; i < 80; i++) {
                pool.execute(() -> Stage.hold(end));
            }
            try (Watching watching = new Watching(stage.dashboard, stage.id(pool))) {
                Object detail = watching.next("detail", data -> JsonReader.number(data, "allTasks") == 80)
                        .data();
                assertThat((List<?>) JsonReader.at(detail, "tasks")).hasSize(50);
            }
            end.countDown();
        }
    }

    @Test
    void theStackOfATaskThatIsGoneIsNotFound() throws Exception {
        try (Stage stage = new Stage()) {
            int id = stage.id(stage.pool("orders"));
            assertThat(stack(stage, id, 999_999.0).status()).isEqualTo(404);
            assertThat(stack(stage, 12_345, 1.0).status()).isEqualTo(404);
            assertThat(Wire.ask(stage.dashboard, "GET", "/stack?pool=x").status())
                    .isEqualTo(400);
        }
    }
}
