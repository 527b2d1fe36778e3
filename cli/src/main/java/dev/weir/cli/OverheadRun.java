package dev.weir.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Measures every contender at every task length. For one thread.
 *
 * <p>Rounds go over all lengths and contenders in turn, so that whatever disturbs the machine for a while disturbs all
 * of them.
 */
final class OverheadRun {
    private final OverheadPlan plan;
    private final Consumer<String> progress;
    private final Map<Long, Map<String, List<Sample>>> samples = new LinkedHashMap<>();

    OverheadRun(OverheadPlan plan, Consumer<String> progress) {
        this.plan = plan;
        this.progress = progress;
    }

    OverheadReport run() throws InterruptedException {
        progress.accept("calibrating");
        Calibration calibration = Calibration.measure();
        int counted = 0;
        List<Contender> contenders = new ArrayList<>();
        try {
            contenders.add(new ThreadPerTask(plan.threadNanos()));
            contenders.add(new PoolContender(plan.batchNanos()));
            if (VirtualThreads.supported()) {
                contenders.add(new VirtualThreads(plan.batchNanos()));
            }
            long end = System.nanoTime() + plan.mostNanos();
            for (int round = 0; round < plan.allRounds(); round++) {
                if (round >= plan.fewestRounds() && System.nanoTime() - end > 0) {
                    break;
                }
                progress.accept(describe(round));
                if (round == plan.warmUps()) {
                    calibration = Calibration.measure(); // compiled code, a warm core
                }
                for (long nanos : plan.taskNanos()) {
                    round(calibration.task((double) nanos), nanos, contenders, round >= plan.warmUps());
                }
                counted = round + 1 - plan.warmUps();
            }
        } finally {
            contenders.forEach(Contender::close);
        }
        return new OverheadReport(plan.warmUps(), counted, calibration, rows());
    }

    private void round(Runnable task, long nanos, List<Contender> contenders, boolean counts)
            throws InterruptedException {
        double t2 = (double) nanos;
        for (Contender contender : contenders) {
            Sample sample = contender.measure(task, t2);
            t2 = sample.t2();
            if (counts) {
                samples.computeIfAbsent(nanos, key -> new LinkedHashMap<>())
                        .computeIfAbsent(contender.name(), key -> new ArrayList<>())
                        .add(sample);
            }
        }
    }

    private List<OverheadRow> rows() {
        List<OverheadRow> rows = new ArrayList<>();
        samples.forEach((nanos, byName) -> byName.forEach((name, list) -> rows.add(OverheadRow.of(nanos, name, list))));
        return rows;
    }

    private String describe(int round) {
        return round < plan.warmUps()
                ? "warming up"
                : "measuring, round " + (round - plan.warmUps() + 1) + " of " + plan.rounds();
    }
}
