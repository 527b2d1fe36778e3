package dev.weir.cli;

import dev.weir.Overflow;
import dev.weir.ThreadPool;

/**
 * Prepares the pool that the requests run on. Stateless.
 *
 * <p>On overflow it rejects. The one who submits is the server's dispatcher thread, which alone accepts connections and
 * reads from them: were it to block, or to run the request itself, every other client would stand still; and a request
 * that is dropped later would leave its client waiting. A rejection makes the dispatcher close that one connection at
 * once. With the default queue this takes 10,000 requests that wait at the same moment.
 */
final class ServePool {
    private ServePool() {}

    /** A builder whose every value has been accepted; nothing runs before {@code build()}. */
    static ThreadPool.Builder builder(ServeSettings settings) {
        ThreadRange threads = settings.threads();
        int queue = settings.queueCapacity();
        ThreadPool.Builder builder = ThreadPool.builder("serve").overflow(Overflow.reject());
        accept("--threads", threads.min() + "," + threads.max(), () -> builder.threads(threads.min(), threads.max()));
        accept("--queue", Integer.toString(queue), () -> builder.queueCapacity(queue));
        return builder;
    }

    private static void accept(String argument, String value, Runnable setter) {
        try {
            setter.run();
        } catch (IllegalArgumentException e) {
            throw CliException.of(argument, value, "(" + e.getMessage() + ")");
        }
    }
}
