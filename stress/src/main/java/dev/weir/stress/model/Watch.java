package dev.weir.stress.model;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Sees tasks begin and end, and whether they may at that moment. Thread-safe. */
final class Watch {

    private final Performance performance;
    private final Program program;
    private final boolean plain;
    private final boolean interrupts;
    private final boolean callersMayRun;
    private final int mostThreads;
    private final AtomicInteger inWorkers = new AtomicInteger();
    private final List<AtomicInteger> ordered = counters();
    private final List<AtomicInteger> limited = counters();

    /** While the pool is paused and that can be relied on: how many tasks may still be seen to begin. */
    private final AtomicInteger mayBegin = new AtomicInteger();

    private volatile boolean paused;
    private volatile boolean over;

    Watch(Performance performance) {
        this.performance = performance;
        this.program = performance.program();
        this.plain = program.isPlain();
        this.interrupts = program.has(Watch::interrupts);
        this.callersMayRun =
                program.setting().runsInCallers() || program.setting().isBlocking();
        this.mostThreads = program.mostThreads();
    }

    private static List<AtomicInteger> counters() {
        return IntStream.range(0, Door.OF_A_KIND)
                .mapToObj(i -> new AtomicInteger())
                .toList();
    }

    /** Whether a thread of the pool may be interrupted by such a step, perhaps at the beginning of a task. */
    private static boolean interrupts(Step step) {
        return step instanceof Step.End || cancels(step);
    }

    /** Whether such a step may cancel tasks that run. */
    private static boolean cancels(Step step) {
        return step instanceof Step.Cancel
                || step instanceof Step.CancelAll
                || step instanceof Step.Stop
                || step instanceof Step.Submit submit && submit.door().kind().isGroup()
                || step instanceof Step.Submit nest && nest.work().waitsForOthers();
    }

    void entered(Trace trace) {
        int inside = trace.inside.incrementAndGet();
        int runs = trace.runs.incrementAndGet();
        trace.inCaller = trace.submitted == 0 && trace.submitter == Thread.currentThread();
        trace.began = performance.tick();
        if (inside > 1 || runs > 1 && trace.kind() != Door.Kind.PERIODIC) {
            performance.problem(trace + " is run twice");
        }
        if (over) {
            performance.problem(trace + " begins after the end of the pool");
        }
        boolean byWorker = !trace.inCaller && !trace.byOwner;
        if (byWorker) {
            enteredInWorker(trace);
        }
        if (!trace.byOwner) {
            count(trace);
        }
    }

    private void enteredInWorker(Trace trace) {
        if (paused && mayBegin.getAndDecrement() <= 0) {
            performance.problem(trace + " begins while the pool is paused");
        }
        if (plain && inWorkers.incrementAndGet() > mostThreads) {
            performance.problem(trace + " is run by a thread beyond the maximum of " + mostThreads);
        }
        Thread current = Thread.currentThread();
        boolean helps =
                current.getName().equals(Director.nameOfClients(performance)); // within a task that it runs itself
        if (!helps && !current.getName().startsWith(performance.name())) {
            performance.problem(trace + " finds the name that another task gave to the thread: " + current.getName());
        }
        boolean stops = interrupts || program.ending() != Step.Ending.CLOSE && program.ending() != Step.Ending.SHUTDOWN;
        if (!stops && current.isInterrupted()) {
            performance.problem(trace + " finds the interrupt of another task");
        }
    }

    private void count(Trace trace) {
        if (!plain) {
            return; // a waiting task lends its turn
        }
        if (trace.kind() == Door.Kind.ORDERED
                && ordered.get(trace.step.door().number()).incrementAndGet() > 1) {
            performance.problem(trace + " begins before the one before it with the same key has ended");
        } else if (trace.kind() == Door.Kind.LIMITED) {
            int limit = performance.limitOf(trace.step.door().number());
            if (limited.get(trace.step.door().number()).incrementAndGet() > limit && !callersMayRun) {
                performance.problem(trace + " is one more than the limit of its view, " + limit);
            }
        }
    }

    void left(Trace trace) {
        if (plain && !trace.byOwner) {
            if (trace.kind() == Door.Kind.ORDERED) {
                ordered.get(trace.step.door().number()).decrementAndGet();
            } else if (trace.kind() == Door.Kind.LIMITED) {
                limited.get(trace.step.door().number()).decrementAndGet();
            }
        }
        if (plain && !trace.inCaller && !trace.byOwner) {
            inWorkers.decrementAndGet();
        }
        if (trace.thrown == null) {
            trace.returned.incrementAndGet();
        }
        trace.ended = performance.tick();
        trace.inside.decrementAndGet();
    }

    /** From now on no task begins but those that the pool had begun, whose first step may not have been seen yet. */
    void paused(long begun) {
        mayBegin.set((int) begun);
        paused = true;
    }

    /** The pool is about to go on. */
    void resumes() {
        paused = false;
    }

    /** The pool has ended. */
    void over() {
        over = true;
    }
}
