package dev.weir.dashboard;

import org.jspecify.annotations.Nullable;

/** Reads whole numbers out of a query such as {@code pool=3&thread=12}. Stateless. */
final class Query {

    private Query() {}

    /**
     * The number of that name; the given one if the name is missing.
     *
     * @throws Refusal if it is there and no number from 0 to 999,999,999,999,999,999
     */
    static long number(@Nullable String query, String name, long missing) throws Refusal {
        if (query != null) {
            for (String pair : query.split("&", -1)) {
                if (pair.startsWith(name + "=")) {
                    return number(pair.substring(name.length() + 1));
                }
            }
        }
        return missing;
    }

    static long number(String text) throws Refusal {
        if (!text.matches("[0-9]{1,18}")) {
            throw new Refusal(400);
        }
        return Long.parseLong(text);
    }

    /** As {@link #number(String)}, for what is counted in ints; a larger one is as wrong as a text. */
    static int id(long number) throws Refusal {
        if (number > Integer.MAX_VALUE) {
            throw new Refusal(400);
        }
        return (int) number;
    }
}
