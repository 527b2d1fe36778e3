package dev.weir.cli;

import java.io.PrintWriter;
import picocli.CommandLine;

/**
 * The way into the command line. Stateless.
 *
 * <p>Exit codes: 0 done, 1 a fault of the program, 2 a mistake in the arguments.
 */
public final class Main {
    private Main() {}

    /**
     * Runs the command that the arguments name and ends the JVM with its exit code.
     *
     * @param args the command and its options
     */
    public static void main(String[] args) {
        PrintWriter out = new PrintWriter(System.out, true, Terminal.encoding());
        PrintWriter err = new PrintWriter(System.err, true, Terminal.encoding());
        System.exit(run(args, out, err));
    }

    /** Runs a command in this JVM, for {@link #main} and for tests. */
    static int run(String[] args, PrintWriter out, PrintWriter err) {
        OneLineErrors errors = new OneLineErrors();
        return new CommandLine(new WeirCommand())
                .setOut(out)
                .setErr(err)
                .setParameterExceptionHandler(errors)
                .setExecutionExceptionHandler(errors)
                .setExpandAtFiles(false)
                .setUsageHelpWidth(110)
                .execute(args);
    }
}
