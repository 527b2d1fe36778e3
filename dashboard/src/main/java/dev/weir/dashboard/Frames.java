package dev.weir.dashboard;

import dev.weir.Explanation;
import dev.weir.PoolState;
import dev.weir.PoolStats;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/**
 * Writes what viewers are told, as server-sent events whose data is JSON. Stateless but for what the dashboard is.
 *
 * <ul>
 *   <li>{@code hello}: what this dashboard is and may; the first one after each connection.
 *   <li>{@code pools}: those that came and those that went.
 *   <li>{@code tick}: once a second, the pools of which the list has to show something else.
 *   <li>{@code history}: all samples of one pool, a column after the other.
 *   <li>{@code detail}: once a second, what is new of the pool that the viewer looks at.
 * </ul>
 */
final class Frames {

    private final Settings settings;
    private final String instance = UUID.randomUUID().toString();
    private final String version;
    private final TaskLines tasks;
    private final Verdict verdict;

    Frames(Settings settings) {
        this.settings = settings;
        this.tasks = new TaskLines(settings);
        this.verdict = new Verdict(settings);
        String known = Frames.class.getPackage().getImplementationVersion();
        this.version = known == null ? "" : known;
    }

    byte[] hello() {
        JsonText json = new JsonText().beginObject();
        json.key("instance").value(instance).key("version").value(version);
        json.key("period").value(settings.period().toMillis()).key("kept").value(PoolHistory.KEPT);
        json.key("control").value(settings.token() != null);
        json.key("stacks").value(settings.stacks()).key("taskNames").value(settings.taskNames());
        json.key("java").value(Runtime.version().toString());
        json.key("process").value(ProcessHandle.current().pid());
        json.key("processors").value(Runtime.getRuntime().availableProcessors());
        json.key("listed").value(Column.LISTED).key("columns").beginArray();
        for (Column column : Column.ALL) {
            json.value(column.key());
        }
        json.endArray().key("states").beginArray();
        for (PoolState state : PoolState.values()) {
            json.value(state.name());
        }
        return frame("hello", json.endArray().endObject());
    }

    byte[] pools(Collection<PoolHistory> added, List<Integer> gone) {
        JsonText json = new JsonText().beginObject().key("added").beginArray();
        for (PoolHistory history : added) {
            json.beginArray().value(history.id()).value(history.name()).endArray();
        }
        json.endArray().key("gone").beginArray();
        gone.forEach(json::value);
        return frame("pools", json.endArray().endObject());
    }

    byte[] tick(Pools pools, boolean all) {
        JsonText json = new JsonText().beginObject();
        json.key("t").value(pools.millis(pools.tick())).key("rows").beginArray();
        for (PoolHistory history : pools.all()) {
            Sample sample = history.last();
            if (sample != null && (all || history.changed())) {
                json.beginArray().value(history.id()).value(sample.state().ordinal());
                for (int i = 0; i < Column.LISTED; i++) {
                    json.value(sample.values()[i]);
                }
                json.endArray();
            }
        }
        return frame("tick", json.endArray().endObject());
    }

    byte[] history(Pools pools, PoolHistory history) {
        long last = pools.tick();
        long first = Math.max(0, last - PoolHistory.KEPT + 1);
        while (first < last && history.at(first) == null) {
            first++;
        }
        JsonText json = new JsonText().beginObject();
        json.key("pool").value(history.id()).key("t").beginArray();
        for (long tick = first; tick <= last; tick++) {
            json.value(pools.millis(tick));
        }
        json.endArray().key("columns").beginArray();
        for (Column column : Column.ALL) {
            json.beginArray();
            for (long tick = first; tick <= last; tick++) {
                Sample sample = history.at(tick);
                json.value(sample == null ? Float.NaN : sample.get(column));
            }
            json.endArray();
        }
        return frame("history", json.endArray().endObject());
    }

    byte[] detail(Pools pools, PoolHistory history) {
        JsonText json = new JsonText().beginObject();
        json.key("pool").value(history.id()).key("t").value(pools.millis(pools.tick()));
        Sample sample = history.at(pools.tick());
        if (sample != null) {
            json.key("values").beginArray();
            for (float value : sample.values()) {
                json.value(value);
            }
            json.endArray();
        }
        PoolStats stats = history.stats();
        if (stats != null) {
            json.key("stats");
            counts(json, stats);
        }
        Explanation explanation = history.explanation();
        if (explanation != null) {
            verdict.write(json.key("explanation"), explanation);
        }
        tasks.write(json.key("tasks"), history);
        json.key("allTasks").value(history.running().size());
        Happenings.write(json.key("failures"), history.happenings().failures());
        Happenings.write(json.key("events"), history.happenings().events());
        return frame("detail", json.endObject());
    }

    private static void counts(JsonText json, PoolStats stats) {
        json.beginObject();
        json.key("state").value(stats.state().name());
        json.key("min").value(stats.minThreads()).key("max").value(stats.maxThreads());
        json.key("peak").value(stats.peakThreads());
        json.key("created").value(stats.threadsCreated()).key("retired").value(stats.threadsRetired());
        json.key("accepted").value(stats.accepted());
        json.key("queued").value(stats.queued()).key("running").value(stats.running());
        json.key("succeeded").value(stats.succeeded()).key("failed").value(stats.failed());
        json.key("cancelled").value(stats.cancelled()).key("expired").value(stats.expired());
        json.key("dropped").value(stats.dropped()).key("handedBack").value(stats.handedBack());
        json.key("rejected").value(stats.rejected()).key("unreadResults").value(stats.unreadResults());
        json.key("addsUp").value(stats.addsUp());
        json.endObject();
    }

    static byte[] frame(String event, JsonText data) {
        return ("event: " + event + "\ndata: " + data + "\n\n").getBytes(StandardCharsets.UTF_8);
    }
}
