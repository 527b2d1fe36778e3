package dev.weir.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Explanation;
import dev.weir.Limit;
import dev.weir.ThreadPool;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What the page is told of what a pool explains of itself, and what it is not told where that is switched off. */
class VerdictTest {

    private static String written(DashboardBuilder settings, Explanation explanation) {
        Verdict verdict = new Verdict(settings.settings(Duration.ofSeconds(1), Duration.ofSeconds(1), List::of));
        JsonText json = new JsonText();
        verdict.write(json, explanation);
        return json.toString();
    }

    /** What a pool says whose only task is stuck. */
    private static Explanation stuck(String pool, String task) throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        AtomicReference<Explanation> found = new AtomicReference<>();
        try (ThreadPool stuck = ThreadPool.builder(pool)
                .threads(0, 1)
                .expectedRunTime(Duration.ofMillis(1))
                .build()) {
            stuck.submit(task, () -> Stage.hold(end));
            try {
                Until.isTrue(() -> {
                    found.set(stuck.explain());
                    return found.get().limit() == Limit.STUCK;
                });
            } finally {
                end.countDown();
            }
        }
        return found.get();
    }

    /** The sentence on a stuck task names its place, and a blank line in a name hid where the stacks began. */
    @Test
    void withoutStacksNoPlaceInTheCodeIsNamed() throws Exception {
        Explanation explanation = stuck("orders", "load page\n\n7 at eight");
        assertThat(written(Dashboard.builder(), explanation)).contains("Stage.hold:", "at dev.weir", "at java.base");
        assertThat(written(Dashboard.builder().stacks(false), explanation))
                .contains("(STUCK): task load page", "7 at eight on thread orders-1, which has run for ")
                .doesNotContain("Stage", "java");
    }

    @Test
    void withoutNamesNoWordIsTold() throws Exception {
        Explanation explanation = stuck("orders", "secret");
        assertThat(JsonReader.read(written(Dashboard.builder().taskNames(false), explanation)))
                .isEqualTo(java.util.Map.of("limit", "STUCK", "suggested", 0.0));
    }
}
