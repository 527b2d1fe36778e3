package dev.weir.stress.model;

import java.util.List;

/** What a task does. Immutable. */
sealed interface Work {

    /** It is busy for some microseconds, if any, and returns. */
    record Busy(int micros) implements Work {}

    /** It throws. */
    record Throws(Thrown what) implements Work {}

    /** It stays until the gate is opened, or it is interrupted; then it throws the interrupt. */
    record Holds() implements Work {}

    /** It leaves its thread interrupted, renamed and with another priority. */
    record Spoils() implements Work {}

    /** It submits other tasks, and waits for them or not. */
    record Nests(Waits waits, List<Step.Submit> children) implements Work {}

    /** It does something to the pool that runs it. */
    record Acts(Step step) implements Work {}

    /** How a task waits for those that it has submitted. */
    enum Waits {
        NOT,
        GET,
        GET_IN_TIME,
        GROUP,
        RESULTS
    }

    /** What a task may throw. */
    enum Thrown {
        CHECKED,
        UNCHECKED,
        ERROR,
        OUT_OF_MEMORY,
        STACK_OVERFLOW,
        INTERRUPTED,
        CANCELLATION,
        REJECTION
    }

    /** Whether it, or what it submits, waits for other tasks or is held. */
    default boolean waitsForOthers() {
        return this instanceof Nests nests
                && (nests.waits != Waits.NOT
                        || nests.children.stream()
                                .anyMatch(child -> child.work().waitsForOthers()));
    }
}
