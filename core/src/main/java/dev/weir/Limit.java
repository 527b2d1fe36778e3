package dev.weir;

/**
 * What keeps a pool from doing more, as {@link ThreadPool#explain()} found it.
 *
 * @since 0.1.0
 */
public enum Limit {
    /** Nothing: the pool keeps up with what is submitted, or has nothing to do. */
    NONE,
    /** Tasks wait, all threads are in use, and the processors have room: more threads would help. */
    THREADS,
    /** Tasks wait, and those that run take all the processor time that there is: more threads would not help. */
    CPU,
    /** Most tasks that run wait for one and the same thing, such as a lock: more threads would wait for it too. */
    BLOCKED_ON,
    /** A task has been running for longer than is expected of it, or than tasks of the pool do: its stack says where. */
    STUCK,
    /** Tasks wait for each other, and none of them can ever go on. */
    CIRCLE,
    /** More is submitted than can be done, and the pool refuses the rest. */
    OVERLOAD
}
