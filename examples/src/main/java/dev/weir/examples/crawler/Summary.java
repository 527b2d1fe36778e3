package dev.weir.examples.crawler;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;

/** What a crawl has found so far. Not thread-safe: one thread takes the results of all tasks and adds them here. */
final class Summary {

    private static final int LARGEST = 5;

    private final Path root;
    private long directories;
    private long files;
    private long bytes;
    private final TreeSet<Listing.File> largest = new TreeSet<>(
            Comparator.comparingLong(Listing.File::size).reversed().thenComparing(Listing.File::path));
    private final Set<String> trouble = new TreeSet<>();

    /** Begins with nothing, at a directory that must exist. */
    Summary(Path root) throws IOException {
        if (!Files.exists(root)) {
            throw new NoSuchFileException(root.toString());
        }
        if (!Files.isDirectory(root)) {
            throw new NotDirectoryException(root.toString());
        }
        this.root = root;
    }

    void add(Listing found) {
        directories++;
        for (Listing.File file : found.files()) {
            files++;
            bytes += file.size();
            largest.add(file);
            if (largest.size() > LARGEST) {
                largest.pollLast();
            }
        }
        trouble.addAll(found.trouble());
    }

    void print(PrintStream out) {
        out.printf("%,d files in %,d directories, %,d bytes%n", files, directories, bytes);
        largest.forEach(file -> out.printf("%,15d  %s%n", file.size(), root.relativize(file.path())));
        trouble.forEach(line -> out.println("left out: " + line));
    }
}
