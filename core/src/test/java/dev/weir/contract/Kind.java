package dev.weir.contract;

import static dev.weir.contract.Trait.BOUNDED;
import static dev.weir.contract.Trait.LOSES_NOTHING;
import static dev.weir.contract.Trait.SAME_OBJECTS;

import dev.weir.TaskExecutor;
import dev.weir.ThreadPool;
import dev.weir.View;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.IntFunction;

/**
 * The kinds of executor for which the contract is tested. Immutable.
 *
 * <p>Those of the JDK are the control: what they do not pass is not the contract, but somebody's opinion. A new kind (a
 * view of a pool, a pool of virtual threads) is one more constant; what it can do is told by its face and its traits.
 */
enum Kind {
    POOL(ThreadPool.class, 4, Set.of(BOUNDED, LOSES_NOTHING, SAME_OBJECTS), Kind::pool),
    SINGLE(ThreadPool.class, 1, Set.of(BOUNDED, LOSES_NOTHING, SAME_OBJECTS), Kind::single),
    ORDERED(View.class, 1, Set.of(BOUNDED, LOSES_NOTHING, SAME_OBJECTS), Kind::ordered),
    LIMITED(View.class, 2, Set.of(BOUNDED, LOSES_NOTHING, SAME_OBJECTS), Kind::limited),

    VIRTUAL(ThreadPool.class, 4, Set.of(BOUNDED, LOSES_NOTHING, SAME_OBJECTS), Kind::virtual) {
        @Override
        boolean isAvailable() {
            return Runtime.version().feature() >= 21;
        }
    },

    /** Was seen to end a shutdown on 17 with no thread, 16 tasks in its queue, and no end. */
    JDK(ThreadPoolExecutor.class, 4, Set.of(BOUNDED, SAME_OBJECTS), capacity -> jdk(4, capacity)),

    JDK_SINGLE(ThreadPoolExecutor.class, 1, Set.of(BOUNDED, SAME_OBJECTS), capacity -> jdk(1, capacity)),

    /** Wraps what it is given, and silently cancels what arrives at the very moment of its shutdown. */
    JDK_SCHEDULED(ScheduledThreadPoolExecutor.class, 4, Set.of(), capacity -> jdkScheduled());

    private static final int ROOM_FOR_ANY_TEST = 1_000_000;

    private final Class<? extends ExecutorService> face;
    private final int parallelism;
    private final Set<Trait> declared;
    private final BiFunction<Kind, Integer, Fixture> maker;

    Kind(
            Class<? extends ExecutorService> face,
            int parallelism,
            Set<Trait> declared,
            IntFunction<ExecutorService> maker) {
        this(face, parallelism, declared, (kind, capacity) -> Fixture.of(kind, maker.apply(capacity)));
    }

    Kind(
            Class<? extends ExecutorService> face,
            int parallelism,
            Set<Trait> declared,
            BiFunction<Kind, Integer, Fixture> maker) {
        this.face = face;
        this.parallelism = parallelism;
        this.declared = EnumSet.noneOf(Trait.class);
        this.declared.addAll(declared);
        this.maker = maker;
    }

    /** Whether this JDK can have such an executor. */
    boolean isAvailable() {
        return true;
    }

    /** How many tasks it runs at once. */
    int parallelism() {
        return parallelism;
    }

    boolean has(Trait trait) {
        return switch (trait) {
            case PARALLEL -> parallelism > 1;
            case SEQUENTIAL -> parallelism == 1;
            case BOUNDED, LOSES_NOTHING, SAME_OBJECTS -> declared.contains(trait);
            case SCHEDULES -> ScheduledExecutorService.class.isAssignableFrom(face);
            case CLOSES -> AutoCloseable.class.isAssignableFrom(face);
            case ANSWERS_NOW -> Now.isInJdk() || TaskExecutor.class.isAssignableFrom(face);
        };
    }

    /** A new executor with room for any number of tasks. */
    Fixture open() {
        return open(ROOM_FOR_ANY_TEST);
    }

    /** A new executor in which at most so many tasks wait, if it can be bounded. */
    Fixture open(int capacity) {
        return maker.apply(this, capacity);
    }

    private static ExecutorService pool(int capacity) {
        return weir(2, 4, capacity);
    }

    private static ExecutorService single(int capacity) {
        return weir(1, 1, capacity);
    }

    private static ExecutorService virtual(int capacity) {
        return ThreadPool.builder("contract")
                .virtualThreads(4)
                .queueCapacity(capacity)
                .failureHandler(failure -> {})
                .build();
    }

    private static Fixture ordered(Kind kind, int capacity) {
        ThreadPool pool = weir(0, 4, capacity);
        return Fixture.view(kind, pool.ordered("key"), pool);
    }

    private static Fixture limited(Kind kind, int capacity) {
        ThreadPool pool = weir(0, 4, capacity);
        return Fixture.view(kind, pool.limited("view", 2, capacity), pool);
    }

    private static ThreadPool weir(int min, int max, int capacity) {
        return ThreadPool.builder("contract")
                .threads(min, max)
                .queueCapacity(capacity)
                .failureHandler(failure -> {})
                .build();
    }

    private static ExecutorService jdk(int threads, int capacity) {
        return new ThreadPoolExecutor(
                threads, threads, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(capacity), quietThreads());
    }

    private static ExecutorService jdkScheduled() {
        return new ScheduledThreadPoolExecutor(4, quietThreads());
    }

    /** Threads that do not print what a task throws on purpose. */
    private static ThreadFactory quietThreads() {
        return task -> {
            Thread thread = new Thread(task, "control");
            thread.setDaemon(true);
            thread.setUncaughtExceptionHandler((owner, thrown) -> {});
            return thread;
        };
    }
}
