package dev.weir.cli;

import dev.weir.LatencySummary;
import dev.weir.PoolStats;
import dev.weir.Rates;
import dev.weir.ThreadCost;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes the answer to {@code GET /-/stats}; every duration is in nanoseconds and its key says so. Stateless. */
final class StatsJson {
    private StatsJson() {}

    static String of(PoolStats pool, RequestCounts requests) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("pool", pool.name());
        json.put("state", pool.state().name());
        json.put("threads", threads(pool));
        json.put("tasks", tasks(pool));
        json.put("arrivals", rates(pool.arrivals()));
        json.put("completions", rates(pool.completions()));
        json.put("oldestWaitNanos", pool.oldestWait().toNanos());
        json.put("queueWait", latency(pool.queueWait()));
        json.put("runTime", latency(pool.runTime()));
        json.put("threadCost", cost(pool.threadCost()));
        json.put("requests", requests(requests));
        return Json.write(json);
    }

    private static Map<String, Object> threads(PoolStats pool) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("now", pool.threads());
        json.put("idle", pool.idleThreads());
        json.put("min", pool.minThreads());
        json.put("max", pool.maxThreads());
        json.put("peak", pool.peakThreads());
        json.put("created", pool.threadsCreated());
        json.put("retired", pool.threadsRetired());
        json.put("busyShare", pool.busyShare());
        return json;
    }

    private static Map<String, Object> tasks(PoolStats pool) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("accepted", pool.accepted());
        json.put("queued", pool.queued());
        json.put("running", pool.running());
        json.put("succeeded", pool.succeeded());
        json.put("failed", pool.failed());
        json.put("cancelled", pool.cancelled());
        json.put("expired", pool.expired());
        json.put("dropped", pool.dropped());
        json.put("handedBack", pool.handedBack());
        json.put("rejected", pool.rejected());
        Map<String, Object> reasons = new LinkedHashMap<>();
        pool.rejectedBy().forEach((reason, count) -> reasons.put(reason.name(), count));
        json.put("rejectedBy", reasons);
        json.put("unreadResults", pool.unreadResults());
        return json;
    }

    private static Map<String, Object> rates(Rates rates) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("lastSecond", rates.lastSecond());
        json.put("lastTenSeconds", rates.lastTenSeconds());
        json.put("lastMinute", rates.lastMinute());
        return json;
    }

    private static Map<String, Object> latency(LatencySummary summary) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("count", summary.count());
        json.put("meanNanos", summary.mean().toNanos());
        json.put("p50Nanos", summary.p50().toNanos());
        json.put("p90Nanos", summary.p90().toNanos());
        json.put("p99Nanos", summary.p99().toNanos());
        json.put("p999Nanos", summary.p999().toNanos());
        json.put("maxNanos", summary.max().toNanos());
        return json;
    }

    private static Map<String, Object> cost(ThreadCost cost) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("created", cost.created());
        json.put("createNanos", cost.createTime().toNanos());
        json.put("runNanos", cost.runTime().toNanos());
        json.put("ended", cost.ended());
        json.put("endNanos", cost.endTime().toNanos());
        json.put("share", cost.share());
        return json;
    }

    private static Map<String, Object> requests(RequestCounts requests) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("received", requests.receivedCount());
        for (int statusClass = 2; statusClass <= 5; statusClass++) {
            json.put("answered" + statusClass + "xx", requests.answeredCount(statusClass));
        }
        json.put("aborted", requests.abortedCount());
        return json;
    }
}
