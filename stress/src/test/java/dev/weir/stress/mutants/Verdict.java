package dev.weir.stress.mutants;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/**
 * What became of a mutant. Immutable.
 *
 * @param end how it ended
 * @param by the test that noticed it, or what else there is to say
 * @param seconds how long that took
 * @param when and where: the day and the JDK
 */
record Verdict(End end, String by, long seconds, String when) {

    enum End {
        /** A test failed. */
        KILLED,
        /** A test did not end within its time, or the whole suite within its. */
        HUNG,
        /** No test noticed it: a hole in the tests. */
        SURVIVED,
        /** It does not compile, or its tests cannot be run: a fault of the mutant. */
        VOID
    }

    private static final String FILE = "verdict.txt";

    static Verdict now(End end, String by, long seconds) {
        String day = LocalDate.now(ZoneOffset.UTC).toString();
        return new Verdict(end, by, seconds, day + ", JDK " + System.getProperty("java.version"));
    }

    boolean isKilled() {
        return end == End.KILLED || end == End.HUNG;
    }

    /** Keeps the verdict for a later report. */
    void writeTo(Path directory) throws IOException {
        Files.write(directory.resolve(FILE), List.of(end.name(), by, Long.toString(seconds), when));
    }

    /** The last verdict; null if there is none. */
    static Verdict readFrom(Path directory) throws IOException {
        Path file = directory.resolve(FILE);
        if (!Files.exists(file)) {
            return null;
        }
        List<String> lines = Files.readAllLines(file);
        return new Verdict(End.valueOf(lines.get(0)), lines.get(1), Long.parseLong(lines.get(2)), lines.get(3));
    }

    @Override
    public String toString() {
        return end + " " + by + " (" + seconds + " s)";
    }
}
