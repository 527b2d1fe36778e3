package dev.weir.cli;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.Path;

/** What can be known of the place where the output goes. Stateless. */
final class Terminal {
    private Terminal() {}

    /**
     * Whether somebody watches the error stream. Java's own {@code System.console()} tells of the standard streams
     * together, and something else from version to version; the name of the file behind descriptor 2 is plain.
     */
    static boolean watchesErrors() {
        try {
            String device = Path.of("/proc/self/fd/2").toRealPath().toString();
            return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty");
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether the output's encoding has block elements. */
    static boolean showsBlocks() {
        return encoding().newEncoder().canEncode("█▏");
    }

    /** The encoding of the output, which is not Java's default one: that is UTF-8 from Java 18 on, whatever is there. */
    static Charset encoding() {
        String name = System.getProperty("stdout.encoding", System.getProperty("native.encoding", "US-ASCII"));
        try {
            return Charset.forName(name);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return StandardCharsets.US_ASCII;
        }
    }
}
