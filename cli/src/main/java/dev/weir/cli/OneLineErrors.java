package dev.weir.cli;

import java.io.PrintWriter;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Tells the user of a mistake in one line on the error stream and makes the exit code 2. Stateless.
 *
 * <p>Only a fault of the program itself (anything but {@link CliException}) shows a stack trace, and exits with 1.
 */
final class OneLineErrors implements IParameterExceptionHandler, IExecutionExceptionHandler {

    @Override
    public int handleParseException(ParameterException mistake, String[] args) {
        CommandLine command = mistake.getCommandLine();
        String line = String.valueOf(mistake.getMessage());
        if (mistake instanceof UnmatchedArgumentException unmatched) {
            line = unmatched(unmatched);
        }
        return report(command, line);
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        if (failure instanceof CliException) {
            return report(command, String.valueOf(failure.getMessage()));
        }
        PrintWriter err = command.getErr();
        failure.printStackTrace(err);
        err.flush();
        return CommandLine.ExitCode.SOFTWARE;
    }

    private static String unmatched(UnmatchedArgumentException mistake) {
        String first =
                mistake.getUnmatched().isEmpty() ? "" : mistake.getUnmatched().get(0);
        CommandSpec command = mistake.getCommandLine().getCommandSpec();
        boolean option = first.startsWith("-");
        if (!option && command.parent() != null) {
            return first + ": one argument too many" + seeHelp(command);
        }
        Set<String> known =
                option ? command.optionsMap().keySet() : command.subcommands().keySet();
        return first
                + (option ? ": unknown option" : ": unknown command")
                + Suggestion.nearest(first.replaceFirst("=.*", ""), known)
                        .map(word -> " (did you mean " + word + "?)")
                        .orElse(seeHelp(command));
    }

    private static String seeHelp(CommandSpec command) {
        return " (see '" + command.qualifiedName() + " --help')";
    }

    private static int report(CommandLine command, String line) {
        PrintWriter err = command.getErr();
        err.println(command.getCommandSpec().qualifiedName() + ": " + oneLine(line));
        err.flush();
        return CommandLine.ExitCode.USAGE;
    }

    /** Keeps an argument with line breaks or control characters from breaking the line or the terminal. */
    private static String oneLine(String text) {
        StringBuilder line = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (Character.isISOControl(c)) {
                line.append(String.format("\\u%04x", c));
            } else {
                line.appendCodePoint(c);
            }
        });
        return line.toString();
    }
}
