package dev.weir.examples.poller;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Compares what a directory holds with what it held at the last look. Not thread-safe, and needs not to be: the runs of a
 * periodic task never overlap, and each sees what the one before did.
 */
final class Watch {

    private final Path directory;
    private final int looks;
    private final PrintStream out;
    private int look;
    private Map<String, String> known = Map.of();

    Watch(Path directory, int looks, PrintStream out) {
        this.directory = directory;
        this.looks = looks;
        this.out = out;
    }

    /** Looks once more, if there are looks left; false if that was the last. */
    boolean look() throws IOException {
        if (look == looks) {
            return false;
        }
        look++;
        Map<String, String> present = read();
        TreeSet<String> names = new TreeSet<>(present.keySet());
        names.addAll(known.keySet());
        int changes = 0;
        for (String name : names) {
            if (!Objects.equals(known.get(name), present.get(name))) {
                changes++;
                String what = !known.containsKey(name) ? "new" : present.containsKey(name) ? "changed" : "gone";
                out.println("look " + look + ": " + what + ' ' + name);
            }
        }
        if (changes == 0) {
            out.println("look " + look + ": nothing new");
        }
        known = present;
        return look < looks;
    }

    /** The names in the directory, and with each what changes when the file does. */
    private Map<String, String> read() throws IOException {
        Map<String, String> present = new TreeMap<>();
        try (Stream<Path> entries = Files.list(directory)) {
            for (Path entry : (Iterable<Path>) entries::iterator) {
                try {
                    String state = Files.size(entry) + " bytes, " + Files.getLastModifiedTime(entry);
                    present.put(entry.getFileName() + "", state);
                } catch (NoSuchFileException gone) {
                    // Between the listing and this look: it is as if the listing had been later.
                }
            }
        }
        return present;
    }
}
