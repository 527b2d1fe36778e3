package dev.weir;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** Where the pool speaks to people. Thread-safe. */
final class Log {

    static final Logger LOGGER = System.getLogger("dev.weir");

    private Log() {}

    /**
     * Logs a warning. The message comes in parts, and is put together in here, since whoever warns is often out of
     * memory: neither that nor a logger that throws must end a worker or leave a step half done.
     */
    static void warn(String before, Object subject, String after, Throwable cause) {
        try {
            LOGGER.log(Level.WARNING, before + subject + after, cause);
        } catch (Throwable loggerFailed) {
            // There is nobody left to tell.
        }
    }
}
