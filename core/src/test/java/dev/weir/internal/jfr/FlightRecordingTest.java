package dev.weir.internal.jfr;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.ThreadPool;
import dev.weir.event.PoolEvent;
import dev.weir.support.Gate;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import jdk.jfr.Configuration;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlightRecordingTest {

    private static final Instant NOW = Instant.now();
    private static final List<StackTraceElement> STACK = List.of(new StackTraceElement("Type", "method", "file", 7));

    /** One of each kind, but for the one that only listeners get. */
    private static final List<PoolEvent> EACH = List.of(
            new PoolEvent.WorkerStarted("pool", NOW, "thread"),
            new PoolEvent.WorkerRetired("pool", NOW, "thread"),
            new PoolEvent.TaskRejected("pool", NOW, "task", "QUEUE_FULL"),
            new PoolEvent.TasksRejected("pool", NOW, "QUEUE_FULL", 7),
            new PoolEvent.TaskFailed("pool", NOW, "task", new IllegalStateException("no")),
            new PoolEvent.TaskExpired("pool", NOW, "task"),
            new PoolEvent.TaskStuck("pool", NOW, "task", "thread", Duration.ofMillis(1), Duration.ofMillis(2), STACK),
            new PoolEvent.TaskUnstuck("pool", NOW, "task", "thread", Duration.ofMillis(3)),
            new PoolEvent.Resized("pool", NOW, 1, 2),
            new PoolEvent.StateChanged("pool", NOW, "PAUSED"),
            new PoolEvent.StarvationFound("pool", NOW, 2, 3, List.of("a waits", "b waits"), List.of("a", "b", "a")),
            new PoolEvent.StarvationResolved("pool", NOW, Duration.ofMillis(4)),
            new PoolEvent.WorkerSetAside("pool", NOW, "task", "thread", Duration.ofMillis(5), 1),
            new PoolEvent.WorkerTakenBack("pool", NOW, "task", "thread", 0),
            new PoolEvent.BugFound("pool", NOW, "finding"));

    @TempDir
    private Path directory;

    private interface Action {
        void run() throws Exception;
    }

    private static Map<String, String> settings() throws Exception {
        try (InputStream in = ThreadPool.class.getResourceAsStream("/dev/weir/weir.jfc");
                Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
            return Configuration.create(reader).getSettings();
        }
    }

    /** What is recorded while the action runs, of Weir's. */
    private List<RecordedEvent> recorded(Map<String, String> settings, Action action) throws Exception {
        Path file = Files.createTempFile(directory, "weir", ".jfr");
        try (Recording recording = new Recording()) {
            recording.setSettings(settings);
            recording.start();
            action.run();
            recording.stop();
            recording.dump(file);
        }
        return RecordingFile.readAllEvents(file).stream()
                .filter(event -> event.getEventType().getName().startsWith("dev.weir."))
                .toList();
    }

    private static RecordedEvent only(List<RecordedEvent> events, String kind) {
        List<RecordedEvent> found = events.stream()
                .filter(event -> event.getEventType().getName().equals("dev.weir." + kind))
                .toList();
        assertThat(found).as(kind).hasSize(1);
        return found.get(0);
    }

    @Test
    void eachKindIsReadBackWithWhatItTells() throws Exception {
        List<RecordedEvent> events = recorded(settings(), () -> EACH.forEach(Recorder.PRESENT::record));

        assertThat(events)
                .hasSize(EACH.size())
                .allMatch(event -> event.getString("pool").equals("pool"));
        assertThat(only(events, "WorkerStarted").getString("thread")).isEqualTo("thread");
        assertThat(only(events, "WorkerRetired").getString("thread")).isEqualTo("thread");
        assertThat(only(events, "TaskRejected").getString("task")).isEqualTo("task");
        assertThat(only(events, "TaskRejected").getString("reason")).isEqualTo("QUEUE_FULL");
        assertThat(only(events, "TasksRejected").getString("reason")).isEqualTo("QUEUE_FULL");
        assertThat(only(events, "TasksRejected").getLong("count")).isEqualTo(7);
        assertThat(only(events, "TaskFailed").getString("exception")).isEqualTo(IllegalStateException.class.getName());
        assertThat(only(events, "TaskFailed").getString("task")).isEqualTo("task");
        assertThat(only(events, "TaskExpired").getString("task")).isEqualTo("task");
        RecordedEvent stuck = only(events, "TaskStuck");
        assertThat(stuck.getString("task")).isEqualTo("task");
        assertThat(stuck.getString("thread")).isEqualTo("thread");
        assertThat(stuck.getDuration("expected")).isEqualTo(Duration.ofMillis(1));
        assertThat(stuck.getDuration("age")).isEqualTo(Duration.ofMillis(2));
        assertThat(stuck.getString("stack")).isEqualTo("Type.method(file:7)");
        assertThat(only(events, "TaskUnstuck").getDuration("runTime")).isEqualTo(Duration.ofMillis(3));
        assertThat(only(events, "Resized").getInt("minThreads")).isEqualTo(1);
        assertThat(only(events, "Resized").getInt("maxThreads")).isEqualTo(2);
        assertThat(only(events, "StateChanged").getString("state")).isEqualTo("PAUSED");
        RecordedEvent starved = only(events, "StarvationFound");
        assertThat(starved.getInt("workers")).isEqualTo(2);
        assertThat(starved.getLong("waiting")).isEqualTo(3);
        assertThat(starved.getString("waits")).isEqualTo("a waits\nb waits");
        assertThat(starved.getString("circle")).isEqualTo("a\nb\na");
        assertThat(only(events, "StarvationResolved").getDuration("lasted")).isEqualTo(Duration.ofMillis(4));
        assertThat(only(events, "WorkerSetAside").getDuration("age")).isEqualTo(Duration.ofMillis(5));
        assertThat(only(events, "WorkerSetAside").getInt("aside")).isEqualTo(1);
        assertThat(only(events, "WorkerTakenBack").getString("thread")).isEqualTo("thread");
        assertThat(only(events, "BugFound").getString("finding")).isEqualTo("finding");
    }

    /** The list above, the settings file and the events themselves name the same kinds. */
    @Test
    void everyKindOfEventIsInTheSettingsAndInThisTest() throws Exception {
        TreeSet<String> kinds = new TreeSet<>();
        for (Class<?> kind : PoolEvent.class.getPermittedSubclasses()) {
            kinds.add(kind.getSimpleName());
        }
        kinds.remove("EventsMissed");
        TreeSet<String> here = new TreeSet<>();
        EACH.forEach(event -> here.add(event.getClass().getSimpleName()));
        assertThat(here).isEqualTo(kinds);

        kinds.addAll(List.of("TaskRun", "QueueWait"));
        TreeSet<String> set = new TreeSet<>();
        settings().keySet().forEach(key -> set.add(key.replaceAll("dev\\.weir\\.(.*)#.*", "$1")));
        assertThat(set).isEqualTo(kinds);
    }

    @Test
    void lifeOfPoolIsRecordedWithoutAListener() throws Exception {
        List<RecordedEvent> events = recorded(settings(), () -> {
            try (ThreadPool pool = ThreadPool.builder("recorded").threads(1, 1).build()) {
                pool.pause();
                pool.resume();
                pool.submit(() -> 1).get();
            }
        });

        assertThat(only(events, "WorkerStarted").getString("thread")).isEqualTo("recorded-1");
        assertThat(only(events, "WorkerStarted").getThread().getJavaName()).isEqualTo("recorded-1");
        assertThat(only(events, "WorkerRetired").getString("pool")).isEqualTo("recorded");
        assertThat(events.stream()
                        .filter(event -> event.getEventType().getName().equals("dev.weir.StateChanged"))
                        .map(event -> event.getString("state")))
                .containsExactly("PAUSED", "RUNNING", "DRAINING", "TERMINATED");
    }

    private static void runSlowTaskAndOneBehindIt() throws Exception {
        try (ThreadPool pool = ThreadPool.builder("recorded").threads(1, 1).build()) {
            Gate gate = new Gate();
            var slow = pool.submit("slow", () -> {
                gate.run();
                return 1;
            });
            gate.awaitInside(1);
            var behind = pool.submit("behind", () -> 2);
            long begin = System.nanoTime();
            while (System.nanoTime() - begin < 30_000_000) {
                Thread.onSpinWait(); // longer than the thresholds
            }
            gate.open();
            slow.get();
            behind.get();
        }
    }

    @Test
    void slowTaskAndLongWaitAreRecordedAndOthersAreNot() throws Exception {
        List<RecordedEvent> events = recorded(settings(), FlightRecordingTest::runSlowTaskAndOneBehindIt);

        RecordedEvent run = of("slow", events, "TaskRun");
        assertThat(run.getString("pool")).isEqualTo("recorded");
        assertThat(run.getThread().getJavaName()).isEqualTo("recorded-1");
        of("behind", events, "QueueWait");
        for (RecordedEvent event : events) { // on a busy machine the other one may be slow as well
            switch (event.getEventType().getName()) {
                case "dev.weir.TaskRun" ->
                    assertThat(event.getDuration()).isGreaterThanOrEqualTo(Duration.ofMillis(20));
                case "dev.weir.QueueWait" ->
                    assertThat(event.getDuration("wait")).isGreaterThanOrEqualTo(Duration.ofMillis(20));
                default -> {}
            }
        }
    }

    private static RecordedEvent of(String task, List<RecordedEvent> events, String kind) {
        return events.stream()
                .filter(event -> event.getEventType().getName().equals("dev.weir." + kind))
                .filter(event -> event.getString("task").equals(task))
                .findFirst()
                .orElseThrow(() -> new AssertionError(kind + " of " + task + " is not among " + events));
    }

    @Test
    void thresholdsCanBeSet() throws Exception {
        Map<String, String> strict = new TreeMap<>(settings());
        strict.put("dev.weir.TaskRun#threshold", "1 h");
        strict.put("dev.weir.QueueWait#minimum", "0 ns");

        List<RecordedEvent> events = recorded(strict, FlightRecordingTest::runSlowTaskAndOneBehindIt);

        assertThat(events).noneMatch(event -> event.getEventType().getName().equals("dev.weir.TaskRun"));
        assertThat(events.stream()
                        .filter(event -> event.getEventType().getName().equals("dev.weir.QueueWait"))
                        .map(event -> event.getString("task")))
                .containsExactly("slow", "behind");
    }

    @Test
    void kindsThatAreOffAreNotRecordedAndNothingIsMadeForThem() throws Exception {
        assertThat(Recorder.PRESENT.isOn()).isFalse();
        assertThat(Recorder.PRESENT.taskBegins()).isNull();
        Map<String, String> off = new TreeMap<>();
        settings().forEach((key, value) -> off.put(key, key.endsWith("#enabled") ? "false" : value));

        List<RecordedEvent> events = recorded(off, () -> {
            assertThat(Recorder.PRESENT.isOn()).isFalse();
            assertThat(Recorder.PRESENT.taskBegins()).isNull();
            EACH.forEach(Recorder.PRESENT::record);
        });

        assertThat(events).isEmpty();
    }

    @Test
    void minimumIsReadAsItIsWritten() {
        Minimum minimum = new Minimum();
        assertThat(minimum.getValue()).isEqualTo("20 ms");
        for (String each : Arrays.asList("20000000 ns", "20000 us", "20 ms", "nonsense", "20 parsecs", "")) {
            minimum.setValue(each);
            assertThat(minimum.nanos()).as(each).isEqualTo(20_000_000);
        }
        minimum.setValue("2 s");
        assertThat(minimum.nanos()).isEqualTo(2_000_000_000);
        assertThat(minimum.combine(new TreeSet<>(List.of("1 s", "5 ms", "2 s"))))
                .isEqualTo("5 ms");
    }
}
