package dev.weir;

import dev.weir.internal.crew.Control;
import dev.weir.internal.crew.IdleStack;
import dev.weir.internal.crew.IdleStack.Seat;
import dev.weir.internal.ledger.Ledger;
import dev.weir.internal.queue.TaskQueue;
import dev.weir.internal.watchdog.Watchdog;
import dev.weir.internal.watchdog.Watched;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * The workers of a pool: wakes, hires and retires them. Thread-safe, lock-free. The rules are told in {@link Control}
 * and {@link Growth}.
 */
final class Crew implements Watched {

    /** How a worker goes on after it has rested. */
    enum Call {
        /** Look for a task, as the one who searches. */
        SEARCH,
        /** Look around: something has changed. */
        LOOK,
        /** Leave: the control word no longer counts this worker. */
        LEAVE
    }

    private final WorkerPool pool;
    private final TaskQueue queue;
    private final Control control;
    private final Ledger ledger;
    private final IdleStack idle = new IdleStack();
    private final Growth growth = new Growth();
    private final long keepAliveNanos;
    private final Set<Worker> workers = ConcurrentHashMap.newKeySet();
    private final ThreadCosts costs;
    private final Recruiting recruiting;
    private volatile Bounds bounds;

    Crew(WorkerPool pool, TaskQueue queue, Control control, Ledger ledger, Bounds bounds) {
        this.pool = pool;
        this.queue = queue;
        this.control = control;
        this.ledger = ledger;
        this.bounds = bounds;
        this.keepAliveNanos = Arguments.nanos(pool.config().keepAlive());
        this.costs = new ThreadCosts();
        this.recruiting = new Recruiting(pool.config());
    }

    Bounds bounds() {
        return bounds;
    }

    ThreadCosts costs() {
        return costs;
    }

    /** Whether there is no worker at all. */
    boolean isEmpty() {
        return Control.workers(control.read()) == 0;
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
        for (; ; ) {
            long word = control.read();
            int state = Control.state(word);
            if (state == Control.PAUSED || state == Control.TERMINATED) {
                return true;
            }
            boolean lookedAfter = Control.searching(word) && !crowded;
            if (lookedAfter) {
                return true;
            }
            if (Control.idle(word) > 0) {
                if (control.wake(word)) {
                    if (Control.idle(word) == 1) {
                        growth.mark(queue.taken());
                    }
                    idle.claim(true);
                    return true;
                }
            } else if (Control.workers(word) >= bounds.max()) {
                return true;
            } else if (!crowded && Control.workers(word) > 0 && isDamped(word)) {
                Watchdog.attend(this);
                return true;
            } else if (control.hire(word)) {
                return start() || !crowded && Control.workers(control.read()) > 0;
            }
        }
    }

    private boolean isDamped(long word) {
        return Control.starting(word) > 0
                || recruiting.isDiscouraged()
                || !growth.mayChain(queue.taken(), Control.workers(word));
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

    /** Starts the thread of a worker that is counted already. */
    private boolean start() {
        ledger.hired();
        growth.mark(queue.taken());
        if (recruiting.start(pool, this)) {
            costs.noteThreads(Control.workers(control.read()));
            return true;
        }
        ledger.unhired();
        control.unhire();
        long word = control.read();
        if (isOver(word)) {
            pool.lifecycle().tryTerminate();
        } else {
            checkQuiet(word);
            Watchdog.attend(this); // to try again later, if tasks wait
        }
        return false;
    }

    /**
     * A worker's thread has begun.
     *
     * @return whether the worker is the one who searches
     */
    boolean arrived(Worker worker, long hiredNanos) {
        workers.add(worker);
        costs.began(System.nanoTime() - hiredNanos);
        return control.arrive();
    }

    /** The searcher has begun a task. If more are waiting, the next one is woken or hired before the task is run. */
    void found() {
        control.found();
        if (queue.isReady()) {
            signal(false);
        }
    }

    /** Takes the search upon the calling worker, if nobody has it and there is something to search for. */
    boolean search() {
        return Control.state(control.read()) == Control.RUNNING && control.search();
    }

    // Resting and leaving

    /**
     * A worker found no task: it is idle until it is called or its time is over.
     *
     * @param searcher whether it was searching
     * @return how it goes on
     */
    Call rest(boolean searcher) {
        Seat seat = new Seat();
        idle.push(seat);
        afterSettling(control.settle(searcher));
        long start = System.nanoTime();
        while (!seat.isClaimed()) {
            Thread.interrupted(); // whoever interrupts an idle worker has nothing to interrupt
            Bounds now = bounds;
            int count = Control.workers(control.read());
            if (count <= now.min()) {
                LockSupport.park(this);
                continue;
            }
            long left = count > now.max() ? 0 : keepAliveNanos - (System.nanoTime() - start);
            if (left > 0) {
                LockSupport.parkNanos(this, left);
            } else if (control.expire(now.min())) {
                if (!seat.leave()) {
                    idle.claim(seat.isSearcher()); // called just now: somebody else goes in this one's stead
                }
                return Call.LEAVE;
            } else {
                Thread.yield(); // whoever has the right to this seat is about to call
            }
        }
        return seat.isSearcher() ? Call.SEARCH : Call.LOOK;
    }

    private void afterSettling(long word) {
        pool.admission().roomMade();
        if (queue.isReady()) {
            signal(false);
        }
        checkQuiet(word);
        if (isOver(word)) {
            rouseAll();
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

    private boolean isOver(long word) {
        return Control.state(word) >= Control.DRAINING && queue.isDrained();
    }

    /** Whether there are more workers than there may be. */
    boolean isSurplus() {
        return Control.workers(control.read()) > bounds.max();
    }

    /** A worker that is not idle asks to leave. */
    boolean dismiss(boolean searcher) {
        return control.dismiss(isOver() ? 0 : bounds.max(), searcher);
    }

    /** A worker that is no longer counted is about to end its thread. */
    void left(Worker worker, long leftNanos) {
        ledger.checkIn(worker.tally());
        workers.remove(worker);
        costs.leaves(Thread.currentThread(), leftNanos);
        ledger.retired();
        idle.prune();
        afterLeaving();
    }

    private void afterLeaving() {
        long word = control.read();
        if (isOver(word)) {
            rouseAll();
            pool.lifecycle().tryTerminate();
            return;
        }
        if (queue.isReady()) {
            signal(false);
        }
        checkQuiet(word);
        Watchdog.attend(this);
    }

    /** Lets every idle worker look around. */
    void rouseAll() {
        for (long word = control.read(); Control.idle(word) > 0; word = control.read()) {
            if (control.rouse(word)) {
                idle.claim(false);
            }
        }
    }

    void setBounds(Bounds next) {
        bounds = next;
    }

    /** The bounds have changed: missing workers are hired, idle ones look whether they are still wanted. */
    void followBounds() {
        fill();
        rouseAll();
        if (queue.isReady()) {
            signal(false);
        }
    }

    // Under the watchdog

    @Override
    public boolean tick() {
        boolean someAreLeft = costs.tryReap(1);
        long word = control.read();
        int count = Control.workers(word);
        if (!queue.isReady() || Control.idle(word) > 0 || count >= bounds.max()) {
            growth.calm();
            return someAreLeft;
        }
        if (!recruiting.isDiscouraged()
                && growth.hireOnTick(queue.taken(), count, Control.starting(word) > 0)
                && control.hire(word)) {
            start();
        }
        return true;
    }

    @Override
    public String toString() {
        return "pool " + pool.name();
    }
}
