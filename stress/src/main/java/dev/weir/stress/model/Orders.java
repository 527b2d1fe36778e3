package dev.weir.stress.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Checks that tasks began in the order in which they were submitted, where that is promised: on one thread, and through an
 * ordered view. Of two tasks, one was submitted before the other if its submission had ended when the other's began.
 * Stateless.
 */
final class Orders {

    private final Performance performance;

    Orders(Performance performance) {
        this.performance = performance;
    }

    void check() {
        Program program = performance.program();
        if (program.mostThreads() == 1 && program.isPlain()) {
            check(
                    "one thread",
                    trace -> !trace.inCaller
                            && (trace.kind() == Door.Kind.POOL
                                    || trace.kind().isResults()
                                    || trace.kind().isGroup()));
        }
        for (int i = 0; i < Door.OF_A_KIND; i++) {
            Door door = new Door(Door.Kind.ORDERED, i);
            check("an ordered view", trace -> trace.step.door().equals(door));
        }
    }

    private void check(String where, Predicate<Trace> concerned) {
        List<Trace> bySubmission = performance.traces().stream()
                .filter(concerned)
                .filter(trace -> trace.hasBegun() && !trace.byOwner)
                .sorted(Comparator.comparingLong(trace -> trace.submitted))
                .toList();
        List<Trace> byBeginning = new ArrayList<>(bySubmission);
        byBeginning.sort(Comparator.comparingLong(trace -> trace.submitting));
        int next = 0;
        Trace latest = null;
        for (Trace trace : byBeginning) {
            for (; next < bySubmission.size() && bySubmission.get(next).submitted < trace.submitting; next++) {
                latest = later(latest, bySubmission.get(next));
            }
            if (latest != null && latest.began > trace.began) {
                performance.problem(
                        "On " + where + ", " + trace + " began before " + latest + ", which had been submitted before");
                return;
            }
        }
    }

    private static Trace later(@Nullable Trace latest, Trace other) {
        return latest == null || other.began > latest.began ? other : latest;
    }
}
