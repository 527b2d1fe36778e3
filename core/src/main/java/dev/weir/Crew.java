package dev.weir;

import dev.weir.internal.crew.Control;
import dev.weir.internal.crew.IdleStack;
import dev.weir.internal.ledger.Ledger;
import dev.weir.internal.queue.TaskQueue;
import dev.weir.internal.thread.StackProbe;
import dev.weir.internal.thread.Unrelated;
import dev.weir.internal.watchdog.Watchdog;
import dev.weir.internal.watchdog.Watched;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The workers of a pool: wakes, hires and retires them. Thread-safe, lock-free. The rules are told in {@link Control}
 * and {@link Growth}.
 */
final class Crew implements Watched {

    private static final long REAP_NANOS = 1_000_000;
    private static final int SPINS = 64;

    private final WorkerPool pool;
    private final TaskQueue queue;
    private final Control control;
    private final Ledger ledger;
    private final IdleStack idle;
    private final Growth growth = new Growth();
    private final Spares spares = new Spares();
    private final long keepAliveNanos;
    private final Set<Worker> workers = ConcurrentHashMap.newKeySet();
    private final ThreadCosts costs;
    private final Recruiting recruiting;
    private volatile Bounds bounds;

    Crew(WorkerPool pool, TaskQueue queue, Control control, IdleStack idle, Ledger ledger, Bounds bounds) {
        this.pool = pool;
        this.queue = queue;
        this.control = control;
        this.idle = idle;
        this.ledger = ledger;
        this.bounds = bounds;
        this.keepAliveNanos = Arguments.nanos(pool.config().keepAlive());
        this.costs = new ThreadCosts();
        this.recruiting = pool.recruiting();
    }

    Bounds bounds() {
        return bounds;
    }

    /** How many workers there may be now, the spare ones included. */
    int most() {
        return Math.min(bounds.max() + spares.allowed(), Control.MAX_WORKERS);
    }

    Spares spares() {
        return spares;
    }

    ThreadCosts costs() {
        return costs;
    }

    /** Whether there is no worker at all, but perhaps some whose threads may be had or not. */
    boolean isEmpty() {
        long word = control.read();
        return Control.workers(word) == Control.starting(word);
    }

    /** Workers whose threads have begun and not ended, for those who must interrupt them. */
    Set<Worker> present() {
        return workers;
    }

    // Waking and hiring

    /**
     * Makes sure that somebody looks at the queue; called after a task was published, and by whoever leaves work
     * behind.
     *
     * @param crowded whether more tasks wait than the queue may hold, so that this one needs a thread of its own: then
     *     neither a search under way nor a birth under way will do, and nothing is damped
     * @return false if a thread was needed for this and there was none to be had
     */
    boolean signal(boolean crowded) {
        return signal(crowded, true);
    }

    /** The same for the timer, who must not call a user's thread factory: then the watchdog sees to it. */
    void signalAside() {
        signal(false, recruiting.isQuick());
    }

    private boolean signal(boolean crowded, boolean mayHire) {
        for (; ; ) {
            long word = control.read();
            int state = Control.state(word);
            boolean lookedAfter = Control.searching(word) && !crowded;
            if (lookedAfter || state == Control.PAUSED || state == Control.TERMINATED) {
                return true;
            }
            if (Control.idle(word) > 0) {
                if (!queue.isExpecting()) {
                    return true; // somebody was quicker: one who is called for nothing would lie on top of those in use
                }
                StackProbe.check(); // whoever claims or counts a worker must be able to call it
                long taken = Control.idle(word) == 1 ? queue.taken() : 0; // before, since it may take memory
                if (control.wake(word)) {
                    idle.claim();
                    if (Control.idle(word) == 1) {
                        growth.mark(taken);
                    }
                    return true;
                }
            } else if (Control.workers(word) >= most()) {
                if (spares.wanted()) {
                    Watchdog.attend(this);
                }
                return true;
            } else if (!mayHire || !crowded && Control.workers(word) > 0 && isDamped(word)) {
                Watchdog.attend(this);
                return true;
            } else {
                StackProbe.check();
                if (control.hire(word)) {
                    return start() || !crowded && !isEmpty();
                }
            }
        }
    }

