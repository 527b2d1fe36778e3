package dev.weir.internal.crew;

import dev.weir.internal.thread.Padded;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;

/**
 * The last {@value #SIZE} steps of a {@link Control} word, for messages about bugs. Thread-safe, lock-free; a hint.
 *
 * <p>A step is noted after it was made. So two may stand in the wrong order, and one that is being noted or overwritten
 * just now is left out; but each has the word that it led to, from which the true order can be told.
 *
 * <p>An entry is a word and a mark (the step's number, what it was, and whose). The mark is 0 while the entry is written
 * (release), and read before and after the word; so a word is never shown with another's mark.
 */
final class History extends Padded {

    /** What can happen to a control word; see there. */
    enum Step {
        HIRE,
        UNHIRE,
        ARRIVE,
        WAKE,
        SEARCH,
        FOUND,
        SETTLE,
        EXPIRE,
        DISMISS,
        STATE
    }

    static final int SIZE = 64;

    private static final Step[] STEPS = Step.values();
    private static final int STEP_BITS = 4;
    private static final int THREAD_BITS = 24;
    private static final int NUMBER_SHIFT = STEP_BITS + THREAD_BITS;

    private static final VarHandle NEXT;
    private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);

    static {
        try {
            NEXT = MethodHandles.lookup().findVarHandle(History.class, "next", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final long[] words = new long[SIZE];
    private final long[] marks = new long[SIZE];

    /** The number of the next step, from 1 on: no mark is 0. */
    private volatile long next = 1;

    /** Notes a step of the calling thread, and the word after it. */
    void note(Step step, long word) {
        long number = (long) NEXT.getAndAdd(this, 1);
        long thread = Thread.currentThread().getId() & (1 << THREAD_BITS) - 1;
        int at = (int) number & SIZE - 1;
        LONGS.setVolatile(marks, at, 0L);
        LONGS.setRelease(words, at, word);
        LONGS.setRelease(marks, at, number << NUMBER_SHIFT | thread << STEP_BITS | step.ordinal());
    }

    /** The steps, the oldest first, one a line. */
    List<String> lines() {
        long end = next;
        List<String> lines = new ArrayList<>();
        for (long number = Math.max(1, end - SIZE); number < end; number++) {
            int at = (int) number & SIZE - 1;
            long mark = (long) LONGS.getAcquire(marks, at);
            long word = (long) LONGS.getAcquire(words, at);
            if (mark >>> NUMBER_SHIFT == number && (long) LONGS.getVolatile(marks, at) == mark) {
                Step step = STEPS[(int) mark & (1 << STEP_BITS) - 1];
                long thread = mark >>> STEP_BITS & (1 << THREAD_BITS) - 1;
                lines.add(number + " " + step + " by thread " + thread + ": " + Control.describe(word));
            }
        }
        return lines;
    }
}
