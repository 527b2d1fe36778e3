package dev.weir.stress.model;

import dev.weir.stress.BugLog;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Performs programs by their seeds: one again and again, or many one after the other. Stateless.
 *
 * <pre>
 *   Replay SEED [TRIES]            the program of a seed, until it fails, at most so often
 *   Replay from SEED PROGRAMS      the programs of so many seeds in a row
 * </pre>
 */
final class Replay {

    private static final int TRIES = 200;
    private static final int SECONDS_TO_SHRINK = 60;

    private Replay() {}

    public static void main(String[] args) {
        if (args.length == 0 || args[0].equals("from") && args.length != 3) {
            System.err.println("usage: stress/replay SEED [TRIES] | stress/replay from SEED PROGRAMS");
            System.exit(2);
        }
        boolean many = args[0].equals("from");
        long seed = number("SEED", args[many ? 1 : 0]);
        int count = many || args.length > 1 ? (int) number(many ? "PROGRAMS" : "TRIES", args[many ? 2 : 1]) : TRIES;
        System.exit(many ? performAll(seed, count, System.out::println) : again(Author.write(seed), count));
    }

    private static long number(String what, String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            System.err.println(what + " must be a number, but is " + text);
            System.exit(2);
            throw e;
        }
    }

    private static int again(Program program, int tries) {
        System.out.println(program);
        for (int i = 1; i <= tries; i++) {
            Report report = Director.perform(program);
            if (!report.isGood()) {
                System.out.println("\nTry " + i + " of " + tries + " failed:\n" + report);
                System.out.println("\nMade smaller:\n" + new Shrinker(report, SECONDS_TO_SHRINK).shrink());
                return 1;
            }
        }
        System.out.println("\nNothing was wrong in " + tries + " tries.");
        return 0;
    }

    /** Performs the programs of seeds in a row, and tells of the first that fails; 0 if none does. */
    static int performAll(long firstSeed, int programs, Consumer<String> told) {
        long began = System.nanoTime();
        long tasks = 0;
        List<String> bugs = new CopyOnWriteArrayList<>();
        try (BugLog log = BugLog.open(bugs::add)) {
            for (int i = 0; i < programs; i++) {
                Report report = Director.perform(Author.write(firstSeed + i));
                tasks += report.tasks();
                if (!report.isGood() || !bugs.isEmpty()) {
                    told.accept(
                            "Program " + (i + 1) + " of " + programs + " failed:\n" + String.join("\n", bugs) + report);
                    return 1;
                }
            }
            log.flush();
        }
        told.accept(programs + " programs from seed " + firstSeed + ", " + tasks + " tasks, "
                + (System.nanoTime() - began) / 1_000_000 + " ms: nothing was wrong.");
        return 0;
    }
}
