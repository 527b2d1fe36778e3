package dev.weir.internal.crew;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The idle workers, the most recently used on top. Thread-safe, lock-free.
 *
 * <p>A worker that goes idle puts a fresh {@link Seat} on the stack and parks. A seat is left once, by whoever moves it
 * out of {@code IDLE} first: a claimer that wakes its worker, or the worker itself whose time has run out. Seats of the
 * latter kind stay on the stack as empty ones, are stepped over by claimers and removed by {@link #prune}.
 *
 * <p>Fresh seats make the stack immune to ABA: a top that is the same object is the same seat, never popped in between.
 * {@code prune} may let {@code below} skip empty seats under a claimer's eyes; the claimer then at worst makes an empty
 * seat the top, and steps over it the next time.
 *
 * <p>Proven by {@code IdleStackTest}.
 */
public final class IdleStack {

    private static final VarHandle TOP;
    private static final VarHandle STATE;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            TOP = lookup.findVarHandle(IdleStack.class, "top", Seat.class);
            STATE = lookup.findVarHandle(Seat.class, "state", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    static {
        // What is called for the first time takes memory, and this is called when there is none.
        IdleStack first = new IdleStack();
        Seat left = new Seat();
        first.push(new Seat());
        first.push(left);
        left.leave();
        first.claim();
    }

    /** Where one worker waits, once. Made by that worker; thread-safe. */
    public static final class Seat {

        private static final int IDLE = 0;
        private static final int CLAIMED = 1;
        private static final int EMPTY = 2;

        private final Thread thread = Thread.currentThread();
        private volatile int state;
        private volatile @Nullable Seat below;

        /** Makes a seat for the current thread. */
        public Seat() {}

        /** Whether the worker has been claimed. */
        public boolean isClaimed() {
            return state == CLAIMED;
        }

        /** The worker gives the seat up; false if it was claimed before. */
        public boolean leave() {
            return STATE.compareAndSet(this, IDLE, EMPTY);
        }

        private boolean claim() {
            if (!STATE.compareAndSet(this, IDLE, CLAIMED)) {
                return false;
            }
            LockSupport.unpark(thread);
            return true;
        }
    }

    private volatile @Nullable Seat top;

    /** Puts a seat on top. */
    public void push(Seat seat) {
        Seat seen;
        do {
            seen = top;
            seat.below = seen;
        } while (!TOP.compareAndSet(this, seen, seat));
    }

    /** Wakes the worker on top, who is to search for a task. The caller has the right to one, so there is one. */
    public void claim() {
        for (; ; ) {
            Seat seat = top;
            if (seat == null) {
                throw new IllegalStateException("Bug: a claim to an idle worker, but no seat");
            }
            if (TOP.compareAndSet(this, seat, seat.below) && seat.claim()) {
                return;
            }
        }
    }

    /** Lets every idle worker look around: those on the stack by now are unparked, and stay where they are. */
    public void nudge() {
        for (Seat seat = top; seat != null; seat = seat.below) {
            if (seat.state == Seat.IDLE) {
                LockSupport.unpark(seat.thread);
            }
        }
    }

    /** Takes empty seats off the stack, so that those who left are not held on to. */
    public void prune() {
        Seat seat = top;
        while (seat != null && seat.state == Seat.EMPTY && TOP.compareAndSet(this, seat, seat.below)) {
            seat = top;
        }
        for (seat = top; seat != null; seat = seat.below) {
            Seat below = seat.below;
            while (below != null && below.state == Seat.EMPTY) {
                below = below.below;
                seat.below = below;
            }
        }
    }

    /** How many workers are on the stack that nobody has claimed. */
    public int waiting() {
        int waiting = 0;
        for (Seat seat = top; seat != null; seat = seat.below) {
            waiting += seat.state == Seat.IDLE ? 1 : 0;
        }
        return waiting;
    }

    /** The seats on the stack, the empty ones included; for tests. */
    int depth() {
        int depth = 0;
        for (Seat seat = top; seat != null; seat = seat.below) {
            depth++;
        }
        return depth;
    }
}
