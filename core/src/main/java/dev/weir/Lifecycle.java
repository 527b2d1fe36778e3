package dev.weir;

import dev.weir.event.PoolEvent.Resized;
import dev.weir.event.PoolEvent.StateChanged;
import dev.weir.internal.crew.Control;
import dev.weir.internal.ledger.Ledger;
import dev.weir.internal.ledger.Outcome;
import dev.weir.internal.park.WaitList;
import dev.weir.internal.queue.Taken;
import dev.weir.internal.queue.TaskQueue;
import dev.weir.internal.thread.StackProbe;
import dev.weir.internal.timer.Timer;
import dev.weir.internal.watchdog.Watchdog;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The pool's life: pausing, resuming, shutting down, ending, and waiting for these. Thread-safe.
 *
 * <pre>
 *   RUNNING  <---->  PAUSED
 *      |                |             shutdown: close the queue's tail (no ticket from then on), go on if paused
 *      +---> DRAINING <-+             shutdownNow: the same, then empty the queue and interrupt
 *      |        |       |
 *      +---> STOPPING <-+
 *               |
 *          TERMINATED                 the queue is drained, no worker is left, no submitter runs a task
 * </pre>
 *
 * <p>Changes that consist of several steps are made under a lock that nobody needs to submit or to run a task; no code
 * of a user's is called under it. What the steps do is atomic each: no ticket is taken after {@code pause} has marked the
 * head of the queue, and no task begins once it has emptied the batches; none is accepted after {@code shutdown} has marked its tail.
 */
final class Lifecycle {

    /** A thread has left the pool and yet lives on, since its factory gave it more to do: so long it is waited for. */
    private static final long THREAD_END_NANOS = 1_000_000_000;

    private final WorkerPool pool;
    private final TaskQueue queue;
    private final Control control;
    private final Ledger ledger;
    private final Crew crew;
    private final ReentrantLock change = new ReentrantLock();

    /** Those who wait for the pool to be quiet, and those who wait for it to end. */
    private final WaitList joiners = new WaitList();

    private final WaitList endWaiters = new WaitList();

    /** The last thing that happens: what is to be reported at the end has been reported. */
    private volatile boolean ended;

    /** Who is about to do that last thing: a handler that is called then and waits for the end would wait for itself. */
    private volatile @Nullable Thread ender;

    private final Set<Runnable> toldOfClosing = ConcurrentHashMap.newKeySet();

    Lifecycle(WorkerPool pool, TaskQueue queue, Control control, Ledger ledger, Crew crew) {
        this.pool = pool;
        this.queue = queue;
        this.control = control;
        this.ledger = ledger;
        this.crew = crew;
    }

    PoolState state() {
        return stateOf(control.read());
    }

    static PoolState stateOf(long word) {
        return switch (Control.state(word)) {
            case Control.RUNNING -> PoolState.RUNNING;
            case Control.PAUSED -> PoolState.PAUSED;
            case Control.DRAINING -> PoolState.DRAINING;
            case Control.STOPPING -> PoolState.STOPPING;
            default -> PoolState.TERMINATED;
        };
    }

    /** Whoever is at the end of its stack comes to it before: it could not unlock. */
    private void lock() {
        StackProbe.check();
        change.lock();
    }

    // Pausing

    void pause() {
        lock();
        try {
            if (control.become(Control.RUNNING, Control.PAUSED)) {
                queue.pause();
                ledger.awaitReaching();
                queue.putBackBatches();
                ledger.awaitReaching();
                pool.admission().renewGate(true);
                tell(PoolState.PAUSED);
            }
        } finally {
            change.unlock();
        }
    }

    void resume() {
        boolean resumed;
        lock();
        try {
            resumed = control.become(Control.PAUSED, Control.RUNNING);
            if (resumed) {
                queue.resume();
                pool.admission().renewGate(false);
                tell(PoolState.RUNNING);
            }
        } finally {
            change.unlock();
        }
        if (resumed) {
            lookAtQueue();
            crew.attendIfExpecting(); // those who were blocked meanwhile may wait for what is late
        }
    }

