package dev.weir.cli;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Turns the path of a request into a file below the root, and into nothing else. Immutable.
 *
 * <p>Two walls, each enough alone for what it is for. {@link RequestPath} lets no name through that could climb. Then the
 * real path, with every symbolic link followed, must still lie below the root's real path: links that stay inside are
 * served, those that lead out do not exist. Callers open the real path that comes back, not the one that was asked for.
 * What is left is somebody who may write below the root and swaps a directory for a link between check and opening;
 * such a person could as well copy the file there.
 */
final class PathGuard {
    private final Path root;

    /** @param root a real path, as {@link Path#toRealPath} gives it */
    PathGuard(Path root) {
        this.root = root;
    }

    /**
     * The real path of what the request names.
     *
     * @throws NoSuchFileException if there is nothing, or nothing below the root
     */
    Path resolve(RequestPath request) throws IOException {
        Path path = root;
        for (String name : request.names()) {
            path = child(path, name);
        }
        return inside(path);
    }

    /** The real path of an entry of a directory that {@link #resolve} gave. */
    Path resolve(Path directory, String name) throws IOException {
        return inside(child(directory, name));
    }

    boolean isRoot(Path path) {
        return path.equals(root);
    }

    /** One level down, whatever else the name may mean to this file system (a drive, a stream, a second separator). */
    private static Path child(Path directory, String name) throws NoSuchFileException {
        try {
            Path child = directory.resolve(name);
            if (directory.equals(child.getParent()) && child.endsWith(name)) {
                return child;
            }
        } catch (InvalidPathException e) {
            // not a name here
        }
        throw new NoSuchFileException(name);
    }

    private Path inside(Path path) throws IOException {
        Path real = path.toRealPath();
        if (!real.startsWith(root)) {
            throw new NoSuchFileException(path.toString());
        }
        return real;
    }
}
