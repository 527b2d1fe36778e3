package dev.weir.examples;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a program was started with: flags, options with a whole number, and the rest. Immutable.
 *
 * @param flags the flags that were given
 * @param numbers the options that were given, with their numbers
 * @param rest everything else, in order
 */
public record Arguments(Set<String> flags, Map<String, Integer> numbers, List<String> rest) {

    /** A mistake in the arguments. Its message says which, in one line. */
    public static final class Mistake extends Exception {
        private static final long serialVersionUID = 1L;

        /**
         * Makes one.
         *
         * @param message which argument is wrong, and why
         */
        public Mistake(String message) {
            super(message);
        }
    }

    /**
     * Reads the arguments.
     *
     * @param args as {@code main} got them
     * @param flags the flags that there are, such as {@code --jdk}
     * @param options the options that there are; each is followed by a whole number of 1 or more
     * @throws Mistake if one is unknown or has no such number
     */
    public static Arguments parse(List<String> args, Set<String> flags, Set<String> options) throws Mistake {
        List<String> given = new ArrayList<>();
        Map<String, Integer> numbers = new HashMap<>();
        List<String> rest = new ArrayList<>();
        for (int i = 0; i < args.size(); i++) {
            String arg = args.get(i);
            if (flags.contains(arg)) {
                given.add(arg);
            } else if (options.contains(arg)) {
                numbers.put(arg, number(arg, ++i < args.size() ? args.get(i) : "nothing"));
            } else if (arg.startsWith("--")) {
                throw new Mistake("unknown option " + arg);
            } else {
                rest.add(arg);
            }
        }
        return new Arguments(Set.copyOf(given), Map.copyOf(numbers), List.copyOf(rest));
    }

    private static int number(String option, String text) throws Mistake {
        try {
            int number = Integer.parseInt(text);
            if (number >= 1) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new Mistake(option + " needs a whole number from 1 to " + Integer.MAX_VALUE + ", but got " + text);
    }

    /**
     * Whether a flag was given.
     *
     * @param flag the flag
     */
    public boolean has(String flag) {
        return flags.contains(flag);
    }

    /**
     * The number of an option.
     *
     * @param option the option
     * @param otherwise the number if it was not given
     */
    public int number(String option, int otherwise) {
        return numbers.getOrDefault(option, otherwise);
    }

    /**
     * The only argument beside flags and options.
     *
     * @param otherwise what it is if it was not given
     * @throws Mistake if there are more
     */
    public String single(String otherwise) throws Mistake {
        if (rest.size() > 1) {
            throw new Mistake("one argument is enough, but got " + String.join(" ", rest));
        }
        return rest.isEmpty() ? otherwise : rest.get(0);
    }
}
