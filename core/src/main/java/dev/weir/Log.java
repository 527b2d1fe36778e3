package dev.weir;

import java.lang.System.Logger.Level;

/**
 * Where the pool speaks to people. Thread-safe. Nothing in here throws, and the class needs no initialisation that could
 * fail: whoever warns is often out of memory or at the end of the stack.
 */
final class Log {

    /**
     * What is said where memory may be short. Made when the class of whoever says it is initialised: a text that stands where an
     * error is caught takes memory the first time, and so threw another one there, which ended workers.
     */
    static final class Message {

        private final String before;
        private final String after;

        Message(String before, String after) {
            this.before = before;
            this.after = after;
        }

        void warn(String subject, Throwable cause) {
            Log.warn(before, subject, after, cause);
        }
    }

    private Log() {}

    /**
     * Has the platform's logging initialise itself now, and not when a task has used up the stack: a class whose
     * initialisation fails is lost to the whole JVM.
     */
    static void prepare() {
        try {
            System.getLogger("dev.weir").isLoggable(Level.WARNING);
        } catch (Throwable noLogging) {
            // Then there will be no messages.
        }
    }

    /**
     * Logs a warning. The message comes in parts, and is put together in here: neither a lack of memory nor a logger that
     * throws must end a worker or leave a step half done.
     */
    static void warn(String before, Object subject, String after, Throwable cause) {
        try {
            System.getLogger("dev.weir").log(Level.WARNING, before + subject + after, cause);
        } catch (Throwable loggerFailed) {
            // There is nobody left to tell.
        }
    }
}
