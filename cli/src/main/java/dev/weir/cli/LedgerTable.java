package dev.weir.cli;

import dev.weir.PoolStats;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Writes the final account of {@code weir serve}: where every accepted task went, as a sum that is done before the
 * reader's eyes. Stateless.
 */
final class LedgerTable {
    private LedgerTable() {}

    static String of(PoolStats pool, RequestCounts requests) {
        StringBuilder out = new StringBuilder(1024);
        out.append("Ledger of the pool '").append(pool.name()).append("'\n");
        row(out, " ", "accepted", pool.accepted(), "tasks");
        long sum = 0;
        for (Map.Entry<String, Long> end : ends(pool).entrySet()) {
            row(out, end.getKey().equals("succeeded") ? "=" : "+", end.getKey(), end.getValue(), "");
            sum += end.getValue();
        }
        String verdict = sum == pool.accepted()
                ? String.format(Locale.ROOT, "adds up: %,d = %,d", pool.accepted(), sum)
                : String.format(Locale.ROOT, "DOES NOT ADD UP: %,d accepted, %,d accounted for", pool.accepted(), sum);
        out.append("  ").append(verdict).append('\n');
        row(out, " ", "rejected", pool.rejected(), "(never accepted" + reasons(pool) + ")");
        out.append("Requests\n");
        row(out, " ", "received", requests.receivedCount(), "");
        row(out, "=", "answered", requests.answeredCount(), classes(requests));
        row(out, "+", "aborted", requests.abortedCount(), "(the client hung up, or the file ended early)");
        long other = pool.accepted() - requests.receivedCount();
        row(out, " ", "other tasks", other, "(connections that closed, or sent no valid request)");
        out.append("Threads\n");
        row(out, " ", "peak", pool.peakThreads(), "of " + pool.maxThreads() + " at most");
        row(out, " ", "created", pool.threadsCreated(), "");
        out.append("  queue wait p50 ")
                .append(time(pool.queueWait().p50()))
                .append(", p99 ")
                .append(time(pool.queueWait().p99()))
                .append("; run time p50 ")
                .append(time(pool.runTime().p50()))
                .append(", p99 ")
                .append(time(pool.runTime().p99()))
                .append('\n');
        return out.toString();
    }

    /** Such as {@code : QUEUE_FULL 12, SHUT_DOWN 1}. */
    private static String reasons(PoolStats pool) {
        return pool.rejectedBy().entrySet().stream()
                .map(each -> String.format(Locale.ROOT, "%s %,d", each.getKey(), each.getValue()))
                .collect(
                        Collectors.collectingAndThen(Collectors.joining(", "), all -> all.isEmpty() ? "" : ": " + all));
    }

    /** Where accepted tasks can be; queued and running only if the end was forced and some are left. */
    private static Map<String, Long> ends(PoolStats pool) {
        Map<String, Long> ends = new LinkedHashMap<>();
        ends.put("succeeded", pool.succeeded());
        ends.put("failed", pool.failed());
        ends.put("cancelled", pool.cancelled());
        ends.put("expired", pool.expired());
        ends.put("dropped", pool.dropped());
        ends.put("handed back", pool.handedBack());
        if (pool.queued() != 0) {
            ends.put("still queued", pool.queued());
        }
        if (pool.running() != 0) {
            ends.put("still running", pool.running());
        }
        return ends;
    }

    private static String classes(RequestCounts requests) {
        return String.format(
                Locale.ROOT,
                "(2xx %,d, 3xx %,d, 4xx %,d, 5xx %,d)",
                requests.answeredCount(2),
                requests.answeredCount(3),
                requests.answeredCount(4),
                requests.answeredCount(5));
    }

    private static void row(StringBuilder out, String sign, String name, long count, String note) {
        out.append(String.format(Locale.ROOT, "  %s %-14s %,14d", sign, name, count));
        out.append(note.isEmpty() ? "\n" : "  " + note + "\n");
    }

    private static String time(Duration time) {
        return Times.format((double) time.toNanos());
    }
}
