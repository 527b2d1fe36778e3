package dev.weir.stress.mutants;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A fault that is put into the pool on purpose, and the tests that have to notice it. Immutable. Written down as
 * {@link MutantFile} says.
 *
 * @param name what it is called, unlike any other
 * @param invariant the promise that it breaks, by its number and its title
 * @param file the source file, below the root package of {@code core}
 * @param breaks what is wrong with it, in a sentence
 * @param tests classes below the root package, or {@code Class#method}; the first to fail kills the mutant
 * @param hunks the change
 */
record Mutant(String name, String invariant, String file, String breaks, List<String> tests, List<Hunk> hunks) {

    Mutant {
        tests = List.copyOf(tests);
        hunks = List.copyOf(hunks);
    }

    /** What keeps it from being tried on these sources; empty if nothing does. */
    List<String> faults(Path core) {
        List<String> faults = new ArrayList<>();
        Path source = source(core);
        if (!Files.exists(source)) {
            faults.add(name + ": there is no " + file);
            return faults;
        }
        for (Hunk hunk : hunks) {
            int places = hunk.places(lines(source));
            if (places != 1) {
                faults.add(name + ": stands in " + places + " places of " + file + " instead of one: "
                        + hunk.before().get(0).strip());
            }
        }
        for (String test : tests) {
            String missing = missing(core, test);
            if (missing != null) {
                faults.add(name + ": there is no test " + missing);
            }
        }
        return faults;
    }

    private static String missing(Path core, String test) {
        int hash = test.indexOf('#');
        String type = hash < 0 ? test : test.substring(0, hash);
        Path file = core.resolve("src/test/java/dev/weir").resolve(type.replace('.', '/') + ".java");
        if (!Files.exists(file)) {
            return type;
        }
        String method = hash < 0 ? "" : "void " + test.substring(hash + 1) + "(";
        return lines(file).stream().anyMatch(line -> line.contains(method)) ? null : test;
    }

    /** The mutant's source file. */
    List<String> mutated(Path core) {
        List<String> lines = lines(source(core));
        for (Hunk hunk : hunks) {
            lines = hunk.applyTo(lines);
        }
        return lines;
    }

    private Path source(Path core) {
        return core.resolve("src/main/java/dev/weir").resolve(file);
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
