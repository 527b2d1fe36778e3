package dev.weir.dashboard;

import java.util.Locale;

/**
 * A number that is kept for every pool and every second. The order is that of the page's arrays.
 *
 * <p>Times are in milliseconds. Rates are of the last second, times of all tasks so far;
 * without a task, they are missing.
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
    /** The last of those that the list of pools shows. */
    DROPPED,
    EXPIRED,
    CANCELLED,
    WAIT_P50,
    WAIT_P90,
    WAIT_P99,
    RUN_P50,
    RUN_P90,
    RUN_P99,
    SHARE;

    /** How many of them the list of pools shows. */
    static final int LISTED = DROPPED.ordinal();

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
