package dev.weir.cli;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Which state of a file is being served, as clients are told it. Immutable.
 *
 * @param size in bytes
 * @param modified as exact as the file system has it
 */
record FileVersion(long size, Instant modified) {

    /** A strong entity tag: it changes with the size and with each nanosecond of the modification time. */
    String etag() {
        return '"'
                + Long.toHexString(modified.getEpochSecond())
                + '.'
                + Integer.toHexString(modified.getNano())
                + '-'
                + Long.toHexString(size)
                + '"';
    }

    /** The modification time in whole seconds, which is all that an HTTP date can carry. */
    Instant lastModified() {
        return modified.truncatedTo(ChronoUnit.SECONDS);
    }
}
