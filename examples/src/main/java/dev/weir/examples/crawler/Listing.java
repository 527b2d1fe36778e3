package dev.weir.examples.crawler;

import dev.weir.examples.Program;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/**
 * What one directory holds. Immutable.
 *
 * @param directories the directories in it; links are not followed, so none is seen twice
 * @param files the ordinary files in it
 * @param trouble what could not be read, one line each
 */
record Listing(List<Path> directories, List<File> files, List<String> trouble) {

    /** An ordinary file and its size in bytes. */
    record File(Path path, long size) {}

    /** Lists a directory. What cannot be read is trouble, not an exception: the crawl goes on. */
    static Listing of(Path directory) {
        List<Path> directories = new ArrayList<>();
        List<File> files = new ArrayList<>();
        List<String> trouble = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                try {
                    BasicFileAttributes about =
                            Files.readAttributes(entry, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                    if (about.isDirectory()) {
                        directories.add(entry);
                    } else if (about.isRegularFile()) {
                        files.add(new File(entry, about.size()));
                    }
                } catch (IOException e) {
                    trouble.add(Program.describe(e));
                }
            }
        } catch (DirectoryIteratorException e) {
            Throwable cause = e.getCause();
            trouble.add(Program.describe(cause == null ? e : cause));
        } catch (IOException e) {
            trouble.add(Program.describe(e));
        }
        return new Listing(List.copyOf(directories), List.copyOf(files), List.copyOf(trouble));
    }
}