    private boolean isDamped(long word) {
        return !pool.config().virtual()
                && (Control.starting(word) > 0
                        || recruiting.isDiscouraged()
                        || !growth.mayChain(queue.taken(), Control.workers(word), workers));
    }

    /** Hires until there are as many workers as there shall be at least. */
    void fill() {
        for (; ; ) {
            long word = control.read();
            if (Control.workers(word) >= bounds.min() || Control.state(word) > Control.PAUSED) {
                return;
            }
            if (control.hire(word) && !start()) {
                return;
            }
        }
    }

    /** Why the last thread could not be had. */
    Throwable lastHireFailure() {
        return recruiting.lastFailure();
    }

    /** Starts the thread of a worker that is counted already; whatever happens, the count is right afterwards. */
    private boolean start() {
        boolean started = false;
        ledger.hired();
        int workers = Control.workers(control.read()); // this one among them; later some may have left
        try {
            growth.mark(queue.taken());
            started = recruiting.start(pool, this);
        } finally {
            if (!started) {
                notStarted();
            }
        }
        if (started) {
            costs.noteThreads(workers);
        }
        return started;
    }

    private void notStarted() {
        ledger.unhired();
        control.unhire();
        long word = control.read();
        if (isOver(word)) {
            pool.lifecycle().tryTerminate();
        } else {
            checkQuiet(word);
            Watchdog.attend(this); // to try again later, if tasks wait
        }
    }

    /** A worker's thread has begun, and learns whether it is the one who searches. */
    void arrived(Worker worker, long hiredNanos) {
        try {
            workers.add(worker);
            costs.began(System.nanoTime() - hiredNanos);
        } finally {
            worker.setSearcher(control.arrive());
        }
    }

    /** The searcher has begun a task. If more are waiting, the next one is woken or hired before the task is run. */
    void found() {
        control.found();
        if (queue.isExpecting()) {
            signal(false);
        }
    }

    /** Takes the search upon the calling worker, if nobody has it and there is something to search for. */
    boolean search() {
        return Control.state(control.read()) == Control.RUNNING && control.search();
    }

    /** Whether all workers but the calling one rest. */
    boolean isAlone() {
        long word = control.read();
        return Control.workers(word) - Control.idle(word) == 1;
    }

    // Resting and leaving

    /**
     * A worker found no task: it is idle until it is called to search, or is to leave.
     *
     * @param searcher whether it was searching
     * @return true to search; false to leave, and then the control word no longer counts it
     */
    boolean rest(boolean searcher) {
        return new Resting(this, pool, control, idle, keepAliveNanos).rest(searcher);
    }

    /** A worker counts as idle from now on, in this word. */
    void afterSettling(long word) {
        pool.admission().roomMade();
        checkQuiet(word);
        if (isOver(word)) {
            nudgeAll();
        }
    }

    private void checkQuiet(long word) {
        if (Control.quiet(word)) {
            pool.lifecycle().quiet();
        }
    }

    /** Whether a worker that finds nothing has nothing left to wait for. */
    boolean isOver() {
        return isOver(control.read());
    }

    boolean isOver(long word) {
        return Control.state(word) >= Control.DRAINING && !pool.schedule().isPending() && queue.isDrained();
    }

    /** Whether there are more workers than there may be. */
    boolean isSurplus() {
        int present = Control.workers(control.read());
        return present > bounds.max() && present > most(); // the first is quick, and mostly false
    }

    /** A worker that is not idle asks to leave. */
    boolean dismiss(boolean searcher) {
        return control.dismiss(isOver() ? 0 : most(), searcher);
    }

    /** A worker that runs one task only has nothing more to do here. */
    void retire(boolean searcher) {
        control.dismiss(0, searcher);
    }

    // Blocked workers

    /** A worker is going to wait within its task. */
    void block() {
        spares.block(this::attendIfExpecting);
    }

    /** The worker goes on. */
    void unblock() {
        if (spares.unblock()) {
            fewerAreAllowed();
        }
    }

    /** Somebody is going to wait for a task in the queue. */
    void strand() {
        spares.strand(this::attendIfExpecting);
    }

