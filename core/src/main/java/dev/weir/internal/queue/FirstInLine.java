package dev.weir.internal.queue;

import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** The tasks of a queue that go ahead of all others, for whatever reason. Thread-safe, lock-free. */
public final class FirstInLine {

    /** Equal to itself only. */
    private static final class Preference {
        private final Segment segment;
        private final int index;
        private final Object task;

        Preference(Segment segment, int index, Object task) {
            this.segment = segment;
            this.index = index;
            this.task = task;
        }
    }

    /** Equal to itself only. */
    private static final class Returned {
        private final Object task;

        Returned(Object task) {
            this.task = task;
        }
    }

    /** Tasks that had their turn before. */
    private final ConcurrentLinkedQueue<Returned> returned = new ConcurrentLinkedQueue<>();

    /** Tasks that wait. Each has its ticket and its place as before. */
    private final ConcurrentLinkedQueue<Preference> preferred = new ConcurrentLinkedQueue<>();

    /**
     * How many are in the two of them; some more while one is added or taken out. Takers ask this for each task, and mostly
     * find none.
     */
    private final PaddedLong count = new PaddedLong();

    /** Whether there may be one. */
    public boolean isSomebody() {
        return count.get() > 0;
    }

    /** Whether a task is there that has no place elsewhere. */
    boolean hasReturned() {
        return !returned.isEmpty();
    }

    /**
     * Puts a task ahead of all that wait. Its ticket has been taken before, so it needs none; it cannot be withdrawn.
     *
     * @param task the task
     */
    public void putBack(Object task) {
        add(returned, new Returned(task));
    }

    /** Moves a task here from its place, if it is there still. Nobody may take returned tasks meanwhile. */
    void moveHere(Segment segment, int index, Object task) {
        Returned entry = new Returned(task);
        add(returned, entry); // before it leaves its place, since memory may be short
        if (!segment.withdraw(index, task)) {
            isOneLess(returned.remove(entry));
        }
    }

    private <E> void add(ConcurrentLinkedQueue<E> line, E entry) {
        count.add(1);
        boolean added = false;
        try {
            added = line.add(entry);
        } finally {
            isOneLess(!added);
        }
    }

    /**
     * Takes a task out again that was {@linkplain #putBack put back}.
     *
     * @param task the task
     * @return whether it was still there
     */
    public boolean takeBack(Object task) {
        for (Returned entry : returned) {
            if (entry.task == task && isOneLess(returned.remove(entry))) {
                return true;
            }
        }
        return false;
    }

    /**
     * Has a waiting task taken ahead of all others, whatever its place. Nothing happens if it is not there any more when a
     * taker comes.
     *
     * @param segment as told to the task when it was {@link Placed}
     * @param index likewise
     * @param task the task
     * @return what {@link #unprefer} takes back
     */
    public Object prefer(Segment segment, int index, Object task) {
        Preference preference = new Preference(segment, index, task);
        add(preferred, preference);
        return preference;
    }

    /**
     * Takes a preference back, if it has not been followed.
     *
     * @param preference what {@link #prefer} gave
     */
    public void unprefer(Object preference) {
        isOneLess(preferred.remove(preference));
    }

    private boolean isOneLess(boolean removed) {
        if (removed) {
            count.add(-1);
        }
        return removed;
    }

    /**
     * Takes one.
     *
     * @param taken the taker's
     * @param returnedOnly whether the order is not to be upset more than it is
     * @return the task; null if there was none
     */
    @Nullable
    Object take(Taken taken, boolean returnedOnly) {
        Object found = returnedOnly ? null : takePreferred(taken);
        if (found != null) {
            return found;
        }
        Returned entry = returned.poll();
        isOneLess(entry != null);
        taken.weight = 0;
        return entry == null ? null : entry.task;
    }

    private @Nullable Object takePreferred(Taken taken) {
        for (Preference next = preferred.poll(); next != null; next = preferred.poll()) {
            isOneLess(true);
            if (next.segment.withdraw(next.index, next.task)) {
                return taken.got(next.task, next.segment, next.index);
            }
        }
        return null;
    }
}
