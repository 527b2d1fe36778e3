package dev.weir.cli;

import java.math.BigInteger;
import java.util.regex.Pattern;

/** Reads values from the command line and names the argument when one is wrong. Stateless. */
final class Arguments {
    private static final Pattern WHOLE_NUMBER = Pattern.compile("[+-]?[0-9]{1,1000}");

    private Arguments() {}

    /** Reads a whole number between two bounds, both allowed. */
    static int wholeNumber(String argument, String text, int least, int most) {
        BigInteger number = parse(argument, text, text);
        if (number.compareTo(BigInteger.valueOf(least)) < 0 || number.compareTo(BigInteger.valueOf(most)) > 0) {
            throw CliException.of(argument, text, "is not between " + least + " and " + most);
        }
        return number.intValue();
    }

    /**
     * Reads a whole number whose bounds are for somebody else to check.
     *
     * @param whole the argument as it was given, of which {@code text} is a part
     */
    static int anyWholeNumber(String argument, String text, String whole) {
        BigInteger number = parse(argument, text, whole);
        if (number.bitLength() > 31) {
            throw CliException.of(argument, whole, "is far too large");
        }
        return number.intValue();
    }

    private static BigInteger parse(String argument, String text, String whole) {
        if (!WHOLE_NUMBER.matcher(text).matches()) {
            throw CliException.of(
                    argument, whole, text.equals(whole) ? "is not a whole number" : "is not two whole numbers MIN,MAX");
        }
        return new BigInteger(text);
    }
}
