package dev.weir.cli;

import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.SplittableRandom;

/** Settings and content for the servers of the tests. Stateless. */
final class Sites {
    private Sites() {}

    static FileServer serve(Path root) {
        return serve(root, 2, 8);
    }

    static FileServer serve(Path root, int min, int max) {
        return FileServer.start(
                new ServeSettings(root, "127.0.0.1", 0, new ThreadRange(min, max), 10_000, null, false));
    }

    /** The same bytes for the same seed. */
    static byte[] bytes(long seed, int length) {
        byte[] bytes = new byte[length];
        new SplittableRandom(seed).nextBytes(bytes);
        return bytes;
    }

    /** A name with a letter beyond ASCII, where the file system's encoding has it. */
    static String foreign(String name) {
        Charset names = Charset.forName(System.getProperty("sun.jnu.encoding", "US-ASCII"));
        return names.newEncoder().canEncode("ü") ? "ü" + name : name;
    }
}
