package dev.weir.stress.model;

/** One thing that a client of the pool does. Immutable. Tasks are named by a number, modulo those that there are by then. */
sealed interface Step {

    /** Submits a task. */
    record Submit(Door door, Form form, Work work) implements Step {}

    /** In what form a task is submitted. */
    enum Form {
        EXECUTE,
        RUNNABLE,
        CALLABLE
    }

    /** Cancels some task. */
    record Cancel(int task, boolean interrupt) implements Step {}

    /** Cancels all tasks that there are. */
    record CancelAll(boolean interrupt) implements Step {}

    /** Waits for some task, for a moment. */
    record Get(int task) implements Step {}

    /** Takes a result, if one comes in a moment. */
    record Take(Door from) implements Step {}

    /** Closes a result queue or a group, or shuts a view down. */
    record Close(Door door) implements Step {}

    /** Cancels a result queue, closes a group, or stops a view at once. */
    record Stop(Door door) implements Step {}

    /** Waits for the tasks of a group. */
    record JoinGroup(Door door) implements Step {}

    /** Pauses the pool. */
    record Pause() implements Step {}

    /** Goes on. */
    record Resume() implements Step {}

    /** Resizes the pool. */
    record Resize(int min, int max) implements Step {}

    /** Waits until nothing waits and nothing runs. */
    record Join() implements Step {}

    /** Opens the gate, and puts up another one. */
    record Open() implements Step {}

    /** Fills the pool with tasks that stay, to see that as many are accepted as may be and not one more. */
    record Fill(boolean paused) implements Step {}

    /** Ends the pool's life before the end of the program. */
    record End(Ending how) implements Step {}

    /** How a pool ends. */
    enum Ending {
        CLOSE,
        SHUTDOWN,
        SHUTDOWN_NOW,
        DRAIN
    }
}
