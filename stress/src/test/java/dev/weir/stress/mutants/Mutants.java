package dev.weir.stress.mutants;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Breaks the pool on purpose, in one way after another, to see that the tests notice. Begun by {@code stress/mutants}, which
 * says how to use it.
 */
final class Mutants {

    private static final Path CORE = Path.of("core").toAbsolutePath();
    private static final Path STRESS = Path.of("stress").toAbsolutePath();
    private static final Path PAGE = STRESS.resolve("target/mutants.md");
    private static final Path PROOFS = Path.of("docs/proofs.md");
    private static final String SECONDS = "--seconds";
    private static final int DEFAULT_SECONDS = 20;

    private final Trial trial;

    private Mutants(int testSeconds) {
        trial = new Trial(CORE, STRESS.resolve("target/mutants"), testSeconds);
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        List<String> names = new ArrayList<>(Arrays.asList(args));
        String command = names.isEmpty() ? "" : names.remove(0);
        int at = names.indexOf(SECONDS);
        Mutants mutants = new Mutants(at < 0 ? DEFAULT_SECONDS : Integer.parseInt(names.remove(at + 1)));
        names.remove(SECONDS);
        List<Mutant> all = MutantFile.readAll(STRESS.resolve("src/mutants"));
        boolean good = switch (command) {
            case "check" -> check(choose(all, names));
            case "run" -> check(choose(all, names)) && mutants.run(all, choose(all, names));
            case "record" -> check(all) && mutants.record(all);
            default -> throw new IllegalArgumentException("check, run or record, not " + command);
        };
        System.exit(good ? 0 : 1);
    }

    /** Those of these names, or of the invariants of these numbers; all if none is named. */
    private static List<Mutant> choose(List<Mutant> all, List<String> names) {
        List<Mutant> chosen = new ArrayList<>();
        for (String name : names) {
            List<Mutant> found = all.stream()
                    .filter(mutant ->
                            mutant.name().equals(name) || mutant.invariant().startsWith(name + " "))
                    .toList();
            if (found.isEmpty()) {
                throw new IllegalArgumentException("no mutant and no invariant is called " + name);
            }
            chosen.addAll(found);
        }
        return names.isEmpty() ? all : chosen;
    }

    private static boolean check(List<Mutant> mutants) {
        List<String> faults =
                mutants.stream().flatMap(mutant -> mutant.faults(CORE).stream()).toList();
        faults.forEach(System.err::println);
        System.out.println(mutants.size() + " mutants, " + faults.size() + " faults in them");
        return faults.isEmpty();
    }

    private boolean run(List<Mutant> all, List<Mutant> chosen) throws IOException, InterruptedException {
        List<String> tests = chosen.stream()
                .flatMap(mutant -> mutant.tests().stream())
                .distinct()
                .sorted()
                .toList();
        Verdict unchanged = trial.unchanged(tests);
        System.out.println("unchanged: " + unchanged);
        if (unchanged.end() != Verdict.End.SURVIVED) {
            return false; // then a failure under a mutant says nothing
        }
        boolean allKilled = true;
        for (Mutant mutant : chosen) {
            Verdict verdict = trial.of(mutant);
            allKilled &= verdict.isKilled();
            System.out.println(mutant.name() + ": " + verdict);
        }
        Report report = lastOf(all);
        Files.writeString(PAGE, report.text());
        System.out.println(report.summary());
        return allKilled;
    }

    private boolean record(List<Mutant> mutants) throws IOException {
        Report report = lastOf(mutants);
        report.putInto(PROOFS);
        System.out.println(report.summary());
        return report.isGood();
    }

    private Report lastOf(List<Mutant> mutants) throws IOException {
        Map<Mutant, Verdict> verdicts = new LinkedHashMap<>();
        for (Mutant mutant : mutants) {
            verdicts.put(mutant, trial.last(mutant));
        }
        return new Report(verdicts);
    }
}
