package dev.weir.cli;

import java.math.BigInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which bytes of a file a request asks for (RFC 9110, section 14). Immutable.
 *
 * <p>One range is served as such. For several ranges in one request the whole file is sent, which the standard allows
 * and which spares both sides the multipart form; so is it for a range that cannot be read.
 */
sealed interface ByteRange {

    /** The whole file, with status 200. */
    record Whole() implements ByteRange {}

    /** Bytes from {@code first} to {@code last}, both included, with status 206. */
    record Part(long first, long last) implements ByteRange {
        long length() {
            return last - first + 1;
        }
    }

    /** Nothing that the file has, status 416. */
    record Unsatisfiable() implements ByteRange {}

    /** Reads the value of a {@code Range} header for a file of this size. */
    static ByteRange parse(String header, long size) {
        Matcher range = Syntax.ONE_RANGE.matcher(header);
        if (!range.matches()) {
            return new Whole();
        }
        if (range.group(1).isEmpty()) {
            return range.group(2).isEmpty() ? new Whole() : suffix(number(range.group(2)), size);
        }
        long first = number(range.group(1));
        long last = range.group(2).isEmpty() ? Long.MAX_VALUE : number(range.group(2));
        if (last < first) {
            return new Whole(); // not a valid range, so it is to be ignored
        }
        return first < size ? new Part(first, Math.min(last, size - 1)) : new Unsatisfiable();
    }

    private static ByteRange suffix(long length, long size) {
        return length == 0 || size == 0 ? new Unsatisfiable() : new Part(Math.max(0, size - length), size - 1);
    }

    /** Numbers too large for a long lie beyond any file and count as the largest. */
    private static long number(String digits) {
        return new BigInteger(digits).min(BigInteger.valueOf(Long.MAX_VALUE)).longValue();
    }

    /** Holds the pattern, which an interface could not keep to itself. Stateless. */
    final class Syntax {
        private static final Pattern ONE_RANGE =
                Pattern.compile("\\s*bytes\\s*=\\s*([0-9]{0,40})\\s*-\\s*([0-9]{0,40})\\s*", Pattern.CASE_INSENSITIVE);

        private Syntax() {}
    }
}
