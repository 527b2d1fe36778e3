package dev.weir.internal.crew;

import dev.weir.internal.crew.History.Step;
import dev.weir.internal.thread.Padded;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;

/**
 * The control word of a pool: its state, how many workers there are, are idle and are being started, and whether one
 * is searching, in one atomic long. Thread-safe.
 *
 * <h2>Fields</h2>
 *
 * <pre>
 *   63..61  state      RUNNING, PAUSED, DRAINING, STOPPING, TERMINATED
 *   60      searching  a worker is awake, without a task, and will look at the queue before it does anything else
 *   59..40  starting   workers counted whose threads have not begun yet
 *   39..20  idle       seats on the {@link IdleStack} that nobody has a claim on
 *   19..0   workers    workers that exist, the idle and the starting included
 * </pre>
 *
 * Every decision that two threads must not take differently is one compare-and-set of this word. Since each depends on
 * the numbers alone, it does not matter if the word has changed and changed back in between (no ABA problem).
 *
 * <h2>Transitions</h2>
 *
 * <pre>
 *   wake     idle > 0, a ticket waits      idle-1, searching     a submitter, or a worker that leaves work behind
 *   hire     idle = 0, workers &lt; max       workers+1, starting+1 likewise; undone if no thread can be had
 *   arrive                                 starting-1, searching if nobody was      the new worker's first step
 *   found    searching                     not searching         the searcher took a task
 *   settle                                 idle+1, not searching if it was this one a worker found nothing
 *   expire   idle > 0, workers > least     idle-1, workers-1     a worker was idle for too long, or is surplus
 *   dismiss  workers > max, or drained     workers-1, not searching if it was this one
 *   state    as its life cycle allows      state
 * </pre>
 *
 * <p><b>A claim.</b> {@code wake} and {@code expire} take the right to one idle worker, not a certain worker. Since a
 * worker puts its seat on the stack before it counts itself idle, there are never fewer seats than rights, and whoever
 * has a right finds a seat. If the worker whose time ran out was woken by somebody else in that moment, it uses its
 * right on another seat: that one is woken in its stead.
 *
 * <p><b>No lost wake-up.</b> A submitter takes its ticket and then reads this word; a worker writes this word
 * ({@code settle}, {@code found}, {@code expire}, {@code dismiss}) and then looks whether a ticket is waiting. These are
 * volatile accesses, whose order is the same for all threads; hence one of them sees the other. The task itself, which the
 * submitter publishes in between, may become visible later: a worker that finds a ticket without a task does not rest
 * before it has looked again. While a worker is searching, submitters need not wake anyone: it looks at the queue after it
 * has given the search up, and wakes the next if something is left. So a burst costs a chain of wake-ups and not one a task.
 * Nor need they if some worker has their task by then: a ticket of their own they always see, so none waits that nobody looks
 * for; and a worker that is woken for nothing would lie on top of the stack afterwards.
 *
 * <p><b>The last worker.</b> {@code expire} takes a right to an idle worker, as {@code wake} does, so they exclude each
 * other: a submitter whose {@code wake} comes too late reads the word again, sees that nobody is idle, and hires.
 *
 * <p>Each step is kept for a while in its {@link History}.
 *
 * <p>Proven by {@code ControlTest}, {@code GrowthTest}, {@code ShrinkTest}, {@code LifecycleTest} and {@code
 * LatePublicationTest}.
 */
public final class Control extends Padded {

    /** The pool accepts and runs tasks. */
    public static final int RUNNING = 0;
    /** The pool accepts tasks and begins none. */
    public static final int PAUSED = 1;
    /** The pool accepts no task and runs those that it has. */
    public static final int DRAINING = 2;
    /** The pool accepts no task and begins none. */
    public static final int STOPPING = 3;
    /** Every task has ended and no worker is left. */
    public static final int TERMINATED = 4;

    /** The most workers that the word can count. */
    public static final int MAX_WORKERS = (1 << 20) - 1;

    private static final int FIELD = (1 << 20) - 1;
    private static final long WORKER = 1L;
    private static final long IDLE = 1L << 20;
    private static final long STARTING = 1L << 40;
    private static final long SEARCHING = 1L << 60;
    private static final int STATE_SHIFT = 61;
    private static final long BELOW_STATE = (1L << STATE_SHIFT) - 1;

    private static final VarHandle WORD;

