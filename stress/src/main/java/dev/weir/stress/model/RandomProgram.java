package dev.weir.stress.model;

import dev.weir.ThreadPool;
import java.util.List;
import java.util.function.UnaryOperator;

/** A random program on a pool of its own, for others to have performed. Stateless. */
public final class RandomProgram {

    private RandomProgram() {}

    /**
     * What came of one.
     *
     * @param seed what it was made from
     * @param tasks how many tasks it submitted
     * @param nudges how often what it held or paused was let go by force, after 30 ms each
     * @param problems what was wrong
     * @param text all of that, and the program, for a person
     */
    public record Performed(long seed, int tasks, int nudges, List<String> problems, String text) {}

    /** Performs the program of a seed. */
    public static Performed perform(long seed) {
        return perform(seed, pool -> pool);
    }

    /** Performs the program of a seed on something else than the pool itself. */
    public static Performed perform(long seed, UnaryOperator<ThreadPool> between) {
        Report report = Director.perform(Author.write(seed), between);
        return new Performed(seed, report.tasks(), report.nudges(), report.problems(), report.toString());
    }
}
