package dev.weir.internal.timer;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The scheduled entries, earliest deadline first; of equal deadlines, the one added first. Not thread-safe.
 *
 * <p>A binary heap in an array, as is usual: the parent of place {@code i} is {@code (i - 1) / 2}, and none is later than
 * its children. Each entry knows its place, so that any of them can be taken out without a search: adding and removing
 * take O(log n) steps, looking at the first one step. Times are compared by their difference, as {@link System#nanoTime}
 * may overflow; the deadlines in a heap must lie less than {@link Long#MAX_VALUE} apart.
 *
 * <p>The array doubles when it is full, and halves when three quarters of it are empty. It keeps no entry that has left.
 *
 * <p>Proven by {@code TimerHeapTest}.
 */
final class TimerHeap {

    static final int LEAST_CAPACITY = 64;

    private @Nullable Timed[] entries = new @Nullable Timed[LEAST_CAPACITY];
    private int size;
    private long added;

    /**
     * Adds an entry.
     *
     * @throws IllegalStateException if it is in a heap already
     */
    void add(Timed entry, long deadline) {
        if (contains(entry)) {
            throw new IllegalStateException("Already scheduled");
        }
        if (size == entries.length) {
            entries = Arrays.copyOf(entries, size * 2); // may run out of memory: nothing has happened yet
        }
        entry.deadline = deadline;
        entry.sequence = added++;
        rise(size++, entry);
    }

    boolean contains(Timed entry) {
        return entry.index != Timed.NOWHERE;
    }

    /** The one that falls due first; null if there is none. */
    @Nullable
    Timed first() {
        return entries[0];
    }

    /** Takes an entry out, if it is in; says whether it was. */
    boolean remove(Timed entry) {
        if (!contains(entry)) {
            return false;
        }
        int hole = entry.index;
        entry.index = Timed.NOWHERE;
        Timed last = at(--size);
        entries[size] = null;
        if (last != entry) {
            sink(hole, last);
            if (last.index == hole) {
                rise(hole, last);
            }
        }
        if (entries.length > LEAST_CAPACITY && size <= entries.length / 4) {
            shrinkTo(entries.length / 2);
        }
        return true;
    }

    /** Takes all out. */
    void clear() {
        for (int i = 0; i < size; i++) {
            at(i).index = Timed.NOWHERE;
            entries[i] = null;
        }
        size = 0;
        shrinkTo(LEAST_CAPACITY);
    }

    int size() {
        return size;
    }

    /** How many would fit in before the array had to grow. */
    int capacity() {
        return entries.length;
    }

    /** Puts an entry where there is a hole, or nearer to the top, moving later ones down. */
    private void rise(int hole, Timed entry) {
        int place = hole;
        while (place > 0) {
            int above = (place - 1) >>> 1;
            Timed parent = at(above);
            if (!isEarlier(entry, parent)) {
                break;
            }
            put(place, parent);
            place = above;
        }
        put(place, entry);
    }

    /** Puts an entry where there is a hole, or further from the top, moving earlier ones up. */
    private void sink(int hole, Timed entry) {
        int place = hole;
        while (2 * place + 1 < size) {
            int below = 2 * place + 1;
            if (below + 1 < size && isEarlier(at(below + 1), at(below))) {
                below++;
            }
            Timed child = at(below);
            if (!isEarlier(child, entry)) {
                break;
            }
            put(place, child);
            place = below;
        }
        put(place, entry);
    }

    private static boolean isEarlier(Timed one, Timed other) {
        long difference = one.deadline - other.deadline;
        return difference < 0 || difference == 0 && one.sequence < other.sequence;
    }

    private Timed at(int place) {
        return Objects.requireNonNull(entries[place]);
    }

    private void put(int place, Timed entry) {
        entries[place] = entry;
        entry.index = place;
    }

    private void shrinkTo(int capacity) {
        try {
            entries = Arrays.copyOf(entries, capacity);
        } catch (OutOfMemoryError noRoomToSaveRoom) {
            // What the caller wanted has been done; the next entry that leaves tries again.
        }
    }
}
