package dev.weir.stress.model;

import dev.weir.Named;
import dev.weir.PoolState;
import dev.weir.PoolStats;
import dev.weir.Result;
import dev.weir.Task;
import dev.weir.ThreadPool;
import dev.weir.View;
import dev.weir.ViewStats;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** One performance of a program on a real pool, with all that is seen of it. Thread-safe; performed once. */
final class Performance {

    private static final AtomicLong PERFORMED = new AtomicLong();

    private final Program program;
    private final String name = "model" + PERFORMED.incrementAndGet() + 'p';
    private final ThreadPool pool;
    private final AtomicLong ticks = new AtomicLong();
    private final AtomicInteger numbers = new AtomicInteger();
    private final List<Trace> traces = new CopyOnWriteArrayList<>();
    private final ConcurrentLinkedQueue<String> problems = new ConcurrentLinkedQueue<>();
    private final AtomicInteger nudges = new AtomicInteger();
    private final List<View> ordered = new ArrayList<>();
    private final List<View> limited = new ArrayList<>();
    private final List<String> cancelledQueues = new CopyOnWriteArrayList<>();
    private final ReentrantLock pausing = new ReentrantLock();
    private final boolean pauseIsReliable;
    private final Watch watch;
    private final Player player;
    private final Bounds bounds;
    private final AtomicReference<CountDownLatch> gate = new AtomicReference<>(new CountDownLatch(1));
    private volatile boolean ending;

    /**
     * Builds the pool.
     *
     * @param between what the program uses instead of the pool: the pool itself, or one that spoils something on purpose
     */
    Performance(Program program, UnaryOperator<ThreadPool> between) {
        this.program = program;
        this.pool = between.apply(program.setting().build(name, failure -> {
            Trace trace = traceNamed(failure.task());
            if (trace == null || failure.exception() != trace.thrown) {
                problem("a failure was reported that is none: " + failure);
            } else {
                trace.reported.incrementAndGet();
            }
        }));
        for (int i = 0; i < Door.OF_A_KIND; i++) {
            ordered.add(pool.ordered("key-" + i));
            limited.add(pool.limited("limited-" + i, limitOf(i), 1 + i * 20));
        }
        this.pauseIsReliable = program.hasOneClient()
                && program.isPlain()
                && !program.has(step -> step instanceof Step.Submit submit && submit.work() instanceof Work.Acts);
        this.watch = new Watch(this);
        this.player = new Player(this);
        this.bounds = new Bounds(this);
    }

    Program program() {
        return program;
    }

    String name() {
        return name;
    }

    ThreadPool pool() {
        return pool;
    }

    Watch watch() {
        return watch;
    }

    Player player() {
        return player;
    }

    Bounds bounds() {
        return bounds;
    }

    View ordered(int number) {
        return ordered.get(number);
    }

    View limited(int number) {
        return limited.get(number);
    }

    int limitOf(int number) {
        return 1 + number;
    }

    long tick() {
        return ticks.incrementAndGet();
    }

    // Tasks

    Trace trace(Step.Submit step, int client) {
        Trace trace = new Trace(numbers.getAndIncrement(), step, client);
        traces.add(trace);
        return trace;
    }

    List<Trace> traces() {
        return traces;
    }

    private @Nullable Trace traceNamed(String number) {
        try {
            int wanted = Integer.parseInt(number);
            return traces.stream()
                    .filter(trace -> trace.number == wanted)
                    .findAny()
                    .orElse(null);
        } catch (NumberFormatException foreign) {
            return null;
        }
    }

    /** One of the tasks that have a future. */
    @Nullable
    Trace withFuture(int number) {
        List<Trace> such = traces.stream().filter(trace -> trace.future != null).toList();
        return such.isEmpty() ? null : such.get(number % such.size());
    }