    void resize(Bounds next) {
        lock();
        try {
            crew.setBounds(next);
            queue.allowBatches(!pool.admission().isInOrder());
            if (next.max() == 1) {
                queue.fold(); // after this the gate grants nothing in advance
            }
            pool.admission().renewGate(state() == PoolState.PAUSED);
        } finally {
            change.unlock();
        }
        pool.events().tell((name, at) -> new Resized(name, at, next.min(), next.max()));
        crew.followBounds();
    }

    /** The number of spare workers has changed. */
    void renewGate() {
        lock();
        try {
            pool.admission().renewGate(state() == PoolState.PAUSED);
        } finally {
            change.unlock();
        }
    }

    // Ending

    void shutdown() {
        boolean changed = true;
        lock();
        try {
            queue.close();
            if (Control.state(control.read()) < Control.DRAINING) {
                queue.resume(); // else shutdownNow may be emptying it, and nothing is to be taken any more
            }
            if (!control.become(Control.RUNNING, Control.DRAINING)) {
                changed = control.become(Control.PAUSED, Control.DRAINING);
                if (changed) {
                    pool.admission().renewGate(false); // for what is scheduled and still to come
                }
            }
            if (changed) {
                tell(PoolState.DRAINING);
            }
        } finally {
            change.unlock();
        }
        pool.schedule().shutDown();
        afterClosing();
    }

    List<Runnable> shutdownNow() {
        boolean changed = false;
        lock();
        try {
            queue.close();
            queue.pause();
            for (int from = Control.RUNNING; from <= Control.DRAINING; from++) {
                changed |= control.become(from, Control.STOPPING);
            }
            if (changed) {
                tell(PoolState.STOPPING);
            }
        } finally {
            change.unlock();
        }
        List<Runnable> handedBack = new ArrayList<>();
        pool.schedule().handBack(handedBack);
        emptyQueue(handedBack);
        ledger.awaitReaching(); // until then a worker may leave a view's task in its lane
        for (Lane lane : pool.lanes().busy()) {
            for (LaneTask<?> task : lane.waiting()) {
                if (task.handBackWaiting()) {
                    handedBack.add(task.handedBackAs());
                }
            }
        }
        emptyQueue(handedBack); // a lane that had not heard of the stop may have put a task back
        for (Worker worker : crew.present()) {
            worker.interrupt();
        }
        afterClosing();
        return handedBack;
    }

    private void emptyQueue(List<Runnable> handedBack) {
        Taken taken = new Taken();
        while (!queue.isDrained()) {
            Object task = queue.pollEvenIfPaused(taken);
            if (task != null) {
                handBack(task, handedBack);
            } else {
                Thread.yield(); // a submitter has its ticket and is about to publish its task
            }
        }
    }

