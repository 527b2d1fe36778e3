package dev.weir.stress.mutants;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads the mutants of one invariant. Not thread-safe. The first line of a file names the invariant; each mutant is a block:
 *
 * <pre>
 *   # 2 No lost wake-up
 *
 *   == name-of-the-mutant
 *   file: internal/crew/Control.java
 *   breaks: One sentence, which says what is wrong with it.
 *   tests: internal.crew.ControlTest, GrowthTest#oneOfItsTests
 *     a line that stays, so that the place is found
 *   - a line that goes
 *   + a line that comes
 *   @@
 *   - another place of the same file
 * </pre>
 */
final class MutantFile {

    private final Path file;
    private final String invariant;
    private final List<Mutant> mutants = new ArrayList<>();

    private String name = "";
    private String source = "";
    private String breaks = "";
    private List<String> tests = List.of();
    private List<Hunk> hunks = new ArrayList<>();
    private List<String> before = new ArrayList<>();
    private List<String> after = new ArrayList<>();

    private MutantFile(Path file, String invariant) {
        this.file = file;
        this.invariant = invariant;
    }

    /** The mutants of all files of a directory, in the order of their names. */
    static List<Mutant> readAll(Path directory) throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.list(directory)) {
            files = found.sorted().toList();
        }
        List<Mutant> all = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Path file : files) {
            for (Mutant mutant : read(file)) {
                if (!names.add(mutant.name())) {
                    throw new IllegalArgumentException("two mutants are called " + mutant.name());
                }
                all.add(mutant);
            }
        }
        return all;
    }

    private static List<Mutant> read(Path path) throws IOException {
        List<String> lines = Files.readAllLines(path);
        if (lines.isEmpty() || !lines.get(0).startsWith("# ")) {
            throw new IllegalArgumentException(path + " does not begin with its invariant: # NUMBER TITLE");
        }
        MutantFile file = new MutantFile(path, lines.get(0).substring(2));
        lines.subList(1, lines.size()).forEach(file::read);
        file.endOfMutant();
        return file.mutants;
    }

    private void read(String line) {
        if (line.startsWith("== ")) {
            endOfMutant();
            name = line.substring(3).strip();
        } else if (line.startsWith("file: ")) {
            source = line.substring(6).strip();
        } else if (line.startsWith("breaks: ")) {
            breaks = line.substring(8).strip();
        } else if (line.startsWith("tests: ")) {
            tests = Arrays.asList(line.substring(7).strip().split("\\s*,\\s*"));
        } else if (line.equals("@@")) {
            endOfHunk();
        } else if (line.startsWith("- ")) {
            before.add(line.substring(2));
        } else if (line.startsWith("+ ")) {
            after.add(line.substring(2));
        } else if (line.startsWith("  ")) {
            before.add(line);
            after.add(line);
        } else if (!line.isBlank()) {
            throw new IllegalArgumentException(file + ": not a line of a mutant: " + line);
        }
    }

    private void endOfHunk() {
        if (!before.isEmpty()) {
            hunks.add(new Hunk(before, after));
        } else if (!after.isEmpty()) {
            throw new IllegalArgumentException(file + ": " + name + " says what comes, but not where");
        }
        before = new ArrayList<>();
        after = new ArrayList<>();
    }

    private void endOfMutant() {
        endOfHunk();
        if (!name.isEmpty()) {
            if (source.isEmpty() || breaks.isEmpty() || tests.isEmpty() || hunks.isEmpty()) {
                throw new IllegalArgumentException(file + ": " + name + " needs file:, breaks:, tests: and a change");
            }
            mutants.add(new Mutant(name, invariant, source, breaks, tests, hunks));
        }
        name = "";
        source = "";
        breaks = "";
        tests = List.of();
        hunks = new ArrayList<>();
    }
}
