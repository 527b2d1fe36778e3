package dev.weir.stress.soak;

import java.time.Duration;

/**
 * What the command line asks for. Immutable.
 *
 * @param minutes how long
 * @param seed what everything random is made from
 */
record Options(double minutes, long seed) {

    private static final String USAGE = "usage: stress/soak --minutes N [--seed S]";

    Duration time() {
        return Duration.ofMillis((long) (minutes * 60_000));
    }

    /** Reads it; says what is wrong with it and ends the process if it is. */
    static Options parse(String[] args) {
        double minutes = -1;
        long seed = System.nanoTime();
        for (int i = 0; i < args.length; i += 2) {
            String value = i + 1 < args.length ? args[i + 1] : "missing";
            try {
                switch (args[i]) {
                    case "--minutes" -> minutes = Double.parseDouble(value);
                    case "--seed" -> seed = Long.parseLong(value);
                    default -> throw fail(args[i] + " is not known");
                }
            } catch (NumberFormatException e) {
                throw fail(args[i] + " must be a number, but is " + value);
            }
        }
        if (!(minutes > 0)) {
            throw fail("--minutes must be more than 0" + (args.length == 0 ? "" : ", but is " + minutes));
        }
        return new Options(minutes, seed);
    }

    private static RuntimeException fail(String why) {
        System.err.println(why + '\n' + USAGE);
        System.exit(2);
        return new IllegalArgumentException(why);
    }
}
