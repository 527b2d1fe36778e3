package dev.weir;

import dev.weir.event.PoolEvent.BugFound;
import dev.weir.internal.crew.Control;
import dev.weir.internal.crew.IdleStack;
import dev.weir.internal.ledger.Picture;
import dev.weir.internal.watchdog.Inspected;
import dev.weir.internal.watchdog.Watchdog;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The pool's own look at whether it keeps its promises; what it finds is a bug of the pool, and logged as one, with the last
 * steps of the control word. Thread-safe; but {@link #inspect} is for the watchdog.
 *
 * <ul>
 *   <li>The ledger adds up, as {@link Audit} says, whenever nothing moves and whenever somebody asks; and at the end nothing
 *       waits or runs.
 *   <li>Each worker that is counted has a thread that lives. One that has died is counted off, so that the pool can go on; and
 *       so is one whose thread has ended without calling it, though that is the thread factory's fault.
 *   <li>No task waits while a worker is idle, or said to be searching. If that has been so at {@value #LOOKS} looks in a row and
 *       no task was taken meanwhile, a worker is called.
 * </ul>
 *
 * <p>A virtual machine that is stopped for seconds, just when a worker has been called, may look like the last of these.
 *
 * <p>Proven by {@code SelfCheckTest}.
 */
final class SelfCheck implements Inspected {

    private static final int LOOKS = 3;
    private static final String DEAD_WORKER = "a worker has ended without being counted off";

    private final WorkerPool pool;
    private final Control control;
    private final IdleStack idle;

    /** The watchdog's. */
    private final Audit audit;

    /** Reported once; others may be in the same state for long. */
    private @Nullable String mismatch;

    /** At so many looks in a row the queue stood still. */
    private int still;

    private long takenBefore;

    SelfCheck(WorkerPool pool, Control control, IdleStack idle) {
        this.pool = pool;
        this.control = control;
        this.idle = idle;
        this.audit = new Audit(pool);
    }

    static List<ThreadPool> pools() {
        return new ArrayList<>(workerPools());
    }

    /** All pools that are inspected, the oldest first. */
    static List<WorkerPool> workerPools() {
        List<WorkerPool> pools = new ArrayList<>();
        for (Inspected inspected : Watchdog.pools()) {
            if (inspected instanceof SelfCheck check) {
                pools.add(check.pool);
            }
        }
        pools.sort((one, other) ->
                Long.signum(one.ledger().openedNanos() - other.ledger().openedNanos()));
        return pools;
    }

    @Override
    public void inspect() {
        pool.noteMoment();
        for (Worker worker : pool.crew().present()) {
            if (worker.isDead() && pool.crew().present().remove(worker)) {
                report(DEAD_WORKER);
                bury(worker);
            }
        }
        for (int left = pool.recruiting().stillborn(); left > 0; left--) {
            countOffTheStillborn();
        }
        if (pool.admission().endUncalled()) {
            callAgain();
        }
        long taken = pool.queue().taken();
        still = standsStill() && (still == 0 || taken == takenBefore) ? still + 1 : 0;
        takenBefore = taken;
        if (still == LOOKS) {
            still = 0;
            report("tasks wait and nobody takes them");
            callSomebody();
        }
        if (audit.isCheap()) {
            checkLedger();
        }
        pool.lookout().look();
    }

    /** As whoever ran out of stack or memory could not; asked for again if there is still too little. */
    private void callAgain() {
        boolean called = false;
        try {
            pool.crew().signalAside();
            if (pool.crew().isOver()) {
                pool.mayBeOverAside();
            }
            called = true;
        } finally {
            if (!called) {
                pool.admission().notCalled();
            }
        }
    }

    private void checkLedger() {
        String wrong = audit.look();
        if (wrong != null && !wrong.equals(mismatch)) {
            mismatch = wrong;
            report(wrong);
        }
    }

    /** Nothing has moved for long, so the numbers can be compared. */
    private void callSomebody() {
        if (idle.waiting() > Control.idle(control.read())) {
            idle.claim(); // as whoever was given the right to should have done
        } else {
            control.found();
            pool.crew().signalAside();
        }
    }

    /** As if it had left. It has died at work: a worker that rests calls nobody's code but the pool's. */
    private void bury(Worker dead) {
        dead.bury();
        control.dismiss(0, dead.wasSearcher());
        pool.ledger().checkIn(dead.tally());
        pool.ledger().retired();
        pool.mayBeOverAside();
        pool.crew().signalAside();
    }

    /** It was counted as one that is being started, and will never begin. */
    private void countOffTheStillborn() {
        pool.ledger().unhired();
        control.unhire();
        pool.mayBeOverAside();
        Watchdog.attend(pool.crew()); // to try again later, if tasks wait
    }

    /** Whether a task waits, and somebody is there to take it. */
    private boolean standsStill() {
        long word = control.read();
        int state = Control.state(word);
        return (state == Control.RUNNING || state == Control.DRAINING)
                && (Control.idle(word) > 0 || Control.searching(word) && Control.starting(word) == 0)
                && pool.queue().isReady();
    }

    /** Looks on demand; what is found is logged too. */
    List<String> findings() {
        List<String> findings = new ArrayList<>();
        String wrong = new Audit(pool).lookUntilSure();
        if (wrong != null) {
            findings.add(wrong);
        }
        for (Worker worker : pool.crew().present()) {
            if (worker.isDead() && pool.crew().present().contains(worker)) {
                findings.add(DEAD_WORKER);
            }
        }
        findings.forEach(this::report);
        return findings;
    }

    /** The ledger must add up now, of all times. */
    void atTheEnd() {
        Picture last = pool.ledger().picture();
        if (last.waiting() != 0 || last.running() != 0) {
            report("the pool has ended, but the ledger does not add up: " + last);
        }
    }

    private void report(String finding) {
        pool.events().tell((name, at) -> new BugFound(name, at, finding));
        String history = String.join("\n  ", control.history());
        Log.warn("Bug: pool ", pool.name() + ": " + finding, "\n  " + history, new Throwable("where it was found"));
    }

    @Override
    public String toString() {
        return "pool " + pool.name();
    }
}
