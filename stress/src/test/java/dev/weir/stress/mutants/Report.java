package dev.weir.stress.mutants;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The last verdicts as a page. Thread-safe: nothing of it changes. */
final class Report {

    private static final String BEGIN = "<!-- mutants: begin -->";
    private static final String END = "<!-- mutants: end -->";

    /** By the invariant; null for a mutant that was not tried. */
    private final Map<String, Map<Mutant, Verdict>> tables = new LinkedHashMap<>();

    private final int mutants;
    private final List<Verdict> verdicts;

    Report(Map<Mutant, Verdict> last) {
        last.forEach((mutant, verdict) -> tables.computeIfAbsent(mutant.invariant(), it -> new LinkedHashMap<>())
                .put(mutant, verdict));
        mutants = last.size();
        verdicts = last.values().stream().filter(Objects::nonNull).toList();
    }

    /** Whether all were tried, and killed. */
    boolean isGood() {
        return killed(verdicts) == mutants;
    }

    private static long killed(Collection<Verdict> some) {
        return some.stream()
                .filter(verdict -> verdict != null && verdict.isKilled())
                .count();
    }

    /** How many ended in which way. */
    String summary() {
        return mutants + " mutants: "
                + verdicts.stream().collect(Collectors.groupingBy(Verdict::end, Collectors.counting()));
    }

    /** In Markdown: what was run when, and a table for each invariant. */
    String text() {
        StringBuilder text = new StringBuilder();
        text.append(mutants).append(" mutants, ").append(verdicts.size()).append(" of them tried, ");
        text.append(killed(verdicts)).append(" killed. Run on ");
        text.append(String.join(
                "; ", new TreeSet<>(verdicts.stream().map(Verdict::when).toList())));
        text.append(", ").append(Runtime.getRuntime().availableProcessors()).append(" processors.\n");
        tables.forEach((invariant, table) -> {
            text.append("\n### ").append(invariant).append("\n\n");
            text.append(table.size())
                    .append(" mutants, ")
                    .append(killed(table.values()))
                    .append(" killed.\n\n");
            text.append("| mutant | in | what it breaks | noticed by |\n|---|---|---|---|\n");
            table.forEach((mutant, verdict) -> text.append(row(mutant, verdict)));
        });
        return text.toString();
    }

    private static String row(Mutant mutant, Verdict verdict) {
        String type = mutant.file().replaceAll(".*/|\\.java$", "");
        return "| " + mutant.name() + " | `" + type + "` | " + mutant.breaks() + " | " + by(verdict) + " |\n";
    }

    private static String by(Verdict verdict) {
        if (verdict == null) {
            return "**not tried**";
        }
        return switch (verdict.end()) {
            case KILLED -> '`' + verdict.by() + '`';
            case HUNG -> '`' + verdict.by() + "`, which hung";
            case SURVIVED -> "**nobody** (" + verdict.by() + ")";
            case VOID -> "**not tried**: " + verdict.by();
        };
    }

    /** Puts the page between the markers of a document. */
    void putInto(Path document) throws IOException {
        String old = Files.readString(document);
        int begin = old.indexOf(BEGIN);
        int end = old.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IllegalArgumentException(document + " has no place between " + BEGIN + " and " + END);
        }
        Files.writeString(
                document, old.substring(0, begin + BEGIN.length()) + "\n\n" + text() + "\n" + old.substring(end));
    }
}
