package dev.weir;

import org.jspecify.annotations.Nullable;

/**
 * Carries something of a submitter's thread, such as a diagnostic or a security context, over to the thread that runs the
 * task. Must be thread-safe: each method is called by many threads.
 *
 * <p>A pool calls {@link #capture} in the thread that submits, {@link #restore} in the thread that runs the task, before
 * it, and {@link #clear} there after it, whatever became of the task. Where a task runs another one that it waits for,
 * what the thread carries at that moment is captured before and restored afterwards. A task that its submitter runs itself
 * has its context anyway, and nothing is called.
 *
 * <pre>{@code
 * ContextCarrier<Map<String, String>> mdc = new ContextCarrier<>() {
 *     public Map<String, String> capture() { return MDC.getCopyOfContextMap(); }
 *     public void restore(Map<String, String> captured) { MDC.setContextMap(captured); }
 *     public void clear() { MDC.clear(); }
 * };
 * }</pre>
 *
 * <p>If {@code capture} throws, so does the submission, and no task is accepted. If {@code restore} throws, the task is not
 * run: it fails with that exception. If {@code clear} throws, that is logged.
 *
 * @param <C> what is captured
 * @since 0.1.0
 */
public interface ContextCarrier<C extends @Nullable Object> {

    /**
     * Captures what the current thread has.
     *
     * @return something immutable, or null
     */
    C capture();

    /**
     * Gives the current thread what was captured.
     *
     * @param captured what {@link #capture} returned
     */
    void restore(C captured);

    /** Takes it off the current thread again. */
    void clear();
}
