package dev.weir;

import java.util.List;

/**
 * An executor that uses another pool's threads under its own rule: {@link ThreadPool#ordered} or
 * {@link ThreadPool#limited}. Thread-safe.
 *
 * <p>A view's tasks are tasks of the pool: they count in its ledger, wait in its queue and obey its overflow policy, its
 * pause and its end. A task that has to wait for its turn in the view takes up room in the pool's queue, but no thread. The
 * view has a life of its own: shutting it down refuses and ends its own tasks only. Shutting the pool down shuts every
 * view down.
 *
 * <p>Under {@link Overflow#callerRuns()}, a submitter runs a task of a limited view itself, unless its thread is one of the
 * pool's; a task of an ordered one only if it is its turn. Else the task is refused. Under
 * {@link Overflow#dropOldest()}, a full view drops its own oldest task.
 *
 * <p>Waiting within a task of a view for another task of the same view is safe: if nobody else can run that one, the waiter
 * runs it, and in an ordered view those before it first; a wait with a time limit may take longer then. The same holds for
 * tasks of several views that wait for each other without a time limit.
 *
 * @since 0.1.0
 */
public interface View extends TaskExecutor {

    /**
     * Reads all counts of this view in one consistent picture.
     *
     * @return the picture
     */
    ViewStats stats();

    /** Refuses new tasks of this view and lets those that were accepted run. Does not wait; the pool goes on. */
    @Override
    void shutdown();

    /**
     * Refuses new tasks of this view, hands back those that have not begun, and interrupts those that run. Does not wait;
     * the pool goes on.
     *
     * @return the tasks of this view that never began: the very objects that were given to {@code execute}, and the
     *     {@link Task} of those that were submitted
     */
    @Override
    List<Runnable> shutdownNow();
}
