package dev.weir.stress.model;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A program: a pool, the clients that use it at the same time, and how the pool ends when they have done. Immutable.
 *
 * @param seed what it was made from
 * @param setting its pool
 * @param clients what each of its clients does, one step after the other
 * @param ending how it ends
 */
record Program(long seed, Setting setting, List<List<Step>> clients, Step.Ending ending) {

    /** All steps of clients and tasks. */
    Stream<Step> steps() {
        return clients.stream().flatMap(List::stream).flatMap(Program::withInner);
    }

    private static Stream<Step> withInner(Step step) {
        return Stream.concat(Stream.of(step), inner(step).flatMap(Program::withInner));
    }

    private static Stream<Step> inner(Step step) {
        if (step instanceof Step.Submit submit && submit.work() instanceof Work.Nests nests) {
            return nests.children().stream().map(child -> child);
        }
        if (step instanceof Step.Submit submit && submit.work() instanceof Work.Acts acts) {
            return Stream.of(acts.step());
        }
        return Stream.empty();
    }

    /** Whether there is such a step, be it a task's. */
    boolean has(Predicate<Step> such) {
        return steps().anyMatch(such);
    }

    boolean hasOneClient() {
        return clients.size() == 1;
    }

    boolean everPauses() {
        return has(step -> step instanceof Step.Pause || step instanceof Step.Fill fill && fill.paused());
    }

    /** Whether no task waits for another one, so that each has a thread of its own and its turn. */
    boolean isPlain() {
        return !has(step -> step instanceof Step.Submit submit && submit.work().waitsForOthers());
    }

    /** The most threads that it ever allows. */
    int mostThreads() {
        return Math.max(
                setting.max(), resizes().mapToInt(Step.Resize::max).max().orElse(0));
    }

    /** The smallest maximum of threads that it ever sets. */
    int fewestThreads() {
        return Math.min(
                setting.max(), resizes().mapToInt(Step.Resize::max).min().orElse(setting.max()));
    }

    private Stream<Step.Resize> resizes() {
        return steps().filter(Step.Resize.class::isInstance).map(Step.Resize.class::cast);
    }

    /** The same with other clients. */
    Program with(List<List<Step>> otherClients) {
        return new Program(seed, setting, otherClients, ending);
    }

    /** The program as a person reads it. */
    @Override
    public String toString() {
        List<String> lines = new ArrayList<>();
        lines.add("program of seed " + seed);
        lines.add("pool: " + setting);
        for (int i = 0; i < clients.size(); i++) {
            lines.add("client " + i + ":");
            clients.get(i).forEach(step -> write(step, "    ", lines));
        }
        lines.add("end: " + ending);
        return String.join("\n", lines);
    }

    /** How many tasks in a row, from this one on, submit a single other one and get it. */
    private static int links(Step.Submit submit) {
        return submit.work() instanceof Work.Nests nests
                        && nests.waits() == Work.Waits.GET
                        && nests.children().size() == 1
                ? 1 + links(nests.children().get(0))
                : 0;
    }

    private static Step.Submit last(Step.Submit submit) {
        return links(submit) > 0 && submit.work() instanceof Work.Nests nests
                ? last(nests.children().get(0))
                : submit;
    }

    private static void write(Step step, String indent, List<String> lines) {
        if (step instanceof Step.Submit submit) {
            String head = indent + submit.door() + " <- " + submit.form() + ' ';
            int links = links(submit);
            if (links > 2) {
                lines.add(head + "a chain of " + links
                        + " tasks, each of which submits the next and gets it, that ends with:");
                write(last(submit), indent + "    ", lines);
            } else if (submit.work() instanceof Work.Nests nests) {
                lines.add(head + "that submits, and then waits " + nests.waits() + ":");
                nests.children().forEach(child -> write(child, indent + "    ", lines));
            } else {
                lines.add(head + submit.work());
            }
        } else {
            lines.add(indent + step);
        }
    }
}
