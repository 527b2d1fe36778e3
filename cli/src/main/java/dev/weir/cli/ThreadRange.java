package dev.weir.cli;

/**
 * The value of {@code --threads}: how many threads a pool keeps and how many it may have. Immutable.
 *
 * <p>What numbers are sensible is the pool's own decision; this only reads them.
 *
 * @param min threads made in advance and kept
 * @param max threads at most
 */
record ThreadRange(int min, int max) {

    /** Reads {@code MIN,MAX}, or one number for a pool of fixed size. */
    static ThreadRange parse(String argument, String text) {
        int comma = text.indexOf(',');
        if (comma < 0) {
            int both = Arguments.anyWholeNumber(argument, text.strip(), text);
            return new ThreadRange(both, both);
        }
        int min = Arguments.anyWholeNumber(argument, text.substring(0, comma).strip(), text);
        int max = Arguments.anyWholeNumber(argument, text.substring(comma + 1).strip(), text);
        return new ThreadRange(min, max);
    }

    /** As it is given: {@code "4,64"}. */
    String text() {
        return min + "," + max;
    }

    /** {@code "4-64 threads"}, {@code "1 thread"}. */
    String describe() {
        String number = min == max ? Integer.toString(max) : min + "-" + max;
        return number + (min == 1 && max == 1 ? " thread" : " threads");
    }
}