    static {
        try {
            WORD = MethodHandles.lookup().findVarHandle(Control.class, "word", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    static {
        // What is called for the first time takes memory, and this is called when there is none.
        Control first = new Control();
        first.hire(first.word);
        first.unhire();
        first.found();
    }

    private static final String[] STATES = {"RUNNING", "PAUSED", "DRAINING", "STOPPING", "TERMINATED"};

    private volatile long word;

    private final History history = new History();

    /** The word as it is now, to be read with the static methods of this class. */
    public long read() {
        return word;
    }

    /** The state in a word. */
    public static int state(long word) {
        return (int) (word >>> STATE_SHIFT);
    }

    /** What a word says, in words. */
    static String describe(long word) {
        return STATES[state(word)] + ", " + workers(word) + " workers, " + idle(word) + " idle, " + starting(word)
                + " starting" + (searching(word) ? ", one searching" : "");
    }

    /** The word as it is now and its last steps, the oldest first, one a line. */
    public List<String> history() {
        List<String> lines = history.lines();
        lines.add("now: " + describe(word));
        return lines;
    }

    private boolean step(Step step, long from, long to) {
        boolean made = WORD.compareAndSet(this, from, to);
        if (made) {
            history.note(step, to);
        }
        return made;
    }

    /** The number of workers in a word. */
    public static int workers(long word) {
        return (int) word & FIELD;
    }

    /** The number of idle workers in a word. */
    public static int idle(long word) {
        return (int) (word >>> 20) & FIELD;
    }

    /** The number of workers in a word that have not begun yet. */
    public static int starting(long word) {
        return (int) (word >>> 40) & FIELD;
    }

    /** Whether a word says that a worker is searching. */
    public static boolean searching(long word) {
        return (word & SEARCHING) != 0;
    }

    /** Whether by this word no worker has a task or is about to take one. */
    public static boolean quiet(long word) {
        return idle(word) + starting(word) == workers(word) && !searching(word);
    }

    /** Claims one idle worker, who will search. */
    public boolean wake(long seen) {
        return step(Step.WAKE, seen, seen - IDLE | SEARCHING);
    }

    /** Counts one more worker, whose thread is going to be started; none where the pool has ended, whatever is called for. */
    public boolean hire(long seen) {
        return state(seen) != TERMINATED && step(Step.HIRE, seen, seen + WORKER + STARTING);
    }

    /** Takes {@link #hire} back. */
    public void unhire() {
        long before = (long) WORD.getAndAdd(this, -(WORKER + STARTING));
        history.note(Step.UNHIRE, before - WORKER - STARTING);
    }

    /**
     * The first step of a new worker.
     *
     * @return whether it is the one that searches
     */
    public boolean arrive() {
        for (; ; ) {
            long seen = word;
            if (step(Step.ARRIVE, seen, seen - STARTING | SEARCHING)) {
                return !searching(seen);
            }
        }
    }

    /** The searcher has found a task. */
    public void found() {
        long before = (long) WORD.getAndBitwiseAnd(this, ~SEARCHING);
        history.note(Step.FOUND, before & ~SEARCHING);
    }

    /** A worker takes the search upon itself, if nobody has it. */
    public boolean search() {
        long seen = word;
        return !searching(seen) && step(Step.SEARCH, seen, seen | SEARCHING);
    }

    /**
     * A worker whose seat is on the stack counts itself idle.
     *
     * @param searcher whether it was searching
     * @return the new word
     */
    public long settle(boolean searcher) {
        for (; ; ) {
            long seen = word;
            long next = (searcher ? seen & ~SEARCHING : seen) + IDLE;
            if (step(Step.SETTLE, seen, next)) {
                return next;
            }
        }
    }

    /** Claims one idle worker and counts one worker less, if there are more than {@code least}. */
    public boolean expire(int least) {
        for (; ; ) {
            long seen = word;
            if (workers(seen) <= least || idle(seen) == 0) {
                return false;
            }
            if (step(Step.EXPIRE, seen, seen - IDLE - WORKER)) {
                return true;
            }
        }
    }

    /**
     * Counts a worker less that is not idle.
     *
     * @param most does so only while there are more than this
     * @param searcher whether it was searching
     * @return whether it was counted off
     */
    public boolean dismiss(int most, boolean searcher) {
        for (; ; ) {
            long seen = word;
            if (workers(seen) <= most) {
                return false;
            }
            long next = (searcher ? seen & ~SEARCHING : seen) - WORKER;
            if (step(Step.DISMISS, seen, next)) {
                return true;
            }
        }
    }

    /**
     * Changes the state.
     *
     * @param from only if it is this
     * @param to what it becomes
     * @return whether it was
     */
    public boolean become(int from, int to) {
        for (; ; ) {
            long seen = word;
            if (state(seen) != from) {
                return false;
            }
            if (step(Step.STATE, seen, seen & BELOW_STATE | (long) to << STATE_SHIFT)) {
                return true;
            }
        }
    }

    /** Becomes TERMINATED, if it is shut down and has no worker left; only one caller ever gets true. */
    public boolean terminate() {
        long seen = word;
        return (state(seen) == DRAINING || state(seen) == STOPPING)
                && workers(seen) == 0
                && step(Step.STATE, seen, (long) TERMINATED << STATE_SHIFT);
    }
}
