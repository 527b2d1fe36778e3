package dev.weir.cli;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the word that somebody who mistyped will have meant. Stateless. */
final class Suggestion {
    private static final int MOST_EDITS = 2;

    /** Every short option is near to every other. */
    private static final int SHORTEST = 4;

    private Suggestion() {}

    /** The nearest of the words, if it is near enough to be worth mentioning. */
    static Optional<String> nearest(String typed, Collection<String> words) {
        return words.stream()
                .filter(word -> word.length() >= SHORTEST)
                .filter(word -> edits(typed, word) <= Math.min(MOST_EDITS, word.length() / 2))
                .min(Comparator.comparingInt((String word) -> edits(typed, word))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** Levenshtein's distance: insertions, deletions and replacements that turn one text into the other. */
    static int edits(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[to.length()];
    }
}
