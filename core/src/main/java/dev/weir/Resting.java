package dev.weir;

import dev.weir.internal.crew.Control;
import dev.weir.internal.crew.IdleStack;
import dev.weir.internal.crew.IdleStack.Seat;
import dev.weir.internal.queue.TaskQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * One rest of one worker: from the moment that it has found no task until it is called or leaves. Belongs to that worker's thread.
 *
 * <p>A worker that counts as idle has to be where idle workers are found: if it went back to work, whoever calls it later would
 * call nobody, and the task would wait for ever. So whatever is thrown in here, the rest goes on; that happens where memory is
 * short, since to look at the queue takes some. What could not be done is done again.
 *
 * <p>Proven by {@code ShrinkTest}, {@code LatePublicationTest} and {@code HeapFaultTest}.
 */
final class Resting {

    /** How long the worker parks, at first and at most, while a submitter has its ticket and its task cannot be seen. */
    private static final long GLANCE_NANOS = 20_000;

    private static final long LONGEST_GLANCE_NANOS = 1_000_000;

    private static final Log.Message BUG = new Log.Message("Bug: pool ", " could not look after its queue");

    private final Crew crew;
    private final WorkerPool pool;
    private final Control control;
    private final IdleStack idle;
    private final TaskQueue queue;
    private final long keepAliveNanos;
    private final Seat seat = new Seat();
    private final long start = System.nanoTime();
    private boolean begun;
    private boolean expects = true;
    private long glance = GLANCE_NANOS;

    Resting(Crew crew, WorkerPool pool, Control control, IdleStack idle, long keepAliveNanos) {
        this.crew = crew;
        this.pool = pool;
        this.control = control;
        this.idle = idle;
        this.queue = pool.queue();
        this.keepAliveNanos = keepAliveNanos;
    }

    /**
     * Rests.
     *
     * @param searcher whether the worker was searching
     * @return true to search; false to leave, and then the control word no longer counts it
     */
    boolean rest(boolean searcher) {
        idle.push(seat);
        long word = control.settle(searcher);
        while (!seat.isClaimed()) {
            Throwable thrown = null;
            try {
                if (!begun) {
                    crew.afterSettling(word);
                    begun = true;
                }
                if (leaves()) {
                    return false;
                }
            } catch (Throwable bug) {
                thrown = bug;
            }
            if (thrown != null) {
                stumbledOver(thrown);
                word = control.read();
            }
        }
        return true;
    }

    private void stumbledOver(Throwable thrown) {
        if (!(thrown instanceof OutOfMemoryError)) {
            begun = true;
            expects = false;
            BUG.warn(pool.name(), thrown);
        }
        LockSupport.parkNanos(LONGEST_GLANCE_NANOS);
    }

    /** Parks until there may be something new; true if the worker is to leave instead, and is counted off. */
    private boolean leaves() {
        Thread.interrupted(); // whoever interrupts an idle worker has nothing to interrupt
        if (expects) {
            expects = expectsStill();
            if (!expects) {
                return false; // whoever was called may be this one, and the call's permit may be used up
            }
        }
        long longest = expects ? glance : Long.MAX_VALUE;
        glance = Math.min(2 * glance, LONGEST_GLANCE_NANOS);
        long word = control.read();
        boolean over = crew.isOver(word);
        int least = over ? 0 : crew.bounds().min();
        if (Control.workers(word) <= least) {
            park(longest);
            return false;
        }
        boolean surplus = over || Control.workers(word) > crew.most();
        long left = surplus ? 0 : keepAliveNanos - (System.nanoTime() - start);
        if (left > 0) {
            park(Math.min(left, longest));
        } else if (control.expire(least)) {
            if (!seat.leave()) {
                idle.claim(); // called just now: somebody else goes in this one's stead
            }
            return true;
        } else {
            Thread.yield(); // whoever has the right to this seat is about to call
        }
        return false;
    }

    private void park(long nanos) {
        if (nanos == Long.MAX_VALUE) {
            LockSupport.park(crew);
        } else {
            LockSupport.parkNanos(crew, nanos);
        }
    }

    /** Whether there is a ticket whose task cannot be seen yet. If it can, somebody is called. */
    private boolean expectsStill() {
        if (!queue.isReady()) {
            return queue.isExpecting();
        }
        crew.signal(false);
        return false;
    }
}
