package dev.weir.stress.model;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Makes a program that fails smaller, as long as it still fails: without some of its clients, steps and inner tasks. As a
 * program need not fail each time, each candidate gets several tries. Used once.
 */
final class Shrinker {

    private static final int TRIES = 30;

    private final long end;
    private Report smallest;

    Shrinker(Report failed, long seconds) {
        this.smallest = failed;
        this.end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    }

    /** What came of the smallest program that was found to fail in the time. */
    Report shrink() {
        int before;
        do {
            before = size();
            withoutClients();
            withoutSteps();
            withoutInner();
        } while (size() < before && System.nanoTime() - end < 0);
        return smallest;
    }

    private int size() {
        return (int) smallest.program().steps().count();
    }

    private List<List<Step>> clients() {
        return smallest.program().clients();
    }

    private void withoutClients() {
        for (int i = clients().size() - 1; i >= 0 && clients().size() > 1; i--) {
            List<List<Step>> fewer = new ArrayList<>(clients());
            fewer.remove(i);
            fails(fewer);
        }
    }

    /** First many in a row, then fewer. */
    private void withoutSteps() {
        for (int client = 0; client < clients().size(); client++) {
            for (int chunk = Math.max(1, clients().get(client).size() / 2); chunk > 0; chunk /= 2) {
                int at = 0;
                while (at < clients().get(client).size()) {
                    List<Step> steps = new ArrayList<>(clients().get(client));
                    steps.subList(at, Math.min(at + chunk, steps.size())).clear();
                    at += fails(with(client, steps)) ? 0 : chunk;
                }
            }
        }
    }

    /** A task that submits others becomes the first of them, or submits one less. */
    private void withoutInner() {
        for (int client = 0; client < clients().size(); client++) {
            for (int i = 0; i < clients().get(client).size(); i++) {
                for (Step smaller : smaller(clients().get(client).get(i))) {
                    List<Step> steps = new ArrayList<>(clients().get(client));
                    steps.set(i, smaller);
                    fails(with(client, steps));
                }
            }
        }
    }

    private static List<Step> smaller(Step step) {
        List<Step> all = new ArrayList<>();
        if (step instanceof Step.Submit submit && submit.work() instanceof Work.Nests nests) {
            all.add(nests.children().get(0));
            for (int i = 0; i < nests.children().size() && nests.children().size() > 1; i++) {
                List<Step.Submit> children = new ArrayList<>(nests.children());
                children.remove(i);
                all.add(new Step.Submit(submit.door(), submit.form(), new Work.Nests(nests.waits(), children)));
            }
        }
        return all;
    }

    private List<List<Step>> with(int client, List<Step> steps) {
        List<List<Step>> others = new ArrayList<>(clients());
        others.set(client, List.copyOf(steps));
        return List.copyOf(others);
    }

    private boolean fails(List<List<Step>> candidate) {
        for (int i = 0; i < TRIES && System.nanoTime() - end < 0; i++) {
            Report report = Director.perform(smallest.program().with(candidate));
            if (!report.isGood()) {
                smallest = report;
                return true;
            }
        }
        return false;
    }
}
