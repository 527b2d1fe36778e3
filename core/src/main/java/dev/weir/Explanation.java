package dev.weir;

import java.util.List;

/**
 * Where a pool's time goes, what limits it and what would help: see {@link ThreadPool#explain()}. Immutable. All of it was
 * measured while the call lasted, but for the times of tasks if hardly any ended meanwhile.
 *
 * @param stats the statistics at the end
 * @param window what happened while the call lasted
 * @param limit what keeps the pool from doing more
 * @param cause what exactly: the circle, the stuck task, what most tasks block on; empty if the limit says it all
 * @param processors the processors that the JVM may use
 * @param computing how many tasks, on average, computed or were ready to
 * @param blocked how many tasks, on average, waited for something within their code, be it a lock, a time or a device
 * @param processorsUsed how many processors' time the pool's threads used; negative if the JVM does not tell
 * @param processProcessorsUsed how many processors' time the whole process used; negative if the system does not tell
 * @param suggestedThreads how many threads the measured times suggest; 0 if too little was measured. The pool never
 *     changes anything by itself
 * @param running the tasks that ran at the end, the oldest first
 * @param stacks the same, those at the same place of their code together, the most first
 * @since 0.1.0
 */
public record Explanation(
        PoolStats stats,
        PoolWindow window,
        Limit limit,
        String cause,
        int processors,
        double computing,
        double blocked,
        double processorsUsed,
        double processProcessorsUsed,
        int suggestedThreads,
        List<RunningTask> running,
        List<StackGroup> stacks) {

    /**
     * Makes the lists immutable.
     *
     * @param stats the statistics at the end
     * @param window what happened while the call lasted
     * @param limit what keeps the pool from doing more
     * @param cause what exactly
     * @param processors the processors that the JVM may use
     * @param computing how many tasks computed
     * @param blocked how many tasks waited within their code
     * @param processorsUsed how many processors' time the pool's threads used
     * @param processProcessorsUsed how many processors' time the process used
     * @param suggestedThreads how many threads the measured times suggest
     * @param running the tasks that ran at the end
     * @param stacks the same, grouped
     */
    public Explanation {
        running = List.copyOf(running);
        stacks = List.copyOf(stacks);
    }

    /**
     * The same in words, for people. Its wording may change in any release.
     *
     * @return some paragraphs
     */
    public String text() {
        return new ExplanationText(this).toString();
    }
}
