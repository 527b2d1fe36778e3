package dev.weir.cli;

/**
 * A mistake that the user can mend, told in one line that names the argument and the value given. Immutable.
 *
 * <p>The line says nothing of the command; {@link OneLineErrors} puts that before it.
 */
final class CliException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CliException(String line) {
        super(line, null, false, false);
    }

    /** A mistake in an argument: {@code --port: 70000 is not between 0 and 65535}. */
    static CliException of(String argument, String value, String problem) {
        return new CliException(argument + ": " + (value.isBlank() ? "'" + value + "'" : value) + " " + problem);
    }
}
