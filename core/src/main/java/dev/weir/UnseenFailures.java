package dev.weir;

import dev.weir.internal.thread.Unrelated;
import dev.weir.internal.timer.Timed;
import dev.weir.internal.timer.Timer;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The failures of submitted tasks that nobody has looked at: reported when the task's future is given up or the pool
 * ends, unless somebody looks before. Thread-safe.
 *
 * <p>Whoever takes a failure out of {@code held} decides its fate: one who looked at the future, or one who reports it.
 * So it is reported once or never. Nothing here keeps a future alive; what a task threw may, and then it is reported at
 * the end of the pool. Proven by {@code UnseenFailureTest}.
 */
final class UnseenFailures {

    private static final long SWEEP_NANOS = 1_000_000_000;

    private final Reporter reporter;
    private final Set<Unseen> held = ConcurrentHashMap.newKeySet();
    private final Sweeping sweeping = new Sweeping();
    private final AtomicLong made = new AtomicLong();
    private final ReferenceQueue<TaskFuture<?>> givenUp = new ReferenceQueue<>();

    UnseenFailures(Reporter reporter) {
        this.reporter = reporter;
    }

    /** One failure, and its future as long as somebody else has it. */
    static final class Unseen extends WeakReference<TaskFuture<?>> {

        private final String name;
        private final Throwable exception;
        private final long number;

        private Unseen(
                TaskFuture<?> future,
                String name,
                Throwable exception,
                long number,
                ReferenceQueue<? super TaskFuture<?>> queue) {
            super(future, queue);
            this.number = number;
            this.name = name;
            this.exception = exception;
        }
    }

    Unseen hold(TaskFuture<?> future, String name, Throwable exception) {
        Unseen unseen = new Unseen(future, name, exception, made.incrementAndGet(), givenUp);
        held.add(unseen);
        boolean isLookedAfter = false;
        try {
            sweeping.begin();
            isLookedAfter = true;
        } finally {
            if (!isLookedAfter) {
                held.remove(unseen); // whoever failed reports it, and nobody else
            }
        }
        return unseen;
    }

    /** Somebody has looked. */
    void seen(Unseen failure) {
        held.remove(failure);
    }

    boolean isEmpty() {
        return held.isEmpty();
    }

    /** Reports the failures of those futures that nobody has any more. */
    void reportGivenUp() {
        reportGivenUp(givenUp.poll());
    }

    private void reportGivenUp(@Nullable Reference<?> first) {
        for (Reference<?> next = first; next != null; next = givenUp.poll()) {
            report((Unseen) next);
        }
    }

    /**
     * Looks once a second for futures that were given up, as long as there are failures that nobody has looked at. What it
     * finds is reported by a thread of its own, since the timer must not call a user's handler.
     */
    private final class Sweeping extends Timed {

        private final AtomicBoolean begun = new AtomicBoolean();

        void begin() {
            if (begun.compareAndSet(false, true)) {
                next();
            }
        }

        private void next() {
            boolean scheduled = false;
            try {
                scheduled = Timer.schedule(this, System.nanoTime() + SWEEP_NANOS);
            } finally {
                if (!scheduled) {
                    begun.set(false); // no thread, or no memory: the next failure tries again
                }
            }
        }

        @Override
        protected void due() {
            begun.set(false);
            if (!held.isEmpty()) {
                begin();
            }
            Reference<?> first = givenUp.poll();
            if (first != null) {
                Unrelated.daemon(() -> reportGivenUp(first), "weir-reporter").start();
            }
        }
    }

    /** The pool ends: reports what nobody has looked at, in the order in which it happened. */
    void reportAll() {
        Timer.cancel(sweeping);
        held.stream()
                .sorted(Comparator.comparingLong(failure -> failure.number))
                .forEach(this::report);
    }

    private void report(Unseen failure) {
        if (held.remove(failure)) {
            reporter.failed(failure.name, failure.exception);
        }
    }
}
