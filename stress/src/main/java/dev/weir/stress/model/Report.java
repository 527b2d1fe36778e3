package dev.weir.stress.model;

import java.util.List;

/**
 * What came of one performance. Immutable.
 *
 * @param program what was performed
 * @param problems what was wrong
 * @param tasks how many tasks were submitted
 * @param nudges how often somebody had waited for long, so that what was held or paused was let go
 */
record Report(Program program, List<String> problems, int tasks, int nudges) {

    boolean isGood() {
        return problems.isEmpty();
    }

    /** For a person: what was wrong, the program, and how to see it again. */
    @Override
    public String toString() {
        return String.join("\n", problems) + "\n\n" + program + "\n\nAgain: stress/replay " + program.seed();
    }
}
