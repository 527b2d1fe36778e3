package dev.weir.stress.model;

import dev.weir.Named;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.RejectedExecutionException;

/** What the pool runs: does a task's work, and notes that it did. Thread-safe. */
final class Body implements Callable<Object>, Runnable, Named {

    /** A periodic task throws in this run, if it is one that throws. */
    private static final int LAST_RUN = 3;

    final Trace trace;
    private final Performance performance;

    Body(Performance performance, Trace trace) {
        this.performance = performance;
        this.trace = trace;
    }

    @Override
    public String taskName() {
        return String.valueOf(trace.number);
    }

    @Override
    public void run() {
        try {
            call();
        } catch (Exception checked) {
            throw Body.<RuntimeException>unchecked(checked);
        }
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> E unchecked(Throwable thrown) throws E {
        throw (E) thrown;
    }

    @Override
    public Object call() throws Exception {
        performance.watch().entered(trace);
        try {
            work(trace.step.work());
            return trace;
        } catch (Throwable thrown) {
            trace.thrown = thrown;
            throw thrown;
        } finally {
            performance.watch().left(trace);
        }
    }

    private void work(Work work) throws Exception {
        if (work instanceof Work.Busy busy) {
            spin(busy.micros());
        } else if (work instanceof Work.Throws throwing) {
            if (trace.kind() != Door.Kind.PERIODIC || trace.runs.get() == LAST_RUN) {
                throwIt(throwing.what());
            }
        } else if (work instanceof Work.Holds) {
            performance.awaitGate();
        } else if (work instanceof Work.Spoils) {
            spoil();
        } else if (work instanceof Work.Nests nests) {
            new Nest(performance, trace).run(nests);
        } else if (work instanceof Work.Acts acts) {
            performance.player().act(acts.step());
        }
    }

    private static void spin(int micros) {
        long end = System.nanoTime() + micros * 1_000L;
        while (micros > 0 && System.nanoTime() - end < 0) {
            Thread.onSpinWait();
        }
    }

    /** What the thread of a submitter looks like afterwards is not the pool's matter, so that is left as it is. */
    private void spoil() {
        if (!trace.inCaller && !trace.byOwner) {
            Thread.currentThread().setName("spoilt");
            Thread.currentThread().setPriority(Thread.MIN_PRIORITY);
            Thread.currentThread().interrupt();
        }
    }

    private static void throwIt(Work.Thrown what) throws Exception {
        switch (what) {
            case CHECKED -> throw new Exception("meant");
            case UNCHECKED -> throw new IllegalStateException("meant");
            case ERROR -> throw new AssertionError("meant");
            case OUT_OF_MEMORY -> throw new OutOfMemoryError("meant");
            case STACK_OVERFLOW -> throw new StackOverflowError(String.valueOf(descend(0)));
            case INTERRUPTED -> throw new InterruptedException("meant");
            case CANCELLATION -> throw new CancellationException("meant");
            case REJECTION -> throw new RejectedExecutionException("meant");
        }
    }

    @SuppressWarnings("InfiniteRecursion") // which is the purpose
    private static int descend(int depth) {
        return depth + descend(depth + 1);
    }
}
