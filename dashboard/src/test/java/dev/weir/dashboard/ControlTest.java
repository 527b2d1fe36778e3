package dev.weir.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.PoolState;
import dev.weir.ThreadPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pools are changed by who knows the token, and by nobody else; who does not is told nothing. */
class ControlTest {

    private static final String TOKEN = "X-Weir-Token: " + Stage.TOKEN;
    private static final String JSON = "Content-Type: application/json";

    private final Stage stage = Stage.controlled();
    private final ThreadPool pool = stage.pool("orders");

    @AfterEach
    void close() {
        stage.close();
    }

    private String path(String action) throws Exception {
        return "/pools/" + stage.id(pool) + "/" + action;
    }

    private void unchanged() {
        assertThat(pool.stats().state()).isEqualTo(PoolState.RUNNING);
        assertThat(pool.stats().maxThreads()).isEqualTo(4);
    }

    @Test
    void resizesPausesAndResumes() throws Exception {
        assertThat(Wire.post(stage.dashboard, path("resize"), "{\"min\":2,\"max\":9}", TOKEN, JSON)
                        .status())
                .isEqualTo(204);
        assertThat(pool.stats().minThreads()).isEqualTo(2);
        assertThat(pool.stats().maxThreads()).isEqualTo(9);
        assertThat(Wire.post(stage.dashboard, path("pause"), "{}", TOKEN, JSON).status())
                .isEqualTo(204);
        assertThat(pool.stats().state()).isEqualTo(PoolState.PAUSED);
        assertThat(Wire.post(stage.dashboard, path("resume"), "{}", TOKEN, JSON).status())
                .isEqualTo(204);
        assertThat(pool.stats().state()).isEqualTo(PoolState.RUNNING);
    }

    @Test
    void withoutATokenOrWithAnotherNothingHappensAndNothingIsSaid() throws Exception {
        Wire.Answer none = Wire.post(stage.dashboard, path("pause"), "{}", JSON);
        assertThat(none.status()).isEqualTo(401);
        assertThat(none.body()).isEmpty();
        for (String wrong :
                new String[] {"", "x", Stage.TOKEN + "x", Stage.TOKEN.substring(1), Stage.TOKEN.toUpperCase()}) {
            Wire.Answer answer = Wire.post(stage.dashboard, path("pause"), "{}", "X-Weir-Token: " + wrong, JSON);
            assertThat(answer.status()).as(wrong).isEqualTo(403);
            assertThat(answer.body()).isEmpty();
        }
        assertThat(Wire.post(stage.dashboard, path("pause"), "{}", TOKEN, TOKEN, JSON)
                        .status())
                .isEqualTo(401);
        assertThat(Wire.post(stage.dashboard, path("pause") + "?token=" + Stage.TOKEN, "{}", JSON)
                        .status())
                .isEqualTo(401);
        unchanged();
    }

    @Test
    void whoDoesNotKnowTheTokenLearnsNotEvenWhichPoolsThereAre() throws Exception {
        assertThat(Wire.post(stage.dashboard, "/pools/99999/pause", "{}", JSON).status())
                .isEqualTo(401);
        assertThat(Wire.post(stage.dashboard, path("dance"), "nonsense", JSON).status())
                .isEqualTo(401);
    }

    @Test
    void aForeignPageThatKnowsTheTokenIsRefused() throws Exception {
        assertThat(Wire.post(stage.dashboard, path("pause"), "{}", TOKEN, JSON, "Origin: http://evil.example")
                        .status())
                .isEqualTo(403);
        assertThat(Wire.post(stage.dashboard, path("pause"), "{}", TOKEN, JSON, "Sec-Fetch-Site: cross-site")
                        .status())
                .isEqualTo(403);
        unchanged();
    }

    @Test
    void onlyPostChangesAnything() throws Exception {
        for (String method : new String[] {"GET", "HEAD", "PUT", "DELETE"}) {
            assertThat(Wire.ask(stage.dashboard, method, path("pause"), TOKEN, JSON)
                            .status())
                    .as(method)
                    .isIn(404, 405);
        }
        unchanged();
    }

    @Test
    void whereItIsNotEnabledNoTokenHelps() throws Exception {
        try (Stage closed = new Stage()) {
            ThreadPool quiet = closed.pool("quiet");
            String path = "/pools/" + closed.id(quiet) + "/pause";
            assertThat(Wire.post(closed.dashboard, path, "{}", TOKEN, JSON).status())
                    .isEqualTo(403);
            assertThat(Wire.post(closed.dashboard, path, "{}", JSON).status()).isEqualTo(403);
            assertThat(Wire.post(closed.dashboard, "/token", "", TOKEN).status())
                    .isEqualTo(403);
            assertThat(quiet.stats().state()).isEqualTo(PoolState.RUNNING);
        }
    }

    @Test
    void aTokenCanBeTried() throws Exception {
        assertThat(Wire.post(stage.dashboard, "/token", "", TOKEN).status()).isEqualTo(204);
        assertThat(Wire.post(stage.dashboard, "/token", "", TOKEN + "x").status())
                .isEqualTo(403);
        assertThat(Wire.post(stage.dashboard, "/token", "").status()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "{\"min\":1}",
                "{\"min\":1,\"max\":2,\"more\":3}",
                "{\"min\":1,\"min\":2}",
                "{\"min\":1,\"max\":2,\"max\":3}",
                "{\"min\":1,\"max\":\"2\"}",
                "{\"min\":1,\"max\":2.5}",
                "{\"min\":1,\"max\":1e3}",
                "{\"min\":1,\"max\":99999999999}",
                "{\"min\":01,\"max\":2}",
                "{\"min\":1,\"max\":2}}",
                "{\"min\":1,\"max\":2,}"
            })
    void aBodyThatIsNotWhatItShouldBeIsRefused(String body) throws Exception {
        assertThat(Wire.post(stage.dashboard, path("resize"), body, TOKEN, JSON).status())
                .isEqualTo(400);
        unchanged();
    }

    @Test
    void aSizeThatNoPoolCanHaveIsRefused() throws Exception {
        for (String body : new String[] {
            "{\"min\":5,\"max\":2}", "{\"min\":-1,\"max\":2}", "{\"min\":0,\"max\":0}", "{\"min\":1,\"max\":99999999}"
        }) {
            assertThat(Wire.post(stage.dashboard, path("resize"), body, TOKEN, JSON)
                            .status())
                    .as(body)
                    .isEqualTo(422);
        }
        unchanged();
    }

    @Test
    void otherTypesAndLongBodiesAreRefused() throws Exception {
        assertThat(Wire.post(stage.dashboard, path("pause"), "{}", TOKEN).status())
                .isEqualTo(415);
        assertThat(Wire.post(stage.dashboard, path("pause"), "{}", TOKEN, "Content-Type: text/plain")
                        .status())
                .isEqualTo(415);
        assertThat(Wire.post(stage.dashboard, path("pause"), "{}" + " ".repeat(5_000), TOKEN, JSON)
                        .status())
                .isEqualTo(413);
        unchanged();
    }

    @Test
    void unknownPoolsAndActionsAreNotFound() throws Exception {
        assertThat(Wire.post(stage.dashboard, "/pools/99999/pause", "{}", TOKEN, JSON)
                        .status())
                .isEqualTo(404);
        assertThat(Wire.post(stage.dashboard, path("shutdown"), "{}", TOKEN, JSON)
                        .status())
                .isEqualTo(404);
        assertThat(Wire.post(stage.dashboard, "/pools/-1/pause", "{}", TOKEN, JSON)
                        .status())
                .isEqualTo(404);
        unchanged();
    }
}
