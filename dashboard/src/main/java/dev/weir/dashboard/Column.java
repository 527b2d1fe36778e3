package dev.weir.dashboard;

import java.util.Locale;

/**
 * A number that is kept for every pool and every second. The order is that of the page's arrays.
 *
 * <p>Times are in milliseconds, rates are tasks a second. Rates are of the last second, percentiles of the last
 * {@link Reading#WINDOW} seconds: where no task was in that time, they are missing.
 */
enum Column {
    THREADS,
    IDLE,
    MAX,
    QUEUED,
    RUNNING,
    ARRIVALS,
    COMPLETIONS,
    FAILURES,
    REJECTIONS,

    // Those above are in the list of pools; those below only where one is looked at.

    QUEUE_FULL,
    SHUT_DOWN,
    NO_THREAD,
    INTERRUPTED,
    CLOSED,
    DROPPED,
    EXPIRED,
    CANCELLED,
    WAIT_P50,
    WAIT_P90,
    WAIT_P99,
    OLDEST_WAIT,
    RUN_P50,
    RUN_P90,
    RUN_P99,
    BUSY_SHARE,
    THREAD_SHARE;

    /** How many of them the list of pools shows. */
    static final int LISTED = QUEUE_FULL.ordinal();

    static final Column[] ALL = values();

    /** Its name on the page, such as {@code waitP50}. */
    String key() {
        String[] words = name().toLowerCase(Locale.ROOT).split("_", -1);
        StringBuilder key = new StringBuilder(words[0]);
        for (int i = 1; i < words.length; i++) {
            key.append(Character.toUpperCase(words[i].charAt(0))).append(words[i], 1, words[i].length());
        }
        return key.toString();
    }
}
