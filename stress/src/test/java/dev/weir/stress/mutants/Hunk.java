package dev.weir.stress.mutants;

import java.util.ArrayList;
import java.util.List;

/**
 * Lines of a source file and what a mutant makes of them. Immutable. Lines are compared without the blanks around them, so
 * that a hunk survives a change of indentation.
 *
 * @param before the lines that have to be there
 * @param after what takes their place
 */
record Hunk(List<String> before, List<String> after) {

    Hunk {
        before = List.copyOf(before);
        after = List.copyOf(after);
    }

    /** In how many places of a source file the lines stand. */
    int places(List<String> source) {
        int places = 0;
        for (int at = 0; at + before.size() <= source.size(); at++) {
            places += standsAt(source, at) ? 1 : 0;
        }
        return places;
    }

    /** The source file with the first such place changed. */
    List<String> applyTo(List<String> source) {
        int at = 0;
        while (!standsAt(source, at)) {
            at++;
        }
        List<String> changed = new ArrayList<>(source.subList(0, at));
        changed.addAll(after);
        changed.addAll(source.subList(at + before.size(), source.size()));
        return changed;
    }

    private boolean standsAt(List<String> source, int at) {
        for (int i = 0; i < before.size(); i++) {
            if (!source.get(at + i).strip().equals(before.get(i).strip())) {
                return false;
            }
        }
        return true;
    }
}
