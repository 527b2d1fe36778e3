package dev.weir.internal.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The {@link Batch}es that the takers of a queue are at, for those who look for what is left in them. Thread-safe,
 * lock-free.
 *
 * <p>A task in a batch waits behind the one that the batch's taker runs. That is for a moment, or else nobody must be made
 * to wait for it: whoever finds nothing elsewhere takes from others' batches; and while all are busy, somebody has to
 * look from time to time ({@link #findOverdue}), since takers at batches of their own do not look at the clock.
 */
final class Batches {

    /** A batch that took longer may take much longer. It is meant to take a tenth of that. */
    private static final long OVERDUE_NANOS = 100_000;

    private final BooleanSupplier watching;

    /** Those who may show a batch. */
    private final Set<Taken> takers = ConcurrentHashMap.newKeySet();

    /** How many do; some more while one begins or ends to. Who sees a ticket taken sees the taker counted. */
    private final PaddedLong shown = new PaddedLong();

    /** Whether somebody looks from time to time, or has been asked to. */
    private volatile boolean watched;

    /** False where the order of all submissions matters. */
    private volatile boolean allowed = true;

    /**
     * @param watching asks that {@link #findOverdue} be called from time to time until it returns false; returns whether it
     *     will be
     */
    Batches(BooleanSupplier watching) {
        this.watching = watching;
    }

    // The takers

    void allow(boolean batches) {
        allowed = batches;
    }

    boolean areAllowed() {
        return allowed;
    }

    /** Registers the taker, which may show batches from now on. */
    void join(Taken taker) {
        takers.add(taker);
    }

    /** The taker comes no more. It is kept until its batch is empty. */
    void leave(Taken taker) {
        taker.leave();
        Batch left = taker.shown();
        if (left == null) {
            takers.remove(taker);
        } else if (left.holdsTask()) {
            watch();
        } else {
            forget(taker);
        }
    }

    int takers() {
        return takers.size();
    }

    private void forget(Taken gone) {
        if (takers.remove(gone)) {
            shown.add(-1);
        }
    }

    void oneMore() {
        shown.add(1);
    }

    void oneLess() {
        shown.add(-1);
    }

    /** A batch is shown and its tickets are taken: sees to it that somebody looks. */
    void watch() {
        if (!watched) {
            watched = true;
            boolean asked = false;
            try {
                asked = watching.getAsBoolean();
            } catch (Throwable outOfMemory) {
                // The next batch tries again; the tasks of this one must not be lost.
            }
            if (!asked) {
                watched = false;
            }
        }
    }

    // Those who look

    /** Whether some may be. */
    boolean areShown() {
        return shown.get() > 0;
    }

    /** Takes the oldest task that is left in a batch; null if none is. */
    @Nullable
    Object take(Taken into) {
        for (Batch oldest = oldest(); oldest != null; oldest = oldest()) {
            int index = oldest.firstWaiting();
            if (index < oldest.to) {
                Object found = oldest.segment.take(index);
                if (found != null) {
                    return into.got(found, oldest.segment, index);
                }
            }
        }
        return null;
    }

    /** Moves what is left in batches there, the oldest first. */
    void moveTo(FirstInLine first) {
        for (Batch oldest = oldest(); oldest != null; oldest = oldest()) {
            int index = oldest.firstWaiting();
            Object task = index < oldest.to ? oldest.segment.taskAt(index) : null;
            if (task != null) {
                first.moveHere(oldest.segment, index, task);
            }
        }
    }

    /** The oldest batch that holds a task. */
    @Nullable
    Batch oldest() {
        Batch oldest = null;
        if (areShown()) {
            for (Taken taker : takers) {
                boolean isGone = taker.isGone(); // before its batch is looked at, which then is its last
                Batch batch = taker.shown();
                if (batch == null || !batch.isTaken()) {
                    continue;
                }
                if (!batch.holdsTask()) {
                    if (isGone) {
                        forget(taker);
                    }
                } else if (batch.isOlderThan(oldest)) {
                    oldest = batch;
                }
            }
        }
        return oldest;
    }

    /** Whether a task is left in a batch. */
    boolean holdTask() {
        return oldest() != null;
    }

    /** How many tasks are left in batches; perhaps some more, never less. */
    long waiting() {
        long sum = 0;
        if (areShown()) {
            for (Taken taker : takers) {
                Batch batch = taker.shown();
                sum += batch == null ? 0 : batch.waiting();
            }
        }
        return sum;
    }

    /** Takes a task back out; false if it is not there. */
    boolean withdraw(Object task) {
        if (areShown()) {
            for (Taken taker : takers) {
                Batch batch = taker.shown();
                if (batch != null && batch.withdraw(task)) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * Finds the batches that take too long.
     *
     * @param hurry what to do about each, the oldest first; once
     * @return whether to look again; else that is asked for when there is a batch that can become overdue
     */
    boolean findOverdue(Consumer<Batch> hurry) {
        boolean again = false;
        try {
            again = look(hurry);
            if (!again) {
                watched = false; // who shows a batch and does not see this is seen now
                again = look(hurry);
            }
        } finally {
            watched = again;
        }
        return again;
    }

    private boolean look(Consumer<Batch> hurry) {
        long now = System.nanoTime();
        boolean again = false;
        List<Batch> late = new ArrayList<>();
        for (Taken taker : takers) {
            Batch batch = taker.shown();
            if (batch == null || batch.hurried) {
                continue;
            }
            if (!batch.isOlderThan(OVERDUE_NANOS, now)) {
                again = true;
            } else if (batch.isTaken()) {
                late.add(batch);
            }
        }
        late.sort(Batch.BY_AGE);
        for (Batch batch : late) {
            hurry.accept(batch);
            batch.hurried = true;
        }
        return again;
    }
}
