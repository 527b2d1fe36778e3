package dev.weir.internal.ledger;

/**
 * One writer's share of the ledger: what it began and ended. Any thread may read; written as {@link Counters} says.
 *
 * <p>A worker's tally outlives the worker: the next one that is hired goes on with it, so no count is ever moved.
 *
 * <p>Each step of a task is a single store: from waiting to running {@link #start}, from running to its end
 * {@link #end}. Ends of tasks whose result goes to a result queue have counters of their own, since there the end is at
 * the same time the step from running to unread.
 */
public final class Tally {

    private static final Outcome[] OUTCOMES = Outcome.values();
    private static final int STARTED = 0;
    private static final int ENDED = 1;
    private static final int ENDED_WITH_RESULT = ENDED + OUTCOMES.length;

    /** Ends with success that nothing follows: two steps in one store. */
    private static final int DONE = ENDED_WITH_RESULT + OUTCOMES.length;

    static final int COUNTERS = DONE + 1;

    /** Beside the counters: how many of its workers may have a task in their hands that they have not begun. */
    private static final int REACHING = COUNTERS;

    /** Beside the counters of a picture: how often the worker became free for another task. */
    private static final int FREED = COUNTERS + 1;

    /** A {@link Stopwatch} that runs while the worker's thread does. */
    private static final int LIVES = COUNTERS + 2;

    /** A {@link Stopwatch} that runs while the worker has nothing to do. */
    private static final int RESTS = COUNTERS + 3;

    private final boolean shared;
    private final Counters counters;

    /** How long tasks waited. */
    final LatencyHistogram waits;

    /** How long tasks ran. */
    final LatencyHistogram runs;

    Tally(boolean shared) {
        this.shared = shared;
        counters = new Counters(COUNTERS + 4, shared);
        waits = new LatencyHistogram(shared);
        runs = new LatencyHistogram(shared);
    }

    /** The worker reaches for a task; what it then does to take one must begin with a full fence. */
    public void reach() {
        if (shared) {
            counters.add(REACHING, 1);
        } else {
            counters.set(REACHING, 1);
        }
    }

    /** The worker has reached in vain; or has begun the task, if the tally is shared. */
    public void withdrawHand() {
        if (shared) {
            counters.add(REACHING, -1);
        } else {
            counters.set(REACHING, 0);
        }
    }

    /** Whether a task has begun that has not ended. */
    public boolean isBusy() {
        return ended(true) < started();
    }

    /** The number of the task that its one worker has begun last, if one that it has begun has not ended; else 0. */
    public long atWorkOn() {
        long last = started();
        return ended(true) < last ? last : 0;
    }

    /** Whether several workers share it, so that a task's beginning does not tell whose hand is withdrawn. */
    public boolean isShared() {
        return shared;
    }

    boolean isReaching() {
        return counters.get(REACHING) != 0;
    }

    /** A task begins. */
    public void start() {
        counters.add(STARTED, 1);
        if (!shared) {
            counters.set(REACHING, 0);
        }
    }

    /**
     * A task ends.
     *
     * @param outcome how
     * @param withResult whether its result goes to a result queue
     */
    public void end(Outcome outcome, boolean withResult) {
        counters.add((withResult ? ENDED_WITH_RESULT : ENDED) + outcome.ordinal(), 1);
    }

    /** A task ends with success, and nothing follows: as {@link #end} and {@link #free}. */
    public void done() {
        counters.add(DONE, 1);
    }

    /** What follows a task's end (a failure handler, dependents) is done too: the worker can take another. */
    public void free() {
        counters.add(FREED, 1);
    }

    long freed() {
        return counters.get(DONE) + counters.get(FREED);
    }

    /**
     * The worker's thread begins. Of this and the three below: not for a tally that workers share.
     *
     * @param nanos when, by the ledger's clock
     */
    public void comes(long nanos) {
        counters.set(LIVES, Stopwatch.started(counters.get(LIVES), nanos));
    }

    /**
     * The worker's thread is about to end.
     *
     * @param nanos when, by the ledger's clock
     */
    public void goes(long nanos) {
        wakes(nanos);
        counters.set(LIVES, Stopwatch.stopped(counters.get(LIVES), nanos));
    }

    /**
     * The worker has nothing to do.
     *
     * @param nanos since when, by the ledger's clock
     */
    public void rests(long nanos) {
        counters.set(RESTS, Stopwatch.started(counters.get(RESTS), nanos));
    }

    /**
     * The worker is called.
     *
     * @param nanos when, by the ledger's clock
     */
    public void wakes(long nanos) {
        counters.set(RESTS, Stopwatch.stopped(counters.get(RESTS), nanos));
    }

    long livedNanos(long now) {
        return Stopwatch.read(counters.get(LIVES), now);
    }

    long restedNanos(long now) {
        return Stopwatch.read(counters.get(RESTS), now);
    }

    /**
     * Notes how long a task waited.
     *
     * @param nanos the time
     * @param weight for how many tasks this one stands
     */
    public void waited(long nanos, int weight) {
        waits.record(nanos, weight);
    }

    /**
     * Notes how long a task ran.
     *
     * @param nanos the time
     * @param weight for how many tasks this one stands
     */
    public void ran(long nanos, int weight) {
        runs.record(nanos, weight);
    }

    long started() {
        return counters.get(STARTED);
    }

    /** Ends of tasks that had begun, or of those that had not. */
    long ended(boolean begun) {
        long sum = begun ? counters.get(DONE) : 0;
        for (Outcome outcome : OUTCOMES) {
            if (outcome.began == begun) {
                sum += counters.get(ENDED + outcome.ordinal()) + counters.get(ENDED_WITH_RESULT + outcome.ordinal());
            }
        }
        return sum;
    }

    void copyTo(long[] target, int from) {
        for (int i = 0; i < COUNTERS; i++) {
            target[from + i] = counters.get(i);
        }
    }

    static long copiedStarted(long[] copy, int from) {
        return copy[from + STARTED];
    }

    static long copiedEnded(long[] copy, int from, Outcome outcome) {
        long done = outcome == Outcome.SUCCEEDED ? copy[from + DONE] : 0;
        return done + copy[from + ENDED + outcome.ordinal()] + copiedResults(copy, from, outcome);
    }

    static long copiedResults(long[] copy, int from, Outcome outcome) {
        return copy[from + ENDED_WITH_RESULT + outcome.ordinal()];
    }
}
