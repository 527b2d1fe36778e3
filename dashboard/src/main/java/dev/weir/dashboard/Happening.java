package dev.weir.dashboard;

import java.util.List;

/**
 * One line about something that happened in a pool. Immutable, and made of texts alone: it keeps no task, no exception and no
 * class of the program alive.
 *
 * @param millis when, in milliseconds since 1970
 * @param kind what decides its look on the page, such as {@code failed}
 * @param task the name of the task that it is about; empty if it is about none
 * @param text what happened
 * @param count how many of the same kind it stands for
 * @param stack where the task was; empty if that is not known
 */
record Happening(long millis, String kind, String task, String text, long count, List<String> stack) {

    private static final long SAME_BURST_MILLIS = 3_000;

    /** Whether a later one says the same again, of so many things that one line has to do. */
    boolean takesIn(Happening later) {
        return kind.equals("refused")
                && later.kind.equals(kind)
                && later.text.equals(text)
                && later.millis - millis < SAME_BURST_MILLIS;
    }

    /** Both in one line. */
    Happening with(Happening later) {
        return new Happening(later.millis, kind, "", text, count + later.count, List.of());
    }
}