    /** Finishes what can be finished in time, and hands back the rest. */
    List<Runnable> drain(long nanos) {
        if (pool.isOwnThread()) {
            throw new IllegalStateException("A task of pool " + pool.name() + " would wait for itself in drain()");
        }
        shutdown();
        try {
            if (awaitTermination(nanos)) {
                return new ArrayList<>();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return shutdownNow();
    }

    private void handBack(Object taken, List<Runnable> handedBack) {
        if (taken instanceof PooledTask<?> submitted) {
            handBack(submitted, handedBack);
            submitted.swept();
        } else if (taken instanceof Runnable task) {
            ledger.outside().end(Outcome.HANDED_BACK, false);
            handedBack.add(Wrapped.unwrap(task));
        }
    }

    private static void handBack(PooledTask<?> task, List<Runnable> handedBack) {
        if (task.handBack()) {
            handedBack.add(task.handedBackAs());
        }
    }

    private void afterClosing() {
        pool.admission().closed();
        toldOfClosing.forEach(Runnable::run);
        lookAtQueue();
        crew.nudgeAll();
        tryTerminate();
        joiners.signalAll();
    }

    /** Has something run once the pool is shut down; who comes later must look at the state itself, after this. */
    void tellOfClosing(Runnable action) {
        toldOfClosing.add(action);
    }

    void forget(Runnable action) {
        toldOfClosing.remove(action);
    }

    private void lookAtQueue() {
        if (queue.isExpecting()) {
            crew.signal(false);
        }
    }

    /** Ends the pool if nothing is left of it; only one caller does. */
    void tryTerminate() {
        if (Control.state(control.read()) >= Control.DRAINING
                && !pool.schedule().isPending()
                && ledger.endedTickets() == queue.issued()
                && ledger.allHaveRetired()
                && pool.admission().callersAtWork() == 0) {
            StackProbe.check(); // nobody else would bring to its end what begins here
            if (control.terminate()) {
                end();
            }
        }
    }

    /** Whatever happens on the way: those who wait for the end are told of it. */
    private void end() {
        try {
            Watchdog.poolEnds(pool.checks(), crew, pool.overdue());
        } finally {
            try {
                Timer.poolEnds();
            } finally {
                tellTheLast();
            }
        }
    }

    private void tellTheLast() {
        try {
            pool.checks().atTheEnd();
            ender = Thread.currentThread();
            pool.lookout().atTheEnd();
            pool.unseenFailures().reportAll();
        } finally {
            leaveNothing();
            ended = true;
            ender = null;
            joiners.signalAll();
            endWaiters.signalAll();
        }
    }

    private void leaveNothing() {
        try {
            pool.registration().end();
            lock(); // who has brought this about may not have told of it yet
            try {
                tell(PoolState.TERMINATED);
            } finally {
                change.unlock();
            }
            pool.events().end();
        } catch (Throwable outOfMemory) {
            Log.warn("Pool ", pool.name(), " could not tell of its end", outOfMemory);
        }
    }

    /** Under the lock, so that changes are told in their order. Waits for nobody and calls no listener. */
    private void tell(PoolState state) {
        pool.events().tell((name, at) -> new StateChanged(name, at, state.name()));
    }

    boolean isTerminated() {
        return ended || ender == Thread.currentThread();
    }

    boolean awaitTermination(long nanos) throws InterruptedException {
        long start = System.nanoTime();
        if (!Blocking.await(endWaiters, this::isTerminated, nanos)) {
            return false;
        }
        long left = nanos == WaitList.FOREVER ? nanos : nanos - (System.nanoTime() - start);
        crew.costs().reap(Math.min(left, THREAD_END_NANOS));
        Watchdog.awaitEnd(Math.min(left, THREAD_END_NANOS));
        Timer.awaitEnd(Math.min(left, THREAD_END_NANOS));
        pool.events().awaitEnd(Math.min(left, THREAD_END_NANOS));
        return true;
    }

    // Quiet

    /** The control word says that no worker has a task. */
    void quiet() {
        queue.calm();
        if (!joiners.isEmpty()) {
            joiners.signalAll();
        }
    }

    boolean join(long nanos) throws InterruptedException {
        if (pool.isOwnThread()) {
            throw new IllegalStateException("A task of pool " + pool.name() + " would wait for itself in join()");
        }
        return Blocking.await(joiners, this::isQuiet, nanos);
    }

    /**
     * Whether all tasks that were accepted before this call have ended: none of them waits, and then, no worker has a
     * task. In this order: a worker that took one of them either has it still, or is done with it. The tickets are read
     * last: were they read first, one that is issued and ends meanwhile could stand for an older one that still waits.
     */
    private boolean isQuiet() {
        long begun = ledger.begunTickets();
        return begun >= queue.issued()
                && Control.quiet(control.read())
                && pool.admission().callersAtWork() == 0;
    }
}
