package dev.weir;

import java.time.Duration;

/**
 * What happens to a task that finds the queue full. Immutable, so safe for use by any thread.
 *
 * <p>Whatever the policy, the future of a task that is refused or dropped is completed with the reason; none is left
 * in limbo. A pool that is shut down refuses every task, under each policy.
 *
 * <ul>
 *   <li>{@link #reject()}: the submitter is told at once. The default: the caller knows best what to give up.
 *   <li>{@link #block(Duration)}: the submitter waits for room. For producers that may be slowed down.
 *   <li>{@link #callerRuns()}: the submitter runs the task itself. Slows the producer down as well, but keeps it busy;
 *       not for threads that must not run a task, such as an event loop.
 *   <li>{@link #dropOldest()}: the task that has waited longest makes room. For data that ages, such as positions.
 * </ul>
 *
 * @since 0.1.0
 */
public sealed interface Overflow {

    /**
     * Refuses the new task with a {@link TaskRejectedException}.
     *
     * @return the policy
     */
    static Overflow reject() {
        return Reject.INSTANCE;
    }

    /**
     * Lets the submitter wait for room, and refuses the task when there is none in time.
     *
     * <p>A worker of the pool itself never waits for its own pool: it runs the task at once instead, since the room
     * it would wait for may depend on its own task. A submitter that is interrupted while it waits keeps its interrupt
     * status and gets the task refused as {@link RejectionReason#INTERRUPTED}.
     *
     * @param timeout how long to wait at most; zero refuses at once
     * @return the policy
     * @throws IllegalArgumentException if the timeout is negative
     */
    static Overflow block(Duration timeout) {
        return new Block(timeout);
    }

    /**
     * Runs the new task in the thread that submits it, even while the pool is paused. Such a task is part of the ledger
     * like any other, but of no worker; what it throws goes to the failure handler, not to the submitter. Cancelled with
     * an interrupt, it leaves its submitter as it was: interrupted only if that was so before.
     *
     * @return the policy
     */
    static Overflow callerRuns() {
        return CallerRuns.INSTANCE;
    }

    /**
     * Removes the task that has waited longest and accepts the new one. The future of the dropped task fails with a
     * {@link TaskRejectedException} of the reason {@link RejectionReason#DROPPED}. Where no task waits (a queue of
     * capacity 0, or one whose tasks have all begun meanwhile), the new one is refused.
     *
     * @return the policy
     */
    static Overflow dropOldest() {
        return DropOldest.INSTANCE;
    }

    /** See {@link Overflow#reject()}. */
    enum Reject implements Overflow {
        /** The only instance. */
        INSTANCE
    }

    /** See {@link Overflow#callerRuns()}. */
    enum CallerRuns implements Overflow {
        /** The only instance. */
        INSTANCE
    }

    /** See {@link Overflow#dropOldest()}. */
    enum DropOldest implements Overflow {
        /** The only instance. */
        INSTANCE
    }

    /**
     * See {@link Overflow#block(Duration)}.
     *
     * @param timeout how long a submitter waits at most
     */
    record Block(Duration timeout) implements Overflow {

        /**
         * Checks the timeout.
         *
         * @param timeout how long a submitter waits at most
         */
        public Block {
            Arguments.notNegative("timeout", timeout);
        }
    }
}
