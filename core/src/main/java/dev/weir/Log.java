package dev.weir;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** Where the pool speaks to people. Thread-safe. */
final class Log {

    static final Logger LOGGER = System.getLogger("dev.weir");

    private Log() {}

    /** Logs a warning; a logger that throws, even out of memory, must not end a worker or leave a step half done. */
    static void warn(String message, Throwable cause) {
        try {
            LOGGER.log(Level.WARNING, message, cause);
        } catch (Throwable loggerFailed) {
            // There is nobody left to tell.
        }
    }
}
