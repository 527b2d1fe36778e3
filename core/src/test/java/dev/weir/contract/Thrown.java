package dev.weir.contract;

import java.io.IOException;
import java.util.List;

/** What tasks of these tests throw: one of each sort. Stateless. */
final class Thrown {

    /** Neither an exception nor an error. */
    static final class Bare extends Throwable {
        private static final long serialVersionUID = 1;
    }

    private Thrown() {}

    /** New ones, of every sort. */
    static List<Throwable> ofEverySort() {
        return List.of(
                new IllegalStateException("unchecked"),
                new IOException("checked"),
                new InterruptedException("thrown by the task itself"),
                new AssertionError("an error"),
                new StackOverflowError("an error of the JVM"),
                new Bare());
    }

    /** Throws it, declared or not. */
    @SuppressWarnings("unchecked")
    static <X extends Throwable> RuntimeException sneak(Throwable thrown) throws X {
        throw (X) thrown;
    }

    /** Throws it from where nothing may be declared. */
    static RuntimeException anyway(Throwable thrown) {
        throw Thrown.<RuntimeException>sneak(thrown);
    }
}
