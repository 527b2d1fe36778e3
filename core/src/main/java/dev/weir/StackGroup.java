package dev.weir;

import java.util.List;

/**
 * Tasks that were at the same place of their code at one moment. Immutable.
 *
 * @param count how many
 * @param state the state of their threads
 * @param stack where they were, the innermost frame first, without the frames of the pool's own
 * @param tasks their names, each once
 * @since 0.1.0
 */
public record StackGroup(int count, Thread.State state, List<StackTraceElement> stack, List<String> tasks) {

    /**
     * Makes the lists immutable.
     *
     * @param count how many
     * @param state the state of their threads
     * @param stack where they were
     * @param tasks their names
     */
    public StackGroup {
        stack = List.copyOf(stack);
        tasks = List.copyOf(tasks);
    }
}
