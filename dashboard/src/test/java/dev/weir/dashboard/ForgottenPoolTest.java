package dev.weir.dashboard;

import dev.weir.ThreadPool;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A pool that nobody has closed and everybody has forgotten: the page is no reason for it to live. */
class ForgottenPoolTest {

    private static List<ThreadPool> ours() {
        return ThreadPool.all().stream()
                .filter(pool -> pool.name().startsWith("forgotten"))
                .toList();
    }

    /** It stayed as long as the dashboard, with its history, and the one who brings events stayed with it. */
    @Test
    void isForgottenHereToo() throws Exception {
        Settings settings =
                Dashboard.builder().settings(Duration.ofMillis(20), Duration.ofSeconds(10), ForgottenPoolTest::ours);
        try (Dashboard dashboard = Dashboard.start(settings);
                Watching watching = new Watching(dashboard, 0)) {
            WeakReference<ThreadPool> pool = new WeakReference<>(shown(dashboard));
            double id = watching.idOf("forgotten");
            Until.isTrue(() -> {
                System.gc();
                return pool.refersTo(null);
            });
            watching.next("pools", data -> JsonReader.at(data, "gone").equals(List.of(id)));
            Until.isTrue(() -> !isAnybodyListening());
        }
    }

    /** One that has been looked at in detail, and listened to. */
    private static ThreadPool shown(Dashboard dashboard) throws Exception {
        ThreadPool pool = ThreadPool.builder("forgotten").threads(0, 2).build();
        int id;
        try (Watching watching = new Watching(dashboard, 0)) {
            id = watching.idOf("forgotten");
        }
        try (Watching watching = new Watching(dashboard, id)) {
            watching.next("detail", data -> ((Map<?, ?>) data).containsKey("explanation"));
            pool.resize(0, 3);
            watching.next("detail", data -> !((List<?>) JsonReader.at(data, "events")).isEmpty());
        }
        Until.isTrue(ForgottenPoolTest::isAnybodyListening);
        return pool;
    }

    private static boolean isAnybodyListening() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals("weir-events"));
    }
}