    /** That wait is over. */
    void unstrand() {
        if (spares.unstrand()) {
            fewerAreAllowed();
        }
    }

    /** A worker is blocked, or tasks wait: if both is so, a spare may be needed. */
    void attendIfExpecting() {
        if (queue.isExpecting() || pool.schedule().isLate()) {
            Watchdog.attend(this);
        }
    }

    private void fewerAreAllowed() {
        pool.lifecycle().renewGate();
        nudgeAll();
    }

    /** A worker that is no longer counted is about to end its thread. */
    void left(Worker worker, long leftNanos) {
        try {
            workers.remove(worker);
            ledger.checkIn(worker.tally());
            if (!pool.config().virtual()) {
                costs.leaves(Thread.currentThread(), leftNanos);
                idle.prune();
            }
        } finally {
            ledger.retired();
            afterLeaving();
        }
    }

    private void afterLeaving() {
        pool.admission().roomMade(); // by the task that it ended last
        long word = control.read();
        if (isOver(word)) {
            nudgeAll();
            pool.lifecycle().tryTerminate();
            return;
        }
        boolean expects = !comesAtOnce() && queue.isExpecting();
        if (!expects && queue.isReady()) {
            signal(false);
        }
        checkQuiet(word);
        if (expects || !pool.config().virtual()) {
            Watchdog.attend(this); // to see the task come, and the thread end
        }
    }

    /** Waits a moment for the task of a ticket; false if there is no ticket, or its submitter was stopped just there. */
    private boolean comesAtOnce() {
        for (int spins = SPINS; spins > 0 && !queue.isReady() && queue.isExpecting(); spins--) {
            Thread.onSpinWait();
        }
        return queue.isReady();
    }

    /** Lets every idle worker look whether it is still wanted. */
    void nudgeAll() {
        idle.nudge();
    }

    void setBounds(Bounds next) {
        bounds = next;
    }

    /** The bounds have changed: missing workers are hired, idle ones look whether they are still wanted. */
    void followBounds() {
        fill();
        nudgeAll();
        if (queue.isExpecting()) {
            signal(false);
        }
    }

    // Under the watchdog

    @Override
    public boolean tick() {
        boolean someAreLeft = costs.tryReap(REAP_NANOS);
        long word = control.read();
        int count = Control.workers(word);
        boolean full = count >= most();
        boolean ready = queue.isReady();
        boolean late = pool.schedule().isLate() && Control.state(word) != Control.PAUSED; // a spare makes room for it
        if (!ready && !late || Control.idle(word) > 0 || full && !spares.wanted()) {
            growth.calm();
            if (ready) {
                signalAside();
            }
            return someAreLeft || !ready && queue.isExpecting();
        }
        int births = recruiting.isDiscouraged() ? 0 : growth.birthsOnTick(queue.taken(), word, workers);
        if (births > 0 && full && spares.allowMore(waiting())) {
            pool.lifecycle().renewGate();
            full = count >= most();
        }
        if (births > 0 && !full && control.hire(word)) {
            startAside(births);
        }
        return true;
    }

    /** How many tasks a spare could take, if there are any: one at least, since some wait though their tickets are taken. */
    private long waiting() {
        return Math.max(1, queue.issued() - queue.taken());
    }

    /** A user's thread factory may block, and must not hold up the watchdog of all pools. */
    private void startAside(int births) {
        if (recruiting.isQuick()) {
            start(births);
            return;
        }
        boolean started = false;
        try {
            Thread aside = Unrelated.daemon(() -> start(births), "weir-recruiter");
            costs.watch(aside);
            aside.start();
            started = true;
        } finally {
            if (!started) {
                ledger.hired();
                notStarted();
            }
        }
    }

    /** Starts a worker that is counted already, and further ones while they are needed. */
    private void start(int births) {
        boolean started = start();
        for (int left = births - 1; started && left > 0; left--) {
            long word = control.read();
            started = queue.isReady()
                    && Control.idle(word) == 0
                    && Control.workers(word) < most()
                    && control.hire(word)
                    && start();
        }
    }

    @Override
    public String toString() {
        return "pool " + pool.name();
    }
}
