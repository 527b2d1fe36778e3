package dev.weir;

import java.util.concurrent.RunnableScheduledFuture;
import org.jspecify.annotations.Nullable;

/**
 * A task that begins at a certain time, once or again and again. Thread-safe.
 *
 * <p>Until its time has come it is not in its pool's ledger: neither waiting nor accepted. When it has come, it waits in the
 * queue like any other task; if the queue is full then, it waits for room, asked for each millisecond, and is late, never refused. Each
 * run of a periodic task is a task of its own in the ledger.
 *
 * <p>A task that runs once has a value. A periodic one is done only when it was cancelled, or when a run of it threw: then
 * that exception is its own, and is reported to the pool's failure handler at once. A run that was dropped under
 * {@link Overflow#dropOldest()} is skipped.
 *
 * <p>{@link #cancel} takes a task off the schedule at once, and nothing of it is kept. {@code cancel(true)} interrupts a
 * run that is under way, {@code cancel(false)} lets it end.
 *
 * <p>When the pool is shut down, periodic tasks are cancelled, and those that run once still have their time, as with
 * {@code ScheduledThreadPoolExecutor}; {@code shutdownNow()} hands back both.
 *
 * @param <T> the type of the value; a periodic task has none
 * @since 0.1.0
 */
public interface ScheduledTask<T extends @Nullable Object> extends Task<T>, RunnableScheduledFuture<T> {}
