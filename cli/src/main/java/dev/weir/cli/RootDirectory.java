package dev.weir.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Checks the folder that is to be served. Stateless. */
final class RootDirectory {
    private RootDirectory() {}

    /** The real path of a folder that can be listed and entered. */
    static Path check(Path given) {
        String name = given.toString();
        if (name.isBlank()) {
            throw CliException.of("DIR", name, "names no directory");
        }
        if (!Files.exists(given)) {
            throw CliException.of("DIR", name, "does not exist");
        }
        if (!Files.isDirectory(given)) {
            throw CliException.of("DIR", name, "is not a directory");
        }
        if (!Files.isReadable(given) || !Files.isExecutable(given)) {
            throw CliException.of("DIR", name, "may not be read");
        }
        try {
            return given.toRealPath();
        } catch (IOException e) {
            throw CliException.of("DIR", name, "may not be read");
        }
    }
}
