package dev.weir.contract;

/** What a test needs of a kind of executor. Immutable. */
enum Trait {

    /** Runs at least two tasks at once. */
    PARALLEL,

    /** Runs one task at a time. */
    SEQUENTIAL,

    /** Can be given a bound for the tasks that wait. */
    BOUNDED,

    /** Runs, refuses or hands back whatever it is given, even when it is shut down at the same moment. */
    LOSES_NOTHING,

    /** {@code shutdownNow} hands back the very objects that {@code execute} was given. */
    SAME_OBJECTS,

    /** Is a {@code ScheduledExecutorService}. */
    SCHEDULES,

    /** Has a method {@code close}: on a JDK before 19, only where the executor brings its own. */
    CLOSES,

    /** Its futures have {@code resultNow} and {@code exceptionNow}: before 19, only where they bring their own. */
    ANSWERS_NOW
}
