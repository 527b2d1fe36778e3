package dev.weir.stress.model;

import dev.weir.PoolStats;
import dev.weir.RejectionReason;
import dev.weir.Task;
import dev.weir.TaskRejectedException;
import dev.weir.TaskState;
import java.util.List;

/**
 * Compares what became of each task of a program with the model: it ends in exactly one way, its future says in which, and
 * the pool's account is the sum. Used once, when the pool has ended.
 */
final class Verdict {

    private final Performance performance;
    private final Program program;
    private final List<Client> clients;
    private final Books books;

    Verdict(Performance performance, List<Client> clients) {
        this.performance = performance;
        this.program = performance.program();
        this.clients = clients;
        this.books = new Books(performance);
    }

    void reach() {
        PoolStats last = performance.pool().stats();
        performance.look(true);
        performance.traces().forEach(this::judge);
        try {
            long rest = 0;
            for (Client client : clients) {
                rest += client.takeTheRest();
            }
            books.compare(last, rest);
        } catch (InterruptedException e) {
            throw new IllegalStateException("the judge was interrupted", e);
        }
        clients.forEach(Client::closeGroups);
        new Orders(performance).check();
    }

    private void wrong(Trace trace, String what) {
        performance.problem(trace + " " + what);
    }

    private void judge(Trace trace) {
        if (trace.submitted == 0) {
            wrong(trace, "was never submitted to the end");
        }
        if (trace.inside.get() != 0) {
            wrong(trace, "still runs after the end");
        }
        if (trace.isRefused()) {
            books.refused();
            if (trace.hasBegun() || trace.handedBack.get() != 0) {
                wrong(trace, "was refused, and yet it ran or was handed back");
            }
            return;
        }
        Task<?> future = trace.future;
        if (trace.kind() == Door.Kind.PERIODIC) {
            if (future != null) {
                judgePeriodic(trace, future);
            }
        } else if (future == null) {
            judgeExecuted(trace);
        } else {
            judgeFuture(trace, future);
        }
    }

    private void judgeExecuted(Trace trace) {
        boolean ran = trace.hasBegun();
        boolean handedBack = trace.handedBack.get() > 0;
        if (handedBack) {
            books.count(Books.Way.HANDED_BACK, isOutside(trace) ? 0 : 1, 1);
        } else if (ran) {
            books.count(trace.thrown == null ? Books.Way.SUCCEEDED : Books.Way.FAILED, 1, 1);
        } else {
            books.count(Books.Way.DROPPED, 1, 1);
        }
        if (ran && handedBack) {
            wrong(trace, "ran, and was handed back");
        }
        if (!ran && !handedBack && !program.setting().isDropping()) {
            wrong(trace, "is lost");
        }
        int reports = ran && trace.thrown != null ? 1 : 0;
        if (trace.reported.get() != reports) {
            wrong(trace, "threw " + reports + " times, and that was reported " + trace.reported + " times");
        }
    }

    /** Whether the pool may never have had the task, though its submitter has a future. */
    private boolean isOutside(Trace trace) {
        return trace.kind() == Door.Kind.LATER
                || trace.kind().isGroup()
                || trace.kind().isResults()
                || trace.kind().isView()
                        && (program.setting().runsInCallers()
                                || program.setting().isBlocking());
    }

    private void judgeFuture(Trace trace, Task<?> future) {
        TaskState state = future.taskState();
        boolean ran = trace.hasBegun();
        if (trace.handedBack.get() > 0) {
            books.count(Books.Way.HANDED_BACK, trace.kind() == Door.Kind.LATER || isOutside(trace) ? 0 : 1, 1);
            if (ran && !trace.byOwner) {
                wrong(trace, "was handed back, and yet it ran");
            }
        } else {
            boolean unsure = !ran && isOutside(trace);
            books.count(wayOf(state), unsure ? 0 : 1, 1);
            if (unsure && trace.kind().isGroup()) {
                books.perhapsRefused();
            }
        }
        if (trace.cancelled.get() > 1 || trace.cancelled.get() == 1 && state != TaskState.CANCELLED) {
            wrong(trace, "was cancelled, and is not, or more than once");
        }
        if (trace.reported.get() > (trace.thrown != null ? 1 : 0)) {
            wrong(trace, "was reported " + trace.reported + " times");
        }
        judgeState(trace, future, state, ran);
    }

    private static Books.Way wayOf(TaskState state) {
        return switch (state) {
            case SUCCEEDED -> Books.Way.SUCCEEDED;
            case FAILED -> Books.Way.FAILED;
            case CANCELLED -> Books.Way.CANCELLED;
            case EXPIRED -> Books.Way.EXPIRED;
            case DROPPED -> Books.Way.DROPPED;
            default -> Books.Way.HANDED_BACK;
        };
    }

    private void judgeState(Trace trace, Task<?> future, TaskState state, boolean ran) {
        switch (state) {
            case WAITING, RUNNING -> wrong(trace, "is not done after the end: it is lost");
            case SUCCEEDED -> {
                Object value = future.resultNow();
                boolean right =
                        trace.step.form() == Step.Form.CALLABLE || trace.kind().isResults()
                                ? value == trace
                                : value == null;
                if (!ran || trace.thrown != null || !right) {
                    wrong(trace, "has the value " + value);
                }
            }
            case FAILED -> {
                if (!ran || future.exceptionNow() != trace.thrown) {
                    wrong(trace, "threw " + trace.thrown + ", and its future says " + future.exceptionNow());
                }
            }
            case CANCELLED -> {
                boolean meant = trace.cancelled.get() == 1
                        || trace.kind().isGroup()
                        || performance.wasCancelled(trace) && trace.kind().isResults();
                if (!meant) {
                    wrong(trace, "is cancelled, though nobody did that");
                }
            }
            case EXPIRED, DROPPED -> {
                RejectionReason reason = state == TaskState.EXPIRED ? RejectionReason.EXPIRED : RejectionReason.DROPPED;
                boolean says = future.exceptionNow() instanceof TaskRejectedException why && why.reason() == reason;
                boolean may = state == TaskState.EXPIRED
                        ? trace.kind() == Door.Kind.BRIEF_GROUP
                        : program.setting().isDropping();
                if (ran || !says || !may) {
                    wrong(trace, "is " + state + ", with " + future.exceptionNow());
                }
            }
            case HANDED_BACK -> {
                if (ran || trace.handedBack.get() != 1) {
                    wrong(trace, "is in nobody's hands");
                }
            }
        }
    }

    /** Each run is a task of its own in the account; how the runs that were cancelled are counted is not seen here. */
    private void judgePeriodic(Trace trace, Task<?> future) {
        TaskState state = future.taskState();
        if (state == TaskState.WAITING || state == TaskState.RUNNING) {
            wrong(trace, "is not done after the end");
        }
        if (state == TaskState.FAILED && future.exceptionNow() != trace.thrown) {
            wrong(trace, "threw " + trace.thrown + ", and its future says " + future.exceptionNow());
        }
        int returned = trace.returned.get();
        int threw = trace.runs.get() - returned;
        books.count(Books.Way.SUCCEEDED, Math.max(0, returned - 1), returned);
        books.count(Books.Way.FAILED, 0, threw);
        books.count(Books.Way.CANCELLED, 0, 2);
        books.count(Books.Way.HANDED_BACK, 0, 1);
        books.count(Books.Way.DROPPED, 0, program.setting().isDropping() ? Integer.MAX_VALUE : 0);
    }
}