    /** A task has come back. */
    @Nullable
    Trace handedBack(Runnable task) {
        String number = task instanceof Task<?> future
                ? future.name()
                : task instanceof Named named ? named.taskName() : "none";
        Trace trace = traceNamed(number);
        if (trace == null) {
            problem("something was handed back that was never given: " + task);
        } else if (trace.handedBack.incrementAndGet() > 1) {
            problem(trace + " was handed back twice");
        } else if (trace.step.form() == Step.Form.EXECUTE
                && !(task instanceof Body)
                && (trace.kind() == Door.Kind.POOL || trace.kind().isView())) {
            problem(trace + " was handed back as something else: " + task);
        }
        return trace;
    }

    /** Whose result that is, if that can be told. */
    @Nullable
    Trace resultOf(Result<Object> result) {
        if (result instanceof Result.Success<Object> success) {
            return (Trace) success.value();
        }
        Throwable thrown = ((Result.Failure<Object>) result).exception();
        return traces.stream().filter(trace -> trace.thrown == thrown).findAny().orElse(null);
    }

    void cancelled(int client, Door door) {
        cancelledQueues.add(client + " " + door);
    }

    boolean wasCancelled(Trace trace) {
        return trace.client < 0 || cancelledQueues.contains(trace.client + " " + trace.step.door());
    }

    // The gate and the pause

    void awaitGate() throws InterruptedException {
        gate.get().await();
    }

    void openGate() {
        gate.getAndSet(new CountDownLatch(1))
                .countDown(); // in one step: else of two who open, one leaves a gate shut for ever
    }

    void pause() {
        pausing.lock();
        try {
            pool.pause();
            PoolStats stats = pool.stats();
            if (pauseIsReliable && stats.state() == PoolState.PAUSED) {
                watch.paused(stats.running());
            }
        } finally {
            pausing.unlock();
        }
    }

    void resume() {
        pausing.lock();
        try {
            watch.resumes();
            pool.resume();
        } finally {
            pausing.unlock();
        }
    }

    /** The pool is about to be shut down, by which it goes on. */
    void ending() {
        ending = true;
        pausing.lock();
        try {
            watch.resumes();
        } finally {
            pausing.unlock();
        }
    }

    boolean isEnding() {
        return ending;
    }

    /** Somebody has waited for long: what is held or paused goes on. */
    void nudge() {
        nudges.incrementAndGet();
        resume();
        openGate();
    }

    int nudges() {
        return nudges.get();
    }

    // Looking

    /** Looks at the pool's account; now and then at more. */
    void look(boolean closely) {
        PoolStats stats = pool.stats();
        if (!stats.addsUp() || stats.running() < 0 || stats.queued() < 0 || stats.unreadResults() < 0) {
            problem("the account does not add up: " + stats);
        }
        if (stats.queued() > bounds.mostQueued()) {
            problem("more wait than may, " + bounds.mostQueued() + ": " + stats);
        }
        if (stats.idleThreads() > stats.threads()) {
            problem("more threads are idle than there are: " + stats);
        }
        if (closely) {
            ordered.forEach(this::look);
            limited.forEach(this::look);
            List<String> findings = pool.selfCheck();
            if (!findings.isEmpty()) {
                problem("the pool finds fault with itself: " + findings);
            }
        }
    }

    private void look(View view) {
        ViewStats stats = view.stats();
        long ended = stats.succeeded()
                + stats.failed()
                + stats.cancelled()
                + stats.expired()
                + stats.dropped()
                + stats.handedBack();
        if (stats.queued() < 0 || stats.running() < 0 || stats.accepted() != stats.queued() + stats.running() + ended) {
            problem("the account of a view does not add up: " + stats);
        }
    }

    Collection<View> views() {
        List<View> all = new ArrayList<>(ordered);
        all.addAll(limited);
        return all;
    }

    void problem(String what) {
        problems.add(what);
    }

    void problem(String what, Throwable thrown) {
        List<String> lines = new ArrayList<>();
        lines.add(what + ": " + thrown);
        for (StackTraceElement frame : thrown.getStackTrace()) {
            lines.add("    at " + frame);
        }
        problems.add(String.join("\n", lines));
    }

    /** What was wrong so far. */
    List<String> problems() {
        return List.copyOf(problems);
    }
}
