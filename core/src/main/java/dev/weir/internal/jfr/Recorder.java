package dev.weir.internal.jfr;

import dev.weir.event.PoolEvent;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes into a flight recording what happens in pools. Thread-safe. This one writes nothing: it is what there is on a
 * runtime without the module {@code jdk.jfr}; the other one is {@link JfrRecorder}.
 */
public class Recorder {

    /** The one of this runtime. */
    public static final Recorder PRESENT = find();

    Recorder() {}

    private static Recorder find() {
        try {
            return JfrRecorder.make();
        } catch (Throwable noRecorder) {
            return new Recorder();
        }
    }

    /** Whether an event of some kind would be recorded. */
    public boolean isOn() {
        return false;
    }

    /** Records what has happened just now. */
    public void record(PoolEvent event) {}

    /** A task that is timed begins; null if it is not to be recorded. */
    public @Nullable Object taskBegins() {
        return null;
    }

    /**
     * The task ends.
     *
     * @param begun what {@link #taskBegins} gave
     * @param pool the name of the pool
     * @param task gives the name of the task
     * @param waitNanos how long it had waited; less than 0 if that is not known
     */
    public void taskEnds(Object begun, String pool, Supplier<String> task, long waitNanos) {}
}
