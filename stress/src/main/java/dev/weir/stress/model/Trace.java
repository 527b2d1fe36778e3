package dev.weir.stress.model;

import dev.weir.RejectionReason;
import dev.weir.Task;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** All that was seen of one task. Thread-safe: each field is written by one thread, or atomic. */
final class Trace {

    final int number;
    final Step.Submit step;

    /** Which client submitted it; -1 for a task. */
    final int client;

    /** When it was being submitted, in ticks that all threads of a program share. */
    volatile long submitting;

    /** When that was done; 0 if it is not. */
    volatile long submitted;

    volatile @Nullable Thread submitter;
    volatile @Nullable RejectionReason refused;
    volatile @Nullable Throwable strangeRefusal;
    volatile @Nullable Task<?> future;

    final AtomicInteger runs = new AtomicInteger();
    final AtomicInteger inside = new AtomicInteger();
    final AtomicInteger returned = new AtomicInteger();
    volatile long began;
    volatile long ended;
    volatile boolean inCaller;

    /** Whether it was begun by whoever got it back from the pool. */
    volatile boolean byOwner;

    volatile @Nullable Throwable thrown;

    /** How often {@code cancel} said yes, with and without an interrupt. */
    final AtomicInteger cancelled = new AtomicInteger();

    final AtomicInteger handedBack = new AtomicInteger();
    final AtomicInteger reported = new AtomicInteger();

    /** How often it came out of a result queue. */
    final AtomicInteger taken = new AtomicInteger();

    Trace(int number, Step.Submit step, int client) {
        this.number = number;
        this.step = step;
        this.client = client;
    }

    Door.Kind kind() {
        return step.door().kind();
    }

    boolean isRefused() {
        return refused != null;
    }

    boolean isAccepted() {
        return submitted != 0 && refused == null && strangeRefusal == null;
    }

    boolean hasBegun() {
        return runs.get() > 0;
    }

    @Override
    public String toString() {
        String state = future == null
                ? refused == null ? "no future" : "refused " + refused
                : String.valueOf(future.taskState());
        return "task " + number + " (" + step.door() + " <- " + step.form() + ' '
                + step.work().getClass().getSimpleName() + ", " + state + ", runs " + runs + ", handed back "
                + handedBack + ", cancelled " + cancelled + ")";
    }
}
